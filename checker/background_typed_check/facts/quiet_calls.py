"""Which calls raise nothing but what the called function says."""

import ast
import http
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.bodies import called_at_once
from background_typed_check.facts.classes import INIT, NEW
from background_typed_check.facts.conditions import NOTHING, kind_of
from background_typed_check.facts.exceptions import class_named
from background_typed_check.facts.meanings import Class, External, Function
from background_typed_check.facts.passed import actuals_of
from background_typed_check.facts.scopes import FunctionNode, Scope

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

# Exceptions that are particular about their arguments.
PARTICULAR: Final = "Unicode"
MAKING: Final = {INIT, NEW}
HTTP_ARGUMENTS: Final = {"status_code", "detail"}


class QuietCalls:
    """Tells which calls raise nothing by themselves."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def is_call(self, call: ast.Call, scope: Scope) -> bool:
        """Return whether a call raises nothing, if its arguments do not."""
        if any(each.arg is None for each in call.keywords):
            return False
        if isinstance(call.func, ast.Attribute) and call.func.attr in apis.ADDERS:
            return self.adds(call, call.func.value, apis.ADDERS[call.func.attr], scope)
        made = self.facts.names.resolve(call.func, scope)
        if isinstance(made, Function):
            return self.runs(call, scope, is_left=False)
        if isinstance(made, External) and made.name in apis.CLOCKS:
            return not call.args
        if isinstance(made, External) and made.name in apis.RESPONSES:
            return is_response_of_text(made.name, call)
        return isinstance(made, (Class, External)) and self.makes_exception(made, call)

    def leaves(self, value: ast.expr, scope: Scope) -> bool:
        """Return whether a call raises what it is written to raise, and nothing else."""
        call = called_at_once(value)
        if not isinstance(call, ast.Call):
            return False
        scope = self.facts.scopes(scope.source).around[call]
        return all(self.facts.quiet.is_value(each, scope) for each in actuals_of(call)) and any(
            self.runs(call, scope, is_left=is_left) for is_left in (True, False)
        )

    def runs(self, call: ast.Call, scope: Scope, *, is_left: bool) -> bool:
        """Return whether a function raises nothing by itself, and is surely left or never.

        Somebody asked already what it raises that is surely left by an exception.
        """
        found = self.facts.functions.called(call.func, scope)
        function = found[0] if len(found) == 1 else None
        if not isinstance(function, Function) or not takes(function.node, call):
            return False
        is_awaited = isinstance(scope.source.parents[call], ast.Await)
        is_run = isinstance(function.node, ast.AsyncFunctionDef) == is_awaited
        is_other = self.facts.lazy.yields(function.node) or function.owner is not None
        if not is_run or is_other or not self.facts.functions.is_as_written(function):
            return False
        ends = self.facts.leaving.ends_of(function)
        with self.facts.flow.assuming(NOTHING):  # its names are others
            is_certain = self.facts.quiet.are(function.node.body, function.scope.source)
        is_surely_left = not ends.goes_on and all(each.raises for each in ends.exits)
        is_never_left = not any(each.raises for each in ends.exits)
        return is_certain and (is_surely_left if is_left else is_never_left)

    def confirms_bool(self, test: ast.expr, scope: Scope) -> bool:
        """Return whether a condition asks whether a parameter is a `bool`, which it is."""
        match test:
            case ast.Call(func=func, args=[ast.Name(id=name), cls], keywords=[]):
                return (
                    self.facts.names.is_one_of(func, scope, apis.INSTANCE_CHECKS)
                    and self.facts.names.is_one_of(cls, scope, apis.BOOL)
                    and kind_of(name, scope, self.facts) is True
                )
        return False

    def adds(self, call: ast.Call, receiver: ast.expr, adder: apis.Adder, scope: Scope) -> bool:
        """Return whether a call adds a task to a collection."""
        owners = self.facts.expressions.classes_of(receiver, scope)
        is_whole = bool(call.args) and not any(each.arg in adder.reserved for each in call.keywords)
        return (
            is_whole
            and self.facts.quiet.is_value(receiver, scope)
            and bool(owners)
            and all(
                not each.is_class
                and self.facts.classes.inherits(each.of, apis.COLLECTIONS, {adder.name})
                for each in owners
            )
        )

    def makes_exception(self, cls: Class | External, call: ast.Call) -> bool:
        """Return whether a call makes an exception of a class that takes these arguments."""
        bases = self.facts.classes.mro(cls) if isinstance(cls, Class) else (cls,)
        making = next((each for each in bases if self.may_make(each)), None)
        if making is not None and self.facts.names.full_name(making) in apis.HTTP_EXCEPTIONS:
            return is_http_error(call)
        if not isinstance(making, External) or class_named(making.name) is None:
            return False
        return PARTICULAR not in making.name and not call.keywords

    def may_make(self, cls: Class | External) -> bool:
        """Return whether a class may say by itself how its objects are made."""
        if isinstance(cls, External) or cls.node.decorator_list:
            return True
        is_of_library = self.facts.names.full_name(cls) in apis.HTTP_EXCEPTIONS
        return is_of_library or bool(MAKING & self.facts.scope_of(cls).bindings.keys())


def takes(node: FunctionNode, call: ast.Call) -> bool:
    """Return whether a function surely takes the arguments of a call: one for each parameter."""
    arguments = node.args
    names = [each.arg for each in (*arguments.args, *arguments.kwonlyargs)]
    if arguments.vararg or arguments.kwarg or arguments.posonlyargs:
        return False
    given = [*names[: len(call.args)], *(each.arg for each in call.keywords)]
    return sorted(map(str, given)) == sorted(names) and len(call.args) <= len(arguments.args)


def is_response_of_text(name: str, call: ast.Call) -> bool:
    """Return whether a call makes a response of a text, or of JSON, that is written out."""
    match call.args:
        case [content] | [content, ast.Constant(value=int())]:
            is_json = name in apis.JSON_RESPONSES and is_json_literal(content)
            is_text = name in apis.TEXT_RESPONSES and is_text_literal(content)
            return (is_json or is_text) and {each.arg for each in call.keywords} <= {
                apis.BACKGROUND
            }
    return False


def is_text_literal(value: ast.expr) -> bool:
    """Return whether a value is a text that is written out, in letters of any encoding."""
    match value:
        case ast.Constant(value=str() as text):
            return text.isascii()
    return False


def is_json_literal(value: ast.expr) -> bool:
    """Return whether a value is written out, and can be written as JSON."""
    match value:
        case ast.Dict(keys=keys, values=values):
            are_texts = all(each is not None and is_text_literal(each) for each in keys)
            return are_texts and all(map(is_json_literal, values))
        case ast.Constant(value=int() | None):
            return True
    return is_text_literal(value)


def is_http_error(call: ast.Call) -> bool:
    """Return whether a call makes an `HTTPException` of a status that has a name, or a detail."""
    named = {each.arg for each in call.keywords}
    match actuals_of(call):
        case [ast.Constant(value=status)]:
            return named <= HTTP_ARGUMENTS and status in {*http.HTTPStatus}
        case [_, _]:
            return named <= HTTP_ARGUMENTS
    return False
