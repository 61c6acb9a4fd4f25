"""Orders. These handlers take the collection of background_typed."""

from datetime import date

from fastapi import APIRouter, HTTPException
from fastapi.responses import JSONResponse

from background_typed import BackgroundTasks
from shop.dependencies import CurrentUser
from shop.models import NewOrder, Order, orders
from shop.services.audit import audit_discount, audit_refund
from shop.services.mail import mailer, notify, send_receipt
from shop.services.reports import close_day, close_month
from shop.tasks import ShopTasks

router = APIRouter(prefix="/orders")


def find(order_id: int) -> Order:
    if order_id not in orders:
        raise HTTPException(404)
    return orders[order_id]


@router.post("", status_code=201)
async def create(new: NewOrder, user: CurrentUser, tasks: BackgroundTasks) -> Order:
    order = Order(id=len(orders) + 1, user=user, items=new.items)
    orders[order.id] = order
    tasks.add_task(send_receipt, user.email, order=order)
    tasks.add_task(notify, user, text=f"Thank you for order {order.id}")
    return order


@router.post("/{order_id}/confirm")
async def confirm(order_id: int) -> JSONResponse:
    """Make the collection here, for the response to run: it replaces the one FastAPI passes."""
    order = find(order_id)
    tasks = ShopTasks()
    tasks.confirm(order)
    tasks.add_task(notify, order.user, template="Paid: {sum}", values={"sum": str(order.total)})
    return JSONResponse({"confirmed": order.id}, background=tasks)


@router.post("/{order_id}/refund")
def refund(order_id: int, tasks: BackgroundTasks) -> Order:
    order = find(order_id)
    audit_refund(tasks, order)
    return order


@router.post("/{order_id}/discount")
def discount(order_id: int, percent: str, tasks: BackgroundTasks) -> Order:
    order = find(order_id)
    audit_discount(tasks, order.user, percent)
    return order


@router.post("/{order_id}/receipt")
async def repeat_receipt(order_id: int, tasks: BackgroundTasks) -> Order:
    order = find(order_id)
    tasks.add_task(send_receipt, order.user.email)  # mistake: the order is missing
    return order


@router.post("/{order_id}/reminder")
async def remind(order_id: int, tasks: BackgroundTasks) -> Order:
    order = find(order_id)
    tasks.add_task(notify, order.user, template="Pay {total}")  # mistake: no such overload
    return order


@router.post("/{order_id}/ship")
async def ship(order_id: int) -> JSONResponse:
    order = find(order_id)
    tasks = ShopTasks()
    tasks.add_task(mailer.send_bulk, order.user.email, "Sent")  # mistake: a str is not a list
    return JSONResponse({"shipped": order.id}, background=tasks)


@router.post("/close")
def close(day: date, tasks: BackgroundTasks) -> date:
    close_day(tasks, day)
    return day


@router.post("/close-month")
def close_the_month(day: date, tasks: BackgroundTasks) -> date:
    close_month(tasks, day)
    return day
