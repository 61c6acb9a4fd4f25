"""Compares what the rules say about applications with what happens when they run."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from background_typed_check.command.pipeline import check_rules
from background_typed_check.environment import Environment
from background_typed_check.report import Finding, Report
from grammar import Line, Program, make_program
from running import Runner, Truth

# The causes of which values may be a part.
UNSURE: Final = (
    *("never reached, in", "raises after it", "answered", "websocket", "generator", "response"),
)


# The pieces that matter where a task is made, but never run.
SPECIAL: Final = ("route", "dependency", "decorator", "collection", "called")


class Alarm(NamedTuple):
    """A finding at a task that does its work, or at no task."""

    seed: int
    line: Line
    code: str
    message: str
    source: str


@dataclass
class Outcome:
    """What came of some applications."""

    programs: int = 0
    tasks: int = 0
    found: Counter[str] = field(default_factory=Counter)
    """The tasks that never did their work and were reported, by cause."""
    missed: Counter[str] = field(default_factory=Counter)
    """Those that were not."""
    by_values: Counter[str] = field(default_factory=Counter)
    """Those of them that do their work where chance decides each condition."""
    pieces: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For each kind of piece, how many tasks near it were found and missed."""
    examples: dict[str, list[str]] = field(default_factory=dict)
    """Seeds and tasks that were missed, by cause."""
    false: list[Alarm] = field(default_factory=list)
    """Findings at tasks that did their work."""
    stray: list[Alarm] = field(default_factory=list)
    """Findings at other lines that make a task. What becomes of it is not known."""
    doubtful: list[Alarm] = field(default_factory=list)
    """Findings at tasks that do their work where chance decides each condition."""
    broken: list[tuple[int, str]] = field(default_factory=list)
    """Applications that could not be imported or checked, with the error."""

    def merge(self, other: "Outcome") -> None:
        """Take in another outcome."""
        self.programs += other.programs
        self.tasks += other.tasks
        self.found += other.found
        self.missed += other.missed
        self.by_values += other.by_values
        for piece, numbers in other.pieces.items():
            self.count(piece, *numbers)
        for cause, examples in other.examples.items():
            self.examples.setdefault(cause, []).extend(examples)
        self.false += other.false
        self.stray += other.stray
        self.doubtful += other.doubtful
        self.broken += other.broken

    def count(self, piece: str, found: int, missed: int) -> None:
        """Count tasks in handlers that have a piece."""
        before = self.pieces.get(piece, (0, 0))
        self.pieces[piece] = before[0] + found, before[1] + missed

    @property
    def share(self) -> float:
        """The share of the tasks that never did their work and that were reported."""
        found, missed = self.found.total(), self.missed.total()
        return found / (found + missed) if found + missed else 1.0


def try_seeds(seeds: Iterable[int], folder: Path, *, blind: bool = False) -> Outcome:
    """Run and check the applications of some seeds.

    If asked for, they are also run with chance in place of their conditions.
    """
    outcome = Outcome()
    runner = Runner(folder)
    environment = Environment(sys.executable, sys.version_info[:2], is_own=True)
    with runner.running():
        for seed in seeds:
            program = make_program(seed)
            try:
                truth = runner.run(program)
                findings = check(folder / f"seed_{seed}", environment)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is shown
                outcome.broken.append((seed, repr(error)))
            else:
                missed = compare(program, truth, findings, outcome)
                if blind:
                    try_blind(runner, program, findings, missed, outcome)
    return outcome


def try_blind(
    runner: Runner,
    program: Program,
    findings: list[Finding],
    missed: dict[str, str],
    outcome: Outcome,
) -> None:
    """Tell which tasks do their work where chance decides each condition, missed or reported."""
    unsure = {name for name, cause in missed.items() if cause.startswith(UNSURE)}
    alarms = [alarm_of(program, each) for each in findings]
    said = {name for each in alarms for name in tasks_at(program, each.line)}
    if not unsure | said:
        return
    working = runner.run_blind(program, unsure | said)
    for name in working & unsure:
        outcome.by_values[missed[name]] += 1
        outcome.examples[missed[name]].remove(f"{program.seed}:{name}")
    outcome.doubtful += [each for each in alarms if tasks_at(program, each.line) & working]


def alarm_of(program: Program, finding: Finding) -> Alarm:
    """Return a finding as it is shown."""
    line = Line(Path(finding.place.file).name, finding.place.line)
    source = program.files[line.file].splitlines()[line.number - 1].strip()
    return Alarm(program.seed, line, finding.code or "", finding.message, source)


def tasks_at(program: Program, line: Line) -> set[str]:
    """Return the tasks that a line makes."""
    return {name for name, places in program.places.items() if line in places}


def check(folder: Path, environment: Environment) -> list[Finding]:
    """Return what the rules find in a folder."""
    report = Report(without_types="only the rules are asked")
    check_rules([str(folder)], environment, report)
    return report.findings


def compare(
    program: Program, truth: Truth, findings: list[Finding], outcome: Outcome
) -> dict[str, str]:
    """Compare the findings with what happened, and return the missed tasks with their causes."""
    outcome.programs += 1
    outcome.tasks += len(program.tasks)
    alarms = [alarm_of(program, each) for each in findings]
    found = {each.line for each in alarms}
    for alarm in alarms:
        about = tasks_at(program, alarm.line)
        if about & truth.did_work:
            outcome.false.append(alarm)
        elif not about and alarm.line in truth.lines:
            outcome.stray.append(alarm)
    missed = {}
    for name in program.tasks.keys() - truth.did_work:
        cause = cause_of(program, name, truth)
        is_found = bool(program.places[name] & found)
        if not program.tasks[name].lost_by:
            for piece in program.tasks[name].around:
                outcome.count(piece, is_found, not is_found)
        if is_found:
            outcome.found[cause] += 1
        else:
            missed[name] = cause
            outcome.missed[cause] += 1
            outcome.examples.setdefault(cause, []).append(f"{program.seed}:{name}")
    return missed


def cause_of(program: Program, name: str, truth: Truth) -> str:
    """Return why a task never did its work."""
    task = program.tasks[name]
    if task.lost_by:
        return task.lost_by[0]
    inside = ", ".join(dict.fromkeys(task.inside)) or "the handler itself"
    if name not in truth.made:
        return f"never reached, in {inside}"
    for kind in ("websocket", "generator"):
        if kind in task.around:
            return f"{kind}, in {inside}"
    special = [each for each in task.around if each.startswith(SPECIAL)]
    more = f"; {special[0]}" if len(special) == 1 else "; several things" if special else ""
    if name not in truth.answered:
        return f"raises after it, in {inside}{more}"
    return f"answered, but not run{more}"
