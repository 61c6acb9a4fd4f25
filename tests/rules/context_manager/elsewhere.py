"""What the two programs import."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

done: list[str] = []


@contextmanager
def opened(path: str = "a") -> Iterator[str]:
    done.append(path)
    yield path


@asynccontextmanager
async def connected() -> AsyncIterator[None]:
    done.append("connected")
    yield


class Client:
    @contextmanager
    def session(self) -> Iterator[None]:
        done.append("session")
        yield


client = Client()
