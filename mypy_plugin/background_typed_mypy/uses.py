"""What the command is told besides deferred calls, where only mypy knows the class.

The source shows most of it: see `background_typed_check.facts.collection_uses`.
"""

from background_typed_check import apis
from mypy.types import CallableType

from background_typed_mypy import internals
from background_typed_mypy.calls import SigContext, default_signature
from background_typed_mypy.internals import Checker
from background_typed_mypy.notes import tell
from background_typed_mypy.wire import Kind


@internals.guard(default_signature)
def tell_call(ctx: SigContext, checker: Checker) -> CallableType:
    """Tell of a collection that is made or called."""
    tell(checker, Kind.USE, ctx.context)
    return ctx.default_signature


@internals.guard(default_signature)
def tell_background(ctx: SigContext, checker: Checker) -> CallableType:
    """Tell of the background of a response."""
    formals = zip(ctx.default_signature.arg_names, ctx.args, strict=True)
    for each in [actual for name, args in formals if name == apis.BACKGROUND for actual in args]:
        tell(checker, Kind.USE, each)
    return ctx.default_signature


@internals.guard(default_signature)
def tell_other(ctx: SigContext, checker: Checker) -> CallableType:
    """Tell of a call of a function with the name of a method that adds tasks."""
    tell(checker, Kind.OTHER, ctx.context)
    return ctx.default_signature
