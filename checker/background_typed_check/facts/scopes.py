"""The scopes of Python, and what their names are bound to."""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from background_typed_check.facts.source import Source

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
ScopeNode: TypeAlias = (
    ast.Module
    | ast.ClassDef
    | FunctionNode
    | ast.Lambda
    | ast.ListComp
    | ast.SetComp
    | ast.DictComp
    | ast.GeneratorExp
)
FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Parameter(NamedTuple):
    """A parameter of a function."""

    argument: ast.arg
    default: ast.expr | None
    is_variadic: bool
    """Whether it is `*args` or `**kwargs`."""


class Import(NamedTuple):
    """A name that an import binds."""

    module: str | None
    """What follows `from` or `import`, without the dots of the level."""
    level: int
    name: str | None
    """What is imported from the module, None for the module itself."""
    for_types: bool
    """Whether it is under `if TYPE_CHECKING`, and so never runs."""
    line: int


class Assigned(NamedTuple):
    """A value that an assignment gives to a name as a whole, not in a tuple."""

    value: ast.expr
    annotation: ast.expr | None
    statement: ast.stmt
    scope: "Scope"
    """Where the assignment stands: for a `global` name not the scope of the name."""


class Declared(NamedTuple):
    """An annotation without a value: it binds nothing."""

    annotation: ast.expr


class Bound(NamedTuple):
    """Any other binding of a name: a loop, a `with`, a pattern, `del`, a walrus."""

    node: ast.AST


Binding: TypeAlias = Parameter | Import | Assigned | Declared | Bound | FunctionNode | ast.ClassDef


class Bindings(dict[str, list[Binding]]):
    """The bindings of each name. To ask for those of another name does not bind it."""

    def __missing__(self, _: str) -> list[Binding]:
        """Return that there are none."""
        return []


class Scope:
    """A part of a file that has its own names."""

    def __init__(self, source: Source, node: ScopeNode, parent: "Scope | None") -> None:
        """Start without names."""
        self.source = source
        self.node = node
        self.parent = parent
        self.bindings = Bindings()
        self.declared: dict[str, Scope | None] = {}
        """The names that `global` and `nonlocal` take from other scopes."""
        self.stars: list[Import] = []
        """The modules that everything is imported from."""

    def bind(self, name: str, binding: Binding) -> None:
        """Add a binding of a name."""
        self.bindings.setdefault(name, []).append(binding)

    @property
    def module(self) -> "Scope":
        """The scope of the file."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def annotation_scope(self) -> "Scope":
        """The scope of what stands outside the body: annotations, and the bases of a class."""
        return self if type_parameters(self.node) or self.parent is None else self.parent

    def around(self) -> Iterator["Scope"]:
        """Yield the scopes whose names can be used here: a class's only directly inside it."""
        scope: Scope | None = self
        while scope is not None:
            if scope is self or not isinstance(scope.node, ast.ClassDef):
                yield scope
            scope = scope.parent

    def owner(self, name: str) -> "Scope | None":
        """Return the scope that a name used here belongs to, None for a builtin."""
        for scope in self.around():
            if name in scope.declared:
                return scope.declared[name]
            if name in scope.bindings:
                return scope
        return None


def type_parameters(node: ast.AST) -> list[ast.AST]:
    """Return what stands in square brackets after the name of a definition."""
    return [*getattr(node, "type_params", ())]


def first_of(dotted: ast.expr) -> ast.expr:
    """Return what a dotted name begins with: `a` of `a.b.c`."""
    while isinstance(dotted, ast.Attribute):
        dotted = dotted.value
    return dotted


def defaults(arguments: ast.arguments) -> list[ast.expr]:
    """Return the defaults of parameters: they are evaluated around the function."""
    return [*arguments.defaults, *(each for each in arguments.kw_defaults if each is not None)]


def with_defaults(arguments: ast.arguments) -> list[tuple[ast.arg, ast.expr | None]]:
    """Return the parameters without stars, each with its default."""
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = len(positional) - len(arguments.defaults)
    return [
        *zip(positional, [*[None] * missing, *arguments.defaults], strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]


def parameters(arguments: ast.arguments) -> list[ast.arg]:
    """Return all parameters of a function, those with stars last."""
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [*named, *(each for each in (arguments.vararg, arguments.kwarg) if each is not None)]


def annotations(function: FunctionNode) -> list[ast.expr]:
    """Return the annotations of a function: they are evaluated around it."""
    found = [each.annotation for each in parameters(function.args)]
    return [each for each in (*found, function.returns) if each is not None]


def unpacked(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the targets of an assignment with their values, as far as both are written out."""
    match target, value:
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            if not any(isinstance(each, ast.Starred) for each in (*targets, *values)):
                for pair in zip(targets, values, strict=True):
                    yield from unpacked(*pair)
                return
    yield target, value
