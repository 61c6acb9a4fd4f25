"""Which files the same program may import."""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.source import Source


def reaches(importer: Source, wanted: Source, facts: Facts) -> bool:
    """Return whether a file imports, or may import, another one, directly or through others."""
    seen, pending = {importer}, [importer]
    while pending:
        source = pending.pop()
        if source is wanted or any(word in source.data for word in apis.IMPORTING):
            return True
        facts.memo.rest_on(source)
        found = set(facts.imports.imported_files(source)) - seen
        seen |= found
        pending += found
    return False


def are_together(first: Source, second: Source, facts: Facts) -> bool:
    """Return whether two files may be imported by the same program. All may import a library."""
    if facts.modules.installed_name(second.path) is not None:
        return True
    question = ("files together with", second)
    found = facts.memo.ask(question, lambda: files_together_with(second, facts), None)
    return found is None or first in found


def files_together_with(wanted: Source, facts: Facts) -> frozenset[Source] | None:
    """Return the files that a program may import which imports one, None if that may be any.

    They are what is imported by whatever leads to it, in one step or several.
    """
    imported: dict[Source, frozenset[Source]] = {}
    importers: defaultdict[Source, set[Source]] = defaultdict(set)
    for source in facts.files_mentioning(b"import"):
        found = files_imported_by(source, facts)
        if found is None:
            return None
        imported[source] = found
        for each in found:
            importers[each].add(source)
    leading = closure({wanted}, importers)
    return frozenset(closure(leading, imported))


def files_imported_by(source: Source, facts: Facts) -> frozenset[Source] | None:
    """Return the files that a file imports itself, None if that may be any."""
    question = ("files imported by", source)
    return facts.memo.ask(question, lambda: _files_imported_by(source, facts), None)


def _files_imported_by(source: Source, facts: Facts) -> frozenset[Source] | None:
    facts.memo.rest_on(source)
    if any(word in source.data for word in apis.IMPORTING):
        return None
    return frozenset(facts.imports.imported_files(source))


def closure(files: set[Source], steps: Mapping[Source, AbstractSet[Source]]) -> set[Source]:
    """Return some files with all that lead from them, in any number of steps."""
    seen, pending = {*files}, [*files]
    while pending:
        found = steps.get(pending.pop(), frozenset()) - seen
        seen |= found
        pending += found
    return seen
