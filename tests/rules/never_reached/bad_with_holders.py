"""Methods of objects that hold a collection, and `map`, where nothing leads to their calls."""

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


class Mailer:
    def __init__(self, sender: str, given: BackgroundTasks) -> None:
        self.sender = sender
        self.tasks = given

    def welcome(self, to: str) -> None:
        if to:
            self.tasks.add_task(send)

    async def welcome_later(self, to: str) -> None:
        for _ in (to,):
            self.tasks.add_task(send)


class Quick(Mailer):
    pass


@app.post("/made")
def made(tasks: BackgroundTasks) -> None:
    raise HTTPException(409)
    Mailer("a", tasks).welcome("b")  # error: background-dropped "Mailer(...).welcome" is never called


@app.post("/named")
async def named(tasks: BackgroundTasks) -> None:
    mailer = Mailer("a", given=tasks)
    raise HTTPException(409)
    await mailer.welcome_later("b")  # error: background-dropped "mailer.welcome_later" is never called


@app.post("/inherited")
def inherited(tasks: BackgroundTasks) -> None:
    return
    Quick("a", tasks).welcome("b")  # error: background-dropped "Quick(...).welcome" is never called


@app.post("/mapped")
def mapped(tasks: BackgroundTasks) -> None:
    return
    list(map(tasks.add_task, [send, send]))  # error: background-dropped "list" is never called
