"""What mypy misjudges without another library's plugin: models, and columns of tables."""

from collections.abc import Iterator
from typing import Final

from mypy.nodes import CallExpr, Expression
from mypy.types import FunctionLike, Instance, get_proper_type

from background_typed_mypy import internals
from background_typed_mypy.calls import derives
from background_typed_mypy.internals import Checker
from background_typed_mypy.wire import Kind

# The fields of a pydantic model may have defaults and aliases that mypy does not know about.
MODELS: Final = {"pydantic.main.BaseModel", "pydantic.v1.main.BaseModel"}
# At run time, such an attribute of an instance is the value in the column, not the column.
COLUMNS: Final = {"sqlalchemy.sql.schema.Column"}
# The plugins that know better.
OF_MODELS: Final = {"pydantic.mypy", "pydantic.v1.mypy"}
OF_COLUMNS: Final = {"sqlalchemy.ext.mypy.plugin", "sqlmypy"}


def misjudged_in(checker: Checker, call: CallExpr) -> Iterator[tuple[Kind, Expression]]:
    """Yield the parts of a call that mypy misjudges, and what each is."""
    plugins = {each.partition(":")[0] for each in checker.options.plugins}
    for each in internals.subexpressions(call):
        if isinstance(each, CallExpr) and not plugins & OF_MODELS and makes_model(checker, each):
            yield Kind.MODEL, each
            yield from ((Kind.FIELD, argument) for argument in each.args)
        elif not plugins & OF_COLUMNS and is_column(checker, each):
            yield Kind.COLUMN, each


def makes_model(checker: Checker, call: CallExpr) -> bool:
    """Return whether a call makes an instance of a model."""
    made = internals.known_type(checker, call.callee)
    cls = get_proper_type(made) if made is not None else None
    if not (isinstance(cls, FunctionLike) and cls.is_type_obj()):
        return False
    return derives(cls.type_object(), MODELS)


def is_column(checker: Checker, expression: Expression) -> bool:
    """Return whether mypy sees an expression as a column."""
    found = internals.known_type(checker, expression)
    typ = get_proper_type(found) if found is not None else None
    return isinstance(typ, Instance) and typ.type.fullname in COLUMNS
