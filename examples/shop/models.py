"""The data of the shop, and where it is kept: in memory."""

from decimal import Decimal

from pydantic import BaseModel


class User(BaseModel):
    id: int
    name: str
    email: str


class NewUser(BaseModel):
    name: str
    email: str


class Item(BaseModel):
    name: str
    price: Decimal


class NewOrder(BaseModel):
    items: list[Item]


class Order(BaseModel):
    id: int
    user: User
    items: list[Item]

    @property
    def total(self) -> Decimal:
        return sum((item.price for item in self.items), Decimal())


users: dict[int, User] = {1: User(id=1, name="Ada", email="ada@example.com")}
orders: dict[int, Order] = {}
