"""Which classes something may be an instance of, and how several such answers combine."""

from typing import Final, NamedTuple, TypeAlias

from background_typed_check import apis
from background_typed_check.facts.meanings import Class, External


class Instance(NamedTuple):
    """An instance of a class."""

    of: Class | External
    exact: bool = False
    """Whether it is of this class and not of a subclass."""
    is_class: bool = False
    """Whether it is the class itself, not an instance of it."""
    shown: str = ""
    """Its type, as written in the source."""


Instances: TypeAlias = tuple[Instance, ...]
"""The classes that something may be an instance of: it surely is one of them. Empty if unknown."""

UNKNOWN: Final[Instances] = ()
NONE: Final = Instance(External("builtins.None"), exact=True, shown="None")


def is_by_name(instance: Instance) -> bool:
    """Return whether only the name of a class is known, which may be the name of a function."""
    return isinstance(instance.of, External) and instance.of.name not in apis.KNOWN


def inexact(instance: Instance) -> Instance:
    """Return the instance as one that may be of a subclass too. None has no subclass."""
    return instance if instance.of == NONE.of else instance._replace(exact=False)


def united(*parts: Instances) -> Instances:
    """Return the classes of what is one of several things: unknown if one of them is."""
    return tuple(dict.fromkeys(each for part in parts for each in part)) if all(parts) else UNKNOWN


def without_none(instances: Instances) -> Instances:
    """Return the classes without that of None."""
    return tuple(each for each in instances if each.of != NONE.of)


def are_all_of(instances: Instances, names: frozenset[str]) -> bool:
    """Return whether something is surely an instance of one of these classes."""
    return bool(instances) and all(
        isinstance(each.of, External) and each.of.name in names and not each.is_class
        for each in instances
    )
