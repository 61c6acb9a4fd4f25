"""What the two programs import."""

from fastapi.responses import JSONResponse as Answer

done: list[str] = []


def send(to: str = "a") -> None:
    done.append(to)


__all__ = ["Answer", "done", "send"]
