"""Comments that ignore what is found now, so that a team can start at zero: `--add-ignores`.

Each is a `# type: ignore[...]`: mypy reads no other, and it only if it comes first on its
line. mypy and this command accept it on any line of what they report.
"""

import itertools
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from background_typed_check.command.rewriting import rewritten, write
from background_typed_check.comments import MYPY, ignores_in
from background_typed_check.facts.source import Place, Source
from background_typed_check.report import Finding, Report
from background_typed_check.rules.rule import Edit

NO_ROOM: Final = "no line of it can hold a comment"
NOT_TEXT: Final = "its encoding cannot be written"
# What mypy reads only if it comes first, too.
OF_TYPES: Final = re.compile(r"#\s*type:")
ENDS: Final = frozenset({tokenize.NEWLINE, tokenize.NL})


def ignore_in_files(report: Report) -> tuple[list[int], list[str]]:
    """Add comments that ignore all findings, and return what became of it.

    Returns how many comments were added in each file, and why others were not.
    """
    added: list[int] = []
    failures: list[str] = []
    findings = [each for each in (*report.findings, *report.hidden) if each.severity == "error"]
    findings.sort(key=lambda each: each.place[:3])
    for file, found in itertools.groupby(findings, key=lambda each: each.place.file):
        source = report.disk.source(file)
        codes, left = lines_for([*found], source)
        failures += [
            f"{each.place.file}:{each.place.line}: not ignored: {NO_ROOM}" for each in left
        ]
        if source is None or not codes:
            continue
        new = rewritten(source, [edit_for(line, codes[line], source) for line in codes])
        why = NOT_TEXT if new is None else write(file, source.data, new)
        if why is None:
            added.append(len(codes))
        else:
            failures.append(f"{file}: no comments were added: {why}")
    return added, failures


def lines_for(
    findings: list[Finding], source: Source | None
) -> tuple[dict[int, list[str]], list[Finding]]:
    """Return the codes to ignore on each line of a file, and the findings without such a line."""
    possible = {*lines_with_room(source)} if source is not None else set()
    codes: defaultdict[int, list[str]] = defaultdict(list)
    left = []
    for each in findings:
        place = each.place
        lines = range(place.line, (place.end_line or place.line) + 1)
        line = next((line for line in lines if line in possible), None)
        if line is None or each.code is None:
            left.append(each)
        elif each.code not in codes[line]:
            codes[line].append(each.code)
    return codes, left


def lines_with_room(source: Source) -> Iterator[int]:
    """Yield the lines at whose end a comment can stand, if the running Python can parse the file.

    None can stand in a string, or behind a backslash that joins two lines.
    """
    depth = 0
    for token in source.tokens() if not isinstance(source.parsed, Exception) else ():
        # Before Python 3.12, an f-string is a single token, and has no room for comments.
        kind = tokenize.tok_name[token.type]
        depth += kind.endswith("STRING_START")
        depth -= kind.endswith("STRING_END")
        if token.type in ENDS and not depth:
            yield token.start[0]


def edit_for(line: int, codes: list[str], source: Source) -> Edit:
    """Return the edit that has a comment ignore some codes on a line."""
    known = [each for each in ignores_in(source) if each.tool == MYPY and each.at.line == line]
    new = f"# type: ignore[{', '.join(codes)}]"
    end = len(source.lines[line - 1]) + 1
    comment = source.comments.get(line)
    if known:
        column, text = known[-1].at.end_column or 0, "".join(f", {each}" for each in codes)
    elif comment is None or OF_TYPES.match(comment):
        column, text = end, f"  {new}"
    else:
        column, text = end - len(comment), f"{new}  "
    return Edit(Place(source.path, line, column), text, is_safe=True)
