"""Tries many generated applications: `python tests/generated/trial.py --seeds 0 10000`."""

# ruff: noqa: T201  # it prints

import argparse
import functools
import multiprocessing
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from checking import Alarm, Outcome, try_seeds
from grammar import make_program


def try_some(seeds: range, *, blind: bool) -> Outcome:
    """Try some seeds in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="generated_") as folder:
        return try_seeds(seeds, Path(folder), blind=blind)


def try_all(seeds: range, processes: int, *, blind: bool) -> Outcome:
    """Try seeds in several processes."""
    size = 100
    parts = [seeds[start : start + size] for start in range(0, len(seeds), size)]
    outcome = Outcome()
    with multiprocessing.get_context("spawn").Pool(processes, maxtasksperchild=10) as pool:
        for done, each in enumerate(pool.imap(functools.partial(try_some, blind=blind), parts), 1):
            outcome.merge(each)
            print(f"\r{done * size} of {len(seeds)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return outcome


def show_alarms(title: str, alarms: list[Alarm]) -> None:
    """Print findings at lines whose tasks do their work."""
    print(f"\n{title}: {len(alarms)}")
    for each in alarms:
        print(
            f"  seed {each.seed}, {each.line.file}:{each.line.number} [{each.code}]: {each.source}"
        )
        print(f"      {each.message}")


def by_kind(causes: Counter[str]) -> Counter[str]:
    """Return how often each kind of cause occurs: the first words of it."""
    kinds: Counter[str] = Counter()
    for cause, number in causes.items():
        kinds[re.split("[:,;]", cause)[0]] += number
    return kinds


def show_kinds(outcome: Outcome) -> None:
    """Print how much is found of each kind of cause."""
    found, missed = by_kind(outcome.found), by_kind(outcome.missed)
    print("\nmissed  found  kind")
    for kind in sorted(found + missed, key=lambda each: -missed[each]):
        share = found[kind] / (found[kind] + missed[kind])
        print(f"{missed[kind]:6} {found[kind]:6}  {share:4.0%}  {kind}")


def show(outcome: Outcome, *, rows: int) -> None:
    """Print what came out."""
    found, missed = outcome.found.total(), outcome.missed.total()
    by_values = outcome.by_values.total()
    lost = found + missed
    print(f"{outcome.programs} programs, {outcome.tasks} tasks, {lost} never did their work")
    print(f"{found} found ({outcome.share:.1%}), {missed} missed")
    if by_values:
        print(f"{by_values} of these do their work where chance decides the conditions;")
        print(f"without them: {found} of {lost - by_values} ({found / (lost - by_values):.1%})")
    show_kinds(outcome)
    print("\nmissed  by values  found  cause (seeds and tasks that are missed, and not by values)")
    causes = sorted(
        outcome.missed.keys() | outcome.found.keys(),
        key=lambda each: (outcome.by_values[each] - outcome.missed[each], each),
    )
    for cause in causes[:rows]:
        examples = " ".join(outcome.examples.get(cause, [])[:4])
        numbers = (outcome.missed[cause], outcome.by_values[cause], outcome.found[cause])
        print("{:6} {:10} {:6}".format(*numbers), f" {cause}  {examples}")
    if causes[rows:]:
        print(f"... and {len(causes) - rows} more causes")
    print("\nmissed  found  piece in the handler of a task that is not lost by the kinds above")
    for piece, (hits, misses) in sorted(outcome.pieces.items(), key=lambda each: -each[1][1])[
        :rows
    ]:
        print(f"{misses:6} {hits:6}  {hits / (hits + misses):4.0%}  {piece}")
    show_alarms("false alarms", outcome.false)
    show_alarms("findings at no task", outcome.stray)
    show_alarms("findings at tasks that work where chance decides conditions", outcome.doubtful)
    print(f"\nbroken: {len(outcome.broken)}")
    for seed, error in outcome.broken[:20]:
        print(f"  seed {seed}: {error}")


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, default=(0, 1000), metavar=("FROM", "TO"))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--blind",
        action="store_true",
        help="also tell which missed tasks only values lose; takes twice as long",
    )
    parser.add_argument("--rows", type=int, default=80, help="how many causes to print")
    parser.add_argument("--print", type=int, metavar="SEED", help="print one application instead")
    args = parser.parse_args()
    if args.print is not None:
        for name, text in make_program(args.print).files.items():
            print(f"# {name}\n{text}")
        return 0
    start = time.monotonic()
    outcome = try_all(range(*args.seeds), args.processes, blind=args.blind)
    show(outcome, rows=args.rows)
    print(f"\n{outcome.programs / (time.monotonic() - start):.0f} programs per second")
    return 1 if outcome.false or outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
