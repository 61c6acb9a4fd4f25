"""What looks like a generator function, or may be one, but runs."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property, partial, wraps
from inspect import isgeneratorfunction
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from fastapi import BackgroundTasks, FastAPI
from starlette.concurrency import run_in_threadpool

from . import elsewhere
from .elsewhere import done

app = FastAPI()

Job: TypeAlias = Callable[[], Iterator[str]]


def rows() -> Iterator[str]:
    done.append("rows")
    yield "row"


def runs() -> Iterator[str]:
    done.append("runs")
    return iter(["row"])


def yes() -> bool:
    return True


# Functions that are not generator functions.


def yields_inside() -> None:
    def inner() -> Iterator[str]:
        yield "row"

    done.append(*inner())


def has_an_expression() -> Iterator[str]:
    done.append("expression")
    return (each for each in "a")


@app.post("/returns-an-iterator")
def returns_an_iterator(tasks: BackgroundTasks) -> None:
    tasks.add_task(runs)
    tasks.add_task(partial(runs))
    tasks.add_task(lambda: runs())
    tasks.add_task(yields_inside)
    tasks.add_task(has_an_expression)


@app.post("/to-its-end")
def to_its_end(tasks: BackgroundTasks) -> None:
    tasks.add_task(list, rows())
    tasks.add_task(run_in_threadpool, list, rows())
    tasks.add_task(lambda: list(rows()))
    tasks.add_task(lambda: [*rows()])


# Functions that are defined twice.


def again() -> Iterator[str]:
    done.append("generator")
    yield "row"


if yes():

    def again() -> Iterator[str]:
        done.append("again")
        return iter(["row"])


if not yes():

    def either() -> Iterator[str]:
        done.append("generator")
        yield "row"

else:

    def either() -> Iterator[str]:
        done.append("either")
        return iter(["row"])


try:
    import not_installed

    def tried() -> Iterator[str]:
        done.append("generator")
        yield not_installed

except ImportError:

    def tried() -> Iterator[str]:
        done.append("tried")
        return iter(["row"])


class Jobs:
    def job(self) -> Iterator[str]:
        done.append("generator")
        yield "row"

    if yes():

        def job(self) -> Iterator[str]:
            done.append("job")
            return iter(["row"])


@app.post("/defined-twice")
def defined_twice(tasks: BackgroundTasks) -> None:
    if not yes():

        def nested() -> Iterator[str]:
            yield "row"

    else:

        def nested() -> Iterator[str]:
            return runs()

    tasks.add_task(again)
    tasks.add_task(either)
    tasks.add_task(tried)
    tasks.add_task(Jobs().job)
    tasks.add_task(nested)


# Names that are bound to something else.


def assigned() -> Iterator[str]:
    done.append("generator")
    yield "row"


if yes():
    assigned = runs
    elsewhere.replaced = runs

try:
    from .elsewhere import faster
except ImportError:
    faster = runs


def slower() -> Iterator[str]:
    done.append("generator")
    yield "row"


try:
    from .elsewhere import runs as slower
except ImportError:
    pass

if TYPE_CHECKING:
    from_nowhere = rows

    def only_checked() -> Iterator[str]:
        yield "row"
else:
    from_nowhere = runs
    from .elsewhere import runs as only_checked

by_global: Job = rows


def change() -> None:
    global by_global
    by_global = runs


change()


class Patched:
    def job(self) -> Iterator[str]:
        done.append("generator")
        yield "row"


Patched.job = lambda self: runs()


@app.post("/bound-again")
def bound_again(tasks: BackgroundTasks) -> None:
    tasks.add_task(assigned)
    tasks.add_task(elsewhere.replaced)
    tasks.add_task(faster)
    tasks.add_task(slower)
    tasks.add_task(from_nowhere)
    tasks.add_task(only_checked)
    tasks.add_task(by_global)
    tasks.add_task(Patched().job)


@contextmanager
def opened() -> Iterator[Job]:
    yield runs


@app.post("/bound-in-other-ways")
def bound_in_other_ways(tasks: BackgroundTasks) -> None:
    twice: Job = rows
    if yes():
        twice = runs
    looped: Job = rows
    for looped in [runs]:
        pass
    entered: Job = rows
    with opened() as entered:
        pass
    walrus: Job = rows
    if (walrus := runs) is runs:
        pass
    comprehended: Job = rows
    [comprehended := each for each in [runs]]
    unpacked: Job = rows
    unpacked, _ = runs, rows
    deleted: Job = rows
    del deleted
    deleted = runs
    enclosed: Job = rows

    def inner() -> None:
        nonlocal enclosed
        enclosed = runs

    inner()
    tasks.add_task(twice)
    tasks.add_task(looped)
    tasks.add_task(entered)
    tasks.add_task(walrus)
    tasks.add_task(comprehended)
    tasks.add_task(unpacked)
    tasks.add_task(deleted)
    tasks.add_task(enclosed)


@app.post("/bound-by-a-pattern")
def bound_by_a_pattern(tasks: BackgroundTasks) -> None:
    captured: Job = rows
    match runs:
        case captured:
            pass
    listed: Job = rows
    match [rows, runs]:
        case [_, listed]:
            pass
    mapped: Job = rows
    match {"a": runs}:
        case {"a": mapped}:
            pass
    tasks.add_task(captured)
    tasks.add_task(listed)
    tasks.add_task(mapped)


def start(tasks: BackgroundTasks, rows: Job, default: Job = rows) -> None:
    tasks.add_task(rows)
    tasks.add_task(default)


@app.post("/parameters")
def parameters(tasks: BackgroundTasks) -> None:
    start(tasks, runs, runs)


@app.post("/containers")
def containers(tasks: BackgroundTasks) -> None:
    by_name = {"rows": rows, "runs": runs}
    tasks.add_task(by_name["runs"])
    tasks.add_task([rows, runs][1])
    for each in (runs, runs):
        tasks.add_task(each)
    [tasks.add_task(every) for every in (runs, runs)]
    for first, _ in ((runs, rows),):
        tasks.add_task(first)


# What a condition decides.


@app.post("/conditions")
def conditions(tasks: BackgroundTasks, flag: bool = False) -> None:
    tasks.add_task(rows if flag else runs)
    tasks.add_task(runs if not flag else rows)
    job = rows if flag else runs
    tasks.add_task(job)


# What a subclass may do.


class Steps:
    def __call__(self) -> Iterable[str]:
        yield "step"

    def steps(self) -> Iterable[str]:
        yield "step"

    def start(self, tasks: BackgroundTasks) -> None:
        tasks.add_task(self)
        tasks.add_task(self.steps)


class Listed(Steps):
    def __call__(self) -> list[str]:
        done.append("called")
        return ["step"]

    def steps(self) -> list[str]:
        done.append("steps")
        return ["step"]


class Declared(Protocol):
    def __call__(self) -> Iterator[str]:
        yield "row"

    def rows(self) -> Iterator[str]:
        yield "row"


class Base(ABC):
    @abstractmethod
    def __call__(self) -> Iterator[str]:
        yield "row"

    @abstractmethod
    def rows(self) -> Iterator[str]:
        yield "row"


class Runs(Base):
    def __call__(self) -> Iterator[str]:
        return runs()

    def rows(self) -> Iterator[str]:
        return runs()


def start_declared(tasks: BackgroundTasks, declared: Declared, base: Base) -> None:
    tasks.add_task(declared)
    tasks.add_task(declared.rows)
    tasks.add_task(base)
    tasks.add_task(base.rows)


@app.post("/subclasses")
def subclasses(tasks: BackgroundTasks) -> None:
    Listed().start(tasks)
    start_declared(tasks, Runs(), Runs())
    tasks.add_task(Runs())
    tasks.add_task(Runs().rows)


# Classes that are not what they seem.


class Meta(type):
    def __call__(cls, *args: Any) -> Any:
        return Runs()


class OfMeta(metaclass=Meta):
    def rows(self) -> Iterator[str]:
        yield "row"


class Made:
    def __new__(cls) -> "Any":
        return Runs()

    def rows(self) -> Iterator[str]:
        yield "row"


try:
    from not_installed import Unknown
except ImportError:
    Unknown = Runs


class OfUnknown(Unknown, Jobs):
    """Inherits from a base that cannot be read."""


@app.post("/classes")
def classes(tasks: BackgroundTasks) -> None:
    tasks.add_task(OfMeta().rows)
    tasks.add_task(Made().rows)
    tasks.add_task(OfUnknown())
    tasks.add_task(OfUnknown().rows)


# Attributes.


class Holder:
    of_class: Job = rows

    def __init__(self, job: Job) -> None:
        self.given = job
        self.later: Job = rows

    @property
    def by_property(self) -> Job:
        return runs

    @cached_property
    def by_cache(self) -> Job:
        return runs


holder = Holder(runs)
holder.of_class = runs
holder.later = runs


@app.post("/attributes")
def attributes(tasks: BackgroundTasks) -> None:
    tasks.add_task(holder.of_class)
    tasks.add_task(holder.given)
    tasks.add_task(holder.later)
    tasks.add_task(holder.by_property)
    tasks.add_task(holder.by_cache)


# Decorators, and other callers.


def to_the_end(function: Callable[[], Iterator[str]]) -> Callable[[], None]:
    @wraps(function)
    def wrapper() -> None:
        for _ in function():
            pass

    return wrapper


@to_the_end
def decorated() -> Iterator[str]:
    done.append("decorated")
    yield "row"


executor = ThreadPoolExecutor(1)


@app.post("/others")
def others(tasks: BackgroundTasks) -> None:
    tasks.add_task(decorated)
    tasks.add_task(to_the_end(rows))
    tasks.add_task(executor.submit, runs)


# Passed to helpers that do something else with it.


def add_list(tasks: BackgroundTasks, function: Callable[[], Iterator[str]]) -> None:
    tasks.add_task(lambda: list(function()))


def add_if_plain(tasks: BackgroundTasks, function: Callable[..., Any]) -> None:
    if isgeneratorfunction(function):
        tasks.add_task(list, function())
        return
    tasks.add_task(function)


def add_wrapped(tasks: BackgroundTasks, function: Callable[..., Any]) -> None:
    function = to_the_end(function)
    tasks.add_task(function)


def add_later(tasks: BackgroundTasks, function: Callable[..., Any], deeper: bool = False) -> None:
    if deeper:
        tasks.add_task(function)
    else:
        tasks.add_task(to_the_end(function))


@app.post("/helpers")
def by_helpers(tasks: BackgroundTasks) -> None:
    add_list(tasks, rows)
    add_if_plain(tasks, rows)
    add_wrapped(tasks, rows)
    add_later(tasks, rows)


def begins() -> Any:
    done.append("begun")
    return rows()


@app.post("/begins")
def that_begins(tasks: BackgroundTasks) -> None:
    tasks.add_task(begins)


def report(numbers: list[int]) -> Iterator[int]:
    yield from numbers


def work_first() -> list[int]:
    done.append("first")
    return [1]


def works_in_its_arguments() -> Any:
    return report(work_first())


@app.post("/in-arguments")
def in_arguments(tasks: BackgroundTasks) -> None:
    tasks.add_task(works_in_its_arguments)
