"""Iterators and generators that nobody iterates over."""

from functools import partial
from itertools import starmap

from fastapi import BackgroundTasks, FastAPI, Response
from starlette.background import BackgroundTask

from .elsewhere import done, log, send

app = FastAPI()


@app.post("/map")
def of_map(tasks: BackgroundTasks) -> None:
    tasks.add_task(map, log, ["a"])  # error: background-never-runs "map" makes an iterator that


@app.post("/map-of-coroutines")
def map_of_coroutines(tasks: BackgroundTasks) -> None:
    tasks.add_task(map, send, ["a"])  # error: background-never-runs so it calls nothing


@app.post("/filter")
def of_filter(tasks: BackgroundTasks) -> None:
    tasks.add_task(filter, log, ["a"])  # error: background-never-runs "filter" makes an iterator


@app.post("/starmap")
def of_starmap(tasks: BackgroundTasks) -> None:
    tasks.add_task(starmap, log, [("a",)])  # error: background-never-runs so it calls nothing


@app.post("/partial")
def of_partial(tasks: BackgroundTasks) -> None:
    tasks.add_task(partial(map, log), ["a"])  # error: background-never-runs so it calls nothing


@app.post("/lambda")
def of_lambda(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: map(log, ["a"]))  # error: background-never-runs so it calls nothing


@app.post("/generator")
def of_generator(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: (log(each) for each in "ab"))  # error: background-never-runs lambda make


@app.post("/yield")
def of_yield(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: (yield log()))  # error: background-never-runs is a generator function


@app.post("/yield-inside")
def inside_of_a_call(tasks: BackgroundTasks) -> None:
    tasks.add_task(lambda: log((yield)))  # error: background-never-runs is a generator function


@app.post("/response")
def response() -> Response:
    task = BackgroundTask(map, log, "a")  # error: background-never-runs so it calls nothing
    return Response(background=task)
