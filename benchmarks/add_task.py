"""What one `add_task` costs at run time: ours against Starlette's and FastAPI's.

Run: python benchmarks/add_task.py
"""

import timeit
from collections.abc import Callable

import fastapi
import starlette.background

import background_typed

CALLS = 2_000
REPEATS = 300

CLASSES: dict[str, Callable[[], starlette.background.BackgroundTasks]] = {
    "background_typed": background_typed.BackgroundTasks,
    "starlette": starlette.background.BackgroundTasks,
    "fastapi": fastapi.BackgroundTasks,
}
STATEMENTS = ["tasks.add_task(f)", "tasks.add_task(f, 1)", "tasks.add_task(f, 1, b=2)"]


def f(a: int = 0, b: int = 0) -> None:
    """Take the arguments of the statements."""


def main() -> None:
    """Print a table for each statement."""
    for statement in STATEMENTS:
        times: dict[str, list[float]] = {name: [] for name in CLASSES}
        timers = {
            name: timeit.Timer(statement, "tasks = new()", globals={"new": new, "f": f})
            for name, new in CLASSES.items()
        }
        for _ in range(REPEATS):  # in turn, so that noise affects all of them
            for name, timer in timers.items():
                times[name].append(timer.timeit(CALLS) / CALLS)
        # The minimum is what the call costs; the rest is other work on the machine.
        best = {name: min(seconds) for name, seconds in times.items()}
        print(statement)
        for name, seconds in best.items():
            share = best["background_typed"] / seconds
            print(f"    {name:17} {1e9 * seconds:7.0f} ns    ours / this: {share:.3f}")


if __name__ == "__main__":
    main()
