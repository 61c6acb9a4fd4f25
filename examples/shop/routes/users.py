"""Users. These handlers take FastAPI's own collection, and are checked alike."""

from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Depends

from shop.dependencies import CurrentUser, audit_login, audit_request
from shop.models import NewUser, User, users
from shop.services.audit import record
from shop.services.mail import mailer, send_receipt, send_welcome

router = APIRouter(prefix="/users", dependencies=[Depends(audit_request)])


@router.post("", status_code=201)
async def register(new: NewUser, tasks: BackgroundTasks) -> User:
    user = User(id=len(users) + 1, name=new.name, email=new.email)
    users[user.id] = user
    tasks.add_task(send_welcome, user.email, name=user.name)
    return user


@router.post("/import")
async def import_users(new: list[NewUser], tasks: BackgroundTasks) -> int:
    tasks.add_task(mailer.send_bulk, [user.email for user in new], "Welcome!")
    for user in new:
        tasks.add_task(record, "import", user.name, email=user.email)
    return len(new)


@router.post("/login")
async def login(user: Annotated[User, Depends(audit_login)]) -> User:
    return user


@router.post("/welcome")
async def welcome_again(user: CurrentUser, tasks: BackgroundTasks) -> User:
    tasks.add_task(send_welcome(user.email))  # mistake: called instead of passed
    return user


@router.post("/receipts")
async def send_receipts(user: CurrentUser, tasks: BackgroundTasks) -> User:
    tasks.add_task(send_receipt, user.email, user)  # mistake: a user is not an order
    return user


@router.delete("")
async def delete(user: CurrentUser, tasks: BackgroundTasks) -> None:
    del users[user.id]
    tasks.add_task(record, "delete", user.name, func="delete")  # mistake: func= is Starlette's own
