"""What a call only makes: a thread that is not started, a function or an object that is not called.

Nothing happens until somebody runs what is made.
"""

import ast
from collections.abc import Iterable
from enum import Enum
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.classes import CALL, INIT
from background_typed_check.facts.functions import Called
from background_typed_check.facts.meanings import Class, External, Function, Value
from background_typed_check.facts.scopes import (
    FUNCTIONS,
    Assigned,
    Binding,
    Declared,
    FunctionNode,
    Scope,
)

# What a class has that does more than to keep what an object is given.
ACTING: Final = apis.OWN_ATTRIBUTES - {"__match_args__"} | {
    "__attrs_post_init__",
    "__del__",
    "__getattr__",
    "__init_subclass__",
    "__post_init__",
}
# Expressions that do no work of the program's own, whatever is in them.
STILL: Final = (
    ast.BoolOp,
    ast.Constant,
    ast.Dict,
    ast.FormattedValue,
    ast.IfExp,
    ast.JoinedStr,
    ast.List,
    ast.Name,
    ast.Tuple,
    ast.boolop,
    ast.expr_context,
)


class Product(Enum):
    """What a call makes, and what nobody does with it."""

    FUNCTION = "a function that nobody calls"
    OBJECT = "an object that nobody uses"
    PROCESS = "a process that nobody starts"
    TASK = "a background task that nobody runs"
    TASKS = "a collection of background tasks that nobody runs"
    THREAD = "a thread that nobody starts"


OF_LIBRARIES: Final = {
    **dict.fromkeys(apis.PARTIALS, Product.FUNCTION),
    **dict.fromkeys(apis.PROCESSES, Product.PROCESS),
    **dict.fromkeys(apis.TASKS, Product.TASK),
    **dict.fromkeys(apis.COLLECTIONS, Product.TASKS),
    **dict.fromkeys(apis.THREADS, Product.THREAD),
}


def product_of(callee: Value, functions: tuple[Called, ...], facts: Facts) -> Product | None:
    """Return what a call only makes, None if it may do more.

    Args:
        callee: What is called.
        functions: The functions that this may run, one of them for sure.
        facts: The facts to ask.

    """
    meaning = facts.names.resolve(*callee)
    if isinstance(meaning, Class):
        return Product.OBJECT if is_still_class(meaning, facts) else None
    found = {made_by(each, facts) for each in functions}
    return found.pop() if len(found) == 1 else None


def made_by(function: Called, facts: Facts) -> Product | None:
    """Return what a function only makes, None if it may do more."""
    if isinstance(function, External):
        return OF_LIBRARIES.get(function.name)
    question = ("product", function)
    return facts.memo.ask(question, lambda: made_in(function, facts), None)


def made_in(function: Function, facts: Facts) -> Product | None:
    """Return what the body of a function makes, if it does nothing else."""
    node = function.node
    facts.memo.rest_on(function.scope.source)
    if not isinstance(node, ast.FunctionDef) or function.applied:
        return None
    if not facts.functions.is_as_written(function):
        return None
    *before, last = without_docstring(node)
    own = facts.scope_of(function)
    if not all(isinstance(each, FUNCTIONS) and is_defined(each, own, facts) for each in before):
        return None
    returned = last.value if isinstance(last, ast.Return) else None
    return product_in(returned, own, facts) if returned is not None else None


def product_in(value: ast.expr, scope: Scope, facts: Facts) -> Product | None:
    """Return what an expression makes, if it does nothing else."""
    if isinstance(value, ast.Lambda):
        return Product.FUNCTION
    if isinstance(value, ast.Name):
        is_function = isinstance(facts.names.resolve(value, scope), Function)
        return Product.FUNCTION if is_function else None
    if not isinstance(value, ast.Call):
        return None
    given = [*value.args, *(each.value for each in value.keywords)]
    if not all(map(is_still, given)):
        return None
    functions = facts.functions.called(value.func, scope)
    return product_of(Value(value.func, scope), functions, facts)


def is_defined(node: FunctionNode, scope: Scope, facts: Facts) -> bool:
    """Return whether to define a function does nothing else."""
    given = [*node.args.defaults, *(each for each in node.args.kw_defaults if each is not None)]
    return all(map(is_still, given)) and facts.names.are_all(node.decorator_list, scope, apis.WRAPS)


def without_docstring(node: FunctionNode) -> list[ast.stmt]:
    """Return the statements of a function behind its docstring, at least one."""
    return node.body[1:] or node.body if ast.get_docstring(node) is not None else node.body


def is_still(expression: ast.expr) -> bool:
    """Return whether to evaluate an expression does no work of the program's own."""
    return isinstance(expression, ast.Lambda) or all(
        isinstance(each, STILL) for each in ast.walk(expression)
    )


def is_still_class(cls: Class, facts: Facts) -> bool:
    """Return whether to make an object of a class only keeps what it is given, for its methods."""
    question = ("still class", cls)
    return facts.memo.ask(question, lambda: keeps_only(cls, facts), unknown=False)


def keeps_only(cls: Class, facts: Facts) -> bool:
    """Return whether an object only keeps what it is given, and has methods to call."""
    facts.memo.rest_on(cls.scope.source)
    if not any(each.exact for each in facts.results.made_by(cls)):
        return False  # a decorator or a metaclass may do anything
    mro = facts.classes.mro(cls)
    classes = [each for each in mro if isinstance(each, Class)]
    externals = [each.name for each in mro if isinstance(each, External)]
    if not apis.BARE_BASES.issuperset(externals):
        return False
    if not all(has_still_parts(each, facts) for each in classes):
        return False
    init = facts.classes.attribute(cls, INIT)
    is_kept = init is None or (isinstance(init, Function) and only_stores(init, classes, facts))
    return is_kept and bool(methods_of(cls, facts))


def has_still_parts(cls: Class, facts: Facts) -> bool:
    """Return whether nothing in a class acts when one of its objects is made."""
    own = facts.scope_of(cls)
    if not ACTING.isdisjoint(own.bindings):
        return False
    keywords = {each.arg for each in cls.node.keywords}
    fields = [each for each in own.bindings.values() if not isinstance(each[0], FUNCTIONS)]
    return keywords <= {"metaclass"} and all(
        is_field(each, facts) for several in fields for each in several
    )


def is_field(binding: Binding, facts: Facts) -> bool:
    """Return whether an attribute of a class is a plain value, or a field of a dataclass."""
    if isinstance(binding, Declared):
        return True
    if not isinstance(binding, Assigned):
        return False
    value, scope = binding.value, binding.scope
    if facts.names.is_call_of(value, scope, apis.FIELDS):
        return all(
            is_still(each.value)
            and (
                each.arg != apis.DEFAULT_FACTORY
                or facts.names.is_one_of(each.value, scope, apis.EMPTY)
            )
            for each in value.keywords
        )
    return is_still(value) and not isinstance(value, ast.Name)  # it may be a descriptor


def only_stores(init: Function, classes: Iterable[Class], facts: Facts) -> bool:
    """Return whether an `__init__` only gives its object attributes."""
    node, taken = init.node, set[str]()
    if not isinstance(node, ast.FunctionDef) or not facts.functions.is_as_written(init):
        return False
    for each in classes:
        bindings = facts.scope_of(each).bindings
        taken |= {name for name, found in bindings.items() if isinstance(found[0], FUNCTIONS)}
    own = [*node.args.posonlyargs, *node.args.args][:1]
    return bool(own) and all(is_store(each, own[0].arg, taken) for each in node.body)


def is_store(statement: ast.stmt, own: str, taken: set[str]) -> bool:
    """Return whether a statement does nothing but to give an object an attribute."""
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=[target], value=value):
            pass
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            pass
        case _:
            return False
    match target:
        case ast.Attribute(value=ast.Name(id=name), attr=attribute):
            return name == own and attribute not in taken and is_still(value)
    return False


def methods_of(cls: Class, facts: Facts) -> list[str]:
    """Return the names of the methods that an object of a class is made for."""
    bindings = {
        name: found
        for each in reversed(facts.classes.mro(cls))
        if isinstance(each, Class)
        for name, found in facts.scope_of(each).bindings.items()
    }
    return [
        name
        for name, (first, *others) in bindings.items()
        if isinstance(first, FUNCTIONS)
        and not others
        and not first.decorator_list
        and (name == CALL or not name.startswith("_"))
    ]
