"""Which calls in a file look like background tasks by their syntax alone."""

import ast
import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, NamedTuple

from background_typed_check import apis
from background_typed_check.facts.parsing import UNPARSABLE
from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode
from background_typed_check.facts.source import Source
from background_typed_check.ignores import is_file_ignored
from background_typed_check.reasons import Reason, Why
from background_typed_check.skipped import elsewhere_in, skipped_in

TASK, TASKS, ADD = apis.TASK.name, apis.COLLECTION_NAME, apis.ADD_TASK.name
# What is not a function, such as the text for a progress bar, or may not be one.
TEMPLATE: Final = getattr(ast, "TemplateStr", ast.JoinedStr)  # of Python 3.14
NO_FUNCTION: Final = (ast.Constant, ast.JoinedStr, TEMPLATE, ast.Starred)

# Of these words an annotation consists that may be `Any`.
MAY_BE_ANY: Final = {"Any", "None", "Optional", "Union", "t", "typing"}
# The types of `Annotated[...]` come first in it.
ANNOTATED: Final = re.compile(r"\bAnnotated$")
# In a file without a class of collections, a name with this word is one.
NAMED: Final = "background_task"


class Candidate(NamedTuple):
    """A call that looks like a background task."""

    line: int
    column: int
    """As Python counts columns: from 0, in bytes."""
    cause: Reason | None
    """Why mypy does not see it, if it does not. It is known only for sure background tasks."""
    if_unknown: Reason | None = None
    """The same for a task only if the receiver, whose type mypy does not know, is a collection."""
    if_unsure: Reason | None = None
    """The same where mypy sees nothing that has such a method. It may have type `Any` there."""


class Candidates:
    """The syntax of a file that mentions background tasks; empty for any other file."""

    def __init__(self, source: Source | None) -> None:
        """Parse the file, and note what mypy skips in it."""
        is_telling = source is not None and any(word in source.data for word in apis.TELLTALES)
        text = "\n".join(source.lines) if source is not None and is_telling else ""
        tree = parse(text)
        self.nodes = [*ast.walk(tree)]
        self.functions_around: defaultdict[int, list[FunctionNode]] = defaultdict(list)
        """The functions whose bodies contain a line, the outermost first."""
        for node in self.nodes:
            if isinstance(node, FUNCTIONS):
                for line in range(node.body[0].lineno, (node.end_lineno or 0) + 1):
                    self.functions_around[line].append(node)
        # mypy never calls a statement Any, so what it calls Any there is the receiver.
        self.statements = {node.value for node in self.nodes if isinstance(node, ast.Expr)}
        self.is_ignored = source is not None and is_telling and is_file_ignored(source)
        self.skipped = {**elsewhere_in(self.nodes), **skipped_in(self.nodes)}
        self.type_variables = type_variables_in(self.nodes)
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
            self.classes[TASKS] = TASKS  # for `fastapi.BackgroundTasks`

    def find_candidates(self) -> Iterator[Candidate]:
        """Yield the calls, if the file imports a class of tasks or collections.

        In any other file, only the name of the receiver can tell.
        """
        for node in self.nodes:
            match node:
                case ast.Call(ast.Attribute(ast.Name(receiver))) if (
                    not self.classes and NAMED not in receiver
                ):
                    pass
                case ast.Call(_, [first, *_]) if isinstance(first, NO_FUNCTION):
                    pass
                case ast.Call(ast.Name(name), [_, *_]) if self.classes.get(name) == TASK:
                    yield Candidate(node.lineno, node.col_offset, self.why_skipped(node))
                case ast.Call(ast.Attribute(receiver, name), [_, *_]) if name == ADD:
                    known = self.is_collection(receiver)
                    cause = self.why_skipped(node) if known else self.why_unseen(receiver)
                    unknown = unsure = None
                    if node in self.statements and not known:
                        unknown, unsure = why_unknown(receiver), self.why_unsure(node, receiver)
                    yield Candidate(node.lineno, node.col_offset, cause, unknown, unsure)
                case ast.Assign([ast.Name()], ast.Attribute(receiver, name)) if (
                    name == ADD and self.is_collection(receiver)
                ):
                    yield Candidate(node.lineno, node.col_offset, Reason(Why.ALIAS))

    def why_skipped(self, call: ast.Call) -> Reason | None:
        """Return why mypy passes over a call whose receiver's type it knows."""
        if self.is_ignored:
            return Reason(Why.FILE_IGNORED)
        return self.skipped.get(call.lineno, Reason(Why.PASSED_OVER))

    def why_unseen(self, receiver: ast.expr) -> Reason | None:
        """Return why mypy asks no plugin about an argument whose name says it is a collection."""
        if not (isinstance(receiver, ast.Name) and "task" in receiver.id):
            return None
        return self.why_untyped(receiver)

    def why_untyped(self, receiver: ast.expr) -> Reason | None:
        """Return why mypy knows no class of a receiver, if that is an argument and it says so."""
        arguments = self.arguments_around(receiver.lineno)
        if not isinstance(receiver, ast.Name) or receiver.id not in arguments:
            return None
        annotation = arguments[receiver.id]
        if annotation is None:
            return Reason(Why.UNKNOWN_NAME, receiver.id)
        words = words_in(annotation)
        if words & self.type_variables:
            return Reason(Why.TYPE_VARIABLE, receiver.id)
        return Reason(Why.ANY_RECEIVER, receiver.id) if "Any" in words <= MAY_BE_ANY else None

    def why_unsure(self, call: ast.Call, receiver: ast.expr) -> Reason | None:
        """Return why mypy may know no class of a receiver, or not see the call."""
        text = ast.unparse(receiver)
        is_meant = text != "super()" and bool(self.classes or NAMED in text)
        if not is_meant or self.is_ignored or call.lineno in self.skipped:
            return None
        is_declared = text in self.arguments_around(call.lineno) and "task" not in text
        guess = Reason(Why.ANY_OR_UNREACHED, text) if not is_declared else None
        return self.why_untyped(receiver) or guess

    def arguments_around(self, line: int) -> dict[str, ast.expr | None]:
        """Return the arguments that are visible on a line, with their annotations."""
        return {
            argument.arg: argument.annotation
            for function in self.functions_around[line]
            for argument in arguments_of(function)
        }

    def is_collection(self, receiver: ast.expr) -> bool:
        """Return whether a name is an argument annotated with a class of collections."""
        if not isinstance(receiver, ast.Name):
            return False
        annotation = self.arguments_around(receiver.lineno).get(receiver.id)
        words = words_in(annotation) if annotation is not None else ()
        return any(self.classes.get(word) == TASKS for word in words)

    def is_unannotated(self, line: int) -> bool:
        """Return whether a line is in a function whose body mypy skips by default."""
        around = self.functions_around[line]
        return bool(around) and not (
            around[-1].returns
            or around[-1].type_comment
            or any(argument.annotation for argument in arguments_of(around[-1]))
        )


def words_in(annotation: ast.expr) -> set[str]:
    """Return the names in an annotation, and the parts of those with dots."""
    match annotation:
        case ast.Subscript(kind, ast.Tuple([typ, *_])) if ANNOTATED.search(ast.unparse(kind)):
            return words_in(typ)
    return {*re.findall(r"\w+", ast.unparse(annotation))}


def type_variables_in(nodes: list[ast.AST]) -> set[str]:
    """Return the names of the type variables that a file defines, in both forms."""
    found = {str(getattr(each, "name", "")) for each in nodes if type(each).__name__ == "TypeVar"}
    for each in nodes:
        match each:
            case ast.Assign([ast.Name(name)], ast.Call(ast.Name("TypeVar"))):
                found.add(name)
    return found


def parse(text: str) -> ast.Module:
    """Return the syntax of a text, empty if the running Python cannot parse it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python gives them when the file runs
            return ast.parse(text, type_comments=True)
    except UNPARSABLE:
        return ast.Module([], [])


def arguments_of(function: FunctionNode) -> list[ast.arg]:
    """Return the named arguments of a function."""
    args = function.args
    stars = [each for each in (args.vararg, args.kwarg) if each is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *stars]


def why_unknown(receiver: ast.expr) -> Reason:
    """Return why mypy sees no task that is added to a receiver of type `Any`."""
    return Reason(Why.ANY_RECEIVER, ast.unparse(receiver))
