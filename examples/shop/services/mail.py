"""Mail: functions and methods, some `async`, and one with overloads."""

from typing import overload

from shop.models import Order, User


class Mailer:
    """Sends mail, or rather keeps it."""

    def __init__(self, sender: str) -> None:
        self.sender = sender
        self.outbox: list[tuple[str, str]] = []

    async def send(self, to: str, *, subject: str) -> None:
        self.outbox.append((to, subject))

    def send_bulk(self, to: list[str], subject: str) -> int:
        self.outbox.extend((address, subject) for address in to)
        return len(to)


mailer = Mailer("shop@example.com")


async def send_welcome(email: str, name: str = "there") -> None:
    await mailer.send(email, subject=f"Welcome, {name}!")


async def send_receipt(email: str, order: Order, copies: int = 1) -> None:
    for _ in range(copies):
        await mailer.send(email, subject=f"Receipt {order.id}: {order.total}")


@overload
async def notify(user: User, *, text: str) -> None: ...
@overload
async def notify(user: User, *, template: str, values: dict[str, str]) -> None: ...
async def notify(
    user: User,
    *,
    text: str | None = None,
    template: str = "",
    values: dict[str, str] | None = None,
) -> None:
    """Send a text, or a template and the values to fill it with."""
    subject = text if text is not None else template.format_map(values or {})
    await mailer.send(user.email, subject=subject)
