"""The rule of the reserved names: no task can be given a keyword `func` or `self`."""

from mypy.errorcodes import MISC

from background_typed_mypy import internals
from background_typed_mypy.deferred import DeferredCall
from background_typed_mypy.internals import Checker
from background_typed_mypy.words import name_of, name_of_adder


def report_reserved_names(checker: Checker, deferred: DeferredCall) -> None:
    """Report the keyword arguments that Starlette's own parameters keep from the task.

    The first words and the code are those that mypy has for the same mistake elsewhere
    (`mypy.messages.MessageBuilder.duplicate_argument_value`).
    """
    adder = name_of_adder(deferred.call)
    callee = name_of(deferred.direct.callee) or "function"
    for name, actual in deferred.reserved:
        internals.report(
            checker,
            f'"{adder}" gets multiple values for keyword argument "{name}", which is a parameter '
            "of Starlette's own: TypeError, and no task is added",
            f"Bind it to the function: {adder}(functools.partial({callee}, {name}=...))",
            actual,
            MISC,
        )
