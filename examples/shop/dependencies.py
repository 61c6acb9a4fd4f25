"""Dependencies of the handlers: the tasks that one adds join those of the handler."""

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from background_typed import BackgroundTasks
from shop.models import User, users
from shop.services.audit import record


def current_user(user_id: int) -> User:
    if user_id not in users:
        raise HTTPException(404)
    return users[user_id]


CurrentUser = Annotated[User, Depends(current_user)]


def audit_request(request: Request, tasks: BackgroundTasks) -> None:
    tasks.add_task(record, "request", request.method, path=request.url.path)


def audit_login(user: CurrentUser, tasks: BackgroundTasks) -> User:
    tasks.add_task(record, "login", user.name, user.id)  # mistake: one argument too many
    return user
