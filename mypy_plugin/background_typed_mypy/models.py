"""The models of pydantic that a task is given: without pydantic's plugin mypy misjudges them."""

from typing import Final

from mypy.nodes import CallExpr
from mypy.types import FunctionLike, get_proper_type

from background_typed_mypy import internals
from background_typed_mypy.codes import TASK
from background_typed_mypy.internals import Checker
from background_typed_mypy.task_note import write_model_note

MODELS: Final = {"pydantic.main.BaseModel", "pydantic.v1.main.BaseModel"}
PLUGINS: Final = {"pydantic.mypy", "pydantic.v1.mypy"}


def note_models(checker: Checker, call: CallExpr) -> None:
    """Note where a model is made: its fields may have defaults and aliases that mypy misses."""
    if not internals.is_enabled(checker, TASK) or PLUGINS.intersection(checker.options.plugins):
        return
    for expression in internals.subexpressions(call):
        if isinstance(expression, CallExpr) and makes_model(checker, expression):
            place = internals.place_of(expression)
            internals.note(checker, write_model_note(place), expression, TASK)


def makes_model(checker: Checker, call: CallExpr) -> bool:
    """Say if a call makes an instance of a model."""
    made = internals.known_type(checker, call.callee)
    cls = get_proper_type(made) if made is not None else None
    if not (isinstance(cls, FunctionLike) and cls.is_type_obj()):
        return False
    return any(base.fullname in MODELS for base in cls.type_object().mro)
