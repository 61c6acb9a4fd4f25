"""Which classes an expression has: what the source shows, or else what is known from types."""

import ast
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.classes import NEW
from background_typed_check.facts.instances import (
    NONE,
    UNKNOWN,
    Instance,
    Instances,
    are_all_of,
    is_by_name,
    united,
    without_none,
)
from background_typed_check.facts.meanings import (
    Class,
    External,
    Function,
    Value,
    class_of_body,
)
from background_typed_check.facts.scopes import (
    FUNCTIONS,
    Assigned,
    Binding,
    Bound,
    Declared,
    Parameter,
    Scope,
)

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

LITERALS: Final[dict[type[ast.expr], str]] = {
    ast.Dict: "builtins.dict",
    ast.DictComp: "builtins.dict",
    ast.GeneratorExp: "typing.Generator",
    ast.JoinedStr: "builtins.str",
    ast.List: "builtins.list",
    ast.ListComp: "builtins.list",
    ast.Set: "builtins.set",
    ast.SetComp: "builtins.set",
    ast.Tuple: "builtins.tuple",
}


class Expressions:
    """Tells the classes of expressions."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def classes_of(self, expression: ast.expr, scope: Scope) -> Instances:
        """Return the classes that an expression may be an instance of, empty if unknown."""
        return self.facts.memo.ask(
            ("class", expression), lambda: self._classes_of(expression, scope), UNKNOWN
        )

    def _classes_of(self, expression: ast.expr, scope: Scope) -> Instances:
        self.facts.memo.rest_on(scope.source)
        found = self.of_syntax(expression, scope)
        if self.is_call_of_class(expression, scope):
            return found  # the source says better than the type what a class makes
        if found and not (isinstance(expression, ast.Call) and any(map(is_by_name, found))):
            return found
        return self.facts.knowledge.classes_of(expression, scope.source) or found

    def is_call_of_class(self, expression: ast.expr, scope: Scope) -> bool:
        """Return whether an expression is a call of a class that a file defines."""
        return isinstance(expression, ast.Call) and isinstance(
            self.facts.names.resolve(expression.func, scope), Class
        )

    def of_syntax(self, expression: ast.expr, scope: Scope) -> Instances:
        """Return the classes that the source shows."""
        match expression:
            case ast.Constant(value=None):
                return (NONE,)
            case ast.Constant(value=value):
                name = type(value).__name__
                return (Instance(External(f"builtins.{name}"), exact=True, shown=name),)
            case ast.Name(id=name):
                return self.of_name(name, scope)
            case ast.Attribute() | ast.Subscript():
                return self.facts.attributes.classes_of(expression, scope)
            case ast.Call():
                return self.facts.results.classes_of(expression, scope)
            case ast.Await(value=ast.Call() as call):
                return self.facts.results.of_awaited(call, scope)
            case ast.IfExp(body=body, orelse=orelse):
                return united(self.classes_of(body, scope), self.classes_of(orelse, scope))
            case ast.BoolOp(op=ast.Or(), values=[*firsts, last]):
                found = [without_none(self.classes_of(each, scope)) for each in firsts]
                return united(*found, self.classes_of(last, scope))
            case ast.NamedExpr(value=value):
                return self.classes_of(value, scope)
        literal = LITERALS.get(type(expression))
        return (Instance(External(literal), exact=True),) if literal is not None else UNKNOWN

    def of_name(self, name: str, scope: Scope) -> Instances:
        """Return the classes of a variable: as it is declared, or else those of its values."""
        owner = scope.owner(name)
        if owner is None:
            return UNKNOWN
        question = ("class of name", name, owner)
        return self.facts.memo.ask(question, lambda: self._of_name(name, owner), UNKNOWN)

    def _of_name(self, name: str, owner: Scope) -> Instances:
        self.facts.memo.rest_on(owner.source)
        bindings = owner.bindings[name]
        declared = [
            each.annotation
            for each in bindings
            if isinstance(each, (Assigned, Declared)) and each.annotation is not None
        ]
        for each in bindings:
            if isinstance(each, Parameter) and (each.argument.annotation or len(bindings) == 1):
                return self.of_parameter(each, owner)
        actual = self.facts.names.bindings(name, owner)
        if declared and not (len(actual) == 1 and isinstance(actual[0], Assigned)):
            return self.facts.annotations.classes_of(declared[0], owner)
        found = [self.of_binding(each, owner) for each in actual]
        if declared and not found[0]:
            return self.facts.annotations.classes_of(declared[0], owner)
        return united(*found)

    def of_binding(self, binding: Binding, owner: Scope) -> Instances:
        """Return the classes of what a name is bound to."""
        if isinstance(binding, Assigned):
            return self.classes_of(binding.value, binding.scope)
        if isinstance(binding, Bound) and isinstance(binding.node, ast.NamedExpr):
            value = binding.node.value
            scope = self.facts.scopes(owner.source).around.get(value)  # of a name or call
            return self.classes_of(value, scope) if scope is not None else UNKNOWN
        if isinstance(binding, Bound):
            return self.of_entered(binding, owner)
        meaning = self.facts.names.meaning(binding, owner)
        return self.classes_of(*meaning) if isinstance(meaning, Value) else UNKNOWN

    def of_entered(self, bound: Bound, owner: Scope) -> Instances:
        """Return the classes of the target of a `with`, where it is the context manager itself."""
        item = owner.source.parents.find(bound.node)
        if not isinstance(item, ast.withitem) or item.optional_vars is not bound.node:
            return UNKNOWN
        found = self.classes_of(item.context_expr, owner)
        return found if are_all_of(found, apis.ENTERED) else UNKNOWN

    def of_parameter(self, parameter: Parameter, function: Scope) -> Instances:
        """Return the classes of a parameter: as annotated, or those of `self` or `cls`."""
        annotation = parameter.argument.annotation
        if parameter.is_variadic:
            is_bare = annotation is None
            return (Instance(External("builtins.tuple"), exact=True),) if is_bare else UNKNOWN
        if annotation is not None:
            return self.facts.annotations.classes_of(annotation, function.annotation_scope)
        return self.of_owner(parameter.argument, function)

    def of_owner(self, parameter: ast.arg, function: Scope) -> Instances:
        """Return the class of a parameter that is `self` or `cls`."""
        node, around = function.node, function.annotation_scope
        cls = class_of_body(around)
        if cls is None or not isinstance(node, FUNCTIONS):
            return UNKNOWN
        if parameter not in [*node.args.posonlyargs, *node.args.args][:1]:
            return UNKNOWN
        decorators = self.facts.decorators.names_of(Function(node, around))
        if decorators is None or decorators & apis.STATIC:
            return UNKNOWN
        return (Instance(cls, is_class=bool(decorators & apis.OF_CLASS) or node.name == NEW),)
