"""What the two programs import."""

done: list[str] = []


async def send(to: str = "a") -> None:
    done.append(to)


class Mailer:
    async def send(self) -> None:
        done.append("mail")


later = lambda: send()
mailer = Mailer()
