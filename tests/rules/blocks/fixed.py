"""Coroutine functions that block the event loop."""

import asyncio
import concurrent.futures
import functools
import os
import queue
import smtplib
import socket
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import final

import httpx
from fastapi import BackgroundTasks, FastAPI
from starlette.background import BackgroundTask
from starlette.responses import Response

from . import elsewhere
from .elsewhere import Client, done, rows_elsewhere, run_elsewhere, wait_elsewhere

app = FastAPI()
client = httpx.Client()
pool = ThreadPoolExecutor(1)
URL = "http://127.0.0.1:9/"


def sleep(seconds: float = 0.01) -> None:
    time.sleep(seconds)
    done.append("a")


def ask() -> None:
    try:
        httpx.get(URL)
    except httpx.HTTPError:
        pass
    done.append("a")


def ask_client() -> None:
    client.post(URL)
    done.append("a")


async def ask_new_client() -> None:
    with httpx.Client() as own:
        await asyncio.sleep(0)
        own.get(URL)
    done.append("a")


def ask_given_client(given: httpx.Client) -> None:
    given.request("GET", URL)
    done.append("a")


def open_url() -> None:
    urllib.request.urlopen(URL)
    done.append("a")


def connect() -> None:
    socket.create_connection(("127.0.0.1", 9))
    done.append("a")


def mail() -> None:
    with smtplib.SMTP("127.0.0.1", 9) as mailer:
        mailer.sendmail("a", "b", "c")
    done.append("a")


def run() -> None:
    run_elsewhere()
    done.append("a")


def take() -> None:
    jobs: queue.Queue[int] = queue.Queue()
    Thread(target=lambda: time.sleep(0.01) or jobs.put(1)).start()
    jobs.get()
    done.append("a")


def result() -> None:
    future = pool.submit(time.sleep, 0.01)
    future.result()
    done.append("a")


def result_of(future: concurrent.futures.Future[None]) -> None:
    future.result()
    done.append("a")


async def through_a_function() -> None:
    await asyncio.sleep(0)
    wait_elsewhere(0.01)
    done.append("a")


async def through_several() -> None:
    await through_a_function()


async def gathered() -> None:
    await asyncio.gather(through_a_function(), *(through_several() for _ in "a"))


async def in_a_task() -> None:
    await asyncio.create_task(through_a_function())


async def in_time() -> None:
    await asyncio.wait_for(through_a_function(), timeout=5)


def through_a_generator() -> None:
    for _ in rows_elsewhere():
        done.append("a")


def through_a_client() -> None:
    asked = Client()
    asked.ask()
    done.append("a")


class Asking:
    def __init__(self) -> None:
        wait_elsewhere()


def through_a_constructor() -> None:
    Asking()
    done.append("a")


@functools.cache
def settings() -> str:
    time.sleep(0.01)
    return "a"


def through_a_cache() -> None:
    done.append(settings())


def recursive(depth: int) -> None:
    if depth:
        recursive(depth - 1)
    time.sleep(0.01)


def through_recursion() -> None:
    recursive(1)
    done.append("a")


def in_a_branch() -> None:
    if done is not None:
        time.sleep(0.01)
    done.append("a")


@final
class Mailer:
    pause = 0.01

    def __init__(self) -> None:
        self.client = httpx.Client()

    async def send(self, to: str) -> None:
        self.client.get(URL)
        done.append(to)

    async def later(self, to: str) -> None:
        await self.send(to)


mailer = Mailer()


@app.get("/sleep")
def of_sleep(tasks: BackgroundTasks) -> None:
    tasks.add_task(sleep, 0.01)


@app.get("/partial")
def of_partial(tasks: BackgroundTasks) -> None:
    tasks.add_task(functools.partial(sleep, 0.01))


@app.get("/background")
def of_background() -> Response:
    return Response(background=BackgroundTask(sleep))


@app.get("/ask")
def of_ask(tasks: BackgroundTasks) -> None:
    tasks.add_task(ask)


@app.get("/ask-client")
def of_ask_client(tasks: BackgroundTasks) -> None:
    tasks.add_task(ask_client)


@app.get("/ask-new-client")
def of_ask_new_client(tasks: BackgroundTasks) -> None:
    tasks.add_task(ask_new_client)  # error: background-blocks "own.get"


@app.get("/ask-given-client")
def of_ask_given_client(tasks: BackgroundTasks) -> None:
    tasks.add_task(ask_given_client, client)


@app.get("/open-url")
def of_open_url(tasks: BackgroundTasks) -> None:
    tasks.add_task(open_url)


@app.get("/connect")
def of_connect(tasks: BackgroundTasks) -> None:
    tasks.add_task(connect)


@app.get("/mail")
def of_mail(tasks: BackgroundTasks) -> None:
    tasks.add_task(mail)


@app.get("/run")
def of_run(tasks: BackgroundTasks) -> None:
    tasks.add_task(run)


@app.get("/take")
def of_take(tasks: BackgroundTasks) -> None:
    tasks.add_task(take)


@app.get("/result")
def of_result(tasks: BackgroundTasks) -> None:
    tasks.add_task(result)


@app.get("/result-of")
def of_result_of(tasks: BackgroundTasks) -> None:
    tasks.add_task(result_of, pool.submit(time.sleep, 0.1))


@app.get("/function")
def of_function(tasks: BackgroundTasks) -> None:
    tasks.add_task(through_a_function)  # error: background-blocks which calls "time.sleep"


@app.get("/several")
def of_several(tasks: BackgroundTasks) -> None:
    tasks.add_task(through_several)  # error: background-blocks calls "through_a_function", which


@app.get("/gathered")
def of_gathered(tasks: BackgroundTasks) -> None:
    tasks.add_task(gathered)  # error: background-blocks "gathered" calls "through_a_function"


@app.get("/task")
def of_task(tasks: BackgroundTasks) -> None:
    tasks.add_task(in_a_task)  # error: background-blocks "in_a_task" calls "through_a_function"


@app.get("/in-time")
def of_in_time(tasks: BackgroundTasks) -> None:
    tasks.add_task(in_time)  # error: background-blocks "in_time" calls "through_a_function"


@app.get("/generator")
def of_generator(tasks: BackgroundTasks) -> None:
    tasks.add_task(through_a_generator)


@app.get("/client")
def of_client(tasks: BackgroundTasks) -> None:
    tasks.add_task(through_a_client)


@app.get("/constructor")
def of_constructor(tasks: BackgroundTasks) -> None:
    tasks.add_task(through_a_constructor)


@app.get("/cache")
def of_cache(tasks: BackgroundTasks) -> None:
    tasks.add_task(through_a_cache)


@app.get("/recursion")
def of_recursion(tasks: BackgroundTasks) -> None:
    tasks.add_task(through_recursion)


@app.get("/branch")
def of_branch(tasks: BackgroundTasks) -> None:
    tasks.add_task(in_a_branch)


@app.get("/method")
def of_method(tasks: BackgroundTasks) -> None:
    tasks.add_task(mailer.send, "a")  # error: background-blocks "self.client.get"


@app.get("/methods")
def of_methods(tasks: BackgroundTasks) -> None:
    tasks.add_task(mailer.later, "a")  # error: background-blocks "self.client.get"


@app.get("/method-elsewhere")
def of_method_elsewhere(tasks: BackgroundTasks) -> None:
    tasks.add_task(elsewhere.Client().ask_later)  # error: background-blocks calls "self.ask"


async def sleep_and_wait() -> None:
    await asyncio.sleep(0)
    time.sleep(0.01)
    done.append("a")


@app.get("/sleep-and-wait")
def of_sleep_and_wait(tasks: BackgroundTasks) -> None:
    tasks.add_task(sleep_and_wait)  # error: background-blocks "sleep_and_wait" calls "time.sleep"


def in_a_generator() -> None:
    any(time.sleep(0.01) for _ in "a")
    done.append("a")


@app.get("/generator-expression")
def of_generator_expression(tasks: BackgroundTasks) -> None:
    tasks.add_task(in_a_generator)


async def gathered_in_a_generator() -> None:
    await asyncio.gather(*(through_a_function() for _ in "a"))


@app.get("/gathered-in-a-generator")
def of_gathered_in_a_generator(tasks: BackgroundTasks) -> None:
    tasks.add_task(gathered_in_a_generator)  # error: background-blocks calls "through_a_function"


def validated(seconds: float) -> None:
    if seconds < 0:
        raise ValueError(seconds)
    time.sleep(seconds)
    done.append("a")


@app.get("/validated")
def of_validated(tasks: BackgroundTasks) -> None:
    tasks.add_task(validated, 0.01)
