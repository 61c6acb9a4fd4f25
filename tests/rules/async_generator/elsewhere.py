"""What the two programs import."""

from collections.abc import AsyncIterator

done: list[str] = []


async def pages(site: str = "a") -> AsyncIterator[str]:
    done.append(site)
    yield site


async def replaced() -> AsyncIterator[str]:
    done.append("replaced")
    yield "page"


class Crawler:
    async def pages(self) -> AsyncIterator[str]:
        done.append("pages")
        yield "page"


candidate = pages
crawler = Crawler()
