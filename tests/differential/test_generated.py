"""With the plugin, mypy reports those generated tasks that raise TypeError when they run.

By hand: `python tests/differential/test_generated.py --seed 7 --count 5000`.
"""

import argparse
import random
import runpy
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

import mypy.api
import pytest
from starlette.background import BackgroundTasks

pytestmark = pytest.mark.repeats

NAMES: Final = ("a", "b", "c", "d", "e")
# Starlette's parameters. No keyword argument can have their names.
RESERVED: Final = ("func", "self")
# `T` stands for any type, `B` only for int.
ANNOTATIONS: Final = {"int": 8, "T": 1, "B": 1}
TUPLES: Final[dict[str, tuple[int | str, ...]]] = {
    "none": (),
    "one": (1,),
    "two": (1, 2),
    "word": ("x",),
    "mixed": (1, "x"),
}
DICTS: Final[dict[str, dict[str, int | str]]] = {
    "only_a": {"a": 1},
    "b_and_c": {"b": 1, "c": 2},
    "wrong_d": {"d": "x"},
    "unknown": {"z": 1},
    "reserved": {"func": 1},
}
HEADER: Final = """\
from typing import TypedDict, TypeVar
from starlette.background import BackgroundTasks

T = TypeVar("T")
B = TypeVar("B", bound=int)

def check(*values: object) -> None:
    if not all(isinstance(value, int) for value in values):
        raise TypeError("not an int")
"""


class Signature(NamedTuple):
    """A function of the module, and the way to its callee."""

    definition: str
    callee: str
    before_star: list[str]
    """The parameters that take positional arguments."""
    positional_only: int
    """How many of them are positional-only."""
    named: list[str]
    """The parameters that take keyword arguments only."""


class Disagreement(NamedTuple):
    """A call that mypy and Python disagree about."""

    definition: str
    call: str
    reported: list[str]
    raised: str | None


def make_signature(rng: random.Random, index: int) -> Signature:
    """Make a function or method with parameters of every kind."""
    method = rng.random() < 0.25
    names = rng.sample(NAMES, len(NAMES))
    if rng.random() < 0.2:
        names[rng.randrange(len(names))] = rng.choice(RESERVED)
    before_star, named = names[: rng.randint(0, 3)], names[3 : rng.randint(3, 5)]
    positional_only = max(0, rng.randint(-2, len(before_star)))
    first_default = rng.randint(0, len(before_star) + 1)
    checked: list[str] = []

    def required(name: str, values: str) -> str:
        (annotation,) = rng.choices(list(ANNOTATIONS), list(ANNOTATIONS.values()))
        if annotation != "T":
            checked.append(values)
        return f"{name}: {annotation}"

    def optional(name: str) -> str:
        checked.append(name)
        return f"{name}: int = 0"  # no default fits a type variable

    parts = [
        optional(name) if i >= first_default else required(name, name)
        for i, name in enumerate(before_star)
    ]
    if positional_only:
        parts.insert(positional_only, "/")
    if rng.random() < 0.25:
        parts.append(required("*args", "*args"))
    elif named:
        parts.append("*")
    parts += [optional(name) if rng.random() < 0.5 else required(name, name) for name in named]
    if rng.random() < 0.25:
        parts.append(required("**kwargs", "*kwargs.values()"))
    body = f"return check({', '.join(checked)})"
    if method:
        definition = f"class C{index}:\n    def m({', '.join(['me', *parts])}) -> None: {body}"
        return Signature(definition, f"C{index}().m", before_star, positional_only, named)
    definition = f"def f{index}({', '.join(parts)}) -> None: {body}"
    return Signature(definition, f"f{index}", before_star, positional_only, named)


def make_arguments(rng: random.Random, signature: Signature) -> str:
    """Make arguments. About half of the time, all of them fit."""

    def value() -> str:
        return '"x"' if rng.random() < 0.06 else str(rng.randint(0, 9))

    split = rng.randint(signature.positional_only, len(signature.before_star))
    positional = [value() for _ in range(split)]
    by_name = signature.before_star[split:] + signature.named
    rng.shuffle(by_name)
    if rng.random() < 0.1:
        positional.append(value())
    if by_name and rng.random() < 0.2:
        by_name.pop()
    if rng.random() < 0.1:
        by_name.append(rng.choice([*NAMES, *RESERVED, "unknown"]))
    stars = [name for name, items in TUPLES.items() if len(items) <= len(positional)]
    if rng.random() < 0.2:
        star = rng.choice(stars)
        start = rng.randint(0, len(positional) - len(TUPLES[star]))
        positional[start : start + len(TUPLES[star])] = [f"*{star}"]
    # The same keyword twice would be a SyntaxError.
    arguments = positional + [f"{name}={value()}" for name in dict.fromkeys(by_name)]
    # Even in a direct call, mypy misses some parameters that get two values: from star-arguments of
    # both kinds, and by a name that only `**kwargs` takes.
    dicts = [name for name, items in DICTS.items() if items.keys().isdisjoint(by_name)]
    if rng.random() < 0.1 and dicts and not any(actual.startswith("*") for actual in positional):
        arguments.append(f"**{rng.choice(dicts)}")
    return ", ".join(arguments)


def write_stars() -> str:
    """Write the variables that the star-arguments unpack, with exact types."""
    lines = []
    for name, items in TUPLES.items():
        types = ", ".join(type(item).__name__ for item in items) or "()"
        lines.append(f"{name}: tuple[{types}] = {items!r}")
    for name, items_of in DICTS.items():
        types = ", ".join(f"{key!r}: {type(item).__name__}" for key, item in items_of.items())
        lines.append(f"D_{name} = TypedDict('D_{name}', {{{types}}})")
        lines.append(f"{name}: D_{name} = {items_of!r}")
    return "\n".join(lines)


def compare(seed: int, count: int, folder: Path) -> tuple[int, list[Disagreement]]:
    """Check and run generated tasks; return the number of wrong ones, and the disagreements."""
    rng = random.Random(seed)  # noqa: S311
    signatures = [make_signature(rng, index) for index in range(count)]
    calls = [
        f"tasks.add_task({', '.join(filter(None, [one.callee, make_arguments(rng, one)]))})"
        for one in signatures
    ]
    definitions = [HEADER, write_stars(), *(one.definition for one in signatures)]
    adding = [
        f"def add{index}(tasks: BackgroundTasks) -> None: {call}"
        for index, call in enumerate(calls)
    ]
    module = folder / "generated.py"
    module.write_text("\n".join([*definitions, *adding]))
    first_line = "\n".join(definitions).count("\n") + 2

    reported = check(module)
    namespace = runpy.run_path(str(module))
    wrong, disagreements = 0, []
    for index, (signature, call) in enumerate(zip(signatures, calls, strict=True)):
        errors = reported.pop(first_line + index, [])
        raised = run(namespace[f"add{index}"])
        wrong += raised is not None
        if bool(errors) != (raised is not None):
            disagreements.append(Disagreement(signature.definition, call, errors, raised))
    assert not reported, reported
    return wrong, disagreements


def check(module: Path) -> dict[int, list[str]]:
    """Return the errors of mypy with the plugin, by line."""
    config = module.with_name("mypy.ini")
    config.write_text("[mypy]\nplugins = background_typed_mypy\n")
    output, problems, status = mypy.api.run(
        [
            str(module),
            f"--config-file={config}",
            f"--cache-dir={module.with_name('cache')}",
            "--strict",
            "--no-error-summary",
        ]
    )
    assert status != 2, output + problems  # a crash
    reported: dict[int, list[str]] = {}
    for message in output.splitlines():
        place, error, words = message.partition(": error: ")
        if error:
            reported.setdefault(int(place.rpartition(":")[2]), []).append(words)
    return reported


def run(add: Callable[[BackgroundTasks], None]) -> str | None:
    """Add a task and run it as Starlette does; return what it raises."""
    tasks = BackgroundTasks()
    try:
        add(tasks)
        for task in tasks.tasks:
            # `BackgroundTask.__call__`, without the event loop and the worker thread.
            task.func(*task.args, **task.kwargs)
    except TypeError as error:
        return str(error)
    return None


def test_reported_tasks_are_those_that_raise(tmp_path: Path) -> None:
    """What mypy says about each task is what Python does with it."""
    wrong, disagreements = compare(seed=1, count=300, folder=tmp_path)

    assert disagreements == []
    assert 100 < wrong < 200


def main() -> int:
    """Compare as many tasks as the command line asks for, and print the result."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wrong, disagreements = compare(options.seed, options.count, Path(folder))
    for definition, call, reported, raised in disagreements:
        print(definition, call, f"mypy: {reported}", f"Python: {raised}", sep="\n")  # noqa: T201
    agreed = "all" if not disagreements else f"all but {len(disagreements)}"
    print(f"{options.count} calls, {wrong} wrong, agreed on {agreed}")  # noqa: T201
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
