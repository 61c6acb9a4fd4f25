"""Which calls in a file look like background tasks, by their syntax alone."""

import ast
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.command.ignores import is_file_ignored
from background_typed_check.facts.source import UNPARSABLE, Source

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

TASK, TASKS, ADD = apis.TASK.name, apis.COLLECTION_NAME, apis.ADD_TASK.name
# No function, such as the text that a bar of progress is given, or maybe none.
TEMPLATE: Final = getattr(ast, "TemplateStr", ast.JoinedStr)  # of Python 3.14
NO_FUNCTION: Final = (ast.Constant, ast.JoinedStr, TEMPLATE, ast.Starred)

NOT_HERE: Final = re.compile(r"\b(?:sys|os|TYPE_CHECKING)\b")


class Cause(NamedTuple):
    """Why mypy does not see a task, and what to do about it."""

    what: str
    remedy: str


FILE_IGNORED: Final = Cause(
    "a comment switches mypy off for the whole file", "remove it, and ignore single lines instead"
)
SKIPPED: Final = Cause(
    "mypy takes the code for unreachable, or is told to skip it",
    "warn_unreachable = true may say why",
)
ALIAS: Final = Cause(
    f'mypy asks no plugin about calls of "{ADD}" by another name', f'call "{ADD}" itself'
)


class Candidate(NamedTuple):
    """A call that looks like a background task."""

    line: int
    column: int
    """As Python counts: from 0, in bytes."""
    cause: Cause | None
    """Why mypy does not see it, if it does not: known for what is a background task for sure."""
    if_unknown: Cause | None = None
    """The same for what is one if the receiver, whose type mypy does not know, is a collection."""


class Candidates:
    """The syntax of a file that has a word of background tasks in it; of any other, none."""

    def __init__(self, source: Source | None) -> None:
        """Parse the file with its comments on types, which say what mypy skips."""
        is_telling = source is not None and any(word in source.data for word in apis.TELLTALES)
        text = "\n".join(source.lines) if source is not None and is_telling else ""
        tree = parse(text)
        self.nodes = [*ast.walk(tree)]
        self.functions_around: defaultdict[int, list[Function]] = defaultdict(list)
        """The functions in whose bodies a line lies, the outermost first."""
        for node in self.nodes:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                for line in range(node.body[0].lineno, (node.end_lineno or 0) + 1):
                    self.functions_around[line].append(node)
        # mypy calls no statement Any: what it calls so there is the receiver.
        self.statements = {node.value for node in self.nodes if isinstance(node, ast.Expr)}
        self.is_ignored = source is not None and is_telling and is_file_ignored(source)
        # What is not for this platform or this Python is not meant to be seen.
        self.passed_over = {
            line
            for node in self.nodes
            if isinstance(node, ast.If) and NOT_HERE.search(ast.unparse(node.test))
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
        }
        self.classes = {
            name.asname or name.name: name.name
            for node in self.nodes
            if isinstance(node, ast.ImportFrom) and node.module in apis.ORIGINS
            for name in node.names
            if name.name in {TASK, TASKS}
        }
        if any(
            name.name.partition(".")[0] in apis.DISTRIBUTIONS
            for node in self.nodes
            if isinstance(node, ast.Import)
            for name in node.names
        ):
            self.classes[TASKS] = TASKS  # as in `fastapi.BackgroundTasks`

    def find_candidates(self) -> Iterator[Candidate]:
        """Yield the calls, in a file that imports a class for them."""
        for node in self.nodes if self.classes else ():
            match node:
                case ast.Call(_, [first, *_]) if isinstance(first, NO_FUNCTION):
                    pass
                case ast.Call(ast.Name(name), [_, *_]) if self.classes.get(name) == TASK:
                    yield Candidate(node.lineno, node.col_offset, self.why_skipped(node))
                case ast.Call(ast.Attribute(receiver, name), [_, *_]) if name == ADD:
                    known = self.is_collection(receiver)
                    alone = node in self.statements
                    cause = self.why_skipped(node) if known else self.why_unannotated(receiver)
                    unknown = why_unknown(receiver) if alone and not known else None
                    yield Candidate(node.lineno, node.col_offset, cause, unknown)
                case ast.Assign([ast.Name()], ast.Attribute(receiver, name)) if (
                    name == ADD and self.is_collection(receiver)
                ):
                    yield Candidate(node.lineno, node.col_offset, ALIAS)

    def why_skipped(self, call: ast.Call) -> Cause | None:
        """Say why mypy passes over a call of whose receiver it knows the type."""
        if self.is_ignored:
            return FILE_IGNORED
        return SKIPPED if call.lineno not in self.passed_over else None

    def why_unannotated(self, receiver: ast.expr) -> Cause | None:
        """Say why mypy does not know an argument that is a collection by its name."""
        if not (isinstance(receiver, ast.Name) and "task" in receiver.id):
            return None
        arguments = self.arguments_around(receiver.lineno)
        if receiver.id not in arguments or arguments[receiver.id] is not None:
            return None
        remedy = f"annotate it, {receiver.id}: {TASKS}"
        return Cause(f'mypy does not know what "{receiver.id}" is', remedy)

    def arguments_around(self, line: int) -> dict[str, ast.expr | None]:
        """Return the arguments that a line can name, with their annotations."""
        return {
            argument.arg: argument.annotation
            for function in self.functions_around[line]
            for argument in arguments_of(function)
        }

    def is_collection(self, receiver: ast.expr) -> bool:
        """Return whether a name is that of an argument annotated with a class of collections."""
        if not isinstance(receiver, ast.Name):
            return False
        annotation = self.arguments_around(receiver.lineno).get(receiver.id)
        words = re.findall(r"\w+", ast.unparse(annotation)) if annotation is not None else []
        return any(self.classes.get(word) == TASKS for word in words)

    def is_unannotated(self, line: int) -> bool:
        """Return whether a line lies in a function whose body mypy skips unless told not to."""
        around = self.functions_around[line]
        return bool(around) and not (
            around[-1].returns
            or around[-1].type_comment
            or any(argument.annotation for argument in arguments_of(around[-1]))
        )


def parse(text: str) -> ast.Module:
    """Return the syntax of a text, nothing for what the running Python cannot parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python gives them when the file runs
            return ast.parse(text, type_comments=True)
    except UNPARSABLE:
        return ast.Module([], [])


def arguments_of(function: Function) -> list[ast.arg]:
    """Return the arguments that a function names."""
    args = function.args
    stars = [each for each in (args.vararg, args.kwarg) if each is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *stars]


def why_unknown(receiver: ast.expr) -> Cause:
    """Say what to do about a receiver of type `Any`."""
    text = ast.unparse(receiver)
    annotated = f"{text}: {TASKS}" if isinstance(receiver, ast.Name) else f"tasks: {TASKS} = {text}"
    return Cause(f'"{text}" has type "Any", so mypy sees no task here', f"annotate it, {annotated}")
