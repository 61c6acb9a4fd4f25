"""Where a function or class is used as a task, and which tasks a function adds: call hierarchy."""

import ast
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, TypeAlias

from lsprotocol.types import (
    CallHierarchyIncomingCall,
    CallHierarchyItem,
    CallHierarchyOutgoingCall,
    Range,
    SymbolKind,
)

from background_typed_check import apis
from background_typed_check.command.inputs.files import mentions_tasks
from background_typed_check.facts import Facts
from background_typed_check.facts.around import body_around, statement_around
from background_typed_check.facts.meanings import Class, Function, Value, class_of_body
from background_typed_check.facts.scopes import FUNCTIONS, FunctionNode, first_of
from background_typed_check.facts.source import Place, Source
from background_typed_check.facts.tasks import Direct
from background_typed_check.server.calls.around import Deferred, deferred_in
from background_typed_check.server.calls.cursor import Reading
from background_typed_check.server.calls.definitions import as_function, definition_of
from background_typed_check.server.positions import Encoding, range_of, uri_of

Defined: TypeAlias = Class | Function
Body: TypeAlias = FunctionNode | ast.ClassDef | ast.Module
DEFINING: Final = re.compile(r"(?:(?:async\s+)?def|class)\s+")
DEFINITIONS: Final = (*FUNCTIONS, ast.ClassDef)


class Hierarchy:
    """The functions and classes of a tree, and the tasks that run them."""

    def __init__(self, facts: Facts, encoding: Encoding, home: str) -> None:
        """Take the facts of the tree, how the client counts columns, and a file of the tree.

        The client gives the file back with each function: that of a library tells no tree.
        """
        self.facts = facts
        self.encoding = encoding
        self.home = home

    def items(self, body: Body, source: Source) -> list[CallHierarchyItem]:
        """Return what there is at a place: the protocol has room for several."""
        return [self.item(body, source)]

    def item(self, node: Body, source: Source) -> CallHierarchyItem:
        """Return a function, class or module as the client shows it."""
        name, file = os.path.basename(source.path), uri_of(source.path)
        if isinstance(node, ast.Module):
            top = self.range(Place(source.path, 1, 1), source)
            return CallHierarchyItem(name, SymbolKind.Module, file, top, top, data=self.home)
        scope = self.facts.scopes(source).of[node].parent
        is_method = scope is not None and class_of_body(scope) is not None
        kind = SymbolKind.Method if is_method else SymbolKind.Function
        return CallHierarchyItem(
            node.name,
            SymbolKind.Class if isinstance(node, ast.ClassDef) else kind,
            file,
            self.range(source.place(node), source),
            self.range(name_place(node, source), source),
            detail=name,
            data=self.home,
        )

    def incoming(self, body: Body, _source: Source) -> list[CallHierarchyIncomingCall]:
        """Return where a function or class is used as a task."""
        found: defaultdict[tuple[Body, Source], list[Range]] = defaultdict(list)
        for source in self.facts.modules.mentioning(*apis.TELLTALES, apis.GIVEN_TO):
            for each in self.tasks_in(source) if mentions_tasks(source.data) else ():
                if any(called.node is body for called in self.called_by(each)):
                    found[body_of(each), source].append(self.given(each))
        return [CallHierarchyIncomingCall(self.item(*each), found[each]) for each in found]

    def outgoing(self, body: Body, source: Source) -> list[CallHierarchyOutgoingCall]:
        """Return what the tasks run that a function or module adds."""
        found: defaultdict[tuple[Body, Source], list[Range]] = defaultdict(list)
        for each in self.tasks_in(source):
            for called in self.called_by(each)[:1] if body_of(each) is body else ():
                found[called.node, called.scope.source].append(self.given(each))
        return [CallHierarchyOutgoingCall(self.item(*each), found[each]) for each in found]

    def tasks_in(self, source: Source) -> Iterator[Deferred]:
        """Yield the deferred calls of a file of which it is known what they run."""
        return (each for each in deferred_in(source, self.facts) if each.is_task and each.runs)

    def called_by(self, task: Deferred) -> list[Defined]:
        """Return what a task runs in the end: of a class also what initializes its objects."""
        run = task.runs[0]
        found = definition_of(run.made or run.call, run.functions, self.facts)
        both = dict.fromkeys([found, as_function(found, self.facts)])
        return [each for each in both if each is not None and is_written(each, self.facts)]

    def given(self, task: Deferred) -> Range:
        """Return where a task is given its function."""
        return self.range(task.source.place(task.runs[0].given), task.source)

    def range(self, place: Place, source: Source) -> Range:
        """Return a place as the client counts it."""
        return range_of(place, source.lines, self.encoding)


def defined_at(reading: Reading) -> Defined | None:
    """Return what has the name at the cursor: in its definition, or where it is used."""
    source, facts, line, offset = reading
    scopes, column = facts.scopes(source), source.column(line, offset)
    for node, scope in scopes.of.items():
        if isinstance(node, DEFINITIONS) and scope.parent is not None:
            place = name_place(node, source)
            if place.reaches(line, column):
                around = scope.parent
                return (
                    Class(node, around)
                    if isinstance(node, ast.ClassDef)
                    else Function(node, around)
                )
    for each in source.expressions.get(line, ()):
        if not isinstance(each, (ast.Attribute, ast.Name)):
            continue
        value = each.value if isinstance(each, ast.Attribute) else None
        begin = (value.end_col_offset or 0) + 1 if value is not None else each.col_offset
        first = first_of(each)
        if begin <= offset <= (each.end_col_offset or 0) and first in scopes.around:
            call = Direct(Value(each, scopes.around[first]), (), ())
            found = definition_of(call, facts.functions.called(*call.callee), facts)
            return found if found is not None and is_written(found, facts) else None
    return None


def is_written(found: Defined, facts: Facts) -> bool:
    """Return whether the source of something is at hand: Python writes some functions itself."""
    return found.node in facts.scopes(found.scope.module.source).of


def body_of(task: Deferred) -> Body:
    """Return the function or module that a task stands in."""
    node = body_around(statement_around(task.call, task.source), task.source)
    while isinstance(node, ast.ClassDef):
        node = body_around(node, task.source)
    return node


def name_place(node: FunctionNode | ast.ClassDef, source: Source) -> Place:
    """Return where the name of a function or class stands in its definition."""
    place = source.place(node)
    start = DEFINING.match(source.lines[node.lineno - 1], place.column - 1)
    column = start.end() + 1 if start is not None else place.column
    end = column + len(node.name) if start is not None else column
    return place._replace(column=column, end_line=node.lineno, end_column=end)
