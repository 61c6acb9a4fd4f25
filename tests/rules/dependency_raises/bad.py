"""Dependencies that raise after they have added tasks: FastAPI runs none of them."""

from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, refuse, send

app = FastAPI()

__all__ = ["app", "done"]


def signed_in(tasks: BackgroundTasks, flag: bool = True) -> None:
    if flag:
        tasks.add_task(send)  # error: background-dropped The dependency raises after this
        raise HTTPException(401)


async def known(tasks: BackgroundTasks) -> str:
    tasks.add_task(send)  # error: background-dropped The dependency raises after this
    refuse()
    return "known"


@app.get("/signed-in", dependencies=[Depends(signed_in)])
def in_the_route() -> None: ...


@app.get("/known")
def as_a_parameter(name: Annotated[str, Depends(known)]) -> None: ...


@app.get("/known-too")
def as_a_default(tasks: BackgroundTasks, name: str = Depends(known)) -> None:
    tasks.add_task(send)
