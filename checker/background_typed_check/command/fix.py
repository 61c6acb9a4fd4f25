"""`--fix` and `--diff`: corrections are written to the files, or shown."""

import argparse
import difflib
import io
import sys
from typing import Final

from background_typed_check.command.arguments import FINDINGS, FINE
from background_typed_check.command.checking import check_rules, conclude, examine, paths_of
from background_typed_check.command.corrections import (
    MOST_ROUNDS,
    Corrected,
    Corrections,
    corrections_of,
)
from background_typed_check.command.options import BAD, STDIN
from background_typed_check.command.output.fixed import show_fixed
from background_typed_check.command.output.paint import Paint, paint_for
from background_typed_check.command.output.streams import Printed, tell
from background_typed_check.command.output.streams import write as write_lines
from background_typed_check.command.rewriting import write
from background_typed_check.environment import Environment
from background_typed_check.facts.disk import Disk
from background_typed_check.reasons import Cause, Obstacle
from background_typed_check.report import Fixed, Report
from background_typed_check.wording import count, line_of

NO_END: Final = b"\n\\ No newline at end of file\n"
STYLES: Final = {"+": "green", "-": "red", "@": "cyan"}


def fix(args: argparse.Namespace, environment: Environment, report: Report) -> int:
    """Correct what is found, or show how, and return the exit status."""
    paths, is_stdin = paths_of(args, report.disk), args.paths == [STDIN]
    failures: list[Obstacle] = []
    examine(args, paths, environment, report)
    for _ in range(MOST_ROUNDS):
        found = corrections_in(paths, environment, report)
        if args.diff:
            return show(args, found, report)
        failed = {} if is_stdin else write_all(found)
        failures = unwritten(failed)
        done = [each for each in found.files if each.path not in failed]
        if not done:
            break
        done_in = {each.path for each in done}
        fixed = report.fixed + Fixed(
            {key: n for key, n in found.fixed.items() if key[0] in done_in}
        )
        report = again(report, Disk())
        report.fixed = fixed
        for each in done if is_stdin else ():
            report.disk.put(each.path, each.new)
        examine(args, paths, environment, report)
    report.unchecked += failures
    if is_stdin:
        sys.stdout.buffer.write(report.disk.read(paths[0]) or b"")
    return conclude(args, report, Printed(), [], sys.stderr if is_stdin else None)


def corrections_in(paths: list[str], environment: Environment, report: Report) -> Corrections:
    """Return what can be corrected of a report."""

    def check(disk: Disk) -> Report:
        """Check the same files again by the rules alone."""
        anew = again(report, disk)
        check_rules(paths, environment, anew)
        return anew

    return corrections_of(report, check)


def again(report: Report, disk: Disk) -> Report:
    """Return an empty report for the same question."""
    return Report(
        disk=disk,
        without_types=report.without_types,
        wants_unsafe=report.wants_unsafe,
        settings=report.settings,
    )


def write_all(corrections: Corrections) -> dict[str, str]:
    """Write the corrected files, and return those that could not be written, each with why."""
    written = {each.path: write(each.path, each.old, each.new) for each in corrections.files}
    failed = {path: why for path, why in written.items() if why is not None}
    return dict(sorted(corrections.unwritable.items())) | failed


def unwritten(failed: dict[str, str]) -> list[Obstacle]:
    """Return files that are not written, each with why, as what kept something from being done."""
    return [Obstacle(Cause.UNWRITTEN, why, path) for path, why in failed.items()]


def show(args: argparse.Namespace, corrections: Corrections, report: Report) -> int:
    """Print what would be corrected, and return the exit status."""
    unwritable = dict(sorted(corrections.unwritable.items()))
    tell(map(line_of, [*report.unchecked, *unwritten(unwritable)]))
    paint = paint_for(sys.stdout, args.color)
    for each in corrections.files:
        sys.stdout.buffer.write(diff_of(each, paint))
    if args.show_fixes and not args.quiet:
        says = show_fixed(corrections.fixed, "Would fix", paint_for(sys.stderr, args.color))
        write_lines(says, sys.stderr)
    if not args.quiet:
        unsafe = sum(bool(each.edits) and not report.can_correct(each) for each in report.findings)
        more = f", and {unsafe} more with --unsafe-fixes" if unsafe else ""
        tell([f"would fix {count(corrections.fixed.total(), 'error')}{more}"])
    if report.has_failed:
        return BAD
    return FINDINGS if corrections.fixed else FINE


def diff_of(corrected: Corrected, paint: Paint) -> bytes:
    """Return the unified diff of a file, as `patch -p0` takes it."""
    name = corrected.path.encode(errors="surrogateescape")
    old, new = ([*io.BytesIO(each)] for each in corrected[1:3])  # the lines, ended by "\n" only
    lines = difflib.diff_bytes(difflib.unified_diff, old, new, name, name)
    return b"".join(painted(each, paint) for each in lines)


def painted(line: bytes, paint: Paint) -> bytes:
    """Return a line of a diff in its colour, and ended as `patch` wants it."""
    text, end = (line[:-1], b"\n") if line.endswith(b"\n") else (line, NO_END)
    style = STYLES.get(text[:1].decode(errors="replace"))
    before, after = (paint("|", style) if style is not None else "|").encode().split(b"|")
    return before + text + after + end
