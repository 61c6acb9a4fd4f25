"""Reports: an object that is called, a decorated function, and a task that runs another."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

from background_typed import BackgroundTasks

P = ParamSpec("P")
T = TypeVar("T")

reports: dict[date, str] = {}


def counted(function: Callable[P, T]) -> Callable[P, T]:
    """Count the calls of a function."""
    calls = 0

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        nonlocal calls
        calls += 1
        return function(*args, **kwargs)

    return wrapper


def retry(function: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
    """Call a function once more if it fails."""
    try:
        function(*args, **kwargs)
    except OSError:
        function(*args, **kwargs)


@counted
def build_report(day: date, form: Literal["csv", "pdf"] = "csv", *, title: str = "Sales") -> None:
    reports[day] = f"{title}.{form}"


class Archive:
    """Called with a day, it forgets the reports of the days before."""

    def __call__(self, before: date) -> None:
        for day in [day for day in reports if day < before]:
            del reports[day]


archive = Archive()


def close_day(tasks: BackgroundTasks, day: date) -> None:
    tasks.add_task(build_report, day)
    tasks.add_task(retry, build_report, day, "pdf", title="Sales of the day")
    tasks.add_task(archive, before=day)


def close_month(tasks: BackgroundTasks, day: date) -> None:
    tasks.add_task(
        build_report,
        day.replace(day=1),
        "xls",  # mistake: neither "csv" nor "pdf"
        title="Sales of the month",
    )
    tasks.add_task(retry, build_report, day, titel="Month")  # mistake: unknown keyword
