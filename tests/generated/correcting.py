"""Corrects what the rules find in applications, and runs these: a corrected task does its work.

Where it stands, something else may lose it. So a plain task is added to the same collection before
it: where that one does its work, the corrected one has to do its own.
"""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from background_typed_check.codes import DROPPED
from background_typed_check.command.corrections import Corrections, corrections_of
from background_typed_check.command.pipeline import check_rules
from background_typed_check.environment import Environment
from background_typed_check.facts.disk import Disk
from background_typed_check.report import Report
from checking import alarm_of, tasks_at
from grammar import Program, make_program
from running import Runner, queries_of

# A line in a message is another one when an import was added.
NUMBER: Final = re.compile(r"\d+")


@dataclass
class Corrected:
    """What came of corrections."""

    proven: int = 0
    """The tasks that do their work wherever a plain task does."""
    never_run: int = 0
    """Those that no request runs, nor a plain task in their place."""
    unproven: int = 0
    """Those that no plain task can stand beside."""
    failures: list[str] = field(default_factory=list)
    """Seeds and tasks that do not do their work where a plain task does."""
    left: list[str] = field(default_factory=list)
    """Findings after all corrections that can be corrected, or that were not there before."""


def try_corrections(seeds: Iterable[int], folder: Path) -> Corrected:
    """Correct and run the applications of some seeds."""
    outcome = Corrected()
    runner = Runner(folder)
    with runner.running():
        for seed in seeds:
            program = make_program(seed)
            names, fixed = corrected(program, folder / f"wrong_{seed}", outcome)
            # A loop that only ended because it raised never ends once it is corrected.
            if names and "while True" not in "".join(fixed.values()):
                run(runner, program._replace(files=fixed), names, outcome)
    return outcome


def corrected(
    program: Program, folder: Path, outcome: Corrected
) -> tuple[set[str], dict[str, str]]:
    """Return the tasks that can be corrected, and the files of an application with that done."""
    folder.mkdir()
    for name, text in program.files.items():
        (folder / name).write_text(text)

    def check(disk: Disk) -> Report:
        """Check the application by the rules."""
        report = Report(disk=disk, without_types="", wants_unsafe=True)
        environment = Environment(sys.executable, sys.version_info[:2], is_own=True)
        check_rules([str(folder)], environment, report)
        return report

    before = check(Disk())
    alarms = [alarm_of(program, each) for each in before.findings if before.can_correct(each)]
    found = corrections_of(before, check)
    after = check(disk_of(found))
    said = {NUMBER.sub("", each.message) for each in before.findings}
    outcome.left += [
        f"{program.seed}: {each.message}"
        for each in after.findings
        if after.can_correct(each)
        # What raised at once is a task now, which may be dropped.
        or (each.code != DROPPED.name and NUMBER.sub("", each.message) not in said)
    ]
    new = {Path(each.path).name: each.new.decode() for each in found.files}
    return {name for each in alarms for name in tasks_at(program, each.line)}, program.files | new


def disk_of(found: Corrections) -> Disk:
    """Return a disk with the corrected files."""
    disk = Disk()
    for each in found.files:
        disk.put(each.path, each.new)
    return disk


def run(runner: Runner, program: Program, names: set[str], outcome: Corrected) -> None:
    """Run an application with a plain task before each corrected one."""
    files = program.files
    for name in names:
        files = {file: with_plain_task(text, name) for file, text in files.items()}
    text = "\n".join(files.values())
    probed = {name for name in names if f'"plain {name}"' in text}
    done: set[str] = set()
    with runner.imported(program._replace(files=files), f"fixed_{program.seed}"):
        # A client that closes its websocket may stop a task in a worker thread.
        for route in [each for each in program.routes if each.method != "websocket"]:
            for query in queries_of(program):
                runner.request(route, query)
                runner.settle(program)
        done.update(runner.done)
    run_beside = {name for name in probed if f"plain {name}" in done}
    outcome.unproven += len(names - probed)
    outcome.never_run += len(probed - run_beside)
    outcome.proven += len(run_beside & done)
    outcome.failures += [f"{program.seed}:{name}" for name in run_beside - done]


def with_plain_task(text: str, name: str) -> str:
    """Return a file with a plain task before the one of that name."""
    return re.sub(
        rf'^(\s*)([\w.]+\.add_task)\((?=.*"{name}")',
        rf'\1\2(__import__("records").done.append, "plain {name}")\n\g<0>',
        text,
        flags=re.MULTILINE,
    )
