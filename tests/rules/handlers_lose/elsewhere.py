"""What the programs import."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from fastapi.responses import JSONResponse

done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


def audit() -> None:
    done.append("audit")


def replacing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Put another response in place of that of a handler."""

    @wraps(function)
    async def wrapper(*args: Any, **kwargs: Any) -> Any:
        await function(*args, **kwargs)
        return JSONResponse({})

    return wrapper
