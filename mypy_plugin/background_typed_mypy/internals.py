"""The only module of the plugin that uses mypy's internals, for what its API does not offer.

They were tested to be the same in mypy 1.19 and 2.4. Each function says what it relies on.
"""

import contextlib
import functools
import traceback
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias, TypeVar

from background_typed_check.wording import FAILED
from mypy import errorcodes
from mypy.checker import TypeChecker
from mypy.errorcodes import ErrorCode
from mypy.errors import ErrorInfo, Errors
from mypy.indirection import TypeIndirectionVisitor
from mypy.messages import format_type
from mypy.modulefinder import get_search_dirs
from mypy.nodes import (
    GDEF,
    Block,
    CallExpr,
    ClassDef,
    Context,
    Expression,
    FuncDef,
    FuncItem,
    LambdaExpr,
    MypyFile,
    Node,
    RefExpr,
    SymbolTable,
    SymbolTableNode,
    TypeInfo,
    Var,
)
from mypy.options import Options
from mypy.parse import parse
from mypy.plugin import FunctionContext, FunctionSigContext, MethodContext, MethodSigContext
from mypy.server.subexpr import get_subexpressions
from mypy.traverser import all_name_and_member_expressions, all_return_statements
from mypy.types import FunctionLike, Type, UninhabitedType, get_proper_type
from mypy.typestate import type_state
from mypy.util import module_prefix

from background_typed_mypy.codes import WIRE
from background_typed_mypy.columns import Columns
from background_typed_mypy.wire import Kind, Span, Told, write

Checker: TypeAlias = TypeChecker
HookContext: TypeAlias = FunctionSigContext | MethodSigContext | FunctionContext | MethodContext
Ctx = TypeVar("Ctx", bound=HookContext)
Result = TypeVar("Result")

# Not a Python name, so that it hides nothing; hidden, so that no import finds it.
SEEN: Final = "(seen by background-typed)"
# The column of its last expression tells how mypy counts.
PROBE: Final = '"é"; x'


def guard(
    fallback: Callable[[Ctx], Result],
) -> Callable[[Callable[[Ctx, Checker], Result]], Callable[[Ctx], Result]]:
    """Make a hook of a function that may fail. Then mypy's own check goes on, with one note.

    What mypy raises inside the hook does not get here: `ExpressionChecker.accept` reports
    it and exits, unless raw exceptions were asked for (`--raise-exceptions`, `--pdb`).
    """

    def make_hook(check: Callable[[Ctx, Checker], Result]) -> Callable[[Ctx], Result]:
        @functools.wraps(check)
        def hook(ctx: Ctx) -> Result:
            checker = ctx.api
            if not isinstance(checker, TypeChecker):  # use internals
                return fallback(ctx)  # not mypy's own checker: nothing below applies
            try:
                return check(ctx, checker)
            except Exception:
                if checker.options.raise_exceptions or checker.options.pdb:
                    raise
                if checker.options.show_traceback:
                    traceback.print_exc()
                if is_enabled(checker, WIRE):
                    tell(checker, Told(Kind.FAILED, span_of(ctx.context)), ctx.context)
                else:
                    checker.note(FAILED, ctx.context)
                return fallback(ctx)

        return hook

    return make_hook


def check_call(checker: Checker, direct: CallExpr) -> None:
    """Let mypy check a call as if it were written here, and go on after it in any case.

    A callee that returns `NoReturn` makes what follows unreachable (`visit_call_expr_inner`),
    but it has not been called yet. An argument that does so has been.
    """
    frame = checker.binder.frames[-1]
    unreachable = frame.unreachable
    defaults = defaults_in(direct)
    around = (
        checker.msg.filter_errors(filter_errors=lambda _file, error: is_at(error, defaults))
        if defaults
        else contextlib.nullcontext()
    )
    with around:
        # As `visit_expression_stmt` does: nobody uses the result.
        result = checker.expr_checker.accept(direct, allow_none_return=True, always_allow_any=True)
    if isinstance(get_proper_type(result), UninhabitedType):
        frame.unreachable = unreachable


def defaults_in(direct: CallExpr) -> set[tuple[int, int]]:
    """Return where the defaults of lambdas in a call are.

    In a comprehension, mypy (to 2.4) infers `Never` for the parameter of `lambda each=each: ...`,
    and reports its default. But a parameter of a lambda has no type that a default could violate.
    """
    lambdas = [each for each in (direct.callee, *direct.args) if isinstance(each, LambdaExpr)]
    given = (each for node in lambdas for each in node.arguments)
    parts = ((each, each.initializer) for each in given if each.initializer is not None)
    return {(part.line, part.column) for pair in parts for part in pair}


def is_at(error: ErrorInfo, places: set[tuple[int, int]]) -> bool:
    """Return whether an error is about an assignment at one of these places."""
    return error.code is errorcodes.ASSIGNMENT and (error.line, error.column) in places


def type_of_callee(checker: Checker, callee: Expression) -> Type:
    """Infer the type of an expression as `visit_call_expr_inner` does for a callee."""
    return checker.expr_checker.accept(
        callee, allow_none_return=True, always_allow_any=True, is_callee=True
    )


def fix_type(checker: Checker, expression: Expression, typ: Type) -> None:
    """Have the expression checker use this type for the expression instead of inferring it."""
    checker.expr_checker.type_overrides[expression] = typ


def free_type(checker: Checker, expression: Expression) -> None:
    """Undo `fix_type`."""
    checker.expr_checker.type_overrides.pop(expression, None)


def report(
    checker: Checker, error: str, note: str | None, context: Context, code: ErrorCode
) -> None:
    """Report an error, and what to write instead, under one code."""
    if is_enabled(checker, code):
        # The command reads the comments itself, to know which of them ignore something.
        around = uncommented(checker) if is_enabled(checker, WIRE) else contextlib.nullcontext()
        with around:
            checker.fail(error, context, code=code)
            if note is not None:
                checker.note(note, context, code=code)


@contextlib.contextmanager
def uncommented(checker: Checker) -> Iterator[None]:
    """Report something as if no comment were `type: ignore`.

    Such a comment would hide it (`Errors.report`), or mypy would say that the comment does not
    cover it (`Errors.add_error_info`).
    """
    errors = checker.errors
    comments, errors.ignored_lines = errors.ignored_lines, {}
    try:
        yield
    finally:
        errors.ignored_lines = comments


def note(checker: Checker, message: str, context: Context, code: ErrorCode) -> None:
    """Print a note that belongs to no error, whatever comments say."""
    with uncommented(checker):
        checker.errors.report(
            context.line,
            context.column,
            message,
            code,
            severity="note",
            end_line=context.end_line,
            end_column=context.end_column,
        )


def moment(checker: Checker) -> object:
    """Return an object that an edit replaces: the daemon resets the errors (`Errors.reset`).

    It keeps everything else from one update to the next: the checker, the trees, the plugin.
    """
    return checker.errors.error_info_map


def function_around(checker: Checker) -> FuncItem | None:
    """Return the innermost function or lambda around what is being checked."""
    return checker.scope.current_function()


def is_inside_function(checker: Checker) -> bool:
    """Return whether the innermost function around what is being checked is in another one."""
    return checker.scope.top_level_function() is not checker.scope.current_function()


def package_folders(checker: Checker) -> list[str]:
    """Return the folders with the packages of the application's environment."""
    return get_search_dirs(checker.options.python_executable)[1]


def span_of(node: Context) -> Span:
    """Return where an expression begins and ends: the parser sets that on each."""
    return Span(node.line, node.column + 1, node.end_line or 0, node.end_column or 0)


def columns_of(options: Options) -> Columns:
    """Return how mypy's parser counts columns."""
    if not getattr(options, "native_parser", False):
        return Columns.BYTES
    try:
        tree = parse(PROBE.encode(), "probe.py", None, Errors(options), options, eager=True)
        return Columns(tree.defs[-1].column)
    except (IndexError, TypeError, ValueError):  # a version of mypy that we do not know
        return Columns.CHARACTERS


def tell(checker: Checker, told: Told, context: Context) -> None:
    """Tell the command something that people do not see."""
    note(checker, write(told), context, WIRE)


def is_enabled(checker: Checker, code: ErrorCode) -> bool:
    """Return whether a code may be reported now: one that is off must not even be tried.

    While mypy tries out types, it would still count as an error, and nested lambdas would be tried
    twice at each level (`mypy.errors.ErrorWatcher`). And where mypy met something that it does not
    know yet, it will come back when it knows everything (`handle_cannot_determine_type`).
    """
    return checker.errors.is_error_code_enabled(code) and not checker.current_node_deferred


def known_type(checker: Checker, expression: Expression) -> Type | None:
    """Return the last inferred type of an expression."""
    return checker.lookup_type(expression) if checker.has_type(expression) else None


def subexpressions(node: Node) -> list[Expression]:
    """Return all expressions below a node. A plugin cannot subclass mypy's compiled visitors."""
    return get_subexpressions(node)


def shown_type(checker: Checker, typ: Type) -> str:
    """Return a type as mypy's own messages write and quote it."""
    return format_type(typ, checker.options)


def lines_of(checker: Checker, tree: MypyFile) -> list[str] | None:
    """Return the lines of a file as mypy reads them for its own messages."""
    read = checker.errors.read_source
    return read(tree.path) if read is not None else None


def split_name(checker: Checker, fullname: str) -> tuple[MypyFile, str]:
    """Return the file of a full name (this one for a local name), and the name's last part."""
    scope, _, name = fullname.rpartition(".")
    module = module_prefix(checker.modules, scope)
    return (checker.tree if module is None else checker.modules[module]), name


def module_of(checker: Checker, fullname: str) -> str | None:
    """Return the module of a full name, None for a local name."""
    return module_prefix(checker.modules, fullname)


def watch(checker: Checker, modules: set[str]) -> None:
    """Have the daemon check this place again when one of these modules changes.

    mypy's own dependencies (`mypy.server.deps`) lack those on `__call__` and on bodies. So each
    such module gets a symbol of ours. Parsing the module again removes it, which the daemon sees
    as a change. The dependency of this place on it takes the form of a protocol check: the only
    kind that `mypy.server.update.update_deps` takes from outside the syntax tree when it checks a
    single function again.
    """
    target = stand_in(checker.tscope.current_target())
    for module in modules:
        tree = checker.modules.get(module)
        if tree is None or tree is checker.tree:
            continue
        seen = f"{module}.{SEEN}"
        if SEEN not in tree.names:
            var = Var(SEEN)
            var._fullname = seen  # noqa: SLF001  # no setter on a Var
            tree.names[SEEN] = SymbolTableNode(GDEF, var, module_public=False, module_hidden=True)
        type_state.record_protocol_subtype_check(stand_in(seen), target)


def stand_in(fullname: str) -> TypeInfo:
    """Make a class that has only a name. As a protocol, too, it has no members."""
    info = TypeInfo(SymbolTable(), ClassDef("", Block([])), "")
    info._fullname = fullname  # noqa: SLF001  # no setter on a TypeInfo
    info.is_protocol = True
    info.mro = [info]
    return info


def returned_in(function: FuncDef) -> list[Expression | None]:
    """Return the value of each `return` of a function."""
    return [each.expr for each in all_return_statements(function)]


def calls_in(node: Node) -> list[CallExpr]:
    """Return the calls in a piece of code."""
    return [each for each in get_subexpressions(node) if isinstance(each, CallExpr)]


def modules_behind(checker: Checker, callee: Expression) -> set[str]:
    """Return the modules that define the callee and everything that it is made of."""
    references: list[RefExpr] = [
        reference for kind in all_name_and_member_expressions(callee) for reference in kind
    ]
    types = [
        typ
        for expression in (callee, *references)
        if (typ := known_type(checker, expression)) is not None
    ]
    names = [reference.fullname for reference in references]
    for typ in map(get_proper_type, types):
        if isinstance(typ, FunctionLike):
            names += [item.definition.fullname for item in typ.items if item.definition]
    defining = (module_prefix(checker.modules, name) for name in names)
    return TypeIndirectionVisitor().find_modules(types).union(filter(None, defining))
