"""Handlers that a call adds, which raise where they do nothing else with their collection."""

from fastapi import BackgroundTasks, FastAPI, HTTPException
from fastapi.responses import JSONResponse, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


def runs_it_elsewhere(tasks: BackgroundTasks, flag: bool = True) -> Response:
    if not flag:
        return JSONResponse({}, background=tasks)
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


def may_have_a_new_one(tasks: BackgroundTasks) -> None:
    if tasks is None:
        tasks = BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


class Orders:
    async def cancel(self, tasks: BackgroundTasks, flag: bool = True) -> None:
        if not flag:
            await tasks()
            return
        tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(409)


app.add_api_route("/elsewhere", runs_it_elsewhere, methods=["GET"])
app.add_api_route("/new", may_have_a_new_one, methods=["GET"])
app.add_api_route("/method", Orders().cancel, methods=["GET"])
