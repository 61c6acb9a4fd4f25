"""Which calls are deferred, and the direct call that each stands for."""

from typing import Final, NamedTuple, TypeAlias, cast

from background_typed_check import apis
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
    Type,
    TypeOfAny,
    TypeType,
    UnboundType,
    get_proper_type,
)

SigContext: TypeAlias = FunctionSigContext | MethodSigContext
CallContext: TypeAlias = FunctionContext | MethodContext

# The methods `m` for which `tasks.m(f, *args, **kwargs)` stands for `f(*args, **kwargs)`,
# by the class that defines them: mypy asks for a hook by the receiver's class.
DEFERRING_METHODS: Final = {
    f"{collection}.{method}": adder
    for collection in apis.COLLECTIONS
    for method, adder in apis.ADDERS.items()
}
# The same for `Class(f, *args, **kwargs)`.
DEFERRING_CONSTRUCTORS: Final = {f"{task}.__init__" for task in apis.TASKS}


class DeferredCall(NamedTuple):
    """A call that adds a task, taken apart."""

    call: CallExpr
    """The call as the user wrote it."""
    direct: CallExpr
    """The call that it stands for, at the same place."""
    receivers: int
    """How many of its arguments come before the callee."""
    signature: CallableType
    """What is left of the signature to check: nothing about the task."""


class UnknownCall(NamedTuple):
    """A call that adds a task, and is left to mypy: nobody knows which call it stands for."""

    call: CallExpr
    callee: Expression | None
    reason: str
    """What it is about the callee."""


def is_deferring_method(fullname: str) -> bool:
    """Return whether a method of that name may add a task: its receiver decides, in the hook."""
    return fullname.rpartition(".")[2] in apis.ADDERS


def adder_of(ctx: SigContext | CallContext) -> apis.Adder | None:
    """Return what makes the call add a task, if anything does.

    For a method its receiver decides, for a class its name did: see `is_task_class`.
    """
    called = ctx.context.callee if isinstance(ctx.context, CallExpr) else None
    if isinstance(ctx, (FunctionSigContext, FunctionContext)):
        return apis.TASK if called is not None else None
    info = class_of(ctx.type)
    method = info.get(called.name) if info and isinstance(called, MemberExpr) else None
    return DEFERRING_METHODS.get(method.fullname or "") if method is not None else None


def class_of(receiver: Type) -> TypeInfo | None:
    """Return the class of an instance, or the class that a class object is."""
    receiver = get_proper_type(receiver)
    if isinstance(receiver, TypeType):
        receiver = receiver.item
    if isinstance(receiver, FunctionLike) and receiver.is_type_obj():
        return receiver.type_object()
    return receiver.type if isinstance(receiver, Instance) else None


def is_task_class(info: TypeInfo) -> bool:
    """Return whether calling the class makes a task of the arguments: by the library's `__init__`.

    Of no other: one of its own may take them otherwise.
    """
    init, new = info.get("__init__"), info.get("__new__")
    return (
        init is not None
        and init.fullname in DEFERRING_CONSTRUCTORS
        and new is not None
        and new.fullname == "builtins.object.__new__"
    )


def take_apart(ctx: SigContext, adder: apis.Adder) -> DeferredCall | UnknownCall | None:
    """Split a call that adds a task into the direct call and the rest, where that is certain."""
    call, signature = cast("CallExpr", ctx.context), ctx.default_signature  # see `adder_of`
    if adder.formal not in signature.arg_names:
        return UnknownCall(call, None, "is unknown")  # not the library's signature after all
    position = signature.arg_names.index(adder.formal)
    # The receiver is an actual only in `BackgroundTasks.add_task(tasks, f)`.
    firsts = ctx.args[: position + 1]
    if not all(firsts):
        return UnknownCall(call, None, "is missing")
    kinds = dict(zip(call.args, call.arg_kinds, strict=True))
    if any(kinds[actual].is_star() for actuals in firsts for actual in actuals):
        return UnknownCall(call, None, "is inside star-arguments")
    *receivers, callee = (actuals[0] for actuals in firsts)
    if is_unmade(callee):
        return UnknownCall(call, callee, "has an invalid annotation")  # and mypy says no more
    direct = direct_call(call, callee, receivers)
    return DeferredCall(call, direct, len(receivers), without_task(signature, position))


def direct_call(call: CallExpr, callee: Expression, receivers: list[Expression]) -> CallExpr:
    """Return the call of a task's function, at the place of the call that adds the task."""
    actuals = zip(call.args, call.arg_kinds, call.arg_names, strict=True)
    kept = [actual for actual in actuals if actual[0] not in (callee, *receivers)]
    direct = CallExpr(
        callee,
        [expression for expression, _, _ in kept],
        [kind for _, kind, _ in kept],
        [name for _, _, name in kept],
    )
    direct.set_line(call)
    return direct


def without_task(signature: CallableType, position: int) -> CallableType:
    """Return a signature that takes anything from the callee on."""
    anything = AnyType(TypeOfAny.special_form)
    return signature.copy_modified(
        arg_types=[*signature.arg_types[:position], anything, anything],
        arg_kinds=[*signature.arg_kinds[:position], ARG_STAR, ARG_STAR2],
        arg_names=[*signature.arg_names[:position], None, None],
        variables=(),
    )


def is_unmade(callee: Expression) -> bool:
    """Return whether the callee is a variable whose annotation mypy could make no type of."""
    node = callee.node if isinstance(callee, RefExpr) else None
    return isinstance(node, Var) and isinstance(get_proper_type(node.type), UnboundType)
