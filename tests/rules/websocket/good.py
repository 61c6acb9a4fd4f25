"""Tasks of websocket handlers that somebody runs."""

from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, WebSocket
from starlette.testclient import TestClient

from .elsewhere import done, send

app = FastAPI()


@app.websocket("/awaited")
async def awaited(socket: WebSocket, tasks: BackgroundTasks) -> None:
    await socket.accept()
    tasks.add_task(send)
    await tasks()
    await socket.close()


@app.websocket("/or-new")
async def or_new(socket: WebSocket, tasks: BackgroundTasks) -> None:
    await socket.accept()
    tasks = tasks or BackgroundTasks()
    tasks.add_task(send)
    await tasks()
    await socket.close()


async def run(tasks: BackgroundTasks) -> None:
    await tasks()


@app.websocket("/passed")
async def passed(socket: WebSocket, tasks: BackgroundTasks) -> None:
    await socket.accept()
    tasks.add_task(send)
    await run(tasks)
    await socket.close()


class Kept:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks


@app.websocket("/kept")
async def kept(
    socket: WebSocket, tasks: BackgroundTasks, keeping: Annotated[Kept, Depends()]
) -> None:
    await socket.accept()
    tasks.add_task(send)
    await keeping.tasks()
    await socket.close()


@app.post("/open")
def open_them() -> None:
    client = TestClient(app)
    for path in ("/awaited", "/or-new", "/passed", "/kept"):
        with client.websocket_connect(path):
            pass
