"""The signature of a function as its source writes it, without what a call has bound already."""

import ast
import functools
from collections.abc import Iterator
from inspect import Parameter
from typing import Final, NamedTuple

from background_typed_check.facts import Facts
from background_typed_check.facts.classes import INIT, NEW
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.passed import first_taken
from background_typed_check.facts.scopes import Scope, with_defaults
from background_typed_check.rules.words import name_of
from background_typed_check.server.calls.around import Argument, Deferred
from background_typed_check.server.calls.definitions import function_of, is_unbound, overloads_of
from background_typed_check.server.calls.unpacked import keys_of
from background_typed_check.server.calls.written import annotation_in, value_in

BY_POSITION: Final = frozenset(
    {Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD, Parameter.VAR_POSITIONAL}
)
BY_NAME: Final = frozenset({Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY})
MAKERS: Final = frozenset({INIT, NEW})


class Formal(NamedTuple):
    """A parameter."""

    name: str
    kind: int
    """One of the kinds of `inspect.Parameter`."""
    text: str
    """As the source writes it, on one line."""


class Signature(NamedTuple):
    """What a deferred call gives its function."""

    function: Function
    formals: list[Formal]
    """Those that are left: not `self`, nor what `functools.partial` has given."""
    given: int
    """How many arguments `functools.partial` has given by position."""
    callee: ast.expr
    result: str
    """What follows the parameters: what a function is declared to return."""

    @property
    def name(self) -> str:
        """The name of the function, or of the class that is called."""
        if self.function.node.name not in MAKERS:
            return self.function.node.name
        return (name_of(self.callee) or "").rpartition(".")[2]

    @property
    def doc(self) -> str | None:
        """The docstring of the function, or of that class."""
        owner = self.function.owner if self.function.node.name in MAKERS else None
        of_class = ast.get_docstring(owner.node) if owner is not None else None
        return ast.get_docstring(self.function.node) or of_class

    def index_of(self, argument: Argument) -> int | None:
        """Return the number of the parameter that an argument is for, None if there is none."""
        for number, (name, kind, _) in enumerate(self.formals):
            if argument.name is not None and (
                kind == Parameter.VAR_KEYWORD or (kind in BY_NAME and name == argument.name)
            ):
                return number
            if argument.position is not None and (
                kind == Parameter.VAR_POSITIONAL
                or (kind in BY_POSITION and number == argument.position - self.given)
            ):
                return number
        return None

    def label(self) -> tuple[str, list[tuple[int, int]]]:
        """Return the signature on one line, and where in it each parameter stands."""
        text, spans, last = f"{self.name}(", list[tuple[int, int]](), -1
        for _, kind, written in self.formals:
            if last == Parameter.POSITIONAL_ONLY != kind:
                text += "/, "
            if kind == Parameter.KEYWORD_ONLY and last < Parameter.VAR_POSITIONAL:
                text += "*, "
            spans.append((len(text), len(text) + len(written)))
            text, last = f"{text}{written}, ", kind
        end = "/" if last == Parameter.POSITIONAL_ONLY else ""
        return f"{f'{text}{end}'.removesuffix(', ')}){self.result}", spans


def signatures_of(deferred: Deferred, facts: Facts) -> list[Signature]:
    """Return the signatures of what a deferred call runs, none if that is unknown."""
    direct = deferred.direct
    if direct is None:
        return []
    known = deferred.runs[0].functions if deferred.is_clear else ()
    function = function_of(direct, known, facts)
    if function is None:
        return []
    own = {*deferred.call.args, *deferred.call.keywords}
    given = sum(each not in own for each in direct.args)
    named = {each.arg for each in direct.keywords if each not in own}
    is_made = function.node.name in MAKERS  # by the class, of which the caller gives nothing
    is_of_class = not is_made and is_unbound(direct.callee, facts)
    first = first_taken(function, facts, is_of_class=is_of_class)
    return [
        Signature(
            each,
            left(each, first + given, named, facts),
            given,
            direct.callee.node,
            result_of(each, facts),
        )
        for each in overloads_of(function, facts)
    ]


def result_of(function: Function, facts: Facts) -> str:
    """Return what a function is declared to return, empty for what makes an object."""
    node, scope = function.node, function.scope
    if node.returns is None or node.name in MAKERS:
        return ""
    return f" -> {annotation_in(node.returns, scope, facts)}"


def left(function: Function, number: int, named: set[str | None], facts: Facts) -> list[Formal]:
    """Return the parameters of a function without the first ones, and some others by name.

    What follows one of those can only be given by name: by position, that one would come first.
    """
    formals = [*formals_of(function.node.args, function.scope, facts)]
    positional = [each for each in formals if each.kind < Parameter.VAR_POSITIONAL]
    free = [each for each in formals if each not in positional[:number]]
    given = [each.kind == Parameter.POSITIONAL_OR_KEYWORD and each.name in named for each in free]
    first = given.index(True) if any(given) else len(free)
    behind = [
        each._replace(kind=Parameter.KEYWORD_ONLY) if each.kind in BY_NAME else each
        for each in free[first:]
        if each.kind != Parameter.VAR_POSITIONAL
    ]
    return [each for each in (*free[:first], *behind) if each.name not in named]


def formals_of(given: ast.arguments, scope: Scope, facts: Facts) -> Iterator[Formal]:
    """Yield the parameters of a function, each with its default."""
    written = functools.partial(parameter_in, scope=scope, facts=facts)
    defaults = dict(with_defaults(given))
    for argument in (*given.posonlyargs, *given.args):
        is_named = argument in given.args
        kind = Parameter.POSITIONAL_OR_KEYWORD if is_named else Parameter.POSITIONAL_ONLY
        yield Formal(argument.arg, kind, written(argument, defaults[argument]))
    if given.vararg is not None:
        yield Formal(given.vararg.arg, Parameter.VAR_POSITIONAL, f"*{written(given.vararg)}")
    for argument in given.kwonlyargs:
        yield Formal(argument.arg, Parameter.KEYWORD_ONLY, written(argument, defaults[argument]))
    keys = keys_of(given.kwarg.annotation, scope, facts) if given.kwarg is not None else []
    for name, text in keys:
        yield Formal(name, Parameter.KEYWORD_ONLY, text)
    if given.kwarg is not None and not keys:
        yield Formal(given.kwarg.arg, Parameter.VAR_KEYWORD, f"**{written(given.kwarg)}")


def parameter_in(
    argument: ast.arg, default: ast.expr | None = None, *, scope: Scope, facts: Facts
) -> str:
    """Return a parameter as its source writes it, with the usual spaces."""
    text, sign = argument.arg, "="
    if argument.annotation is not None:
        text, sign = f"{text}: {annotation_in(argument.annotation, scope, facts)}", " = "
    return text if default is None else f"{text}{sign}{value_in(default, scope)}"
