"""Corrections of what mypy finds in the arguments: keyword arguments that are misspelt."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from background_typed_check.facts import Facts
from background_typed_check.facts.tasks import find_tasks
from background_typed_check.report import Finding
from background_typed_check.rules.misspelt import respelt

# mypy's code for arguments that are missing, too many or unknown (`mypy.errorcodes.CALL_ARG`).
CALL_ARG: Final = "call-arg"


def with_edits(findings: list[Finding], facts: Facts) -> Iterator[Finding]:
    """Yield findings, with the edits that correct what mypy says about the arguments of a task."""
    files = {each.place.file for each in findings if each.code == CALL_ARG}
    sources = [source for source in map(facts.disk.source, files) if source is not None]
    edits = {
        source.place(task.call)[:3]: respelt(task, facts)
        for source in sources
        for task in find_tasks(source, facts)
    }
    for each in findings:
        if each.code == CALL_ARG and not each.edits:
            yield replace(each, edits=edits.get(each.place[:3], ()))
        else:
            yield each
