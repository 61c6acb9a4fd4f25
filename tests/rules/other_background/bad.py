"""Responses with a background of their own, which FastAPI runs instead of the injected tasks."""

import background_typed
import fastapi
import starlette.background
from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI
from fastapi.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.background import BackgroundTask

from . import elsewhere
from .elsewhere import audit, done, send

app = FastAPI()
router = APIRouter()


@app.get("/task")
async def single_task(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped which FastAPI runs instead of "tasks"
    return JSONResponse({}, background=BackgroundTask(audit))


@app.post("/collection")
def collection(later: BackgroundTasks) -> Response:
    later.add_task(send)  # error: background-dropped which FastAPI runs instead of "later"
    text = "text"
    print(text)
    return HTMLResponse(text, background=BackgroundTasks([BackgroundTask(audit)]))


@app.get("/empty-collection")
def empty_collection(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped The response has its own background
    return fastapi.Response(background=BackgroundTasks())


@app.get("/several-lines")
def several_lines(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send, "a")  # error: background-dropped The response has its own background
    tasks.add_task(send, "b")  # error: background-dropped The response has its own background
    return JSONResponse(
        {},
        background=starlette.background.BackgroundTask(audit),
    )


# Where the collection may be a new one.


@app.get("/or-new")
def or_new(tasks: BackgroundTasks) -> Response:
    tasks = tasks or BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped which FastAPI runs instead of "tasks"
    return JSONResponse({}, background=BackgroundTask(audit))


@app.get("/either")
def either(given: BackgroundTasks, flag: bool = True) -> Response:
    tasks = given if flag else BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped which FastAPI runs instead of "tasks"
    return JSONResponse({}, background=BackgroundTask(audit))


@app.get("/rebound")
def rebound(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped which FastAPI runs instead of "tasks"
    tasks = BackgroundTasks()
    return JSONResponse({}, background=BackgroundTask(audit))


# However the collection is annotated.


@app.put("/background-typed")
def of_background_typed(tasks: background_typed.BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped The response has its own background
    return JSONResponse({}, background=BackgroundTask(audit))


@app.patch("/starlette")
def of_starlette(tasks: starlette.background.BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped The response has its own background
    return JSONResponse({}, background=BackgroundTask(audit))


@app.delete("/quoted")
def quoted(tasks: "BackgroundTasks") -> Response:
    tasks.add_task(send)  # error: background-dropped The response has its own background
    return JSONResponse({}, background=BackgroundTask(audit))


# In a branch.


@app.api_route("/branch", methods=["OPTIONS"])
def branch(*, tasks: BackgroundTasks, flag: bool = True) -> Response:
    if flag:
        tasks.add_task(send)  # error: background-dropped The response has its own background
        return FileResponse(__file__, background=BackgroundTask(audit))
    return StreamingResponse("", background=tasks)


@app.get("/except")
def in_an_except(tasks: BackgroundTasks) -> Response:
    try:
        raise OSError
    except OSError:
        tasks.add_task(send)  # error: background-dropped The response has its own background
        return RedirectResponse("/", background=BackgroundTask(audit))
    return Response()


@router.get("/branches-that-lead-on")
def branches_that_lead_on(tasks: BackgroundTasks, flag: bool = True) -> Response:
    if flag:
        if not done:
            tasks.add_task(send)  # error: background-dropped The response has its own
    return JSONResponse({}, background=BackgroundTask(audit))


# Where it is certain that no dependency runs the tasks.


def login() -> None: ...


@app.get("/dependency", dependencies=[Depends(login)])
def of_a_route_with_a_dependency(tasks: BackgroundTasks, user: None = Depends(login)) -> Response:
    tasks.add_task(send)  # error: background-dropped The response has its own background
    return JSONResponse({}, background=BackgroundTask(audit))


# In other files.


@elsewhere.router.get("/elsewhere")
def of_another_file(tasks: elsewhere.BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped The response has its own background
    return elsewhere.JSONResponse({}, background=elsewhere.Task(audit))


app.include_router(router)
app.include_router(elsewhere.router)


# A response in a variable.


@app.get("/variable")
def variable(tasks: BackgroundTasks) -> Response:
    response = JSONResponse({}, background=BackgroundTask(audit))
    tasks.add_task(send)  # error: background-dropped The response has its own background
    return response


@app.get("/variable-of-a-variable")
def variable_of_a_variable(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped The response has its own background
    task = BackgroundTask(audit)
    response = JSONResponse({})
    response.status_code = 201
    response.background = task
    return response


async def added_by_a_call(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped which FastAPI runs instead of "tasks"
    return JSONResponse({}, background=BackgroundTask(audit))


app.add_api_route("/added-by-a-call", added_by_a_call)


class Problem(JSONResponse):
    media_type = "application/problem+json"


class Refusal(Problem):
    """Says no."""


@app.post("/own-class")
def of_an_own_class(tasks: BackgroundTasks) -> Response:
    tasks.add_task(send)  # error: background-dropped The response has its own background
    return Refusal({}, background=BackgroundTask(send))
