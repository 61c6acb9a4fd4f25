"""Which files the same program may import."""

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
    """Return whether two files may be imported by the same program."""
    return reaches(first, second, facts) or any(
        reaches(each, first, facts) and reaches(each, second, facts)
        for each in facts.modules.mentioning(b"import")
    )
