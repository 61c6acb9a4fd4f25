"""The trees of modules that the benchmarks of the command check."""

from pathlib import Path

PLAIN = '''\
"""Module {number}."""

from dataclasses import dataclass


@dataclass
class Order{number}:
    """An order."""

    name: str
    price: float = 0.0

    def total(self, count: int) -> float:
        """Return the price of some."""
        return self.price * count if count > 0 else 0.0


def find_{number}(orders: list[Order{number}], name: str) -> Order{number} | None:
    """Return the order of a name."""
    for order in orders:
        if order.name == name:
            return order
    return None


'''
TASKS = """\
from fastapi import APIRouter, BackgroundTasks

from app.package_{other}.module_{other} import find_{other}, send_{other}

router = APIRouter()


async def send_{number}(to: str, text: str = "") -> None:
    print(to, text)


@router.post("/orders/{number}")
async def order_{number}(to: str, tasks: BackgroundTasks) -> None:
    tasks.add_task(send_{other}, to, text="thanks")
    tasks.add_task(find_{other}, [], to)


"""


def write_tree(folder: Path, size: int) -> None:
    """Write a program of some modules, each about 150 lines long."""
    telling = [*range(0, size, 50)]
    for number in range(size):
        package = folder / "app" / f"package_{number}"
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        text = "".join(PLAIN.format(number=f"{number}_{part}") for part in range(5))
        if number in telling:
            other = telling[(telling.index(number) + 1) % len(telling)]
            text += PLAIN.format(number=number) + TASKS.format(number=number, other=other)
        (package / f"module_{number}.py").write_text(text, encoding="utf-8")
