"""Handlers that raise, where the collection has a second name, or is emptied."""

from fastapi import BackgroundTasks, FastAPI, HTTPException, Response

from .elsewhere import done, send

app = FastAPI()

__all__ = ["app", "done"]


@app.get("/alias")
def by_another_name(tasks: BackgroundTasks) -> None:
    queue = tasks
    tasks.add_task(send, "a")  # error: background-dropped The handler raises after this
    queue.add_task(send, "b")  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/unread")
def in_a_list_that_nobody_reads(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    later = [(tasks,)]
    del later
    raise HTTPException(409)


@app.get("/cleared")
def cleared(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    tasks.tasks.clear()
    raise HTTPException(409)


@app.get("/chosen")
def chosen(given: BackgroundTasks, flag: bool = True) -> None:
    tasks = given if flag else BackgroundTasks()
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)


@app.get("/chosen-or-returned")
def chosen_or_returned(given: BackgroundTasks, flag: bool = True) -> Response:
    tasks = given or BackgroundTasks()
    if not flag:
        return Response(background=tasks)
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(409)
