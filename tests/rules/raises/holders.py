"""An object that holds a collection."""

from fastapi import BackgroundTasks

from .elsewhere import send


class Mailer:
    def __init__(self, sender: str, given: BackgroundTasks) -> None:
        self.sender = sender
        self.tasks = given

    def welcome(self, to: str) -> None:
        if to:
            self.tasks.add_task(send, to)

    async def welcome_later(self, to: str) -> None:
        self.tasks.add_task(send, to)

    def count(self) -> int:
        add = self.tasks.add_task
        return 0 if add is None else len(self.tasks.tasks)

    def never(self) -> None:
        if False:
            self.tasks.add_task(send)

    @staticmethod
    def nobody() -> None:
        return
