"""Which calls are deferred, and the direct call that each stands for."""

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeAlias, cast

from background_typed_check import apis
from background_typed_check.reasons import Reason, Why
from mypy.nodes import (
    ARG_STAR,
    ARG_STAR2,
    CallExpr,
    Expression,
    MemberExpr,
    RefExpr,
    TypeInfo,
    Var,
)
from mypy.plugin import FunctionContext, FunctionSigContext, MethodContext, MethodSigContext
from mypy.types import (
    AnyType,
    CallableType,
    FunctionLike,
    Instance,
    ProperType,
    Type,
    TypeOfAny,
    TypeType,
    UnboundType,
    UnionType,
    get_proper_type,
)

SigContext: TypeAlias = FunctionSigContext | MethodSigContext
CallContext: TypeAlias = FunctionContext | MethodContext

# The methods `m` for which `tasks.m(f, *args, **kwargs)` stands for `f(*args, **kwargs)`, by the
# class that defines them. mypy asks for a hook by the receiver's class.
DEFERRING_METHODS: Final = {
    f"{collection}.{method}": adder
    for collection in apis.COLLECTIONS
    for method, adder in apis.ADDERS.items()
}
# The same for `Class(f, *args, **kwargs)`.
DEFERRING_CONSTRUCTORS: Final = {f"{task}.__init__" for task in apis.TASKS}


def default_signature(ctx: SigContext) -> CallableType:
    """Leave the call to mypy's own check."""
    return ctx.default_signature


class DeferredCall(NamedTuple):
    """A call that adds a task, taken apart."""

    call: CallExpr
    """The call as the user wrote it."""
    direct: CallExpr
    """The call that it stands for, at the same place."""
    receivers: int
    """How many of its arguments come before the callee."""
    signature: CallableType
    """The rest of the signature, to be checked without the task."""


class UnknownCall(NamedTuple):
    """A call that adds a task, left to mypy because the call that it stands for is unknown."""

    call: CallExpr
    callee: Expression | None
    reason: Reason
    """Why it is unknown."""


def is_deferring_method(fullname: str) -> bool:
    """Return whether a method of that name may add a task. In the hook its receiver decides."""
    return fullname.rpartition(".")[2] in apis.ADDERS


def adder_of(ctx: SigContext) -> apis.Adder | None:
    """Return what makes a call add a task, if anything does.

    For a method, its receiver decides. A class was chosen by its name: see `is_task_class`.
    """
    called = ctx.context.callee if isinstance(ctx.context, CallExpr) else None
    if isinstance(ctx, FunctionSigContext):
        return apis.TASK if called is not None else None
    info = class_of(ctx.type)
    method = info.get(called.name) if info and isinstance(called, MemberExpr) else None
    return DEFERRING_METHODS.get(method.fullname or "") if method is not None else None


def is_override(ctx: MethodSigContext) -> bool:
    """Return whether a call adds a task through a collection's own `add_task`.

    Its signature is not the library's, so mypy checks the call against it.
    """
    info = class_of(ctx.type)
    return info is not None and derives(info, apis.COLLECTIONS)


def taken_by_own(ctx: MethodSigContext) -> tuple[Expression | None, Reason | None]:
    """Return the function that a collection's own `add_task` takes, and why nothing checks it."""
    signature = ctx.default_signature
    names = [each for each in signature.arg_names if each != apis.OWNER]
    first = apis.ADD_TASK.formal if apis.ADD_TASK.formal in names else next(iter(names), None)
    given = ctx.args[signature.arg_names.index(first)] if names else []
    stars = (
        typ
        for kind, typ in zip(signature.arg_kinds, signature.arg_types, strict=True)
        if kind.is_star()
    )
    is_open = bool(names and signature.implicit) or any(map(takes_anything, stars))
    return next(iter(given), None), Reason(Why.OWN_ADDER) if is_open else None


def takes_anything(parameter: Type) -> bool:
    """Return whether a parameter takes a value of any type."""
    typ = get_proper_type(parameter)
    is_object = isinstance(typ, Instance) and typ.type.fullname == "builtins.object"
    return is_object or isinstance(typ, AnyType)


def derives(info: TypeInfo, names: Iterable[str]) -> bool:
    """Return whether a class is one of these, or derives from one."""
    return any(map(info.has_base, names))


def class_of(receiver: Type) -> TypeInfo | None:
    """Return the class of an instance, or the class itself for a class object."""
    receiver = get_proper_type(receiver)
    if isinstance(receiver, TypeType):
        receiver = receiver.item
    if isinstance(receiver, FunctionLike) and receiver.is_type_obj():
        return receiver.type_object()
    return receiver.type if isinstance(receiver, Instance) else None


def is_task_class(info: TypeInfo) -> bool:
    """Return whether the class makes a task of its arguments, as the library's `__init__` does.

    It has to be that `__init__`: another one may use the arguments differently.
    """
    init, new = info.get("__init__"), info.get("__new__")
    return (
        init is not None
        and init.fullname in DEFERRING_CONSTRUCTORS
        and new is not None
        and new.fullname == "builtins.object.__new__"
    )


def alternatives(typ: ProperType) -> list[ProperType]:
    """Return the items of a union, or the type itself."""
    return [*map(get_proper_type, typ.items)] if isinstance(typ, UnionType) else [typ]


def take_apart(ctx: SigContext, adder: apis.Adder) -> DeferredCall | UnknownCall | None:
    """Split a call that adds a task into the direct call and the rest, where that is certain."""
    call, signature = cast("CallExpr", ctx.context), ctx.default_signature  # see `adder_of`
    if adder.formal not in signature.arg_names:
        return UnknownCall(call, None, Reason(Why.SIGNATURE))  # it is not the library's signature
    position = signature.arg_names.index(adder.formal)
    # The receiver is an actual only in `BackgroundTasks.add_task(tasks, f)`.
    firsts = ctx.args[: position + 1]
    if not all(firsts):
        return UnknownCall(call, None, Reason(Why.NO_CALLEE))
    if any(is_starred(actual, call) for actuals in firsts for actual in actuals):
        return UnknownCall(call, None, Reason(Why.STARS))
    *receivers, callee = (actuals[0] for actuals in firsts)
    if is_unmade(callee):
        return UnknownCall(call, callee, Reason(Why.INVALID))  # mypy says nothing more
    direct = direct_call(call, callee, receivers)
    return DeferredCall(call, direct, len(receivers), without_task(signature, position))


def is_starred(actual: Expression, call: CallExpr) -> bool:
    """Return whether an argument of a call has one or two stars before it."""
    return call.arg_kinds[call.args.index(actual)].is_star()


def direct_call(call: CallExpr, callee: Expression, receivers: list[Expression]) -> CallExpr:
    """Return the call of a task's function, placed where the task is added."""
    args, kinds, names = [*call.args], [*call.arg_kinds], [*call.arg_names]
    for each in (callee, *receivers):
        at = args.index(each)
        del args[at], kinds[at], names[at]
    direct = CallExpr(callee, args, kinds, names)
    direct.set_line(call)
    return direct


def without_task(signature: CallableType, position: int) -> CallableType:
    """Return a signature that accepts anything from the callee on."""
    anything = AnyType(TypeOfAny.special_form)
    return signature.copy_modified(
        arg_types=[*signature.arg_types[:position], anything, anything],
        arg_kinds=[*signature.arg_kinds[:position], ARG_STAR, ARG_STAR2],
        arg_names=[*signature.arg_names[:position], None, None],
        variables=(),
    )


def is_unmade(callee: Expression) -> bool:
    """Return whether the callee is a variable with an annotation that mypy could not resolve."""
    node = callee.node if isinstance(callee, RefExpr) else None
    return isinstance(node, Var) and isinstance(get_proper_type(node.type), UnboundType)
