"""The audit log: who did what. Here the tasks are partials."""

from functools import partial

from background_typed import BackgroundTasks
from shop.models import Order, User

log: list[str] = []


def record(event: str, actor: str, **details: str) -> None:
    """Write one line. Not `async`, so that it runs in a worker thread."""
    log.append(" ".join([event, actor, *(f"{name}={value}" for name, value in details.items())]))


def record_amount(event: str, actor: str, amount: int) -> None:
    record(event, actor, amount=str(amount))


record_by_admin = partial(record_amount, actor="admin")


def audit_refund(tasks: BackgroundTasks, order: Order) -> None:
    """Add tasks from a partial made elsewhere, made in this function, and made in place."""
    refund = partial(record_amount, "refund")
    tasks.add_task(refund, order.user.name, len(order.items))
    tasks.add_task(record_by_admin, "refund", amount=len(order.items))
    tasks.add_task(partial(record, "refund"), order.user.name, total=str(order.total))


def audit_discount(tasks: BackgroundTasks, user: User, percent: str) -> None:
    discount = partial(record_amount, "discount", user.name)
    tasks.add_task(discount, percent)  # mistake: what is left of the partial takes an int
    tasks.add_task(partial(record_amount, "discount", user.name), int(percent))
