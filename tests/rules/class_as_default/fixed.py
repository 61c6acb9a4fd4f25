"""The class of collections as the default of a parameter without an annotation."""

from fastapi import APIRouter, BackgroundTasks, FastAPI
from fastapi import BackgroundTasks as Tasks

from .elsewhere import done, log

app = FastAPI()
router = APIRouter()


@app.get("/positional", response_model=None)
async def positional(tasks: BackgroundTasks):  # type: ignore[no-untyped-def]
    tasks.add_task(log, "a")


@app.get("/named", response_model=None)
def named(more: int = 1, *, later: Tasks) -> None:  # type: ignore[no-untyped-def]
    if more:
        later.add_task(log, "a")


@router.get("/router")
async def in_a_router(tasks: BackgroundTasks) -> str:  # type: ignore[no-untyped-def]
    tasks.add_task(log, "a")
    return "a"


app.include_router(router)
