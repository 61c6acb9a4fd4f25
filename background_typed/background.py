"""The collection of background tasks: Starlette's own, typed and documented."""

from collections.abc import Callable
from typing import Annotated, Any, ParamSpec

from annotated_doc import Doc
from starlette.background import BackgroundTask
from starlette.background import BackgroundTasks as StarletteBackgroundTasks

__all__ = ["BackgroundTask", "BackgroundTasks"]

P = ParamSpec("P")


class BackgroundTasks(StarletteBackgroundTasks):
    r"""
    Functions to call, one after the other, once the response has been sent.

    Adding a task does not run it: the response that carries the collection as its
    `background` does. If a task raises, the tasks after it are skipped
    (`starlette.background.BackgroundTasks.__call__`).

    ## Example

    ```python
    from background_typed import BackgroundTasks
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse
    from starlette.routing import Route


    def write_notification(email: str, message: str = "") -> None:
        with open("log.txt", mode="a") as log:
            log.write(f"notification for {email}: {message}\n")


    async def send_notification(request: Request) -> JSONResponse:
        tasks = BackgroundTasks()
        tasks.add_task(write_notification, "me@example.com", message="welcome")
        return JSONResponse({"message": "Notification sent"}, background=tasks)


    app = Starlette(routes=[Route("/", send_notification, methods=["POST"])])
    ```
    """

    def add_task(
        self,
        func: Annotated[
            Callable[P, Any],
            Doc(
                """
                The function to call after the response is sent.

                An `async def` function is awaited on the event loop, any other callable is
                called in a worker thread (`starlette.background.BackgroundTask.__call__`).
                """
            ),
        ],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """
        Add the call `func(*args, **kwargs)`, to be made after the response is sent.

        Wrong arguments do not raise here: the call itself raises, after the response has
        been sent (`starlette.background.BackgroundTask.__call__`).

        Args:
            func: The function to call. An `async def` function is awaited on the event
                loop, any other callable is called in a worker thread
                (`starlette.background.BackgroundTask.__call__`).
            *args: The positional arguments that `func` is called with.
            **kwargs: The keyword arguments that `func` is called with.

        Returns:
            None. What `func` returns is discarded.

        Raises:
            TypeError: At once, if a keyword argument is called `func` or `self`: these
                names are taken by the parameters of `add_task` itself and of
                `starlette.background.BackgroundTask.__init__`.
        """
        super().add_task(func, *args, **kwargs)
