"""An application whose dependency runs the tasks: none of its handlers can be judged."""

from collections.abc import AsyncIterator

from fastapi import BackgroundTasks, Depends, FastAPI
from fastapi.responses import JSONResponse, Response
from starlette.background import BackgroundTask

from .elsewhere import audit, done, send


async def run_in_the_end(tasks: BackgroundTasks) -> AsyncIterator[None]:
    yield
    await tasks()


app = FastAPI(dependencies=[Depends(run_in_the_end)])


@app.get("/handler")
def handler(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)
    return JSONResponse({}, background=BackgroundTask(audit))
