"""Tasks of websocket handlers that nobody runs."""

from fastapi import APIRouter, BackgroundTasks, FastAPI, WebSocket
from starlette.testclient import TestClient

from .elsewhere import done, send

app = FastAPI()
router = APIRouter()


@app.websocket("/chat")
async def chat(socket: WebSocket, tasks: BackgroundTasks) -> None:
    await socket.accept()
    tasks.add_task(send)  # error: background-dropped FastAPI runs no tasks of a websocket handler
    await socket.close()


@app.websocket("/or-new")
async def or_new(socket: WebSocket, tasks: BackgroundTasks) -> None:
    await socket.accept()
    tasks = tasks or BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped FastAPI runs no tasks of a websocket handler
    await socket.close()


def remember(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


@app.websocket("/helped")
async def helped(socket: WebSocket, tasks: BackgroundTasks) -> None:
    await socket.accept()
    remember(tasks)  # error: background-dropped so nothing runs "tasks": what "remember" adds
    await socket.close()


@router.websocket("/routed")
async def routed(tasks: BackgroundTasks, socket: WebSocket) -> None:
    await socket.accept()
    if not socket.query_params:
        tasks.add_task(send, to="a")  # error: background-dropped so nothing runs "tasks"
    await socket.close()


app.include_router(router)


@app.post("/open")
def open_them() -> None:
    client = TestClient(app)
    for path in ("/chat", "/or-new", "/helped", "/routed"):
        with client.websocket_connect(path):
            pass
