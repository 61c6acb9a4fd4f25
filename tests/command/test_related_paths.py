"""By which paths other places are named."""

import json
from pathlib import Path

import pytest
from background_typed_check.command.main import run


@pytest.mark.once
def test_a_related_place_is_named_as_the_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("work.py").write_text("import time\nasync def wait(n):\n    time.sleep(n)\n", "utf-8")
    Path("app.py").write_text(
        "from fastapi import BackgroundTasks\nfrom work import wait\n"
        "def handle(tasks: BackgroundTasks):\n    tasks.add_task(wait, 5)\n",
        "utf-8",
    )
    run([".", "--output-format", "json", "--no-cache"])
    found = json.loads(capsys.readouterr().out.splitlines()[0])
    assert [found["file"], *(each["file"] for each in found["related"])] == ["app.py", "work.py"]
