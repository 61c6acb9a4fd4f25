"""Tasks that are called without what FastAPI would inject: they get the default itself."""

from functools import partial

import fastapi
from fastapi import (
    BackgroundTasks,
    Body,
    Cookie,
    Depends,
    FastAPI,
    File,
    Form,
    Header,
    Path,
    Query,
    Request,
    Response,
    Security,
    UploadFile,
    params,
)
from fastapi.concurrency import run_in_threadpool
from starlette.background import BackgroundTask

from . import elsewhere
from .elsewhere import (
    Store,
    add,
    awaited,
    done,
    get_name,
    note,
    note_default,
    note_timed,
    store,
    timed,
)

app = FastAPI()


async def send(to: str, name: str = Depends(get_name)) -> None:
    done.append(to + name)


# Each of the defaults.


def with_query(what: str, limit: int = Query(10)) -> None:
    done.append(what * (limit + 1))


def with_header(user_agent: str = Header("none")) -> None:
    done.append(user_agent.lower())


def with_cookie(session: str = Cookie("none")) -> None:
    done.append(session.lower())


def with_body(text: str = Body("none")) -> None:
    done.append(text.lower())


def with_form(text: str = Form("none")) -> None:
    done.append(text.lower())


def with_file(file: UploadFile = File()) -> None:
    done.append(f"{file.filename}")


def with_path(number: int = Path()) -> None:
    done.append("a" * number)


def with_security(user: str = Security(get_name, scopes=[])) -> None:
    done.append(user.lower())


def with_class(text: str = params.Query("none")) -> None:  # type: ignore[assignment]
    done.append(text.lower())


def with_module(name: str = fastapi.Depends(get_name)) -> None:
    done.append(name.lower())


@app.get("/defaults")
async def defaults(tasks: BackgroundTasks, which: int = 0) -> None:
    tasks.add_task(note, "a")  # error: background-injection "note" gets Depends(get_name) itself


@app.get("/query")
async def query(tasks: BackgroundTasks) -> None:
    tasks.add_task(with_query, "a")  # error: background-injection the default of "limit" for a task


@app.get("/header")
async def header(tasks: BackgroundTasks) -> None:
    tasks.add_task(with_header)  # error: background-injection "with_header" gets Header("none")


@app.get("/cookie")
async def cookie(tasks: BackgroundTasks) -> None:
    tasks.add_task(with_cookie)  # error: background-injection "with_cookie" gets Cookie("none")


@app.get("/body")
async def body(tasks: BackgroundTasks) -> None:
    tasks.add_task(with_body)  # error: background-injection "with_body" gets Body("none") itself


@app.get("/form")
async def form(tasks: BackgroundTasks) -> None:
    tasks.add_task(with_form)  # error: background-injection "with_form" gets Form("none") itself


@app.get("/file")
async def file(tasks: BackgroundTasks) -> None:
    tasks.add_task(with_file)  # error: background-injection "with_file" gets File() itself


@app.get("/path")
async def path(tasks: BackgroundTasks) -> None:
    tasks.add_task(with_path)  # error: background-injection "with_path" gets Path() itself


@app.get("/security")
async def security(tasks: BackgroundTasks) -> None:
    tasks.add_task(with_security)  # error: background-injection gets Security(get_name, scopes=[])


@app.get("/class")
async def class_of_params(tasks: BackgroundTasks) -> None:
    tasks.add_task(with_class)  # error: background-injection "with_class" gets params.Query("none")


@app.get("/module")
async def module(tasks: BackgroundTasks) -> None:
    tasks.add_task(with_module)  # error: background-injection gets fastapi.Depends(get_name)


@app.get("/variable")
async def variable(tasks: BackgroundTasks) -> None:
    tasks.add_task(note_default, "a")  # error: background-injection "note_default" gets get_default


# However the function is passed.


@app.get("/async")
async def in_async(tasks: BackgroundTasks) -> None:
    tasks.add_task(send, "a")  # error: background-injection "send" gets Depends(get_name) itself


@app.get("/keyword")
async def by_keyword(tasks: BackgroundTasks) -> None:
    tasks.add_task(func=send, to="a")  # error: background-injection "send" gets Depends(get_name)


@app.get("/task")
async def in_a_task() -> Response:
    return Response(background=BackgroundTask(send, "a"))  # error: background-injection "send" gets


@app.get("/partial")
async def in_a_partial(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial(send, "a"))  # error: background-injection "send" gets Depends(get_name)


@app.get("/partial-elsewhere")
async def in_a_partial_elsewhere(tasks: BackgroundTasks) -> None:
    tasks.add_task(elsewhere.later)  # error: background-injection "note" gets Depends(get_name)


@app.get("/lambda")
async def in_a_lambda(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: note("a"))  # error: background-injection "note" gets Depends(get_name)


@app.get("/lambda-with-parameters")
async def in_a_lambda_with_parameters(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda what: note(what), "a")  # error: background-injection "note" gets Depends


@app.get("/lambda-elsewhere")
async def in_a_lambda_elsewhere(tasks: BackgroundTasks) -> None:
    tasks.add_task(elsewhere.later_lambda)  # error: background-injection "note" gets Depends


@app.get("/thread")
async def in_a_thread(tasks: BackgroundTasks) -> None:
    tasks.add_task(run_in_threadpool, note, "a")  # error: background-injection "note" gets Depends


@app.get("/helper")
async def in_a_helper(tasks: BackgroundTasks) -> None:
    add(tasks, note, "a")  # error: background-injection "note" gets Depends(get_name) itself


@app.get("/condition")
async def under_a_condition(tasks: BackgroundTasks, more: bool = False) -> None:
    tasks.add_task(send if more else note, "a")  # error: background-injection "send" gets Depends


@app.get("/nested")
async def nested(tasks: BackgroundTasks) -> None:
    def inner(name: str = Depends(get_name)) -> None:
        done.append(name.lower())

    tasks.add_task(inner)  # error: background-injection "inner" gets Depends(get_name) itself


# Methods.


@app.get("/method")
async def method(tasks: BackgroundTasks) -> None:
    tasks.add_task(store.note, "a")  # error: background-injection "store.note" gets Depends


@app.get("/method-of-class")
async def method_of_class(tasks: BackgroundTasks) -> None:
    tasks.add_task(Store.of_class, "a")  # error: background-injection "Store.of_class" gets Depends


@app.get("/static")
async def static(tasks: BackgroundTasks) -> None:
    tasks.add_task(Store.static, "a")  # error: background-injection "Store.static" gets Depends


@app.get("/unbound")
async def unbound(tasks: BackgroundTasks) -> None:
    tasks.add_task(Store.note, store, "a")  # error: background-injection "Store.note" gets Depends


@app.get("/object")
async def called_object(tasks: BackgroundTasks) -> None:
    tasks.add_task(store, "a")  # error: background-injection "store" gets Depends(get_name) itself


@app.get("/variable-of-a-method")
async def variable_of_a_method(tasks: BackgroundTasks) -> None:
    noting = Store("to ").note
    tasks.add_task(noting, "a")  # error: background-injection "noting" gets Depends(get_name)


# Decorators that are seen through.


@timed
def note_here(what: str, name: str = Depends(get_name)) -> None:
    done.append(what + name)


@awaited
async def send_here(what: str, name: str = Depends(get_name)) -> None:
    done.append(what + name)


@app.get("/decorated")
async def decorated(tasks: BackgroundTasks) -> None:
    tasks.add_task(note_here, "a")  # error: background-injection "note_here" gets Depends(get_name)


@app.get("/decorated-elsewhere")
async def decorated_elsewhere(tasks: BackgroundTasks) -> None:
    tasks.add_task(note_timed, "a")  # error: background-injection "note_timed" gets Form("name")


@app.get("/decorated-async")
async def decorated_async(tasks: BackgroundTasks) -> None:
    tasks.add_task(send_here, "a")  # error: background-injection "send_here" gets Depends(get_name)


# Route handlers.


@app.get("/handler")
async def handler(name: str = Depends(get_name)) -> None:
    done.append(name.lower())


@app.get("/handler-with-a-request")
async def handler_with_a_request(request: Request) -> None:
    done.append(request.url.path)


@app.get("/handler-as-task")
async def handler_as_task(tasks: BackgroundTasks) -> None:
    tasks.add_task(handler)  # error: background-injection "handler" is a route handler, and nobody


@app.get("/handler-with-a-request-as-task")
async def handler_with_a_request_as_task(tasks: BackgroundTasks) -> None:
    tasks.add_task(handler_with_a_request)  # type: ignore[call-arg]  # error: background-injection raises TypeError


# The class in place of an object.


def note_again(what: str, tasks: BackgroundTasks = BackgroundTasks) -> None:  # type: ignore[assignment]
    tasks.add_task(done.append, what)
    done.append(what)


@app.get("/class-as-default")
async def class_as_default(tasks: BackgroundTasks) -> None:
    tasks.add_task(note_again, "a")  # error: background-injection "note_again" gets BackgroundTasks
