"""What the programs import through another module."""

from collections.abc import Iterator

done: list[str] = []


def again(table: str) -> Iterator[str]:
    done.append(table)
    yield table
