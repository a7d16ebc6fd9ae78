"""Groups of structures: a group has its own group, and nobody is their own ancestor."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_

CIRCLE: Final = N_(
    "Cette structure ne peut pas faire partie de ce groupe : c’est le groupe qui dépend d’elle."
)
OWN: Final = N_("Une structure ne fait pas partie d’elle-même.")


def check_parent(child: UUID, parent: UUID | None, parents: Mapping[UUID, UUID | None]) -> None:
    """Refuse a group that would depend on its own member; `parents` is who depends on whom.

    Raises RuleBroken (field "parent").
    """
    if parent == child:
        raise RuleBroken(OWN, field="parent")
    seen: set[UUID] = set()
    above = parent
    while above is not None and above not in seen:
        if above == child:
            raise RuleBroken(CIRCLE, field="parent")
        seen.add(above)
        above = parents.get(above)
