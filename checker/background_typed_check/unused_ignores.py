"""Comments of ours that ignored nothing in a run: those for this command, and those with its codes.

It takes a run that looks for as much as any other: without types, a code may be needed elsewhere.
"""

import itertools
from collections.abc import Collection, Iterator
from typing import Final

from background_typed_check.comments import OWN, Ignore, ignores_in
from background_typed_check.facts.source import Place, Source
from background_typed_check.ignores import PREFIX, is_ours
from background_typed_check.report import Finding, Report
from background_typed_check.rules import codes
from background_typed_check.rules.rule import Edit
from background_typed_check.settings.codes import OURS, refuse_code
from background_typed_check.spelling import advise

UNUSED: Final = "unused-ignore"  # as mypy calls it
EVERY: Final = frozenset(each.name for each in codes())


def find_unused(report: Report, sought: Collection[str] = EVERY) -> Iterator[Finding]:
    """Yield the comments that ignored nothing, in a run that looked for some of our codes."""
    for file in (*report.telling, *report.naming):
        source = report.disk.source(file)
        if source is None or file in report.unparsed or file in report.dropped:
            continue
        has_types = report.without_types is None and not report.is_incomplete
        of_file = ignores_in(source)
        kept = {each.at.line for each in of_file if each.code == UNUSED}
        unused = [
            each
            for each in of_file
            if each not in report.used
            and each.at.line not in kept
            and refusal_of(each) is None
            and is_certain(each, sought, has_types=has_types)
        ]
        for each in of_file:
            refusal = refusal_of(each) if each.at.line not in kept else None
            if refusal is not None:
                yield Finding(each.at, "error", UNUSED, refusal)
        for comment, part in itertools.groupby(unused, key=lambda each: each.comment):
            whole = [each for each in of_file if each.comment == comment]
            yield finding_of([*part], whole, source)


def refusal_of(ignore: Ignore) -> str | None:
    """Return what is wrong with a code in a comment of ours, None if there may be such a code."""
    code = ignore.code
    if code is None or not is_ours(ignore):
        return None
    try:
        refuse_code(code)
    except ValueError as error:
        return str(error)
    # No plugin of the user's has codes with our prefix.
    is_known = not code.startswith(PREFIX) or code in OURS
    return None if is_known else f'"{code}" is not a code: {advise(code, OURS)}'


def is_certain(ignore: Ignore, sought: Collection[str], *, has_types: bool) -> bool:
    """Return whether a run would have found what a comment of ours ignores."""
    code = ignore.code
    if code is not None and code.startswith(PREFIX):
        return code in sought
    return ignore.tool == OWN and has_types and EVERY.issubset(sought)


def finding_of(unused: list[Ignore], whole: list[Ignore], source: Source) -> Finding:
    """Return the finding about what is unused in a comment, with what removes it."""
    first = unused[0]
    names = ", ".join(f'"{each.code}"' for each in unused if each.code is not None)
    what = f"{names} in this comment" if names else f'"{OWN}: ignore"'
    return Finding(
        first.at,
        "error",
        UNUSED,
        f"Unused {what}: nothing is ignored here",
        ("Remove it",),
        edits=(edit_without(unused, whole, source),),
    )


def edit_without(unused: list[Ignore], whole: list[Ignore], source: Source) -> Edit:
    """Return the edit that removes codes, or the whole comment if no other code is left."""
    kept = [each.code for each in whole if each not in unused and each.code is not None]
    if not kept:
        return Edit(around_comment(whole[0].comment, source), "", is_safe=True)
    begin, end = whole[0].at, whole[-1].at
    return Edit(begin._replace(end_column=end.end_column), ", ".join(kept), is_safe=True)


def around_comment(comment: Place, source: Source) -> Place:
    """Return what to remove with a comment: the space around it, or all of its line."""
    number = comment.line
    line = source.lines[number - 1]
    before, after = line[: comment.column - 1], line[(comment.end_column or 0) - 1 :]
    if after.strip() and not after.lstrip().startswith("#"):  # it goes on: keep it a comment
        return comment._replace(column=comment.column + 1)
    if after.strip() or before.strip():
        begin = comment.column if after.strip() else len(before.rstrip()) + 1
        return comment._replace(column=begin, end_column=len(line) - len(after.lstrip()) + 1)
    is_last = number == len(source.lines)
    end = (number, len(line) + 1) if is_last else (number + 1, 1)
    return Place(source.path, number, 1, *end)
