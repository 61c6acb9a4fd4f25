"""Which class the result of a call has."""

import ast
import itertools
from typing import TYPE_CHECKING

from background_typed_check import apis
from background_typed_check.facts.bodies import returned_values
from background_typed_check.facts.classes import NEW
from background_typed_check.facts.conditions import NOTHING
from background_typed_check.facts.instances import NONE, UNKNOWN, Instance, Instances, united
from background_typed_check.facts.meanings import Class, External, Function, Value
from background_typed_check.facts.nodes import is_none
from background_typed_check.facts.scopes import Assigned, Parameter, Scope

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


class Results:
    """Tells the classes of what calls return."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def classes_of(self, call: ast.Call, scope: Scope) -> Instances:
        """Return the classes of what a call returns."""
        callee = self.facts.names.resolve(call.func, scope)
        if isinstance(callee, Class):
            return self.made_by(callee)
        if isinstance(callee, External):
            if callee.name in apis.CASTS and call.args:
                return self.facts.annotations.classes_of(call.args[0], scope)
            made_of = External(apis.RESULTS.get(callee.name, callee.name))
            return (Instance(made_of, exact=True, shown=made_of.name.rpartition(".")[2]),)
        made = self.facts.expressions.classes_of(call.func, scope)
        if made and all(each.is_class for each in made):
            return tuple(Instance(each.of) for each in made)
        declared = self.declared_by_callable(call.func, scope) or self.held(call, scope)
        if declared:
            return declared
        functions = self.facts.functions.called(call.func, scope)
        return united(
            *(
                self.of_function(each)
                if isinstance(each, Function)
                else self.of_library(each, call, scope)
                for each in functions
            )
        )

    def of_library(self, function: External, call: ast.Call, scope: Scope) -> Instances:
        """Return the class of what a method of a library returns, if that is known."""
        name = apis.RESULTS.get(function.name)
        maker = self.facts.names.resolve(call.func, scope)
        made = maker.node if isinstance(maker, Value) else None
        named = made.keywords if isinstance(made, ast.Call) else []
        if name is None or any(each.arg in {apis.OTHER_CLASS, None} for each in named):
            return UNKNOWN
        return (Instance(External(name), shown=name.rpartition(".")[2]),)

    def declared_by_callable(self, callee: ast.expr, scope: Scope) -> Instances:
        """Return the classes of what a variable annotated as a `Callable` returns."""
        owner = scope.owner(callee.id) if isinstance(callee, ast.Name) else None
        if not isinstance(callee, ast.Name) or owner is None or len(owner.bindings[callee.id]) != 1:
            return UNKNOWN
        binding = owner.bindings[callee.id][0]
        if not isinstance(binding, Parameter) or binding.is_variadic:
            return UNKNOWN
        annotation, around = binding.argument.annotation, owner.annotation_scope
        if not isinstance(annotation, ast.Subscript) or not isinstance(annotation.slice, ast.Tuple):
            return UNKNOWN
        if not self.facts.names.is_one_of(annotation.value, around, apis.CALLABLES):
            return UNKNOWN
        last = annotation.slice.elts[-1:]
        return united(*(self.facts.annotations.classes_of(each, around) for each in last))

    def held(self, call: ast.Call, scope: Scope) -> Instances:
        """Return the classes of what a holder returns: `ContextVar[C].get()`."""
        method = call.func
        if not isinstance(method, ast.Attribute) or method.attr not in apis.HOLDERS.values():
            return UNKNOWN
        made = self.facts.names.resolve(method.value, scope)
        if not isinstance(made, Value) or call.args or call.keywords:
            return UNKNOWN
        node, where = made
        bindings = itertools.chain(*where.bindings.values())
        annotations = [
            each.annotation
            for each in bindings
            if isinstance(each, Assigned) and each.value is node
        ]
        for each in (getattr(node, "func", None), *annotations):
            if isinstance(each, ast.Subscript) and self.facts.names.is_one_of(
                each.value, where, frozenset(apis.HOLDERS)
            ):
                return self.facts.annotations.classes_of(each.slice, where)
        return UNKNOWN

    def of_awaited(self, call: ast.Call, scope: Scope) -> Instances:
        """Return the classes of the result of awaiting a call of an `async def` function."""
        found = []
        for function in self.facts.functions.called(call.func, scope):
            if not isinstance(function, Function):
                return UNKNOWN
            node = function.node
            if not isinstance(node, ast.AsyncFunctionDef):
                return UNKNOWN
            if not self.facts.decorators.are_transparent(function):
                return UNKNOWN
            if node.returns is None:
                found.append(self.of_body(function))
                continue
            around = self.facts.scope_of(function).annotation_scope
            found.append(self.facts.annotations.classes_of(node.returns, around))
        return united(*found)

    def of_function(self, function: Function) -> Instances:
        """Return the classes that a function is declared to return."""
        lazy, node = self.facts.lazy, function.node
        if not self.facts.decorators.are_transparent(function):
            kind = lazy.context_manager(function)
            return (Instance(External(kind), exact=True),) if kind is not None else UNKNOWN
        is_async = isinstance(node, ast.AsyncFunctionDef)
        if is_async and not lazy.yields(node):
            result = ast.unparse(node.returns) if node.returns is not None else "Any"
            shown = f"Coroutine[Any, Any, {result}]"
            return (Instance(External("types.CoroutineType"), exact=True, shown=shown),)
        if node.returns is not None:
            around = self.facts.scope_of(function).annotation_scope
            return self.facts.annotations.classes_of(node.returns, around)
        if not lazy.yields(node):
            return self.of_body(function)
        name = "AsyncGenerator" if is_async else "Generator"
        return (Instance(External(f"typing.{name}"), exact=True, shown=name),)

    def of_body(self, function: Function) -> Instances:
        """Return None's class if a function without annotations is seen to return nothing."""
        node, source = function.node, function.scope.source
        is_seen = function.exact and not source.is_stub and not self.facts.lazy.yields(node)
        if not is_seen or len(function.scope.bindings[node.name]) > 1:  # it may have overloads
            return UNKNOWN
        values = returned_values(node)
        with self.facts.flow.assuming(NOTHING):
            ends = values or self.facts.flow.of_block(node.body, source).goes_on
        is_none_only = all(each is None or is_none(each) for each in values)
        return (NONE,) if ends and is_none_only else UNKNOWN

    def made_by(self, cls: Class) -> Instances:
        """Return the classes of what calling a class makes: itself, unless it says otherwise."""
        names, is_plain = self.facts.names, True
        for each in self.facts.classes.mro(cls):
            if isinstance(each, External):
                is_plain = is_plain and each.name in apis.PLAIN_BASES
                continue
            metaclasses = [one.value for one in each.node.keywords if one.arg == "metaclass"]
            if not names.are_all(metaclasses, each.scope, apis.PLAIN_METACLASSES):
                return UNKNOWN
            own = self.facts.scope_of(each)
            if NEW in own.bindings:
                new = self.facts.classes.attribute(cls, NEW)
                declared = new.node.returns if isinstance(new, Function) else None
                return self.facts.annotations.classes_of(declared, own) if declared else UNKNOWN
            decorators = each.node.decorator_list
            is_plain = is_plain and names.are_all(decorators, each.scope, apis.CLASS_DECORATORS)
        return (Instance(cls, exact=is_plain, shown=cls.node.name),)
