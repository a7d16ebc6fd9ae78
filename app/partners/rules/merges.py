"""Two sheets of one structure: what stays of each, and whether they may be one."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.partners.models import Organisation
from app.partners.rules.sheets import OrganisationFacts

SAME: Final = N_("Choisissez une autre structure : celle-ci ne se réunit pas avec elle-même.")
GONE: Final = N_("Cette structure vient d’être réunie avec une autre : rien n’a changé de plus.")
SINGLE: Final = (
    *("siret", "legal_name", "naf", "activity", "introduced_by"),
    *("policy", "website", "email", "phone", "public_since", "public_words"),
)
"""Facts that the sheet that stays takes from the other where it has none."""
SETS: Final = ("roles", "publics", "families")
_NOTE: Final = 2000


def check_merge(gone: Organisation, kept: Organisation) -> None:
    """Refuse to merge a structure with itself, or one that was merged meanwhile.

    Raises RuleBroken (field "into").
    """
    if gone.id == kept.id:
        raise RuleBroken(SAME, field="into")
    if gone.merged_into_id is not None or kept.merged_into_id is not None:
        raise RuleBroken(GONE, field="into")


def united(gone: OrganisationFacts, kept: OrganisationFacts) -> OrganisationFacts:
    """Return the sheet that stays: its own facts, the other's where it has none, both sets."""
    changes: dict[str, Any] = {
        name: getattr(gone, name) for name in SINGLE if not getattr(kept, name)
    }
    changes |= {name: getattr(gone, name) | getattr(kept, name) for name in SETS}
    notes = [each for each in (kept.note, gone.note) if each]
    changes["note"] = "\n\n".join(dict.fromkeys(notes))[:_NOTE]
    changes["public_body"] = gone.public_body or kept.public_body
    return replace(kept, **changes)


def parent_of_both(
    gone: UUID,
    kept: UUID,
    parents: Mapping[UUID, UUID | None],
    above_kept: Collection[UUID],
    above_gone: Collection[UUID],
) -> UUID | None:
    """Return the group of the structure that stays, so that nobody becomes their own ancestor.

    `above_…` are the groups over each, nearest or not.
    """
    own, other = parents.get(kept), parents.get(gone)
    if gone in above_kept:
        return other
    if own is not None:
        return own
    return None if kept in above_gone else other
