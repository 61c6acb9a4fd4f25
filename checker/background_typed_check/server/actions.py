"""What the editor offers to do about findings: correct one, correct all, or ignore one here."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lsprotocol.types import (
    CodeAction,
    CodeActionContext,
    CodeActionKind,
    Diagnostic,
    OptionalVersionedTextDocumentIdentifier,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from background_typed_check.command.added_ignores import edit_for, lines_for, lines_with_room
from background_typed_check.command.corrections import Check, Chosen, corrections_of
from background_typed_check.comments import OWN
from background_typed_check.facts.source import Place, Source
from background_typed_check.report import Finding
from background_typed_check.rules.rule import Edit
from background_typed_check.server.checks import Result
from background_typed_check.server.diagnostics import diagnostics_of
from background_typed_check.server.positions import Encoding
from background_typed_check.server.text_edits import differences, text_edits

FIX_ALL: Final = f"{CodeActionKind.SourceFixAll.value}.backgroundTyped"
KINDS: Final = (CodeActionKind.QuickFix, FIX_ALL)


class Actions:
    """The actions for a document."""

    def __init__(
        self, result: Result, check: Check, encoding: Encoding, *, has_versions: bool
    ) -> None:
        """Take what was found in the document.

        Args:
            result: What was found.
            check: How to check the document with other texts.
            encoding: How the client counts columns.
            has_versions: Whether edits may name the version of the document that they are for.

        """
        self.document, self.report = result
        self.check = check
        self.encoding = encoding
        self.has_versions = has_versions
        self.shown = diagnostics_of(self.report, self.document, encoding)

    def offered(self, asked: Range, context: CodeActionContext) -> list[CodeAction]:
        """Return what can be done about the findings in a part of the document."""
        source = self.report.disk.source(self.document.path) if self.shown else None
        if source is None:
            return []
        here = [
            (finding, diagnostic)
            for finding, diagnostic in zip(self.report.findings, self.shown, strict=True)
            if diagnostic.range.start <= asked.end and asked.start <= diagnostic.range.end
        ]
        actions: list[CodeAction] = []
        if is_wanted(CodeActionKind.QuickFix.value, context.only):
            actions += each_once(each for pair in here for each in self.correct(*pair, source))
            actions += each_once(each for pair in here for each in self.ignore(*pair, source))
        if is_wanted(FIX_ALL, context.only):
            # Without a kind, clients ask at each move of the cursor: then it must not cost much.
            about = self.report.findings if context.only else [finding for finding, _ in here]
            if any(map(self.report.can_correct, about)):
                actions += self.correct_all()
        return actions

    def correct(self, finding: Finding, shown: Diagnostic, source: Source) -> Iterator[CodeAction]:
        """Yield the action that corrects a finding, if one does."""
        chosen = Chosen(self.report.disk)
        chosen.take(finding)
        if finding.edits and chosen.edits:
            is_safe = all(each.is_safe for each in finding.edits)
            title = finding.notes[0] if finding.is_of_rule else f"Correct {finding.code}"
            yield CodeAction(
                title if is_safe else f"{title} (unsafe)",
                CodeActionKind.QuickFix,
                [shown],
                is_preferred=is_safe,
                edit=self.edit(text_edits(finding.edits, source, self.encoding)),
            )

    def ignore(self, finding: Finding, shown: Diagnostic, source: Source) -> Iterator[CodeAction]:
        """Yield the action that has a comment ignore a finding, if one can."""
        codes, left = lines_for([finding], source)
        edits = [edit_for(line, codes[line], source) for line in codes]
        edits += [edit for each in left for edit in comment_above(each, source)]
        if edits:
            yield CodeAction(
                f"Ignore {finding.code} here",
                CodeActionKind.QuickFix,
                [shown],
                edit=self.edit(text_edits(edits, source, self.encoding)),
            )

    def correct_all(self) -> Iterator[CodeAction]:
        """Yield the action that makes all safe corrections, as the command does."""
        for each in corrections_of(self.report, self.check).files:
            old, new = (Source(each.path, data) for data in (each.old, each.new))
            yield CodeAction(
                "Make all safe corrections of background tasks",
                FIX_ALL,
                edit=self.edit(differences(old, new, self.encoding)),
            )

    def edit(self, edits: list[TextEdit]) -> WorkspaceEdit:
        """Return edits of the document, as the client understands them."""
        uri, version = self.document.uri, self.document.version
        if not self.has_versions:
            return WorkspaceEdit(changes={uri: edits})
        identifier = OptionalVersionedTextDocumentIdentifier(uri, version)
        return WorkspaceEdit(document_changes=[TextDocumentEdit(identifier, edits)])


def each_once(actions: Iterable[CodeAction]) -> list[CodeAction]:
    """Return actions with other edits each, for all the findings that these are about."""
    found: list[CodeAction] = []
    for each in actions:
        same = next((one for one in found if one.edit == each.edit), None)
        if same is not None:
            same.diagnostics = [*(same.diagnostics or ()), *(each.diagnostics or ())]
        else:
            found.append(each)
    return found


def comment_above(finding: Finding, source: Source) -> Iterator[Edit]:
    """Yield the edit that has a comment of ours above a line ignore a finding, if one can.

    A line may end in a string, where it has no room for any.
    """
    line, room = finding.place.line, {*lines_with_room(source)}
    if finding.code is not None and room and (line == 1 or line - 1 in room):
        text = source.lines[line - 1]
        margin = text[: len(text) - len(text.lstrip())]
        comment = f"{margin}# {OWN}: ignore[{finding.code}]\n"
        yield Edit(Place(source.path, line, 1), comment, is_safe=True)


def is_wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Return whether a client asks for a kind of actions, by its name or the start of it."""
    kinds = [*map(str_of, only or [""])]
    return "" in kinds or any(f"{kind}.".startswith(f"{each}.") for each in kinds)


def str_of(kind: CodeActionKind | str) -> str:
    """Return the name of a kind."""
    return kind.value if isinstance(kind, CodeActionKind) else kind
