"""Routing: which function answers which of mypy's hooks."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from mypy.nodes import TypeInfo
from mypy.options import Options
from mypy.plugin import (
    FunctionContext,
    FunctionSigContext,
    MethodContext,
    MethodSigContext,
    Plugin,
    ReportConfigContext,
)
from mypy.types import FunctionLike, Type
from typing_extensions import override

from background_typed_mypy import codes  # noqa: F401  # mypy looks codes up before it checks
from background_typed_mypy.calls import is_deferring_method, is_task_class
from background_typed_mypy.records import Records

if TYPE_CHECKING:
    from background_typed_mypy.check import Checks

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
        self.records = Records(options)
        if not options.fine_grained_incremental:  # in the daemon a name may change its meaning
            for hook in HOOKS:
                setattr(self, hook, functools.cache(getattr(self, hook)))

    @functools.cached_property
    def checks(self) -> "Checks":
        """What checks the calls: imported when the first one needs it, a warm run has none."""
        from background_typed_mypy.check import Checks

        return Checks(self.records)

    @override
    def get_method_signature_hook(
        self, fullname: str
    ) -> Callable[[MethodSigContext], FunctionLike] | None:
        return self.check_deferred_call if is_deferring_method(fullname) else None

    @override
    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        return self.forget_arguments if is_deferring_method(fullname) else None

    @override
    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        return self.check_deferred_call if self.is_deferring_class(fullname) else None

    @override
    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        return self.forget_arguments if self.is_deferring_class(fullname) else None

    @override
    def report_config_data(self, ctx: ReportConfigContext) -> str | None:
        """Have mypy check a module again if what was said of its tasks may not hold any more."""
        if ctx.is_check:
            return self.records.changed(ctx.id)
        self.records.forget(ctx.id)
        return None

    def is_deferring_class(self, fullname: str) -> bool:
        """Return whether a call of that name adds a task: by the MRO, a subclass does it too."""
        symbol = self.lookup_fully_qualified(fullname)
        return (
            symbol is not None and isinstance(symbol.node, TypeInfo) and is_task_class(symbol.node)
        )

    def check_deferred_call(self, ctx: FunctionSigContext | MethodSigContext) -> FunctionLike:
        """Check the direct call, and return a signature that leaves nothing else to check."""
        return self.checks.check_deferred_call(ctx)

    def forget_arguments(self, ctx: FunctionContext | MethodContext) -> Type:
        """End what `check_deferred_call` said of the arguments."""
        return self.checks.forget_arguments(ctx)
