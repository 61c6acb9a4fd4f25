"""Handlers that raise, with the collection that a dependency puts into `request.state`."""

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request

from .elsewhere import done, send

app = FastAPI()
router = APIRouter()

__all__ = ["app", "done"]


def remember(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks


def look(request: Request) -> int:
    return len(request.state.tasks.tasks)


@router.get("/injected", dependencies=[Depends(remember), Depends(look)])
def injected(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


app.include_router(router)
