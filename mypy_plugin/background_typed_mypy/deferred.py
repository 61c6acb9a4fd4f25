"""Which calls are deferred, and the direct call that each stands for."""

from typing import Final, NamedTuple, TypeAlias

from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
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

# The methods `m` for which `tasks.m(f, *args, **kwargs)` stands for `f(*args, **kwargs)`,
# by the class that defines them: mypy asks for a hook by the receiver's class.
ADD_TASK: Final = "add_task"
DEFERRING_METHODS: Final = {
    "starlette.background.BackgroundTasks.add_task",
    "fastapi.background.BackgroundTasks.add_task",
    "background_typed.background.BackgroundTasks.add_task",
}
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


def take_apart(ctx: SigContext) -> DeferredCall | None:
    """Split the call into the direct call and the rest, or return None where that is unsure."""
    call, signature = ctx.context, ctx.default_signature
    if not adds_task(ctx):
        return None  # a method of another class, or an override with a signature of its own
    if not isinstance(call, CallExpr) or CALLEE_FORMAL not in signature.arg_names:
        return None  # not Starlette's signature after all
    position = signature.arg_names.index(CALLEE_FORMAL)
    if not all(ctx.args[: position + 1]):
        return None  # no callee, or no receiver: mypy reports the missing argument
    # The receiver is an actual only in `BackgroundTasks.add_task(tasks, f)`.
    *receiver, callee = (actuals[0] for actuals in ctx.args[: position + 1])
    names = dict(zip(call.args, call.arg_names, strict=True))
    kinds = dict(zip(call.args, call.arg_kinds, strict=True))
    if any(kinds[actual] not in (ARG_POS, ARG_NAMED) for actual in (callee, *receiver)):
        return None  # the callee is inside star-arguments
    if any(kinds[actual] != ARG_NAMED for actual in ctx.args[position][1:]):
        return None  # star-arguments, too, may hold the callee
    if is_unmade(callee):
        return None  # mypy has reported its annotation, and says no more
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
