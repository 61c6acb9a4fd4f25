"""What the statements of one handler can use, and how they add tasks."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pieces import Piece, pieces
from wrapping import make_wrapped
from writing import PLACEHOLDER, Application, Task, fill

BASES: Final = frozenset(each.label for each in pieces("functions"))
TESTS: Final = (
    *["flag"] * 9,
    *["not flag"] * 4,
    *("flag is True", "flag == False", "flag and done is not None", "not (flag or False)", "True"),
)
# How often a task is something else than a simple function, by the theme of the application.
ODD: Final = {"callees": 0.9, "mixed": 0.4}
NOTHING: Final[Mapping[str, str]] = {}


@dataclass
class Scene:
    """A function that adds tasks."""

    app: Application
    file: str
    theme: str
    """What this application is about: `callees`, `flows`, `responses`, `dependencies`, `mixed`."""
    is_async: bool
    tasks: str = "tasks"
    """The expression for the collection."""
    is_own: bool = False
    """Whether the collection was made here, so that the response has to carry it."""
    exit: Piece | None = None
    """How it returns. None in a function that returns nothing."""
    exit_names: dict[str, str] = field(default_factory=dict)
    """The names for its placeholders, if it has parameters."""
    params: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    """The kinds of pieces so far."""
    mine: list[Task] = field(default_factory=list)
    """The tasks that are added here."""
    others: list[Task] = field(default_factory=list)
    """The tasks that a response has of its own."""
    dependent: list[Task] = field(default_factory=list)
    """The tasks that its dependencies add."""
    refused_by: str = ""
    """Why it is never called, if a dependency always raises."""
    path: list[str] = field(default_factory=list)
    """The kinds of statements around the next one."""
    is_left: bool = False
    """Whether what is written next is never reached."""
    is_over: bool = False
    """Whether a task raises, so that no task after it would run."""

    def note(self, kind: str) -> None:
        """Remember a kind of piece."""
        if kind not in self.kinds:
            self.kinds.append(kind)

    @contextlib.contextmanager
    def within(self, kind: str) -> Iterator[None]:
        """Write the statements that are in another."""
        self.path.append(kind)
        yield
        self.path.pop()

    def pick(self, name: str, *flags: str) -> Piece:
        """Return a piece of a file, one that is possible here."""
        usual = pieces(name, *flags)
        if not self.is_async:
            usual = tuple(each for each in usual if "needs-await" not in each.flags)
        return self.app.rng.choice(usual)

    def test(self) -> str:
        """Return a condition: in another one, mostly not about the same."""
        flag = "flag"
        if {"if", "match"} & {*self.path[:-1]} and self.app.likes(0.85):
            flag = "urgent"
            if "urgent: bool = False" not in self.params:
                self.params.append("urgent: bool = False")
        return self.app.rng.choice(TESTS).replace("flag", flag)

    def introduce(self, piece: Piece, known: Mapping[str, str] = NOTHING) -> dict[str, str]:
        """Define what a piece needs, and return the names for its placeholders."""
        given = {"tasks": self.tasks, "flag": "flag", **known}
        for text in piece.texts:
            for key in PLACEHOLDER.findall(text):
                if key in BASES and key not in given:
                    given[key] = self.function(key)
        names = self.app.name_all(piece.texts, given)
        for text in piece.definitions:
            self.app.define(text, names, self.file)
        return names

    def function(self, kind: str) -> str:
        """Return the name of a simple function, a new one or one that is there."""
        app = self.app
        there = [name for each, name in app.functions if each == kind]
        there = [each for each in there if app.is_in_reach([each], self.file)]
        if there and app.likes(0.4):
            return app.rng.choice(there)
        name = self.app.fresh("f")
        piece = self.app.rng.choice([each for each in pieces("functions") if each.label == kind])
        app.define(piece.definitions[0], {"self": name}, self.file)
        app.functions.append((kind, name))
        return name

    def take(self, callee: str) -> Task:
        """Return a new task that is added here."""
        task = self.app.new_task(callee)
        task.inside = (*self.path,)
        self.mine.append(task)
        return task

    def add(self) -> list[str]:
        """Return statements that add a task."""
        callee = self.callee()
        self.is_over = "raises" in callee.flags
        task = self.take(callee.label)
        if "lost" in callee.flags:
            task.lost_by.append(f"callee: {callee.label}")
        names = self.introduce(callee, {"id": f'"{task.name}"'})
        call = f"{self.tasks}.add_task({fill(callee.use, names)})  #@{task.name}"
        return [*fill(callee.before, names).splitlines(), call]

    def callee(self) -> Piece:
        """Return a function for a task, mostly a simple one where something else is the theme."""
        if not self.app.likes(ODD.get(self.theme, 0.06)):
            return self.app.rng.choice(pieces("callees_right")[:3])
        name = self.app.rng.choice(["callees_right", "callees_lost", "callees_lost", "wrapped"])
        return make_wrapped(self.app.rng) if name == "wrapped" else self.pick(name)

    def add_differently(self) -> list[str]:
        """Return statements that add a task, and that are not a simple `add_task`."""
        way, names = self.helper()
        self.note(way.label)
        task = self.take(f"added by {way.label}")
        if "lost" in way.flags:
            task.lost_by.append(f"add: {way.label}")
        known = {"id": f'"{task.name}"', "tasks": self.tasks}
        if "$mark" in way.use:
            known["mark"] = task.name
        if not names:
            names |= self.introduce(way, known)
        task.helper = None if "mark" in known else names.get("mark")
        names |= known
        self.is_left = "certain" in way.flags
        self.is_over = self.is_over or "raises" in way.flags
        return fill(way.use, names).splitlines()

    def helper(self) -> tuple[Piece, dict[str, str]]:
        """Return a helper that adds tasks, with its names if it is there already."""
        there = [each for each in self.app.helpers if self.is_possible(*each)]
        if there and self.app.likes(0.5):
            return self.app.rng.choice(there)
        way = self.pick("adds")
        names: dict[str, str] = {}
        if way.definitions:
            self.app.helpers.append((way, names))
        return way, names

    def is_possible(self, way: Piece, names: dict[str, str]) -> bool:
        """Return whether a helper that is there can be called here."""
        is_possible = self.is_async or "needs-await" not in way.flags
        return is_possible and self.app.is_in_reach(names.values(), self.file)

    def use(self) -> list[str]:
        """Return a statement that does something else with the collection."""
        way = self.pick("uses")
        self.note(f"collection {way.label}")
        names = self.introduce(way)
        if "run-later" in way.flags:
            self.app.kept.append(names["x"])
        return fill(way.use, names).splitlines()

    def response_task(self, reason: str | None) -> dict[str, str]:
        """Return the name of a new task that a response has of its own."""
        task = self.app.new_task("task of a response")
        task.inside = (*self.path,)
        self.others.append(task)
        if reason:
            task.lost_by.append(reason)
        return {"id": f'"{task.name}"'}
