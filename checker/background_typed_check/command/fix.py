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
from background_typed_check.command.output.paint import Paint, paint_for
from background_typed_check.command.output.streams import Printed, tell
from background_typed_check.command.rewriting import write
from background_typed_check.environment import Environment
from background_typed_check.facts.disk import Disk
from background_typed_check.reasons import Cause, Obstacle
from background_typed_check.report import Report
from background_typed_check.wording import count, line_of

NO_END: Final = b"\n\\ No newline at end of file\n"
STYLES: Final = {"+": "green", "-": "red", "@": "cyan"}


def fix(args: argparse.Namespace, environment: Environment, report: Report) -> int:
    """Correct what is found, or show how, and return the exit status."""
    paths = paths_of(args, report.disk)
    is_stdin, fixed, failures = args.paths == [STDIN], 0, list[Obstacle]()
    for _ in range(MOST_ROUNDS):
        report.fixed = fixed
        examine(args, paths, environment, report)
        found = corrections_in(args, paths, environment, report)
        if args.diff:
            return show(args, found, report)
        failures += [] if is_stdin else write_all(found)
        if failures or not found.total:
            break
        fixed += found.total
        report = Report(without_types=report.without_types, settings=report.settings)
        for path, _, new in found.files if is_stdin else ():
            report.disk.put(path, new)
    report.unchecked += failures
    if is_stdin:
        sys.stdout.buffer.write(report.disk.read(paths[0]) or b"")
    return conclude(args, report, Printed(), [], sys.stderr if is_stdin else None)


def corrections_in(
    args: argparse.Namespace, paths: list[str], environment: Environment, report: Report
) -> Corrections:
    """Return what can be corrected of a report."""

    def check(disk: Disk) -> Report:
        """Check the same files again by the rules alone."""
        again = Report(disk=disk, without_types=report.without_types, settings=report.settings)
        check_rules(paths, environment, again)
        return again

    return corrections_of(report, check, unsafe=args.unsafe_fixes)


def write_all(corrections: Corrections) -> list[Obstacle]:
    """Write the corrected files, and return why some of them could not be written."""
    written = [(each.path, write(*each)) for each in corrections.files]
    return [Obstacle(Cause.UNWRITTEN, why, path) for path, why in written if why is not None]


def show(args: argparse.Namespace, corrections: Corrections, report: Report) -> int:
    """Print what would be corrected, and return the exit status."""
    tell(map(line_of, report.unchecked))
    paint = paint_for(sys.stdout, args.color)
    for each in corrections.files:
        sys.stdout.buffer.write(diff_of(each, paint))
    if not args.quiet:
        tell([f"would fix {count(corrections.total, 'error')}"])
    if report.has_failed:
        return BAD
    return FINDINGS if corrections.total else FINE


def diff_of(corrected: Corrected, paint: Paint) -> bytes:
    """Return the unified diff of a file, as `patch -p0` takes it."""
    name = corrected.path.encode(errors="surrogateescape")
    old, new = ([*io.BytesIO(each)] for each in corrected[1:])  # the lines, ended by "\n" only
    lines = difflib.diff_bytes(difflib.unified_diff, old, new, name, name)
    return b"".join(painted(each, paint) for each in lines)


def painted(line: bytes, paint: Paint) -> bytes:
    """Return a line of a diff in its colour, and ended as `patch` wants it."""
    text, end = (line[:-1], b"\n") if line.endswith(b"\n") else (line, NO_END)
    style = STYLES.get(text[:1].decode(errors="replace"))
    before, after = (paint("|", style) if style is not None else "|").encode().split(b"|")
    return before + text + after + end
