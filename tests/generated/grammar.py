"""Small FastAPI applications, made at random from what the rules look at.

Each is what a seed makes of it: the same seed, the same application.
"""

import random
from typing import NamedTuple

from handlers import THEMES, make_handler, make_socket
from writing import MARK, Application, Route, Task


class Line(NamedTuple):
    """A line of an application."""

    file: str
    number: int


class Program(NamedTuple):
    """An application, and where its tasks are."""

    seed: int
    files: dict[str, str]
    tasks: dict[str, Task]
    places: dict[str, set[Line]]
    """The lines that make each task, as they are written: with its name, or in a helper."""
    own_places: dict[str, set[Line]]
    """Those of them that make no other task."""
    routes: list[Route]


def make_program(seed: int) -> Program:
    """Return the application of a seed."""
    app = Application(random.Random(seed))  # noqa: S311  # any application will do
    theme = app.rng.choice(THEMES)
    for _ in range(app.rng.choice([1, 2, 2, 3])):
        if app.likes(0.07):
            make_socket(app)
        else:
            make_handler(app, theme)
    finish(app)
    marked = app.render()
    places: dict[str, set[Line]] = {name: set() for name in app.tasks}
    own: dict[str, set[Line]] = {name: set() for name in app.tasks}
    marks: dict[str, Line] = {}
    files = {}
    for file, text in marked.items():
        lines = text.splitlines()
        for number, line in enumerate(lines, 1):
            mark = MARK.search(line)
            if mark is not None:
                marks[mark[1]] = Line(file, number)
                lines[number - 1] = line[: mark.start()]
            for name in places:
                if f'"{name}"' in line or (mark is not None and mark[1] == name):
                    own[name].add(Line(file, number))
        files[file] = "\n".join(lines) + "\n"
    for name, task in app.tasks.items():
        places[name] = {*own[name], *([marks[task.helper]] if task.helper in marks else [])}
    return Program(seed, files, app.tasks, places, own, [*app.routes, *app.last_routes])


def finish(app: Application) -> None:
    """Write what comes after the handlers: the router, handlers of exceptions, middleware."""
    if app.texts["orders"]:
        app.homes["router"] = "orders"
        more = f", {app.headers['of_inclusion']}" if app.headers["of_inclusion"] else ""
        app.texts["main"].append(f"app.include_router(router{more})")
    if app.keeps and app.likes(0.75):
        app.texts["main"].append(app.rng.choice(KEEPERS))
    for exception in app.handled:
        app.texts["main"].append(
            f"@app.exception_handler({exception})\n"
            f"async def {app.fresh('r')}(request: Request, error: Exception) -> Response:\n"
            '    return JSONResponse({"detail": str(error)}, 409)'
        )
    for exception in app.carrying:
        if app.likes(0.7):
            app.texts["main"].append(
                f"@app.exception_handler({exception})\n"
                f"async def {app.fresh('r')}(request: Request, error: {exception}) -> Response:\n"
                "    return JSONResponse({}, 409, background=error.tasks)"
            )
    for number, kept in enumerate(app.kept):
        path = f"/flush-{number}"
        app.last_routes.append(Route("post", path))
        app.texts["main"].append(
            f'@app.post("{path}")\nasync def flush_{number}() -> None:\n'
            f"    for tasks in {kept}:\n        await tasks()"
        )


KEEPERS = (
    "@app.exception_handler(HTTPException)\n"
    "async def failed(request: Request, error: Exception) -> Response:\n"
    '    tasks = getattr(request.state, "tasks", None)\n'
    "    return JSONResponse({}, 409, background=tasks)",
    '@app.middleware("http")\n'
    "async def run_kept(request: Request, call_next: Callable[[Request], Any]) -> Response:\n"
    "    response: Response = await call_next(request)\n"
    '    tasks = getattr(request.state, "tasks", None)\n'
    "    if tasks is not None:\n        await tasks()\n    return response",
)
