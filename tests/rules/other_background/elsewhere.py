"""What the two programs import."""

from fastapi import APIRouter, BackgroundTasks
from fastapi.responses import JSONResponse
from starlette.background import BackgroundTask as Task

done: list[str] = []
router = APIRouter()


def send(to: str = "a") -> None:
    done.append(to)


def audit() -> None:
    done.append("audit")


class Respond(JSONResponse): ...


__all__ = ["BackgroundTasks", "JSONResponse", "Respond", "Task", "audit", "done", "router", "send"]
