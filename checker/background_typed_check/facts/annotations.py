"""Which classes an annotation stands for, in any of its forms."""

import ast
from typing import TYPE_CHECKING

from background_typed_check import apis
from background_typed_check.facts.instances import NONE, UNKNOWN, Instance, Instances, united
from background_typed_check.facts.meanings import Class, External, Value, enclosing_class
from background_typed_check.facts.parsing import parse_expression
from background_typed_check.facts.scopes import Scope

if TYPE_CHECKING:
    from background_typed_check.facts import Facts


class Annotations:
    """Tells the classes that annotations stand for."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts
        self.parsed: dict[ast.Constant, ast.expr | None] = {}

    def unquoted(self, annotation: ast.expr) -> ast.expr | None:
        """Return an annotation without its quotes, None if what they hold is not an annotation."""
        if not isinstance(annotation, ast.Constant):
            return annotation
        if annotation not in self.parsed:
            self.parsed[annotation] = parse_expression(annotation.value)
        return self.parsed[annotation]

    def classes_of(self, annotation: ast.expr, scope: Scope) -> Instances:
        """Return the classes that an annotation stands for, empty if unknown."""
        return self.facts.memo.ask(
            ("annotation", annotation), lambda: self._classes_of(annotation, scope), UNKNOWN
        )

    def _classes_of(self, annotation: ast.expr, scope: Scope) -> Instances:
        self.facts.memo.rest_on(scope.source)
        if isinstance(annotation, ast.Constant):
            if annotation.value is None:
                return (NONE,)
            parsed = self.unquoted(annotation)
            return UNKNOWN if parsed is None else self.classes_of(parsed, scope)
        if isinstance(annotation, ast.BinOp):
            return united(*(self.classes_of(each, scope) for each in alternatives(annotation)))
        if isinstance(annotation, ast.Subscript):
            return self.of_subscript(annotation, scope)
        meaning = self.facts.names.resolve(annotation, scope)
        if isinstance(meaning, Class):
            return self.of_class(meaning, annotation)
        if isinstance(meaning, External):
            if meaning.name in apis.SELF:
                cls = enclosing_class(scope)
                return (Instance(cls),) if cls is not None else UNKNOWN
            if meaning.name in apis.ANYTHING:
                return UNKNOWN
            return (Instance(meaning, shown=ast.unparse(annotation)),)
        if isinstance(meaning, Value) and meaning.node is not annotation:
            return self.classes_of(*meaning)
        return self.of_type_variable(annotation, scope)

    def of_type_variable(self, made: ast.expr, scope: Scope) -> Instances:
        """Return the classes of a type variable's bound, given the call that makes the variable."""
        if not self.facts.names.is_call_of(made, scope, apis.TYPE_VARIABLES):
            return UNKNOWN
        bounds = [each.value for each in made.keywords if each.arg == apis.BOUND]
        return united(*(self.classes_of(each, scope) for each in bounds))

    def of_subscript(self, annotation: ast.Subscript, scope: Scope) -> Instances:
        """Return the classes of an annotation with square brackets."""
        base = self.facts.names.resolve(annotation.value, scope)
        inner = annotation.slice
        items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if isinstance(base, Class):
            return self.of_class(base, annotation)
        if not isinstance(base, External):
            return UNKNOWN
        if base.name in apis.UNION:
            return united(*(self.classes_of(each, scope) for each in items))
        if base.name in apis.OPTIONAL:
            return united(self.classes_of(inner, scope), (NONE,))
        if base.name in apis.ANNOTATED or base.name in apis.WRAPPERS:
            return united(*(self.classes_of(each, scope) for each in items[:1]))
        if base.name in apis.CLASS_OBJECTS:
            found = self.classes_of(inner, scope)
            return tuple(each._replace(is_class=True) for each in found)
        if base.name in apis.LITERAL:
            return united(*(self.of_literal(each, scope) for each in items))
        return (Instance(base, shown=ast.unparse(annotation)),)

    def of_literal(self, value: ast.expr, scope: Scope) -> Instances:
        """Return the class of a literal value, with the value as its shown type."""
        shown = f"Literal[{ast.unparse(value)}]"
        found = self.facts.expressions.classes_of(value, scope)
        return tuple(each._replace(shown=shown) for each in found)

    def of_class(self, cls: Class, annotation: ast.expr) -> Instances:
        """Return the instances of a class that an annotation names."""
        exact = self.facts.classes.is_final(cls)
        return (Instance(cls, exact=exact, shown=ast.unparse(annotation)),)


def alternatives(annotation: ast.BinOp) -> list[ast.expr]:
    """Return the parts of `A | B | C`, nothing for any other operator."""
    found: list[ast.expr] = []
    pending: list[ast.expr] = [annotation]
    while pending:
        each = pending.pop()
        if not isinstance(each, ast.BinOp):
            found.append(each)
        elif isinstance(each.op, ast.BitOr):
            pending += [each.right, each.left]
        else:
            return []
    return found
