"""Handlers that raise, where the collection is in an object that a dependency makes."""

from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


class Mail:
    def __init__(self, tasks: BackgroundTasks, flag: bool = True) -> None:
        self.tasks = tasks
        self.flag = flag

    def send(self, to: str) -> None:
        self.tasks.add_task(send, to)


def made_mail(tasks: BackgroundTasks) -> Mail:
    return Mail(tasks)


class Outbox:
    name = "outbox"

    def __init__(self, name: str, tasks: BackgroundTasks) -> None:
        self.tasks = tasks
        setattr(self, "name", name)


class Letters(Mail):
    """Takes the collection as its base does."""


def outbox(tasks: BackgroundTasks) -> Outbox:
    return Outbox("letters", tasks)


async def outbox_by_name(given: BackgroundTasks) -> Outbox:
    if given is None:
        raise HTTPException(500)
    return Outbox(tasks=given, name="letters")


def other_outbox() -> Outbox:
    return Outbox("other", BackgroundTasks())


class Empty:
    """Takes nothing."""


MailOf = Annotated[Mail, Depends()]


@app.get("/class")
def of_a_class(mail: Mail = Depends()) -> None:
    mail.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/class-by-name")
def of_a_class_by_name(mail: Annotated[Mail, Depends(Mail)]) -> None:
    mail.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/alias")
def of_an_alias(mail: MailOf) -> None:
    tasks = mail.tasks
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/base")
def of_a_base(mail: Letters = Depends(), empty: Empty = Depends()) -> None:
    mail.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/function")
def of_a_function(box: Annotated[Outbox, Depends(outbox)]) -> None:
    box.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/function-by-name")
def of_a_function_by_name(box: Outbox = Depends(outbox_by_name)) -> None:
    box.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/own")
def of_its_own(box: Outbox = Depends(other_outbox)) -> None:
    box.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/beside")
def beside(tasks: BackgroundTasks, mail: Mail = Depends()) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    mail.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/run-elsewhere")
def run_elsewhere(mail: Mail = Depends(), flag: bool = True) -> Response:
    if flag:
        mail.tasks.add_task(send)  # error: background-dropped The handler raises after this
        raise HTTPException(409)
    return JSONResponse({}, background=None)


@app.get("/method")
def by_its_method(mail: Mail = Depends()) -> None:
    mail.send("a")  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/method-of-made")
def by_the_method_of_what_is_made(mail: Annotated[Mail, Depends(made_mail)]) -> None:
    if mail.flag:
        mail.send("a")  # error: background-dropped "mail.send" adds
    raise HTTPException(409)


def remember(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks


@app.get("/remembered", dependencies=[Depends(remember)])
def beside_one_that_remembers(mail: Mail = Depends()) -> None:
    mail.tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)
