"""Which calls are deferred, and the direct call that each stands for."""

from typing import Final, NamedTuple, TypeAlias

from mypy.nodes import (
    ARG_STAR,
    ARG_STAR2,
    CallExpr,
    Expression,
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

COLLECTIONS: Final = {
    "background_typed.background.BackgroundTasks",
    "fastapi.background.BackgroundTasks",
    "starlette.background.BackgroundTasks",
}
# The methods `m` for which `tasks.m(f, *args, **kwargs)` stands for `f(*args, **kwargs)`,
# by the class that defines them: mypy asks for a hook by the receiver's class.
ADD_TASK: Final = "add_task"
DEFERRING_METHODS: Final = {f"{collection}.{ADD_TASK}" for collection in COLLECTIONS}
# The same for `Class(f, *args, **kwargs)`.
DEFERRING_CONSTRUCTORS: Final = {"starlette.background.BackgroundTask.__init__"}

# The parameter of both that takes the callee, and the names that no keyword argument of the
# task can have: Starlette's own parameters take them, and Python raises TypeError at once.
CALLEE_FORMAL: Final = "func"
RESERVED_NAMES: Final = {CALLEE_FORMAL, "self"}


class DeferredCall(NamedTuple):
    """A call that adds a task, taken apart."""

    call: CallExpr
    """The call as the user wrote it."""
    direct: CallExpr
    """The call that it stands for, at the same place."""
    reserved: list[tuple[str, Expression]]
    """Keyword arguments meant for the task whose names Starlette keeps to itself."""
    signature: CallableType
    """What is left of the signature to check: nothing about the task."""


class UnknownCall(NamedTuple):
    """A call that adds a task, and is left to mypy: nobody knows which call it stands for."""

    call: CallExpr
    callee: Expression | None
    reason: str
    """What it is about the callee."""


def adds_task(ctx: SigContext | CallContext) -> bool:
    """Say if the call adds a task: for a method its receiver decides, for a class its name did."""
    if isinstance(ctx, (FunctionSigContext, FunctionContext)):
        return True  # see `is_task_class`
    info = class_of(ctx.type)
    method = info.get(ADD_TASK) if info is not None else None
    return method is not None and method.fullname in DEFERRING_METHODS


def class_of(receiver: Type) -> TypeInfo | None:
    """Return the class of an instance, or the class that a class object is."""
    receiver = get_proper_type(receiver)
    if isinstance(receiver, TypeType):
        receiver = receiver.item
    if isinstance(receiver, FunctionLike) and receiver.is_type_obj():
        return receiver.type_object()
    return receiver.type if isinstance(receiver, Instance) else None


def is_task_class(info: TypeInfo) -> bool:
    """Say if calling the class makes a task of the arguments: by Starlette's `__init__` alone."""
    init, new = info.get("__init__"), info.get("__new__")
    return (
        init is not None
        and init.fullname in DEFERRING_CONSTRUCTORS
        and new is not None
        and new.fullname == "builtins.object.__new__"
    )


def take_apart(ctx: SigContext) -> DeferredCall | UnknownCall | None:
    """Split a call that adds a task into the direct call and the rest, where that is sure."""
    call, signature = ctx.context, ctx.default_signature
    if not adds_task(ctx) or not isinstance(call, CallExpr):
        return None  # a method of another class, or an override with a signature of its own
    if CALLEE_FORMAL not in signature.arg_names:
        return UnknownCall(call, None, "is unknown")  # not Starlette's signature after all
    position = signature.arg_names.index(CALLEE_FORMAL)
    # The receiver is an actual only in `BackgroundTasks.add_task(tasks, f)`.
    firsts = ctx.args[: position + 1]
    if not all(firsts):
        return UnknownCall(call, None, "is missing")
    names = dict(zip(call.args, call.arg_names, strict=True))
    kinds = dict(zip(call.args, call.arg_kinds, strict=True))
    if any(kinds[actual].is_star() for actuals in firsts for actual in actuals):
        return UnknownCall(call, None, "is inside star-arguments")
    *receiver, callee = (actuals[0] for actuals in firsts)
    if is_unmade(callee):
        return UnknownCall(call, callee, "has an invalid annotation")  # and mypy says no more
    arguments = [actual for actual in call.args if actual not in (callee, *receiver)]
    direct = CallExpr(
        callee,
        arguments,
        [kinds[actual] for actual in arguments],
        [names[actual] for actual in arguments],
    )
    direct.set_line(call)
    anything = AnyType(TypeOfAny.special_form)
    return DeferredCall(
        call,
        direct,
        [
            (name, actual)
            for actual in arguments
            if (name := names[actual]) is not None and name in RESERVED_NAMES
        ],
        signature.copy_modified(
            arg_types=[*signature.arg_types[:position], anything, anything],
            arg_kinds=[*signature.arg_kinds[:position], ARG_STAR, ARG_STAR2],
            arg_names=[*signature.arg_names[:position], None, None],
            variables=(),
        ),
    )


def is_unmade(callee: Expression) -> bool:
    """Say if the callee is a variable whose annotation mypy could not make a type of."""
    node = callee.node if isinstance(callee, RefExpr) else None
    return isinstance(node, Var) and isinstance(get_proper_type(node.type), UnboundType)
