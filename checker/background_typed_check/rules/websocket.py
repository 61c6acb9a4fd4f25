"""A task in a websocket handler: FastAPI runs no tasks there.

FastAPI solves the parameters of a websocket handler, a `BackgroundTasks` too, and there is no
response that would run it (`fastapi.routing.get_websocket_app`).

Wrong:

    @app.websocket("/chat")
    async def chat(socket: WebSocket, tasks: BackgroundTasks) -> None:
        await socket.accept()
        tasks.add_task(send, "a@example.com")

Right:

    @app.websocket("/chat")
    async def chat(socket: WebSocket, tasks: BackgroundTasks) -> None:
        await socket.accept()
        tasks.add_task(send, "a@example.com")
        await tasks()

Left alone: a collection that the handler, or a dependency, uses for anything other than adding
tasks.
"""

from collections.abc import Iterator

from background_typed_check.codes import DROPPED as CODE
from background_typed_check.facts import Facts
from background_typed_check.facts.decorators import is_socket
from background_typed_check.facts.ending import others_with
from background_typed_check.facts.handlers import is_only_handler
from background_typed_check.facts.requests import is_of_request
from background_typed_check.facts.tasks import Task
from background_typed_check.rules.rule import About, Problem
from background_typed_check.rules.words import dropped

__all__ = ["ABOUT", "CODE", "find"]

ABOUT = About.COLLECTION


def find(task: Task, facts: Facts) -> Iterator[Problem]:
    """Yield a problem if the task is added to what FastAPI passes to a websocket handler."""
    uses = task.uses
    if (
        uses is not None
        and bool(uses.function.decorator_list)
        and is_only_handler(uses, facts, is_socket)  # of most handlers a decorator says no
        and is_of_request(uses, facts)
        and not others_with(task, uses, facts)
    ):
        yield Problem(
            task.source.place(task.call),
            f'FastAPI runs no tasks of a websocket handler, so nothing runs "{uses.name}": '
            f"{dropped(task)}",
            f"Run them before the handler ends: await {uses.name}()",
        )
