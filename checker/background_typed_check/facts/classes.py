"""Of which class an expression is, and what classes have."""

import ast
from typing import TYPE_CHECKING, Final, TypeAlias

from background_typed_check import apis
from background_typed_check.facts.meanings import Class, External, Function, Instance, Module, Value
from background_typed_check.facts.scopes import (
    FUNCTIONS,
    Assigned,
    Binding,
    Declared,
    Parameter,
    Scope,
)

if TYPE_CHECKING:
    from background_typed_check.facts import Facts

Instances: TypeAlias = tuple[Instance, ...]
"""The classes that something may be an instance of: of one of them for sure. None of them
means that it is not known."""

UNKNOWN: Final[Instances] = ()
NONE: Final = Instance(External("builtins.None"), exact=True, shown="None")
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
NEW: Final = "__new__"


class Classes:
    """Tells the classes of expressions."""

    def __init__(self, facts: "Facts") -> None:
        """Take what else there is to ask."""
        self.facts = facts

    def of(self, expression: ast.expr, scope: Scope) -> Instances:
        """Return the classes that an expression may be an instance of, none if unknown."""
        return self.facts.memo.ask(
            ("class", expression), lambda: self._of(expression, scope), UNKNOWN
        )

    def _of(self, expression: ast.expr, scope: Scope) -> Instances:
        self.facts.memo.rest_on(scope.source)
        found = self.of_syntax(expression, scope)
        if self.is_call_of_class(expression, scope):
            return found  # what a class makes, its source says better than its type
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
            case ast.Attribute():
                return self.of_attribute(expression, scope)
            case ast.Call():
                return self.of_call(expression, scope)
            case ast.Await(value=ast.Call() as call):
                return self.of_awaited(call, scope)
            case ast.IfExp(body=body, orelse=orelse):
                return united(self.of(body, scope), self.of(orelse, scope))
            case ast.BoolOp(op=ast.Or(), values=[*firsts, last]):
                found = [without_none(self.of(each, scope)) for each in firsts]
                return united(*found, self.of(last, scope))
            case ast.NamedExpr(value=value):
                return self.of(value, scope)
        literal = LITERALS.get(type(expression))
        return (Instance(External(literal), exact=True),) if literal is not None else UNKNOWN

    def of_name(self, name: str, scope: Scope) -> Instances:
        """Return the classes of a variable: as it is declared, or else of all its values."""
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
            return self.of_annotation(declared[0], owner)
        found = [self.of_binding(each, owner) for each in actual]
        if declared and not found[0]:
            return self.of_annotation(declared[0], owner)
        return united(*found)

    def of_binding(self, binding: Binding, owner: Scope) -> Instances:
        """Return the classes of what a name is bound to."""
        if isinstance(binding, Assigned):
            return self.of(binding.value, binding.scope)
        meaning = self.facts.names.meaning(binding, owner)
        return self.of(*meaning) if isinstance(meaning, Value) else UNKNOWN

    def of_parameter(self, parameter: Parameter, function: Scope) -> Instances:
        """Return the classes of a parameter: as annotated, or those of `self` and `cls`."""
        annotation = parameter.argument.annotation
        around = annotation_scope(function)
        if parameter.is_variadic:
            name = "builtins.tuple" if annotation is None else ""
            return (Instance(External(name), exact=True),) if name else UNKNOWN
        if annotation is not None:
            return self.of_annotation(annotation, around)
        node = function.node
        if isinstance(node, FUNCTIONS) and isinstance(around.node, ast.ClassDef):
            positional = [*node.args.posonlyargs, *node.args.args]
            if positional and positional[0] is parameter.argument and around.parent is not None:
                decorators = self.facts.functions.decorators(Function(node, around))
                if decorators is None or decorators & apis.STATIC:
                    return UNKNOWN
                is_class = bool(decorators & apis.OF_CLASS) or node.name == NEW
                return (Instance(Class(around.node, around.parent), is_class=is_class),)
        return UNKNOWN

    def of_attribute(self, expression: ast.Attribute, scope: Scope) -> Instances:
        """Return the classes of an attribute: as its class declares it or assigns it."""
        meaning = self.facts.names.resolve(expression, scope)
        if isinstance(meaning, Value) and meaning.node is not expression:
            return self.of(meaning.node, meaning.scope)
        owner = self.facts.names.resolve(expression.value, scope)
        if isinstance(owner, Module):
            source = self.facts.modules.file(owner.location)
            module = self.facts.scopes(source).module if source is not None else None
            if module is None or self.facts.names.replaces(expression.attr, scope.source):
                return UNKNOWN
            return self.of_name(expression.attr, module)
        found = []
        for instance in without_none(self.of(expression.value, scope)):
            if not isinstance(instance.of, Class) or (
                instance.of.scope.source is not scope.source
                and self.facts.functions.may_set(scope.source, instance.of, expression.attr)
            ):
                return UNKNOWN
            member = self.of_member(instance.of, expression.attr)
            # A subclass may have something else that is like it.
            found.append(member if instance.exact else tuple(map(inexact, member)))
        return united(*found)

    def of_member(self, cls: Class, name: str) -> Instances:
        """Return the classes of what the instances of a class have under a name."""
        question = ("class of member", cls.node, name)
        return self.facts.memo.ask(question, lambda: self._of_member(cls, name), UNKNOWN)

    def _of_member(self, cls: Class, name: str) -> Instances:
        found: list[Instances] = []
        is_hidden = False
        for base in self.mro(cls):
            if not isinstance(base, Class):
                if base.name in apis.PLAIN_BASES:
                    continue
                break
            declared = self.declared(base, name)
            if declared is not None:
                return united(*found, self.of_annotation(*declared))
            found += self.given_to(base, name, is_hidden=is_hidden)
            is_hidden = is_hidden or bool(self.scope_of(base).bindings.get(name))
        return united(*found)

    def declared(self, cls: Class, name: str) -> tuple[ast.expr, Scope] | None:
        """Return the annotation that a class, or a method of it, gives an attribute."""
        own = self.scope_of(cls)
        for each in own.bindings.get(name, ()):
            if isinstance(each, (Assigned, Declared)) and each.annotation is not None:
                return each.annotation, own
        for statement, scope in self.facts.functions.assigned_to_self(cls, name) or ():
            if isinstance(statement, ast.AnnAssign):
                return statement.annotation, scope
        return None

    def given_to(self, cls: Class, name: str, *, is_hidden: bool) -> list[Instances]:
        """Return the classes of each value that a class, or a method of it, gives an attribute.

        If it is hidden, a subclass has another value in the place of that of the class.
        """
        own = self.scope_of(cls)
        bindings = [] if is_hidden else own.bindings.get(name, [])
        member = self.attribute(cls, name) if bindings else None
        if isinstance(member, Function):
            return [self.of_property(member)]
        stored = self.facts.functions.assigned_to_self(cls, name)
        if stored is None:
            return [UNKNOWN]
        values = [self.of(each.value, scope) for each, scope in stored if each.value is not None]
        if bindings:
            values.append(self.of_binding(bindings[0], own) if len(bindings) == 1 else UNKNOWN)
        return values

    def of_property(self, member: Function) -> Instances:
        """Return the classes of what a property returns."""
        decorators = self.facts.functions.decorators(member)
        if decorators is None or not decorators & apis.PROPERTIES or member.node.returns is None:
            return UNKNOWN
        return self.of_annotation(member.node.returns, self.facts.annotation_scope(member))

    def of_call(self, call: ast.Call, scope: Scope) -> Instances:
        """Return the classes of what a call returns."""
        callee = self.facts.names.resolve(call.func, scope)
        if isinstance(callee, Class):
            return self.made_by(callee)
        if isinstance(callee, External):
            if callee.name in apis.CASTS and call.args:
                return self.of_annotation(call.args[0], scope)
            made_of = External(apis.RESULTS.get(callee.name, callee.name))
            return (Instance(made_of, exact=True, shown=made_of.name.rpartition(".")[2]),)
        made = self.of(call.func, scope)
        if made and all(each.is_class for each in made):
            return tuple(Instance(each.of) for each in made)
        declared = self.declared_result(call.func, scope)
        if declared:
            return declared
        functions = self.facts.functions.called(call.func, scope)
        return united(
            *(self.returned(each) if isinstance(each, Function) else UNKNOWN for each in functions)
        )

    def declared_result(self, callee: ast.expr, scope: Scope) -> Instances:
        """Return the classes of what a variable returns that is annotated as a `Callable`."""
        owner = scope.owner(callee.id) if isinstance(callee, ast.Name) else None
        if not isinstance(callee, ast.Name) or owner is None or len(owner.bindings[callee.id]) != 1:
            return UNKNOWN
        binding = owner.bindings[callee.id][0]
        if not isinstance(binding, Parameter) or binding.is_variadic:
            return UNKNOWN
        annotation, around = binding.argument.annotation, annotation_scope(owner)
        if not isinstance(annotation, ast.Subscript) or not isinstance(annotation.slice, ast.Tuple):
            return UNKNOWN
        if not self.are_all([annotation.value], around, apis.CALLABLES):
            return UNKNOWN
        return self.of_annotation(annotation.slice.elts[-1], around)

    def of_awaited(self, call: ast.Call, scope: Scope) -> Instances:
        """Return the classes of what awaiting a call of an `async def` function gives."""
        found = []
        for function in self.facts.functions.called(call.func, scope):
            node = function.node if isinstance(function, Function) else None
            if not isinstance(node, ast.AsyncFunctionDef) or node.returns is None:
                return UNKNOWN
            if not isinstance(function, Function) or not self.facts.functions.is_bare(function):
                return UNKNOWN
            found.append(self.of_annotation(node.returns, self.facts.annotation_scope(function)))
        return united(*found)

    def returned(self, function: Function) -> Instances:
        """Return the classes of what calling a function returns, as it is declared."""
        functions, node = self.facts.functions, function.node
        if not functions.is_bare(function):
            kind = functions.context_manager(function)
            return (Instance(External(kind), exact=True),) if kind is not None else UNKNOWN
        scope = self.facts.annotation_scope(function)
        if isinstance(node, ast.AsyncFunctionDef) and not functions.yields(node):
            result = ast.unparse(node.returns) if node.returns is not None else "Any"
            shown = f"Coroutine[Any, Any, {result}]"
            return (Instance(External("types.CoroutineType"), exact=True, shown=shown),)
        if node.returns is None:
            if not functions.yields(node):
                return UNKNOWN
            name = "AsyncGenerator" if isinstance(node, ast.AsyncFunctionDef) else "Generator"
            return (Instance(External(f"typing.{name}"), exact=True, shown=name),)
        return self.of_annotation(node.returns, scope)

    def made_by(self, cls: Class) -> Instances:
        """Return the classes of what calling a class makes: its own, unless it says otherwise."""
        is_plain = True
        for each in self.mro(cls):
            if isinstance(each, External):
                is_plain = is_plain and each.name in apis.PLAIN_BASES
                continue
            metaclasses = [one.value for one in each.node.keywords if one.arg == "metaclass"]
            if not self.are_all(metaclasses, each.scope, apis.PLAIN_METACLASSES):
                return UNKNOWN
            if NEW in self.scope_of(each).bindings:
                new = self.attribute(cls, NEW)
                declared = new.node.returns if isinstance(new, Function) else None
                return self.of_annotation(declared, self.scope_of(each)) if declared else UNKNOWN
            decorators = each.node.decorator_list
            is_plain = is_plain and self.are_all(decorators, each.scope, apis.CLASS_DECORATORS)
        return (Instance(cls, exact=is_plain, shown=cls.node.name),)

    def are_all(self, expressions: list[ast.expr], scope: Scope, names: frozenset[str]) -> bool:
        """Return whether expressions, or what they call, are all of these names."""
        called = [each.func if isinstance(each, ast.Call) else each for each in expressions]
        meanings = [self.facts.names.resolve(each, scope) for each in called]
        return all(isinstance(each, External) and each.name in names for each in meanings)

    def are_any(self, expressions: list[ast.expr], scope: Scope, names: frozenset[str]) -> bool:
        """Return whether one of the expressions, or what it calls, is one of these names."""
        return any(
            self.are_all([each.value if isinstance(each, ast.Subscript) else each], scope, names)
            for each in expressions
        )

    def scope_of(self, cls: Class) -> Scope:
        """Return the scope of what a class defines."""
        self.facts.memo.rest_on(cls.scope.source)
        return self.facts.scopes(cls.scope.source).of[cls.node]

    def of_annotation(self, annotation: ast.expr, scope: Scope) -> Instances:
        """Return the classes that an annotation stands for, whatever form it has."""
        return self.facts.memo.ask(
            ("annotation", annotation), lambda: self._of_annotation(annotation, scope), UNKNOWN
        )

    def _of_annotation(self, annotation: ast.expr, scope: Scope) -> Instances:
        self.facts.memo.rest_on(scope.source)
        if isinstance(annotation, ast.Constant):
            if annotation.value is None:
                return (NONE,)
            parsed = self.facts.parse_annotation(annotation)
            return UNKNOWN if parsed is None else self.of_annotation(parsed, scope)
        if isinstance(annotation, ast.BinOp):
            return united(*(self.of_annotation(each, scope) for each in alternatives(annotation)))
        if isinstance(annotation, ast.Subscript):
            return self.of_subscript(annotation, scope)
        meaning = self.facts.names.resolve(annotation, scope)
        if isinstance(meaning, Class):
            shown = ast.unparse(annotation)
            return (Instance(meaning, exact=self.is_final(meaning), shown=shown),)
        if isinstance(meaning, External):
            if meaning.name in apis.SELF:
                return self.of_enclosing_class(scope)
            if meaning.name in apis.ANYTHING:
                return UNKNOWN
            return (Instance(meaning, shown=ast.unparse(annotation)),)
        if isinstance(meaning, Value) and meaning.node is not annotation:
            return self.of_annotation(meaning.node, meaning.scope)
        return UNKNOWN

    def of_subscript(self, annotation: ast.Subscript, scope: Scope) -> Instances:
        """Return the classes of an annotation with square brackets."""
        base = self.facts.names.resolve(annotation.value, scope)
        inner = annotation.slice
        items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if isinstance(base, Class):
            return (Instance(base, exact=self.is_final(base), shown=ast.unparse(annotation)),)
        if not isinstance(base, External):
            return UNKNOWN
        if base.name in apis.UNION:
            return united(*(self.of_annotation(each, scope) for each in items))
        if base.name in apis.OPTIONAL:
            return united(self.of_annotation(inner, scope), (NONE,))
        if base.name in apis.ANNOTATED or base.name in apis.WRAPPERS:
            return self.of_annotation(items[0], scope)
        if base.name in apis.CLASS_OBJECTS:
            found = self.of_annotation(inner, scope)
            return tuple(each._replace(is_class=True) for each in found)
        if base.name in apis.LITERAL:
            return united(*(self.of(each, scope) for each in items))
        return (Instance(base, shown=ast.unparse(annotation)),)

    def of_enclosing_class(self, scope: Scope) -> Instances:
        """Return the class that `Self` stands for."""
        at: Scope | None = scope
        while at is not None:
            if isinstance(at.node, ast.ClassDef) and at.parent is not None:
                return (Instance(Class(at.node, at.parent)),)
            at = at.parent
        return UNKNOWN

    def is_final(self, cls: Class) -> bool:
        """Return whether a class can have no subclass."""
        return self.are_any(cls.node.decorator_list, cls.scope, apis.FINAL)

    def mro(self, cls: Class) -> tuple[Class | External, ...]:
        """Return the classes that a class has its attributes from, in their order.

        What cannot be told is an external class without a name.
        """
        question = ("mro", cls.node)
        return self.facts.memo.ask(question, lambda: self._mro(cls), (cls, External("")))

    def _mro(self, cls: Class) -> tuple[Class | External, ...]:
        own = self.scope_of(cls)
        bases: list[Class | External] = []
        for each in cls.node.bases:
            base = each.value if isinstance(each, ast.Subscript) else each
            meaning = self.facts.names.resolve(
                base, own if getattr(cls.node, "type_params", ()) else cls.scope
            )
            bases.append(meaning if isinstance(meaning, (Class, External)) else External(""))
        orders: list[list[Class | External]] = [
            [*self.mro(each)] if isinstance(each, Class) else [each] for each in bases
        ]
        merged = merge([*orders, bases])
        is_order = merged is not None and cls not in merged
        return (cls, *(merged or ())) if is_order else (cls, External(""))

    def attribute(self, cls: Class, name: str) -> Function | Class | External | Value | None:
        """Return what a class has under a name, None where that is not certain."""
        for base in self.mro(cls):
            if not isinstance(base, Class):
                if base.name in apis.PLAIN_BASES:
                    continue
                return External(f"{base.name}.{name}") if base.name else None
            own = self.scope_of(base)
            if own.bindings.get(name):
                found = self.facts.names.bound(name, own)
                return None if isinstance(found, Module) else found
        return None

    def method(self, instance: Instance, name: str) -> Function | External | None:
        """Return the method that an instance has under a name, None where that is not certain."""
        if isinstance(instance.of, External):
            return External(apis.canonical(f"{instance.of.name}.{name}"))
        found = self.attribute(instance.of, name)
        if isinstance(found, External):
            return found
        if not isinstance(found, Function) or not found.is_method:
            return None
        return found._replace(exact=instance.exact or self.facts.functions.is_final(found))

    def has(self, cls: Class, name: str) -> bool | None:
        """Return whether a class has an attribute, None where that is not certain."""
        for base in self.mro(cls):
            if isinstance(base, External):
                if base.name not in apis.PLAIN_BASES:
                    return None
            elif self.scope_of(base).bindings.get(name):
                return True
        return False

    def derives(self, cls: Class | External, names: frozenset[str]) -> bool:
        """Return whether a class is one of these, or has one of them as a base."""
        bases = self.mro(cls) if isinstance(cls, Class) else (cls,)
        return any(self.facts.full_name(each) in names for each in bases)

    def inherits(self, cls: Class | External, names: frozenset[str], methods: set[str]) -> bool:
        """Return whether a class has these methods from one of the named classes, or is one."""
        for base in self.mro(cls) if isinstance(cls, Class) else (cls,):
            name = self.facts.full_name(base)
            if name in names:
                return True
            if isinstance(base, Class):
                if not methods.isdisjoint(self.scope_of(base).bindings):
                    return False
            elif name not in apis.PLAIN_BASES:
                return False
        return False


def annotation_scope(function: Scope) -> Scope:
    """Return where the annotations of a function are evaluated."""
    has_own_types = bool(getattr(function.node, "type_params", ()))
    return function if has_own_types or function.parent is None else function.parent


def alternatives(annotation: ast.BinOp) -> list[ast.expr]:
    """Return what stands between the bars of `A | B | C`, nothing for another operator."""
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


def is_by_name(instance: Instance) -> bool:
    """Return whether nothing is known of a class but its name, which may be that of a function."""
    return isinstance(instance.of, External) and instance.of.name not in apis.KNOWN


def united(*parts: Instances) -> Instances:
    """Return the classes of what is one of several things: unknown if one of these is."""
    return tuple(dict.fromkeys(each for part in parts for each in part)) if all(parts) else UNKNOWN


def inexact(instance: Instance) -> Instance:
    """Return what may be an instance of a subclass, too: None has none."""
    return instance if instance.of == NONE.of else instance._replace(exact=False)


def without_none(instances: Instances) -> Instances:
    """Return the classes of what is not None."""
    return tuple(each for each in instances if each.of != NONE.of)


def merge(orders: list[list[Class | External]]) -> list[Class | External] | None:
    """Merge the orders of bases as Python does (`type.mro`), None where it refuses to."""
    merged: list[Class | External] = []
    pending = [order for order in orders if order]
    while pending:
        for order in pending:
            first = order[0]
            if not any(first in other[1:] for other in pending):
                break
        else:
            return None
        merged.append(first)
        pending = [rest for order in pending if (rest := order[1:] if order[0] == first else order)]
    return merged
