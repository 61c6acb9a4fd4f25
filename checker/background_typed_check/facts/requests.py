"""Which collections are those of a request: FastAPI passes them, here or to a dependency.

A dependency may put its own into `request.state`, and a handler take it from there.
"""

import ast

from background_typed_check.facts import Facts
from background_typed_check.facts.dependencies import is_mere_dependency
from background_typed_check.facts.handlers import belongs_to_request
from background_typed_check.facts.scopes import Scope
from background_typed_check.facts.states import is_state, stores_of_state
from background_typed_check.facts.uses import Uses, uses_of_name


def is_of_request(uses: Uses, facts: Facts) -> bool:
    """Return whether a collection is that of the request, or is made in this function."""
    if belongs_to_request(uses, facts):
        return True
    if uses.parameter is not None or len(uses.made) != 1 or uses.held is not None:
        return False
    value, scope = uses.made[0].value, uses.made[0].scope
    return (
        isinstance(value, ast.Attribute)
        and is_state(value.value, scope, facts)
        and is_kept_by_dependencies(value.attr, scope, facts)
    )


def is_kept_by_dependencies(name: str, around: Scope, facts: Facts) -> bool:
    """Return whether an attribute of a state is only set to the collections of dependencies."""
    stores = stores_of_state(name, around.source, facts)
    return bool(stores) and all(is_kept_by_dependency(*each, facts) for each in stores or ())


def is_kept_by_dependency(target: ast.Attribute, scope: Scope, facts: Facts) -> bool:
    """Return whether a dependency assigns its collection to an attribute, and that is all."""
    match scope.source.parents[target]:
        case ast.Assign(targets=[_], value=ast.Name(id=name)):
            owner = scope.owner(name)
            uses = uses_of_name(name, owner, facts) if owner is not None else None
            return uses is not None and is_mere_dependency(uses, facts)
    return False
