"""Dependencies of applications that have a handler which keeps the tasks, or that are handed on."""

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send


def add(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


def add_to_other(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)


app = FastAPI(dependencies=[Depends(add)])
other = FastAPI(dependencies=[Depends(add_to_other)])
router = APIRouter()


@app.get("/returns")
def returns() -> None: ...


@other.get("/other")
def of_other() -> None:
    raise HTTPException(409)


def extend(application: FastAPI) -> None:
    @application.get("/more")
    def more() -> list[str]:
        return done


extend(other)
app.mount("/of", other)
routers = [router]
app.include_router(routers[0])
