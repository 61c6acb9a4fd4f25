"""Where nothing blocks the event loop, whatever it calls."""

from pathlib import Path

import pytest
from background_typed_check.facts import Facts
from background_typed_check.facts.disk import Disk
from background_typed_check.facts.source import Source
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.rules import problems_of

APP = """\
import time
from fastapi import BackgroundTasks
async def wait(): time.sleep(1)
def handle(tasks: BackgroundTasks): tasks.add_task(wait)
"""
LACKING = APP.replace("wait()", "wait(seconds)")


def said_of(app: str, folder: Path) -> list[str]:
    """Return what is said of the only task of an application."""
    (folder / "app.py").write_text(app)
    facts = Facts(Disk(), [str(folder / "app.py")], [str(folder / "packages")])
    source = facts.disk.source(str(folder / "app.py"))
    assert source is not None
    (task,) = find_tasks(source, facts)
    return [each.problem.why for each in problems_of(task, facts)]


@pytest.mark.parametrize(
    ("main", "found"),
    [("", 1), ("from gevent import monkey\nmonkey.patch_all()\n", 0)],
)
def test_a_patched_application_does_not_block(main: str, found: int, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "main.py").write_text(main)
    facts = Facts(Disk(), [str(tmp_path / "app.py"), str(tmp_path / "main.py")])
    facts.all_files = Source("all", b"")
    source = facts.disk.source(str(tmp_path / "app.py"))
    assert source is not None
    (task,) = find_tasks(source, facts)

    assert len([*problems_of(task, facts)]) == found


def test_a_task_that_raises_before_it_blocks_is_left_alone(tmp_path: Path) -> None:
    assert said_of(LACKING, tmp_path) == []


CLIENTS = """\
import boto3, docker, pymongo
from boto3.session import Session
from fastapi import BackgroundTasks
mongo = pymongo.MongoClient()
shop = mongo["shop"]
storage = boto3.client("s3")
async def work(): {}
def handle(tasks: BackgroundTasks): tasks.add_task(work)
"""


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("mongo.shop.orders.find_one()", '"mongo.shop.orders.find_one"'),
        ('shop["orders"].insert_one({})', '"shop[...].insert_one"'),
        ('mongo.get_database("shop").get_collection("orders").delete_one({})', "delete_one"),
        ('boto3.client("s3").upload_file("a", "b", "c")', "upload_file"),
        ("storage.put_object()", '"storage.put_object"'),
        ('Session().client("sqs").send_message()', "send_message"),
        ("docker.from_env().containers.run()", "docker.from_env"),
        ("docker.DockerClient().images.pull()", "images.pull"),
        ("docker.DockerClient().close()", None),
        ("docker.DockerClient().api.get()", None),
        ("mongo.shop.orders.find()", None),
        ('{"a": mongo}["a"].shop.orders.find_one()', None),
        ("unknown[0].orders.find_one()", None),
    ],
)
def test_the_clients_of_services_block(call: str, found: str | None, tmp_path: Path) -> None:
    problems = said_of(CLIENTS.replace("{}", call, 1), tmp_path)

    assert len(problems) == (found is not None)
    assert found is None or found in problems[0]


def test_the_own_functions_of_a_library_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "packages").mkdir()
    library = "import time\nclass Client:\n    def get(self) -> None: time.sleep(1)\n"
    (tmp_path / "packages" / "library.py").write_text(library)
    app = (
        "from fastapi import BackgroundTasks\nfrom library import Client\n"
        "async def work(client: Client): client.get()\n"
        "def handle(tasks: BackgroundTasks, client: Client): tasks.add_task(work, client)\n"
    )

    assert said_of(app, tmp_path) == []
