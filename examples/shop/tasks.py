"""A collection of tasks that knows the shop. It inherits `add_task`, so mypy checks its calls."""

from background_typed import BackgroundTasks
from shop.models import Order
from shop.services.audit import record
from shop.services.mail import mailer


class ShopTasks(BackgroundTasks):
    def confirm(self, order: Order) -> None:
        """Add what every confirmed order needs."""
        self.add_task(mailer.send, order.user.email, subject=f"Order {order.id}")
        self.add_task(record, "order", order.user.name, total=str(order.total))
