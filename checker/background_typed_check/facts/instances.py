"""Of which classes something may be an instance, and what several such answers make together."""

from typing import Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts.meanings import Class, External


class Instance(NamedTuple):
    """An instance of a class."""

    of: Class | External
    exact: bool = False
    """Whether it is of this class, and of no subclass."""
    is_class: bool = False
    """Whether it is the class, and not an instance of it."""
    shown: str = ""
    """Its type as the source writes it."""


Instances: TypeAlias = tuple[Instance, ...]
"""The classes that something may be an instance of: of one of them for sure. None of them
means that it is not known."""

UNKNOWN: Final[Instances] = ()
NONE: Final = Instance(External("builtins.None"), exact=True, shown="None")


def is_by_name(instance: Instance) -> bool:
    """Return whether nothing is known of a class but its name, which may be that of a function."""
    return isinstance(instance.of, External) and instance.of.name not in apis.KNOWN


def inexact(instance: Instance) -> Instance:
    """Return what may be an instance of a subclass, too: None has none."""
    return instance if instance.of == NONE.of else instance._replace(exact=False)


def united(*parts: Instances) -> Instances:
    """Return the classes of what is one of several things: unknown if one of these is."""
    return tuple(dict.fromkeys(each for part in parts for each in part)) if all(parts) else UNKNOWN


def without_none(instances: Instances) -> Instances:
    """Return the classes of what is not None."""
    return tuple(each for each in instances if each.of != NONE.of)


def are_all_of(instances: Instances, names: frozenset[str]) -> bool:
    """Return whether something is an instance of one of the classes of these names for sure."""
    return bool(instances) and all(
        isinstance(each.of, External) and each.of.name in names and not each.is_class
        for each in instances
    )
