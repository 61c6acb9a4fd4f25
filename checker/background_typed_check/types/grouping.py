"""Which modules mypy can check together: no two of them have the same name."""

import functools
import itertools
from collections import defaultdict
from typing import NamedTuple

from background_typed_check.facts.modules import parents
from background_typed_check.types.naming import Module
from background_typed_check.types.real_paths import real_folder


class Group(NamedTuple):
    """Modules that can be checked together."""

    modules: list[Module]
    bases: list[str]
    """The folders where their imports resolve."""


def group_modules(modules: list[Module]) -> list[Group]:
    """Split the modules into groups so that no two modules of a group have the same name."""
    users: defaultdict[str, dict[str, None]] = defaultdict(dict)  # the order of a set may change
    for module in modules:
        users[module.name][module.base] = None
    clashes: defaultdict[str, set[str]] = defaultdict(set)
    for bases in users.values():
        for base in bases:
            clashes[base] |= bases.keys() - {base}
    found = {module.base for module in modules if module.is_found}
    group_of: dict[str, int] = {}
    for base, others in clashes.items():
        taken = {group_of.get(other) for other in others}
        group_of[base] = next(number for number in itertools.count() if number not in taken)
    groups = [Group([], []) for _ in {*group_of.values()}]

    @functools.cache
    def group_around(folder: str) -> int:
        return next(group_of[base] for base in parents(folder) if base in group_of)

    for module in modules:
        # A file that nothing imports belongs to the program in whose folder it lies.
        groups[group_around(real_folder(module.file))].modules.append(module)
    for group in groups:
        own = dict.fromkeys(module.base for module in group.modules)
        more = [base for base in group_of if not clashes[base] & own.keys()]
        group.bases.extend(each for each in dict.fromkeys([*own, *more]) if each in found)
    return groups
