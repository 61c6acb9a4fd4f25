"""Functions that read what a loop binds anew: all of their tasks do the work of the last one."""

import contextlib
import functools
from collections.abc import AsyncIterator, Callable
from functools import partial

from fastapi import BackgroundTasks, FastAPI
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from . import elsewhere
from .elsewhere import call, call_all, done, later, log

app = FastAPI()

ADDRESSES = ["a", "b", "c"]


async def addresses() -> AsyncIterator[str]:
    for each in ADDRESSES:
        yield each


# However the function is made.


@app.get("/lambda")
def in_a_lambda(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        tasks.add_task(log, address)


@app.get("/lambda-with-parameters")
def in_a_lambda_with_parameters(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        tasks.add_task(lambda before, address=address: log(before + address), "to ")


@app.get("/function")
async def in_a_function(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:

        async def work() -> None:
            log(address)

        tasks.add_task(work)  # error: background-late "work" reads "address" when it runs


@app.get("/function-before")
async def in_a_function_before(tasks: BackgroundTasks) -> None:
    address = ""

    def work() -> None:
        elsewhere.log(f"to {address}")

    for address in ADDRESSES:
        tasks.add_task(work)  # error: background-late "work" reads "address" when it runs


@app.get("/function-in-a-function")
async def in_a_function_in_a_function(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:

        def outer() -> None:
            def inner() -> None:
                log(address)

            inner()

        tasks.add_task(outer)  # error: background-late "outer" reads "address" when it runs


@app.get("/function-that-another-calls")
async def in_a_function_that_another_calls(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:

        def work(before: str) -> None:
            log(before + address)

        tasks.add_task(lambda: work("to "))  # error: background-late reads "address" when it runs


@app.get("/variable")
def in_a_variable(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        work = lambda address=address: log(address)  # noqa: E731
        tasks.add_task(work)


@app.get("/variable-partial")
def in_a_variable_partial(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        work = partial(call, lambda address=address: log(address))
        tasks.add_task(work)


@app.get("/argument")
def in_an_argument(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        tasks.add_task(call, lambda address=address: log(address))
        tasks.add_task(call, function=lambda address=address: log(f"{address}!"))


@app.get("/partial")
def in_a_partial(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        tasks.add_task(functools.partial(lambda address=address: log(address)))
        tasks.add_task(partial(call, lambda address=address: log(f"{address}!")))


@app.get("/list")
def in_a_list(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        tasks.add_task(call_all, [lambda address=address: log(address)])


@app.get("/generator")
def in_a_generator(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        tasks.add_task(list, (log(address) for _ in range(1)))  # error: background-late generator


# However the loop is written.


@app.get("/async-for")
async def async_for(tasks: BackgroundTasks) -> None:
    async for address in addresses():
        tasks.add_task(log, address)


@app.get("/several-targets")
async def several_targets(tasks: BackgroundTasks) -> None:
    for number, (address, *_) in enumerate([("a", 1), ("b", 2)]):
        tasks.add_task(lambda address, number: log(f"{address}{number}"), address, number)


@app.get("/while")
async def with_while(tasks: BackgroundTasks) -> None:
    waiting = [*ADDRESSES]
    while waiting:
        address = waiting.pop()
        tasks.add_task(log, address)


@app.get("/while-true")
async def while_true(tasks: BackgroundTasks) -> None:
    waiting = iter(ADDRESSES)
    while True:
        address = next(waiting, None)
        if address is None:
            break
        tasks.add_task(lambda address: log(f"{address}"), address)


@app.get("/counter")
async def counter(tasks: BackgroundTasks) -> None:
    at = 0
    while at < len(ADDRESSES):
        tasks.add_task(lambda: log(f"{at}"))  # error: background-late The lambda reads "at"
        at += 1


@app.get("/walrus")
async def walrus(tasks: BackgroundTasks) -> None:
    waiting = [*ADDRESSES, ""]
    while address := waiting.pop(0):
        tasks.add_task(log, address)


@app.get("/comprehension")
async def comprehension(tasks: BackgroundTasks) -> None:
    [tasks.add_task(log, address) for address in ADDRESSES]


@app.get("/comprehension-in-a-loop")
async def comprehension_in_a_loop(tasks: BackgroundTasks) -> None:
    for before in ("to ", "cc "):
        {tasks.add_task(lambda before, each: log(f"{before}{each}"), before, each) for each in "ab"}


@app.get("/list-of-lambdas")
async def list_of_lambdas(tasks: BackgroundTasks) -> None:
    works = [lambda address=address: log(address) for address in ADDRESSES]
    for work in works:
        tasks.add_task(work)


@app.get("/loop-around-a-loop")
async def loop_around_a_loop(tasks: BackgroundTasks) -> None:
    for domain in ("a.example", "b.example"):
        for name in ("x", "y"):
            if name.isalpha():
                tasks.add_task(lambda: log(f"{name}@{domain}"))  # error: background-late "domain"
                break


# Other names that the loop binds.


@app.get("/assigned")
def assigned(tasks: BackgroundTasks) -> None:
    for each in ADDRESSES:
        address = each.upper()
        greeting: str = f"dear {address}"
        tasks.add_task(log, greeting)


@app.get("/with")
def with_with(tasks: BackgroundTasks, request: Request) -> None:
    for each in ADDRESSES:
        with contextlib.nullcontext(each) as address:
            tasks.add_task(lambda: log(address))  # error: background-late The lambda reads "address"


@app.get("/condition")
def condition(tasks: BackgroundTasks) -> None:
    for each in ADDRESSES:
        if address := each.strip():
            tasks.add_task(log, address)


# Conditions, and other collections.


@app.get("/some-rounds")
def some_rounds(tasks: BackgroundTasks) -> None:
    for kind, address in [("mail", "a"), ("text", "b"), ("post", "c")]:
        if kind != "post" and address is not None:
            tasks.add_task(lambda kind: log(f"{kind}"), kind)


@app.get("/may-leave")
def may_leave(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        if address in "":
            continue
        tasks.add_task(log, address)
        if address.isspace():
            break


@app.get("/try")
def with_try(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        try:
            tasks.add_task(log, address)
        except ValueError:
            return
        finally:
            address.strip()


@app.get("/except")
def with_except(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        try:
            int(address)
        except ValueError:
            with contextlib.suppress(ValueError):
                tasks.add_task(log, address)


@app.get("/recursion")
def with_recursion(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:

        def work(depth: int = 1) -> None:
            if depth:
                work(depth - 1)
            else:
                log(address)

        tasks.add_task(work)  # error: background-late "work" reads "address" when it runs


@app.get("/helper")
async def helper(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        later(tasks, lambda address=address: log(address))


@app.get("/response")
async def response() -> Response:
    tasks = BackgroundTasks()
    for address in ADDRESSES:
        tasks.add_task(log, address)
    return Response(background=tasks)


@app.get("/tasks")
async def list_of_tasks() -> Response:
    tasks = BackgroundTasks([BackgroundTask(log, each) for each in ADDRESSES])
    return Response(background=tasks)


@app.get("/append")
async def appended(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        tasks.tasks.append(BackgroundTask(log, address))


class Mailer:
    def __init__(self, tasks: BackgroundTasks) -> None:
        self.tasks = tasks
        self.addresses = ADDRESSES

    def log(self, to: str) -> None:
        log(to)

    def send(self) -> None:
        for address in self.addresses:
            self.tasks.add_task(self.log, address)

    def send_all(self, functions: list[Callable[[], None]]) -> None:
        for each in functions:
            self.tasks.add_task(each)


@app.get("/method")
async def method(tasks: BackgroundTasks) -> None:
    Mailer(tasks).send()


@app.get("/method-with-functions")
async def method_with_functions(tasks: BackgroundTasks) -> None:
    Mailer(tasks).send_all([lambda: log("a"), lambda: log("b")])


@app.get("/lambdas-in-a-list")
async def lambdas_in_a_list(tasks: BackgroundTasks) -> None:
    tasks.add_task(call_all, [lambda each=each: log(f"{each}") for each in (1, 2)])


@app.get("/match")
async def in_a_match(tasks: BackgroundTasks, kind: str = "all") -> None:
    queue = tasks
    for address in ADDRESSES:
        match kind:
            case "all":
                queue.add_task(log, address)


@app.get("/handed-on-before")
async def handed_on_before(tasks: BackgroundTasks) -> None:
    kept = [tasks]
    for address in ("a@example.org", "b@example.org"):
        tasks.add_task(log, address)
    print(kept)
