"""Handlers that raise after a method of an object has added a task that holds the collection."""

from fastapi import BackgroundTasks, FastAPI, HTTPException

from .elsewhere import done, send
from .holders import Mailer

app = FastAPI()

__all__ = ["app", "done"]


@app.post("/made")
def made(tasks: BackgroundTasks) -> None:
    Mailer("a", tasks).welcome("b")  # error: background-dropped what "Mailer(...).welcome" adds
    raise HTTPException(409)


@app.post("/named")
async def named(tasks: BackgroundTasks) -> None:
    mailer = Mailer("a", given=tasks)
    await mailer.welcome_later("b")  # error: background-dropped "mailer.welcome_later" adds to "tasks"
    raise HTTPException(409)


@app.post("/inherited")
def inherited(tasks: BackgroundTasks) -> None:
    class Quick(Mailer):
        pass

    Quick("a", tasks).welcome("b")  # error: background-dropped what "Quick(...).welcome" adds
    raise HTTPException(409)




class Sender:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks

    def send_all(self, names: list[str]) -> None:
        for each in names:
            self.tasks.add_task(send, each)


@app.post("/loop")
def in_a_loop(tasks: BackgroundTasks) -> None:
    Sender(tasks).send_all(["a"])  # error: background-dropped what "Sender(...).send_all" adds
    raise HTTPException(409)
