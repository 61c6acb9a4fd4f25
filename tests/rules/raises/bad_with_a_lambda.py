"""Handlers that raise, where the dependency of their router is a lambda without parameters."""

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException

from .elsewhere import done, send

app = FastAPI()
router = APIRouter(dependencies=[Depends(lambda: None)])


@app.get("/handler")
async def handler(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


@router.get("/router")
def of_a_router(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)  # error: background-dropped The handler raises after this
    raise HTTPException(400)


app.include_router(router)
