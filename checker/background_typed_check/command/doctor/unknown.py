"""What looks like a task but mypy does not see, whatever its settings are."""

import functools
import os
from collections.abc import Collection, Iterator

from mypy.errors import Errors
from mypy.messages import MessageBuilder
from mypy.nodes import Context
from mypy.options import Options
from mypy.types import AnyType, TypeOfAny

from background_typed_check.command.doctor.problem import SetupProblem
from background_typed_check.command.doctor.sight import Sight
from background_typed_check.reasons import Why
from background_typed_check.wording import remedy_of, words_of


def explain_unknown(sight: Sight, blind: Collection[str]) -> Iterator[SetupProblem]:
    """Yield why mypy does not see what looks like a task, except in files that it is blind in."""
    untyped = {
        (each["file"], each["line"], each["column"])
        for each in sight.answer.messages
        if each["message"] == words_for_any()
    }
    read = sight.answer.options_by_file()
    for file, candidates in sight.candidates.items():
        if file in blind or os.path.realpath(file) not in read:
            continue  # reported elsewhere
        for candidate in candidates:
            spot = file, candidate.line, candidate.column
            reason = candidate.if_unknown if spot in untyped else candidate.cause
            if reason is not None and reason.why is not Why.ELSEWHERE:
                place = f"{file}:{candidate.line}:{candidate.column + 1}"
                yield SetupProblem(words_of(reason), remedy_of(reason), place)


@functools.cache
def words_for_any() -> str:
    """Return what mypy says about an expression of type `Any`: its error code is too broad."""
    options = Options()
    errors = Errors(options)
    errors.set_file("", None, options)
    any_type = AnyType(TypeOfAny.explicit)
    MessageBuilder(errors, {}).disallowed_any_type(any_type, Context(1, 0))
    return errors.error_info_map[""][0].message
