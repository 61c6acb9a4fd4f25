"""Handlers that raise, and objects whose methods add tasks to another collection, or run them."""

from fastapi import BackgroundTasks, FastAPI, HTTPException
from fastapi.responses import JSONResponse

from .elsewhere import done, send
from .holders import Mailer

app = FastAPI()

__all__ = ["app", "done"]


class Running:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    def add(self) -> None:
        self.tasks.add_task(send)

    async def run(self) -> None:
        await self.tasks()


class Fake(Running):
    def __init__(self) -> None: ...

    def add_task(self, *of: object) -> None:
        print(of)


class Both:
    def __init__(self, tasks: BackgroundTasks, fake: Fake) -> None:
        self.tasks = tasks
        self.fake = fake

    def add(self) -> None:
        self.fake.add_task(send)


class Own:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = BackgroundTasks()
        self.given = tasks

    def add(self) -> BackgroundTasks:
        self.tasks.add_task(send)
        return self.tasks


class Rebinding:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    def add(self) -> BackgroundTasks:
        self.tasks = BackgroundTasks()
        self.tasks.add_task(send)
        return self.tasks


@app.post("/running")
async def running(tasks: BackgroundTasks) -> None:
    holder = Running(tasks)
    holder.add()
    await holder.run()
    raise HTTPException(409)


@app.post("/own")
async def own(tasks: BackgroundTasks) -> None:
    await Own(tasks).add()()
    raise HTTPException(409)


@app.post("/rebinding")
async def rebinding(tasks: BackgroundTasks) -> None:
    await Rebinding(tasks).add()()
    raise HTTPException(409)


@app.post("/response")
def response(tasks: BackgroundTasks, flag: bool = True) -> JSONResponse:
    mailer = Mailer("a", tasks)
    mailer.welcome("b")
    if not flag:
        mailer.count()
        mailer.never()
        mailer.nobody()
        raise HTTPException(409)
    return JSONResponse({"sent": mailer.sender}, background=tasks)


@app.post("/none")
def none(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    for each in (Mailer,):
        each("a", tasks).count()
    Mailer("a", BackgroundTasks()).count()
    fake = Fake()
    Mailer("a", fake).welcome("b")  # type: ignore[arg-type]
    Both(tasks, fake).add()
    list(map(Mailer("a", tasks).__class__.never, [Mailer("a", tasks)]))
