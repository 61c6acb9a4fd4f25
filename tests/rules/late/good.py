"""Functions in loops that read the value of their own round, or one that is always the same."""

import itertools
from collections.abc import AsyncIterator, Callable
from functools import partial

from fastapi import BackgroundTasks, FastAPI
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse, Response

from .elsewhere import call, call_all, done, later, log, send

app = FastAPI()

ADDRESSES = ["a", "b", "c"]
ONE = ("a",)


# Values that are bound when the task is added.


@app.get("/arguments")
async def arguments(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        tasks.add_task(send, address)
        tasks.add_task(partial(send, address), subject="!")
        tasks.add_task(lambda to: log(to), address)
        tasks.add_task(list, (log(each) for each in address))


@app.get("/defaults")
async def defaults(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:

        def work(to: str = address) -> None:
            log(to)

        def same(address: str = address) -> None:
            log(address)

        tasks.add_task(work)
        tasks.add_task(same)
        tasks.add_task(lambda address=address: log(address))
        tasks.add_task(partial(lambda address: log(address), address))
        tasks.add_task(call, lambda to=address: log(to))


@app.get("/functions")
async def functions(tasks: BackgroundTasks) -> None:
    def made(address: str) -> Callable[[], None]:
        return lambda: log(address)

    for address in ADDRESSES:
        tasks.add_task(made(address))
        tasks.add_task(send, (lambda: address)())
        tasks.add_task(send, "".join(sorted(address, key=lambda each: each + address)))
        tasks.add_task(log, f"{[each for each in address]}")


@app.get("/own-names")
async def own_names(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:

        def work(to: str) -> None:
            address = to
            log(address)

        tasks.add_task(work, address)
        tasks.add_task(lambda: [log(address) for address in "x"])


@app.get("/decorated")
async def decorated(tasks: BackgroundTasks) -> None:
    def now(function: Callable[[], str]) -> Callable[[], None]:
        found = function()
        return lambda: log(found)

    for address in ADDRESSES:

        @now
        def work() -> str:
            return address

        tasks.add_task(work)


# Names that are the same in each round.


@app.get("/same")
async def same_names(tasks: BackgroundTasks, to: str = "a") -> None:
    count = 0
    for _ in range(2):
        constant = "constant"
        other = to
        count = count + len(other)
        tasks.add_task(lambda: log(to))
        tasks.add_task(lambda: log(constant))
        tasks.add_task(lambda: log(other))
        tasks.add_task(lambda: log("total" if count else "total"))


@app.get("/sometimes-rebound")
async def sometimes_rebound(tasks: BackgroundTasks) -> None:
    last = "a"
    for address in ADDRESSES:
        if address == "x":
            last = address
        tasks.add_task(lambda: log(last))


# Loops that leave after they added the task.


@app.get("/break")
async def with_break(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        if address.startswith("b"):
            tasks.add_task(lambda: log(address))
            break


@app.get("/return")
async def with_return(tasks: BackgroundTasks) -> str | None:
    for address in ADDRESSES:
        try:
            tasks.add_task(lambda: log(address))
            return address.upper()
        except ValueError:
            continue
    return None


@app.get("/return-in-a-with")
async def with_return_in_a_with(tasks: BackgroundTasks) -> str | None:
    import contextlib

    for address in ADDRESSES:
        with contextlib.suppress(ValueError):
            tasks.add_task(lambda: log(address))
            with contextlib.suppress(KeyError):
                return address
        break
    return None


@app.get("/return-behind-a-loop")
async def return_behind_a_loop(tasks: BackgroundTasks) -> str | None:
    for address in ADDRESSES:
        for _ in range(2):
            tasks.add_task(lambda: log(address))
        return address
    return None


@app.get("/response")
async def response() -> Response:
    for address in ADDRESSES:
        return Response(background=BackgroundTask(lambda: log(address)))
    raise AssertionError


@app.get("/after-the-loop")
async def after_the_loop(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        work = lambda: log(address)  # noqa: E731
    tasks.add_task(work)
    for address in ADDRESSES:
        pass
    else:
        tasks.add_task(lambda: log(address))


# Loops with one round.


@app.get("/one")
async def one_round(tasks: BackgroundTasks) -> None:
    for address in ["a"]:
        tasks.add_task(lambda: log(address))
    for first in ADDRESSES[:1]:
        tasks.add_task(lambda: log(first))
    for last in ADDRESSES[-1:]:
        tasks.add_task(lambda: log(last))
    for at, only in enumerate(ONE):
        tasks.add_task(lambda: log(f"{at}{only}"))
    for key, value in {"a": "b"}.items():
        tasks.add_task(lambda: log(key + value))
    for letter in "x":
        tasks.add_task(lambda: log(letter))
    for again in ["c", "c"]:
        tasks.add_task(lambda: log(again))
    for unchanged in itertools.repeat("d", 2):
        tasks.add_task(lambda: log(unchanged))
    for repeated in ["e"] * 2:
        tasks.add_task(lambda: log(repeated))
    for lower in [each.lower() for each in ONE]:
        tasks.add_task(lambda: log(lower))
    for sliced in itertools.islice(ADDRESSES, 1):
        tasks.add_task(lambda: log(sliced))
    for number in range(1):
        tasks.add_task(lambda: log(f"{number}"))
    [tasks.add_task(lambda: log(each)) for each in ("z",)]


@app.get("/one-while")
async def one_while(tasks: BackgroundTasks) -> None:
    waiting = [*ADDRESSES]
    is_first = True
    while is_first:
        address = waiting.pop()
        tasks.add_task(lambda: log(address))
        is_first = False
    while not is_first:
        other = waiting.pop()
        tasks.add_task(lambda: log(other))
        is_first = True


# Conditions that hold in the last round.


def is_final(address: str) -> bool:
    return address == ADDRESSES[-1]


@app.get("/last")
async def last_round(tasks: BackgroundTasks) -> None:
    waiting = [*ADDRESSES]
    for at, address in enumerate(ADDRESSES):
        if at == len(ADDRESSES) - 1:
            tasks.add_task(lambda: log(address))
    for at, second in enumerate(ADDRESSES):
        is_last = at == len(ADDRESSES) - 1
        if is_last:
            tasks.add_task(lambda: log(f"second {second}"))
    for at, third in enumerate(ADDRESSES):
        if at < len(ADDRESSES) - 1:
            continue
        tasks.add_task(lambda: log(f"third {third}"))
    while waiting:
        fourth = waiting.pop()
        if not waiting:
            tasks.add_task(lambda: log(f"fourth {fourth}"))
    for at, eighth in enumerate(ADDRESSES):
        if at + 1 == len(ADDRESSES):
            tasks.add_task(lambda: log(f"eighth {eighth}"))
    for ninth in ADDRESSES:
        if ADDRESSES.index(ninth) == len(ADDRESSES) - 1:
            tasks.add_task(lambda: log(f"ninth {ninth}"))
    rest = len(ADDRESSES)
    for tenth in ADDRESSES:
        rest -= 1
        if not rest:
            tasks.add_task(lambda: log(f"tenth {tenth}"))
    for eleventh in ADDRESSES:
        if is_final(eleventh):
            tasks.add_task(lambda: log(f"eleventh {eleventh}"))
    [tasks.add_task(lambda: log(f"fifth {each}")) for each in ADDRESSES if each is ADDRESSES[-1]]
    for at, sixth in enumerate(ADDRESSES):
        match at:
            case 2:
                tasks.add_task(lambda: log(f"sixth {sixth}"))
    for at, seventh in enumerate(ADDRESSES):
        at == 2 and tasks.add_task(lambda: log(f"seventh {seventh}"))  # type: ignore[func-returns-value]


# Collections that run inside of the loop.


@app.get("/awaited")
async def awaited(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:
        tasks.add_task(lambda: log(address))
        await tasks()
        tasks.tasks.clear()


@app.get("/another-name")
async def another_name(tasks: BackgroundTasks) -> None:
    same = tasks
    for address in ADDRESSES:
        tasks.add_task(lambda: log(address))
        await same()
        same.tasks.clear()


@app.get("/own-collections")
async def own_collections() -> None:
    for address in ADDRESSES:
        own = BackgroundTasks()
        own.add_task(lambda: log(address))
        await own()
        await BackgroundTask(lambda: log(f"{address}!"))()


@app.get("/responses")
async def responses() -> None:
    for address in ADDRESSES:
        own = BackgroundTasks()
        own.add_task(lambda: log(address))
        made = JSONResponse({}, background=own)
        assert made.background is not None
        await made.background()


class Mailer:
    def __init__(self) -> None:
        self.tasks = BackgroundTasks()

    async def send(self) -> None:
        for address in ADDRESSES:
            self.tasks.add_task(lambda: log(address))
            await self.flush()

    async def flush(self) -> None:
        await self.tasks()
        self.tasks = BackgroundTasks()


@app.get("/method")
async def method() -> None:
    await Mailer().send()


async def in_turn() -> AsyncIterator[BackgroundTasks]:
    tasks = BackgroundTasks()
    for address in ADDRESSES:
        tasks.add_task(lambda: log(address))
        yield tasks
        tasks.tasks.clear()


@app.get("/generator")
async def generator() -> None:
    async for each in in_turn():
        await each()


@app.get("/appended")
async def appended() -> None:
    for address in ADDRESSES:
        waiting = []
        waiting.append(BackgroundTask(lambda: log(address)))
        await waiting[0]()


@app.get("/lambdas")
async def lambdas(tasks: BackgroundTasks) -> None:
    works = (lambda: log(address) for address in ADDRESSES)
    for work in works:
        later(tasks, partial(call, work))
        break
    tasks.add_task(call_all, [lambda each=each: log(each) for each in ONE])


@app.get("/first-of-a-generator")
async def first_of_a_generator(tasks: BackgroundTasks) -> None:
    next(tasks.add_task(lambda: log(each)) for each in ADDRESSES)  # type: ignore[func-returns-value]


@app.get("/rebinding-itself")
async def rebinding_itself(tasks: BackgroundTasks) -> None:
    for address in ADDRESSES:

        def work(to: str) -> None:
            nonlocal address
            address = to
            log(address)

        tasks.add_task(work, address)
