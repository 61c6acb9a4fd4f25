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


def try_some(seeds: range, *, quick: bool) -> Outcome:
    """Try some seeds in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="generated_") as folder:
        return try_seeds(seeds, Path(folder), changes=not quick)


def try_all(seeds: range, processes: int, *, quick: bool) -> Outcome:
    """Try seeds in several processes."""
    size = 100
    parts = [seeds[start : start + size] for start in range(0, len(seeds), size)]
    outcome = Outcome()
    with multiprocessing.get_context("spawn").Pool(processes, maxtasksperchild=10) as pool:
        for done, each in enumerate(pool.imap(functools.partial(try_some, quick=quick), parts), 1):
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
    found, missed, unmeant = map(by_kind, (outcome.found, outcome.missed, outcome.unmeant))
    print("\nmissed  found         not meant  kind")
    for kind in sorted(found + missed + unmeant, key=lambda each: -missed[each]):
        share = found[kind] / (found[kind] + missed[kind] or 1)
        print(f"{missed[kind]:6} {found[kind]:6}  {share:4.0%} {unmeant[kind]:10}  {kind}")


def show(outcome: Outcome, *, rows: int) -> None:
    """Print what came out."""
    found, missed = outcome.found.total(), outcome.missed.total()
    lost = found + missed + outcome.unmeant.total()
    print(f"{outcome.programs} programs, {outcome.tasks} tasks, {lost} never did their work")
    print(f"{found} found ({outcome.share:.1%}), {missed} missed")
    print(f"{outcome.unmeant.total()} not meant to be found:")
    for reason, number in outcome.reasons.most_common():
        print(f"{number:6}  {reason}")
    show_kinds(outcome)
    print("\nmissed  not meant  found  cause (seeds and tasks that are missed)")
    causes = sorted(
        outcome.missed.keys() | outcome.found.keys() | outcome.unmeant.keys(),
        key=lambda each: (-outcome.missed[each], each),
    )
    for cause in causes[:rows]:
        examples = " ".join(outcome.examples.get(cause, [])[:4])
        numbers = (outcome.missed[cause], outcome.unmeant[cause], outcome.found[cause])
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
    print(f"\nbroken: {len(outcome.broken)}")
    for seed, error in outcome.broken[:20]:
        print(f"  seed {seed}: {error}")


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, default=(0, 1000), metavar=("FROM", "TO"))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument(
        "--quick", action="store_true", help="count those that nobody can find as missed, too"
    )
    parser.add_argument("--rows", type=int, default=80, help="how many causes to print")
    parser.add_argument("--print", type=int, metavar="SEED", help="print one application instead")
    args = parser.parse_args()
    if args.print is not None:
        for name, text in make_program(args.print).files.items():
            print(f"# {name}\n{text}")
        return 0
    start = time.monotonic()
    outcome = try_all(range(*args.seeds), args.processes, quick=args.quick)
    show(outcome, rows=args.rows)
    print(f"\n{outcome.programs / (time.monotonic() - start):.0f} programs per second")
    return 1 if outcome.false or outcome.broken else 0


if __name__ == "__main__":
    sys.exit(main())
