"""Routing: which function answers which of mypy's hooks."""

import functools
from collections.abc import Callable
from typing import Final

from mypy.nodes import TypeInfo
from mypy.options import Options
from mypy.plugin import (
    FunctionContext,
    FunctionSigContext,
    MethodContext,
    MethodSigContext,
    Plugin,
)
from mypy.types import FunctionLike, Type
from typing_extensions import override

from background_typed_mypy import codes  # noqa: F401  # mypy looks codes up before it checks
from background_typed_mypy.deferred import ADD_TASK, is_task_class

HOOKS: Final = (
    "get_function_hook",
    "get_function_signature_hook",
    "get_method_hook",
    "get_method_signature_hook",
)


class BackgroundTypedPlugin(Plugin):
    """Checks `tasks.add_task(f, *args)` and `BackgroundTask(f, *args)` as `f(*args)`."""

    def __init__(self, options: Options) -> None:
        """Answer each name once: mypy asks for every call, several times."""
        super().__init__(options)
        if not options.fine_grained_incremental:  # in the daemon a name may change its meaning
            for hook in HOOKS:
                setattr(self, hook, functools.cache(getattr(self, hook)))

    @override
    def get_method_signature_hook(
        self, fullname: str
    ) -> Callable[[MethodSigContext], FunctionLike] | None:
        return check_deferred_call if is_deferring_method(fullname) else None

    @override
    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        return forget_arguments if is_deferring_method(fullname) else None

    @override
    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        return check_deferred_call if self.is_deferring_class(fullname) else None

    @override
    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        return forget_arguments if self.is_deferring_class(fullname) else None

    def is_deferring_class(self, fullname: str) -> bool:
        """Say if a call of that name adds a task: by the MRO, for a subclass is one too."""
        symbol = self.lookup_fully_qualified(fullname)
        return (
            symbol is not None and isinstance(symbol.node, TypeInfo) and is_task_class(symbol.node)
        )


def is_deferring_method(fullname: str) -> bool:
    """Say if a method of that name may add a task: its receiver decides, in the hook."""
    return fullname.endswith(f".{ADD_TASK}")


# The rules are imported at the first call that needs them: a warm run has none.
def check_deferred_call(ctx: FunctionSigContext | MethodSigContext) -> FunctionLike:
    """Check the direct call, and return a signature that leaves nothing else to check."""
    from background_typed_mypy.direct import check_deferred_call

    return check_deferred_call(ctx)


def forget_arguments(ctx: FunctionContext | MethodContext) -> Type:
    """End what `check_deferred_call` said of the arguments."""
    from background_typed_mypy.direct import forget_arguments

    return forget_arguments(ctx)
