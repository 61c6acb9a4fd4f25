"""Routing: which function answers which mypy hook."""

import functools
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from background_typed_check import apis
from mypy.nodes import SymbolNode, TypeInfo
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

from background_typed_mypy import (
    codes,  # noqa: F401  # mypy looks codes up before it checks
    wire,
)
from background_typed_mypy.calls import (
    derives,
    is_deferring_method,
    is_task_class,
)
from background_typed_mypy.helping import ADDING_ALL, KNOWN, may_take_collection
from background_typed_mypy.project_settings import data_of, read_settings
from background_typed_mypy.records import Records

if TYPE_CHECKING:
    from background_typed_mypy.check import Checks

# What is installed has no findings, so it need not be read again when the settings change.
SITE_PACKAGES: Final = f"{os.sep}site-packages{os.sep}"
BUILTINS: Final = "builtins."
INIT: Final = "__init__"
CACHED: Final = (
    "definition_of",
    "get_function_hook",
    "get_function_signature_hook",
    "get_method_hook",
    "get_method_signature_hook",
    "is_deferring_class",
)


class BackgroundTypedPlugin(Plugin):
    """Checks `tasks.add_task(f, *args)` and `BackgroundTask(f, *args)` as `f(*args)`."""

    def __init__(self, options: Options) -> None:
        """Cache the answer for each name: mypy asks several times for every call."""
        super().__init__(options)
        self.records = Records(options)
        self.is_telling = wire.CODE in options.enable_error_code
        self.settings = read_settings(is_telling=self.is_telling)
        self.data = data_of(self.settings)
        if not options.fine_grained_incremental:  # in the daemon the meaning of a name may change
            for each in CACHED:
                setattr(self, each, functools.cache(getattr(self, each)))

    @functools.cached_property
    def checks(self) -> "Checks":
        """What checks the calls: imported when the first call needs it. A warm run has none."""
        from background_typed_mypy.check import Checks

        return Checks(self.records, self.settings)

    @override
    def get_method_signature_hook(
        self, fullname: str
    ) -> Callable[[MethodSigContext], FunctionLike] | None:
        if is_deferring_method(fullname):
            return self.check_deferred_call
        owner, _, name = fullname.rpartition(".")
        is_call = self.is_telling and name == "__call__" and self.derives(owner, apis.COLLECTIONS)
        if is_call:
            return self.tell_call
        info = self.class_of(owner) if self.is_own(owner) else None
        taking = (info.get(name), info.get(INIT)) if info is not None else ()
        is_helper = any(each and may_take_collection(each.node) for each in taking)
        return self.check_helper_call if is_helper else None

    @override
    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        return self.forget_arguments if is_deferring_method(fullname) else None

    @override
    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        if self.is_deferring_class(fullname):
            return self.check_deferred_call
        if self.is_telling and self.derives(fullname, apis.COLLECTIONS):
            return self.tell_call
        if self.is_telling and self.derives(fullname, apis.RESPONSES):
            return self.tell_background
        if self.is_telling and is_deferring_method(fullname):
            return self.tell_other
        return self.check_helper_call if self.may_help(fullname) else None

    @override
    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        return self.forget_arguments if self.is_deferring_class(fullname) else None

    @override
    def report_config_data(self, ctx: ReportConfigContext) -> str | None:
        """Have mypy check a module again if the verdicts on its tasks may no longer hold."""
        data = self.data if SITE_PACKAGES not in ctx.path else None
        if ctx.is_check:
            return self.records.changed(ctx.id) or data
        self.records.forget(ctx.id)
        return data

    def is_deferring_class(self, fullname: str) -> bool:
        """Return whether a call of that name adds a task. By the MRO, a subclass does so too."""
        info = self.class_of(fullname)
        return info is not None and is_task_class(info)

    def derives(self, fullname: str, names: frozenset[str]) -> bool:
        """Return whether a name is one of these classes, or a class that derives from one."""
        info = self.class_of(fullname)
        return info is not None and derives(info, names)

    def class_of(self, fullname: str) -> TypeInfo | None:
        """Return the class of that name, None for anything else."""
        node = self.definition_of(fullname)
        return node if isinstance(node, TypeInfo) else None

    def definition_of(self, fullname: str) -> SymbolNode | None:
        """Return what has that name, None for builtins, which add no tasks."""
        if fullname.startswith(BUILTINS):
            return None
        symbol = self.lookup_fully_qualified(fullname)
        return symbol.node if symbol is not None else None

    def is_own(self, fullname: str) -> bool:
        """Return whether a name is not that of something in a library that is known."""
        return fullname.partition(".")[0] not in KNOWN

    def may_help(self, fullname: str) -> bool:
        """Return whether a function of that name may add tasks for its callers.

        What is local has a name without a dot, and only the call shows what it is.
        """
        if "." not in fullname or fullname in ADDING_ALL:
            return True
        return self.is_own(fullname) and may_take_collection(self.definition_of(fullname))

    def check_deferred_call(self, ctx: FunctionSigContext | MethodSigContext) -> FunctionLike:
        """Check the direct call, and return a signature that leaves nothing else to check."""
        return self.checks.check_deferred_call(ctx)

    def check_helper_call(self, ctx: FunctionSigContext | MethodSigContext) -> FunctionLike:
        """Ask the rules about a call of a function that adds tasks for its callers."""
        return self.checks.check_helper_call(ctx)

    def tell_call(self, ctx: FunctionSigContext | MethodSigContext) -> FunctionLike:
        """Tell the command about a collection that is made or called."""
        from background_typed_mypy.uses import tell_call

        return tell_call(ctx)

    def tell_background(self, ctx: FunctionSigContext | MethodSigContext) -> FunctionLike:
        """Tell the command about the background of a response."""
        from background_typed_mypy.uses import tell_background

        return tell_background(ctx)

    def tell_other(self, ctx: FunctionSigContext | MethodSigContext) -> FunctionLike:
        """Tell the command about a call of a function with the name of a method that adds tasks."""
        from background_typed_mypy.uses import tell_other

        return tell_other(ctx)

    def forget_arguments(self, ctx: FunctionContext | MethodContext) -> Type:
        """Undo what `check_deferred_call` set for the arguments."""
        return self.checks.forget_arguments(ctx)
