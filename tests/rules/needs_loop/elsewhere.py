"""What the two programs import."""

import asyncio

done: list[str] = []


async def send(to: str = "a") -> None:
    done.append(to)


start = asyncio.create_task
