"""The example application: mypy reports its mistakes and nothing else, and its tasks run."""

import importlib
import os
import re
import subprocess
import sys
import warnings
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.repeats

with warnings.catch_warnings():
    # From Starlette's own imports: `httpx` if `httpx2` is not installed.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

ROOT = Path(__file__).parent.parent
COMMAND = ["-m", "mypy", "--config-file", "examples/pyproject.toml", "examples/shop"]

ORDER = {"items": [{"name": "tea", "price": "4.50"}, {"name": "cup", "price": "8.00"}]}


def marked_lines() -> list[tuple[str, int]]:
    return [
        (path.relative_to(ROOT).as_posix(), number)
        for path in (ROOT / "examples").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "  # mistake: " in line
    ]


def test_mypy_reports_the_mistakes_and_nothing_else(tmp_path: Path) -> None:
    mypy = subprocess.run(
        [sys.executable, *COMMAND],
        cwd=ROOT,
        env={**os.environ, "MYPY_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    errors = re.findall(r"^(.+?):(\d+):(?:\d+:)? error: ", mypy.stdout, re.MULTILINE)
    reported = [(Path(path).as_posix(), int(line)) for path, line in errors]
    assert sorted(reported) == sorted(marked_lines()), mypy.stdout + mypy.stderr
    assert mypy.returncode == 1
    assert len(reported) >= 8


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.syspath_prepend(ROOT / "examples")
    return TestClient(shop("main").app)


def shop(name: str) -> ModuleType:
    return importlib.import_module(f"shop.{name}")


def test_tasks_of_a_handler_run(client: TestClient) -> None:
    outbox = shop("services.mail").mailer.outbox
    outbox.clear()
    response = client.post("/orders", params={"user_id": 1}, json=ORDER)
    order = response.json()["id"]
    assert response.status_code == 201
    assert outbox == [
        ("ada@example.com", f"Receipt {order}: {Decimal('12.50')}"),
        ("ada@example.com", f"Thank you for order {order}"),
    ]


def test_tasks_of_a_new_collection_run(client: TestClient) -> None:
    order = client.post("/orders", params={"user_id": 1}, json=ORDER).json()["id"]
    outbox, log = shop("services.mail").mailer.outbox, shop("services.audit").log
    outbox.clear()
    log.clear()
    assert client.post(f"/orders/{order}/confirm").json() == {"confirmed": order}
    assert [subject for _, subject in outbox] == [f"Order {order}", "Paid: 12.50"]
    assert log == ["order Ada total=12.50"]


def test_tasks_of_partials_run(client: TestClient) -> None:
    order = client.post("/orders", params={"user_id": 1}, json=ORDER).json()["id"]
    log = shop("services.audit").log
    log.clear()
    assert client.post(f"/orders/{order}/refund").status_code == 200
    assert log == ["refund Ada amount=2", "refund admin amount=2", "refund Ada total=12.50"]


def test_tasks_of_a_dependency_and_its_handler_run(client: TestClient) -> None:
    outbox, log = shop("services.mail").mailer.outbox, shop("services.audit").log
    outbox.clear()
    log.clear()
    new = {"name": "Bob", "email": "bob@example.com"}
    assert client.post("/users", json=new).status_code == 201
    assert log == ["request POST path=/users"]
    assert outbox == [("bob@example.com", "Welcome, Bob!")]


def test_tasks_that_are_objects_or_run_other_tasks_run(client: TestClient) -> None:
    reports = shop("services.reports").reports
    assert client.post("/orders/close", params={"day": "2024-05-31"}).status_code == 200
    assert list(reports.values()) == ["Sales of the day.pdf"]
