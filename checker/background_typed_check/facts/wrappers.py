"""Decorators that put a function in place of another, and files that mark coroutine functions."""

import ast
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.around import around_of, statement_around
from background_typed_check.facts.bodies import returned_values
from background_typed_check.facts.ends import Ends, Exit
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.scopes import FUNCTIONS, Scope, parameters
from background_typed_check.facts.source import walk

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

# What a wrapper may read of a function without calling it.
READ: Final = frozenset({"__doc__", "__module__", "__name__", "__qualname__"})


def passes_exceptions(decorator: ast.expr, scope: Scope, facts: "Facts") -> bool:
    """Return whether a decorator leaves the arguments and the exceptions of a function alone."""
    maker = maker_of(decorator, scope, facts)
    if maker is None:
        return False
    question = ("passes exceptions", maker.node)
    return facts.memo.ask(question, lambda: makes_open(maker, facts), unknown=False)


def makes_open(maker: Function, facts: "Facts") -> bool:
    """Return whether what a decorator returns leaves arguments and exceptions alone."""
    if only_marks(maker, facts):
        return True
    wrapper = returned_function(maker, facts)
    if wrapper is None or facts.lazy.yields(wrapper.node):
        return False
    own, around, node = facts.scope_of(wrapper), facts.scope_of(maker), wrapper.node
    wrapped = wrapped_by(maker)
    stars = [each.arg for each in (node.args.vararg, node.args.kwarg) if each is not None]
    if wrapped is None or len(parameters(node.args)) > len(stars):
        return False
    if not node.decorator_list or not facts.names.are_all(node.decorator_list, around, apis.WRAPS):
        return False
    called = uses_in_wrapper(wrapped, wrapper, facts)
    given = [each for each in walk(node) if isinstance(each, ast.Name) and each.id in stars]
    return (
        bool(called)
        and len(around.bindings[wrapped]) == 1
        and all(leaves_openly(each, wrapper, facts) for each in called)
        and all(is_passed_on(each, called, own) for each in given)
    )


def only_marks(maker: Function, facts: "Facts") -> bool:
    """Return whether a decorator returns its function, and only reads or sets attributes of it."""
    wrapped, own, last = wrapped_by(maker), facts.scope_of(maker), maker.node.body[-1]
    if wrapped is None or len(own.bindings[wrapped]) != 1 or not isinstance(last, ast.Return):
        return False
    around, parents = facts.scopes(own.source).around, own.source.parents
    used = [
        each
        for each in walk(maker.node)
        if isinstance(each, ast.Name) and each.id == wrapped and around[each].owner(wrapped) is own
    ]
    returned = [each for each in used if isinstance(parents[each], ast.Return)]
    marked = [each for each in used if is_only_read(each, own, facts) or sets_mark(parents[each])]
    return len(returned_values(maker.node)) == len(returned) == len(used) - len(marked)


def sets_mark(target: ast.AST) -> bool:
    """Return whether a plain attribute of a function is set."""
    if not isinstance(target, ast.Attribute) or target.attr.startswith("__"):
        return False
    return isinstance(target.ctx, ast.Store)


def wrapped_by(maker: Function) -> str | None:
    """Return the parameter that takes the decorated function."""
    positional = [*maker.node.args.posonlyargs, *maker.node.args.args]
    return positional[0].arg if positional else None


def leaves_openly(callee: ast.Name, wrapper: Function, facts: "Facts") -> bool:
    """Return whether a call of a function in a wrapper lets its exceptions through."""
    own, source = facts.scope_of(wrapper), wrapper.scope.source
    call = source.parents[callee]
    if facts.scopes(source).around[callee] is not own or not isinstance(call, ast.Call):
        return False
    statement = statement_around(call, source)
    raised = Ends(goes_on=False, exits=(Exit(statement, raises=True),))
    for each in around_of(statement, wrapper.node, source):
        raised = facts.flow.leaving(each, raised, source)
    return not raised.goes_on and all(each.raises for each in raised.exits)


def is_passed_on(name: ast.Name, callees: list[ast.Name], scope: Scope) -> bool:
    """Return whether star-arguments are only passed on to one of these callees."""
    parents = scope.source.parents
    around = parents[name]
    call = parents.find(around) if isinstance(around, (ast.Starred, ast.keyword)) else None
    return isinstance(call, ast.Call) and call.func in callees


def maker_of(decorator: ast.expr, scope: Scope, facts: "Facts") -> Function | None:
    """Return the function that takes the decorated one, itself made by a factory or not."""
    if isinstance(decorator, ast.Call):
        factory = plain_function(decorator.func, scope, facts)
        return returned_function(factory, facts) if factory is not None else None
    return plain_function(decorator, scope, facts)


def plain_function(name: ast.expr, scope: Scope, facts: "Facts") -> Function | None:
    """Return the function that a name surely stands for, if calling it runs its body."""
    found = facts.names.resolve(name, scope)
    if not isinstance(found, Function) or not facts.functions.is_last_word(found, scope):
        return None
    return found if not (found.node.decorator_list or facts.lazy.is_lazy(found.node)) else None


def returned_function(maker: Function, facts: "Facts") -> Function | None:
    """Return the function that a function defines and, at its end, returns."""
    values, own = returned_values(maker.node), facts.scope_of(maker)
    value = values[0] if len(values) == 1 else None
    value = unwrapped(value, own, facts) if value is not None else None
    last = maker.node.body[-1]
    if not isinstance(value, ast.Name) or not isinstance(last, ast.Return):
        return None
    if own.owner(value.id) is not own or len(own.bindings[value.id]) != 1:
        return None
    found = own.bindings[value.id][0]
    if not isinstance(found, FUNCTIONS) or found not in maker.node.body:
        return None
    return Function(found, own)


def unwrapped(value: ast.expr, scope: Scope, facts: "Facts") -> ast.expr:
    """Return what a call only passes on, such as `cast(F, wrapper)` or `wraps(f)(wrapper)`."""
    if facts.names.is_call_of(value, scope, apis.CASTS) and value.args:
        return value.args[-1]
    if facts.names.is_call_of(value, scope, apis.UPDATES) and value.args:
        return value.args[0]
    match value:
        case ast.Call(func=maker, args=[given]) if facts.names.is_call_of(maker, scope, apis.WRAPS):
            return given
    return value


def uses_in_wrapper(name: str, wrapper: Function, facts: "Facts") -> list[ast.Name]:
    """Return where a wrapper does more with a name of the scope around it than read its name."""
    own, node = facts.scope_of(wrapper), wrapper.node
    around = facts.scopes(own.source).around
    marks = {each for mark in node.decorator_list for each in walk(mark)}
    return [
        each
        for each in walk(node)
        if isinstance(each, ast.Name)
        and each.id == name
        and around[each].owner(name) is wrapper.scope
        and each not in marks
        and not is_only_read(each, own, facts)
    ]


def is_only_read(name: ast.expr, scope: Scope, facts: "Facts") -> bool:
    """Return whether a use of a function only reads its name or the like."""
    parent = scope.source.parents[name]
    if isinstance(parent, ast.Attribute):
        return parent.attr in READ
    match parent:
        case ast.Call(func=ast.Name(id="getattr"), args=[first, ast.Constant(value=read), *_]):
            return first is name and read in READ
        case ast.Call(func=reader, args=[first]):
            return first is name and facts.names.is_one_of(reader, scope, apis.READING)
    return False


def may_mark(scope: Scope) -> bool:
    """Return whether a file may mark a plain function as a coroutine function."""
    return scope.source.mentions(apis.COROUTINE_MARKERS)
