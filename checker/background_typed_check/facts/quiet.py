"""Which code raises nothing but what it says: no error that nobody wrote.

Almost any expression may raise. What is known here cannot, whatever the values are.
"""

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from background_typed_check.facts.around import around_of, body_around, statement_around
from background_typed_check.facts.conditions import chosen, is_entered, kind_of, truth
from background_typed_check.facts.meanings import Class, External
from background_typed_check.facts.passed import actuals_of
from background_typed_check.facts.scopes import (
    FUNCTIONS,
    Assigned,
    Binding,
    Import,
    Parameter,
    Scope,
    defaults,
)
from background_typed_check.facts.source import Source

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

IMPORTS: Final = (ast.Import, ast.ImportFrom)


class Quiet:
    """Tells what raises nothing by itself."""

    def __init__(self, facts: "Facts") -> None:
        """Keep the facts to ask."""
        self.facts = facts

    def are(self, statements: Iterable[ast.stmt], source: Source) -> bool:
        """Return whether statements raise nothing but what they are written to raise."""
        return all(self.is_statement(each, source) for each in statements)

    def is_statement(self, statement: ast.stmt, source: Source) -> bool:
        """Return whether a statement raises nothing but what it is written to raise."""
        question = ("quiet", statement, self.facts.flow.known)
        return self.facts.memo.ask(question, lambda: self._is(statement, source), unknown=False)

    def _is(self, statement: ast.stmt, source: Source) -> bool:
        scope = self.facts.scopes(source).of[body_around(statement, source)]
        if self.facts.values.failure_of(statement, source) is not None:
            return True
        match statement:
            case ast.Break() | ast.Continue() | ast.Pass():
                return True
            case ast.Assert(test=test, msg=None):
                is_known = truth(test, self.facts.flow.known) is not None
                return is_known or self.facts.quiet_calls.confirms_bool(test, scope)
            case ast.Expr(value=ast.Constant(value=value)) if value is ...:
                return False  # something was left out here
            case ast.Assign(targets=[ast.Name()], value=value):
                return self.is_value(value, scope)
            case ast.Expr(value=value):
                return self.is_value(value, scope) or self.facts.quiet_calls.leaves(value, scope)
            case ast.FunctionDef(args=arguments) | ast.AsyncFunctionDef(args=arguments):
                given = [*defaults(arguments), *statement.decorator_list]
                return all(self.is_value(each, scope) for each in given)
            case ast.Return(value=value):
                return value is None or self.is_value(value, scope)
            case ast.Raise(exc=raised, cause=cause):
                given = [each for each in (raised, cause) if each is not None]
                return all(self.is_exception(each, scope) for each in given)
        return self.is_compound(statement, scope)

    def is_compound(self, statement: ast.stmt, scope: Scope) -> bool:
        """Return whether a statement with others in it raises nothing but what they say."""
        source, known = scope.source, self.facts.flow.known
        match statement:
            case ast.If(test=test, body=body, orelse=orelse):
                value = truth(test, known)
                ran = (*body, *orelse) if value is None else body if value else orelse
                return (value is not None or self.is_test(test, scope)) and self.are(ran, source)
            case ast.While(test=test, body=body, orelse=orelse):
                return self.is_test(test, scope) and self.are((*body, *orelse), source)
            case ast.For(target=ast.Name(), iter=iterated, body=body, orelse=orelse):
                is_range = isinstance(iterated, ast.Call)
                is_known = is_entered(statement, known) is not None
                is_certain = is_known and (is_range or self.is_value(iterated, scope))
                return is_certain and self.are((*body, *orelse), source)
            case ast.Match(cases=cases):
                found = chosen(statement, known)
                are_plain = found is not None or self.are_singletons(statement, scope)
                ran_in = cases if found is None else found
                return are_plain and all(self.are(each.body, source) for each in ran_in)
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                managers = [each.context_expr for each in items]
                return self.are_managers(managers, scope) and self.are(body, source)
            case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=last):
                ends = self.facts.flow.of_block(body, source)
                entered = self.facts.catching.past_handlers(statement, ends, body, source)[1]
                caught = [one for each in entered for one in handlers[each].body]
                return self.are((*body, *caught, *orelse, *last), source)
        return False

    def are_managers(self, managers: list[ast.expr], scope: Scope) -> bool:
        """Return whether to enter and leave context managers raises nothing."""
        return all(
            self.facts.names.is_call_of(each, scope, apis.QUIET_MANAGERS)
            and not each.keywords
            and all(isinstance(given, (ast.Attribute, ast.Name)) for given in each.args)
            for each in managers
        )

    def are_singletons(self, statement: ast.Match, scope: Scope) -> bool:
        """Return whether a `match` only asks whether a value is True, False or None."""
        patterns = (ast.MatchSingleton, ast.MatchAs)
        return self.is_value(statement.subject, scope) and all(
            each.guard is None
            and isinstance(each.pattern, patterns)
            and getattr(each.pattern, "pattern", None) is None
            for each in statement.cases
        )

    def is_exception(self, value: ast.expr, scope: Scope) -> bool:
        """Return whether `raise` raises no other exception than this one: a class is called."""
        meaning = self.facts.names.resolve(value, scope)
        if isinstance(meaning, (Class, External)):
            call = ast.Call(value, [], [])
            return self.facts.quiet_calls.makes_exception(meaning, call)
        return self.is_value(value, scope)

    def is_test(self, test: ast.expr, scope: Scope) -> bool:
        """Return whether to decide a condition raises nothing: not for just any object."""
        match test:
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.is_test(operand, scope)
            case ast.BoolOp(values=values):
                return all(self.is_test(each, scope) for each in values)
            case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot()], comparators=[right]):
                return self.is_value(left, scope) and self.is_value(right, scope)
            case ast.Name(id=name):
                return kind_of(name, scope, self.facts) is not None
        return isinstance(test, ast.Constant)

    def is_value(self, value: ast.expr, scope: Scope) -> bool:
        """Return whether an expression raises nothing."""
        match value:
            case ast.Constant():
                return True
            case ast.Name():
                return self.is_bound(value, scope)
            case ast.List(elts=elts) | ast.Tuple(elts=elts):
                return all(self.is_value(each, scope) for each in elts)
            case ast.Dict(keys=keys, values=values):
                are_plain = all(isinstance(each, ast.Constant) for each in keys)
                return are_plain and all(self.is_value(each, scope) for each in values)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                is_certain = self.is_test(test, scope) and self.is_value(body, scope)
                return is_certain and self.is_value(orelse, scope)
            case ast.Call():
                is_quiet = self.facts.quiet_calls.is_call(value, scope) and all(
                    self.is_value(each, scope) for each in actuals_of(value)
                )
                return is_quiet or self.facts.values.is_value(value, scope)
        return self.facts.values.is_value(value, scope)

    def is_bound(self, name: ast.Name, scope: Scope) -> bool:
        """Return whether a name surely has a value."""
        owner = scope.owner(name.id)
        bindings = owner.bindings[name.id] if owner is not None else []
        if owner is None or len(bindings) != 1 or isinstance(bindings[0], Parameter):
            return len(bindings) == 1
        function, source = owner.node, owner.source
        if isinstance(function, ast.Module):
            before = function.body
        elif isinstance(function, FUNCTIONS) and owner is scope:
            around = around_of(statement_around(name, source), function, source)
            before = [statement for each in around for statement in each.block[: each.position]]
        else:
            return False
        return any(binds(each, bindings[0]) for each in before)


def binds(statement: ast.stmt, binding: Binding) -> bool:
    """Return whether a statement is the one that binds a name."""
    if isinstance(binding, Import):
        return isinstance(statement, IMPORTS) and statement.lineno == binding.line
    return statement is (binding.statement if isinstance(binding, Assigned) else binding)
