"""A router whose dependency keeps the tasks, and one that is given such a dependency."""

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

from .elsewhere import done, send


def keep(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks


app = FastAPI()
router = APIRouter(dependencies=[Depends(keep)])
included = APIRouter()


@app.exception_handler(HTTPException)
async def failed(request: Request, error: HTTPException) -> JSONResponse:
    return JSONResponse({}, error.status_code, background=request.state.tasks)


@router.get("/router")
async def of_a_router(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(400)


@included.get("/included")
async def of_an_included_router(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(400)


app.include_router(router)
app.include_router(included, dependencies=[Depends(keep)])
