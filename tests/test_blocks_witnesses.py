"""What is said to block the event loop does: each row of the table is run.

On the event loop, blockbuster stops it. Without blockbuster it keeps the event loop from doing
anything else, and in a worker thread it does not.
"""

# ruff: noqa: S310, S605, S607  # it opens its own address, and starts what does nothing

import asyncio
import email.message
import io
import os
import queue
import select
import smtplib
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, TypeAlias

import httpx
import pymysql  # type: ignore[import-untyped]  # without types
import pytest
import redis
import requests
import sqlalchemy
import urllib3
from background_typed_check import apis
from blockbuster import BlockingError
from sqlalchemy import orm
from starlette.background import BackgroundTask

sys.path.append(str(Path(__file__).parent / "rules"))

from programs import raising_where_it_blocks

Call: TypeAlias = Callable[[], object]
NOTHING: Final = (sys.executable, "-c", "")
# A port where nobody listens: what needs a service is stopped where it connects.
NOBODY: Final = 9
# Read from the source of the library, where a comment in the table says. A test would need it, and
# its server.
READ: Final = ("botocore.", "docker.", "psycopg.", "psycopg2.", "pymongo.", "sqlmodel.")


class Quiet(BaseHTTPRequestHandler):
    """Answers each request with nothing."""

    def answer(self) -> None:
        """Answer."""
        self.send_response(204)
        self.end_headers()

    do_DELETE = do_GET = do_HEAD = do_OPTIONS = do_PATCH = do_POST = do_PUT = answer  # noqa: N815  # as the base calls them

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Return the address of a server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Base(orm.DeclarativeBase):
    """The base of the tables."""


class Row(Base):
    """A row."""

    __tablename__ = "rows"
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)


def future() -> "Future[None]":
    """Return a future that is done in a moment."""
    with_one = ThreadPoolExecutor(1)
    found = with_one.submit(time.sleep, 0.05)
    with_one.shutdown(wait=False)
    return found


def jobs() -> "queue.Queue[int]":
    """Return a queue whose only member is put, and done, in a moment."""
    found: queue.Queue[int] = queue.Queue()
    found.unfinished_tasks = 1

    def work() -> None:
        time.sleep(0.05)
        found.put(1)
        found.unfinished_tasks = 1
        found.task_done()

    threading.Thread(target=work).start()
    return found


def thread() -> threading.Thread:
    """Return a thread that ends in a moment."""
    found = threading.Thread(target=time.sleep, args=(0.05,))
    found.start()
    return found


def process(stdout: int | None = None) -> "subprocess.Popen[bytes]":
    """Return a process that ends in a moment."""
    return subprocess.Popen(NOTHING, stdout=stdout)


def wait(of: Callable[[int], object]) -> Call:
    """Return a call that waits for a child."""

    def call() -> object:
        child = os.fork()
        if not child:
            time.sleep(0.05)
            os._exit(0)
        try:
            return of(child)
        except BlockingError:
            os.kill(child, 9)
            raise

    return call


def ready() -> orm.Session:
    """Return a session of a database in memory with one row."""
    engine = sqlalchemy.create_engine(
        "sqlite://", poolclass=sqlalchemy.StaticPool, connect_args={"check_same_thread": False}
    )
    Base.metadata.create_all(engine)
    session = orm.Session(engine)
    session.info["row"] = Row(id=1)
    session.add(session.info["row"])
    session.commit()
    return session


def in_session(use: Callable[[orm.Session], object]) -> Call:
    """Return a call with a session."""
    kept = [ready() for _ in range(3)]  # with blockbuster, and without it in two threads
    return lambda: use(kept.pop())


def in_connection(use: Callable[[sqlalchemy.Connection], object]) -> Call:
    """Return a call with a connection that has begun to change something."""
    kept = [ready().connection() for _ in range(3)]
    for each in kept:
        each.execute(sqlalchemy.insert(Row))
    return lambda: use(kept.pop())


def flush(session: orm.Session) -> None:
    """Write a new row."""
    session.add(Row())
    session.flush()


def commit(session: orm.Session) -> None:
    """Write a new row for good."""
    session.add(Row())
    session.commit()


def calls_of_sqlalchemy() -> dict[str, Call]:
    """Return the rows of SQLAlchemy."""
    rows = sqlalchemy.select(Row)
    return {
        "sqlalchemy.Connection.commit": in_connection(lambda each: each.commit()),
        "sqlalchemy.Connection.execute": in_connection(lambda each: each.execute(rows)),
        "sqlalchemy.Connection.scalar": in_connection(lambda each: each.scalar(rows)),
        "sqlalchemy.Connection.scalars": in_connection(lambda each: each.scalars(rows)),
        "sqlalchemy.Engine.connect": lambda: sqlalchemy.create_engine("sqlite://").connect(),
        "sqlalchemy.orm.Query.all": in_session(lambda each: each.query(Row).all()),
        "sqlalchemy.orm.Query.count": in_session(lambda each: each.query(Row).count()),
        "sqlalchemy.orm.Query.delete": in_session(lambda each: each.query(Row).delete()),
        "sqlalchemy.orm.Query.first": in_session(lambda each: each.query(Row).first()),
        "sqlalchemy.orm.Query.one": in_session(lambda each: each.query(Row).one()),
        "sqlalchemy.orm.Query.one_or_none": in_session(lambda each: each.query(Row).one_or_none()),
        "sqlalchemy.orm.Query.scalar": in_session(lambda each: each.query(Row.id).scalar()),
        "sqlalchemy.orm.Query.update": in_session(lambda each: each.query(Row).update({"id": 2})),
        "sqlalchemy.orm.Session.commit": in_session(commit),
        "sqlalchemy.orm.Session.execute": in_session(lambda each: each.execute(rows)),
        "sqlalchemy.orm.Session.flush": in_session(flush),
        "sqlalchemy.orm.Session.get": in_session(lambda each: each.get(Row, 1)),
        "sqlalchemy.orm.Session.refresh": in_session(lambda each: each.refresh(each.info["row"])),
        "sqlalchemy.orm.Session.scalar": in_session(lambda each: each.scalar(rows)),
        "sqlalchemy.orm.Session.scalars": in_session(lambda each: each.scalars(rows)),
    }


def calls_over_http(url: str) -> dict[str, Call]:
    """Return the rows that ask a server."""
    found: dict[str, Call] = {
        "httpx.Client.send": lambda: httpx.Client().send(httpx.Request("GET", url)),
        "httpx.Client.stream": lambda: httpx.Client().stream("GET", url).__enter__(),
        "httpx.stream": lambda: httpx.stream("GET", url).__enter__(),
        "requests.Session.send": lambda: requests.Session().send(
            requests.Request("GET", url).prepare()
        ),
        "urllib.request.urlopen": lambda: urllib.request.urlopen(url),
        "urllib.request.urlretrieve": lambda: urllib.request.urlretrieve(url),
        "urllib3.PoolManager.request": lambda: urllib3.PoolManager().request("GET", url),
        "urllib3.PoolManager.urlopen": lambda: urllib3.PoolManager().urlopen("GET", url),
        "urllib3.request": lambda: urllib3.request("GET", url),
    }

    def asking(of: object, name: str) -> Call:
        args = ("GET", url) if name == "request" else (url,)
        return lambda: getattr(of() if isinstance(of, type) else of, name)(*args)

    for name in apis.HTTP_METHODS:
        found[f"httpx.{name}"] = asking(httpx, name)
        found[f"httpx.Client.{name}"] = asking(httpx.Client, name)
        found[f"requests.{name}"] = asking(requests, name)
        found[f"requests.Session.{name}"] = asking(requests.Session, name)
    return found


def calls_of_mail() -> dict[str, Call]:
    """Return the rows that send mail, over a connection to a socket that says nothing."""
    found: dict[str, Call] = {}
    for cls in (smtplib.SMTP, smtplib.SMTP_SSL):
        name = f"smtplib.{cls.__name__}"
        found[name] = lambda cls=cls: cls("127.0.0.1", NOBODY)  # type: ignore[misc]
        found[f"{name}.connect"] = lambda cls=cls: cls().connect("127.0.0.1", NOBODY)  # type: ignore[misc]
        for method, args in (
            ("login", ("a", "b")),
            ("quit", ()),
            ("send_message", ()),
            ("sendmail", ("a", ["b"], "c")),
            ("starttls", ()),
        ):
            found[f"{name}.{method}"] = lambda cls=cls, method=method, args=args: told(  # type: ignore[misc]
                cls(), method, args
            )
    return found


def told(mailer: smtplib.SMTP, method: str, args: tuple[Any, ...]) -> None:
    """Call a method of a mailer that is connected to somebody who is slow to answer."""
    message = email.message.EmailMessage()
    message["From"], message["To"] = "a@example.com", "b@example.com"
    mailer.sock, other = socket.socketpair()
    with mailer.sock, other:
        getattr(mailer, method)(*(args or ((message,) if method == "send_message" else ())))


def calls_of_redis() -> dict[str, Call]:
    """Return the rows that ask a Redis server."""
    args: dict[str, tuple[Any, ...]] = {
        "execute_command": ("PING",),
        "hset": ("a", "b", "c"),
        "setex": ("a", 1, "b"),
    }
    args |= {"hget": ("a", "b"), "ping": (), "xadd": ("a", {"b": "c"}), "expire": ("a", 1)}
    args |= dict.fromkeys(("lpush", "publish", "rpush", "sadd", "set"), ("a", "b"))
    names = [each for each in apis.BLOCKING if each.startswith("redis.Redis.")]
    return {name: asking_redis(name.rpartition(".")[2], args) for name in names}


def asking_redis(method: str, args: dict[str, tuple[Any, ...]]) -> Call:
    """Return a call of a method of a Redis client."""
    return lambda: getattr(redis.Redis(port=NOBODY), method)(*args.get(method, ("a",)))


def calls_of_python() -> dict[str, Call]:
    """Return the rows of Python's own library."""
    command = list(NOTHING)
    return {
        "builtins.input": lambda: input(),  # noqa: PLW0108  # blockbuster replaces it later
        "concurrent.futures.Future.exception": lambda: future().exception(),
        "concurrent.futures.Future.result": lambda: future().result(),
        "os.system": lambda: os.system("true"),
        "os.wait": wait(lambda _: os.wait()),
        "os.waitpid": wait(lambda child: os.waitpid(child, 0)),
        "queue.Queue.get": lambda: jobs().get(),
        "queue.Queue.join": lambda: jobs().join(),
        "select.select": lambda: select.select([], [], [], 0.05),
        "socket.create_connection": lambda: socket.create_connection(("127.0.0.1", NOBODY)),
        "socket.getaddrinfo": lambda: socket.getaddrinfo("localhost", NOBODY),
        "socket.gethostbyaddr": lambda: socket.gethostbyaddr("127.0.0.1"),
        "socket.gethostbyname": lambda: socket.gethostbyname("localhost"),
        "subprocess.Popen.communicate": lambda: process(stdout=subprocess.PIPE).communicate(),
        "subprocess.Popen.wait": lambda: process().wait(),
        "subprocess.call": lambda: subprocess.call(command),
        "subprocess.check_call": lambda: subprocess.check_call(command),
        "subprocess.check_output": lambda: subprocess.check_output(command),
        "subprocess.getoutput": lambda: subprocess.getoutput("true"),
        "subprocess.getstatusoutput": lambda: subprocess.getstatusoutput("true"),
        "subprocess.run": lambda: subprocess.run(command, check=True),
        "threading.Thread.join": lambda: thread().join(),
        "time.sleep": lambda: time.sleep(0.05),
    }


@pytest.fixture(scope="module")
def calls(url: str) -> dict[str, Call]:
    """Return a call for each row of the table that is run."""
    return {
        **calls_of_python(),
        **calls_over_http(url),
        **calls_of_mail(),
        **calls_of_sqlalchemy(),
        **calls_of_redis(),
        "pymysql.connect": lambda: pymysql.connect(port=NOBODY),
    }


def test_each_row_is_run_or_read(calls: dict[str, Call]) -> None:
    read = {each for each in apis.BLOCKING if each.startswith(READ)}
    assert calls.keys() | read == apis.BLOCKING
    assert calls.keys().isdisjoint(read)


RUN: Final = sorted(each for each in apis.BLOCKING if not each.startswith(READ))
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.parametrize("name", RUN)
def test_blockbuster_stops_it_on_the_event_loop(
    name: str, calls: dict[str, Call], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    stopped: list[BaseException] = []

    async def task() -> None:
        try:
            calls[name]()
        except BaseException as error:  # noqa: BLE001  # the library may raise another from it
            stopped.append(error)

    with raising_where_it_blocks():
        asyncio.run(BackgroundTask(task)())
    causes: BaseException | None = stopped[0]
    chain = []
    while causes is not None:
        chain.append(type(causes))
        causes = causes.__cause__ or causes.__context__
    assert BlockingError in chain


# Those that end by themselves, without a server that is not there.
ENDING: Final = [
    each
    for each in RUN
    if not each.startswith(("builtins.", "pymysql.", "redis.", "smtplib.", "socket."))
]


@pytest.mark.parametrize("name", ENDING)
def test_it_holds_up_everything_else_but_in_a_worker_thread(
    name: str, calls: dict[str, Call]
) -> None:
    went_on: list[bool] = []

    async def run(task: Callable[[threading.Event], Any]) -> None:
        other = threading.Event()
        asyncio.get_running_loop().call_soon(other.set)
        await BackgroundTask(task, other)()

    async def on_the_event_loop(other: threading.Event) -> None:
        calls[name]()
        went_on.append(other.is_set())

    def in_a_thread(other: threading.Event) -> None:
        calls[name]()
        went_on.append(other.wait(5))

    asyncio.run(run(on_the_event_loop))
    asyncio.run(run(in_a_thread))
    assert went_on == [False, True]
