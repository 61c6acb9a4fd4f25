"""An application whose dependency keeps the tasks: none of its handlers can be judged."""

from fastapi import APIRouter, BackgroundTasks, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

from .elsewhere import done, send


def keep(request: Request, tasks: BackgroundTasks) -> None:
    request.state.tasks = tasks


app = FastAPI(dependencies=[Depends(keep)])
router = APIRouter()


@app.exception_handler(HTTPException)
async def failed(request: Request, error: HTTPException) -> JSONResponse:
    return JSONResponse({}, error.status_code, background=request.state.tasks)


@app.get("/handler")
async def handler(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(400)


@router.get("/router")
async def of_a_router(tasks: BackgroundTasks) -> None:
    tasks.add_task(send)
    raise HTTPException(400)


app.include_router(router)
