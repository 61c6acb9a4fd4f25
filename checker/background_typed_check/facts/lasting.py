"""What a function does with its collection, and whether that lasts longer than a call of it."""

import ast
from typing import Final

from background_typed_check import apis
from background_typed_check.facts import Facts
from background_typed_check.facts.going import Read, goes_to
from background_typed_check.facts.meanings import Function
from background_typed_check.facts.other_uses import (
    call_around,
    is_directly_in_function,
    is_harmless,
    runs_in_turn,
)
from background_typed_check.facts.responses import makes_response
from background_typed_check.facts.uses import loads

# How many functions and variables a collection may pass through.
DEEPEST: Final = 5


def ends_in_time(read: Read, facts: Facts, depth: int = DEEPEST) -> bool:
    """Return whether nothing does more with a collection than until its function has ended.

    A response that is returned runs it when that is sent.
    """
    if is_harmless(read, facts):
        return True
    call = call_around(read)
    if not isinstance(call, ast.Call):
        return is_set_on_response(read) or runs_in_turn(read.parent, read.scope)
    if call.func in {read.node, read.parent}:
        return isinstance(parent_of(call, read), ast.Await)
    if getattr(read.parent, "arg", "") == apis.BACKGROUND and makes_response(
        call, read.scope, facts
    ):
        return is_returned(call, read, facts)
    if not depth or not is_run_here(call, read, facts):
        return False
    reads = goes_to(read, facts)
    return reads is not None and all(
        is_directly_in_function(each) and ends_in_time(each, facts, depth - 1) for each in reads
    )


def parent_of(node: ast.AST, read: Read) -> ast.AST:
    """Return what a node of the same file is a part of."""
    return read.scope.source.parents[node]


def is_set_on_response(read: Read) -> bool:
    """Return whether a collection is assigned to the background of something."""
    match read.parent:
        case ast.Assign(targets=[ast.Attribute(attr=apis.BACKGROUND)]):
            return True
    return False


def is_returned(call: ast.Call, read: Read, facts: Facts) -> bool:
    """Return whether all that is done with what a call makes is to return it."""
    match parent_of(call, read):
        case ast.Return():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            owner = read.scope.owner(name)
            return owner is read.scope and all(
                isinstance(parent_of(each, read), ast.Return) for each in loads(name, owner, facts)
            )
    return False


def is_run_here(call: ast.Call, read: Read, facts: Facts) -> bool:
    """Return whether a call has ended when its function has: it is awaited if it has to be."""
    functions = facts.functions.called(call.func, read.scope)
    if len(functions) != 1 or not isinstance(functions[0], Function):
        return False
    node, outer = functions[0].node, parent_of(call, read)
    if facts.lazy.yields(node):
        return isinstance(outer, ast.withitem)
    return not isinstance(node, ast.AsyncFunctionDef) or isinstance(outer, ast.Await)
