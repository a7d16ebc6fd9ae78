"""What staff change of a structure's sheet."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.db.turns import take_turn
from app.partners import queries
from app.partners.models import (
    Organisation,
    OrganisationFamily,
    OrganisationPublic,
    OrganisationRole,
)
from app.partners.rules.groups import check_parent
from app.partners.rules.sheets import OrganisationFacts, faults, folded

ROOM = "partners"
MEANWHILE = N_("Une autre personne a modifié cette fiche entre-temps. Relisez-la.")
MERGED = N_("Cette structure a été réunie avec une autre : ouvrez celle qui reste.")
SIRET_TAKEN = N_("Une autre structure du registre a déjà ce SIRET.")
GROUPS = "organisation-groups"
"""The turn of whoever changes which structure depends on which."""
SETS = ("roles", "publics", "families")
WORDS = frozenset({"email", "phone", "note", "policy", "introduced_by", "public_words"})
"""Free words, where somebody may be named: the trail says that they changed, not what they were."""


def add(
    session: Session,
    facts: OrganisationFacts,
    *,
    actor: Actor,
    now: datetime,
    known_id: UUID | None = None,
) -> Organisation:
    """Enter a structure, under `known_id` when it has one already.

    Raises RuleBroken on the first fault of `facts`.
    """
    for fault in faults(facts):
        raise fault
    made = Organisation(id=known_id or uuid4(), name=facts.name, kind=facts.kind, created_at=now)
    _check_siret(session, made.id, facts)
    _check_group(session, made.id, facts)
    write(made, facts)
    session.add(made)
    session.flush()
    note(session, "create", made.id, actor, now, {}, changed(None, facts))
    return made


def correct(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    organisation: Organisation,
    facts: OrganisationFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Change a structure's sheet; tell whether anything changed. Raises Stale, RuleBroken."""
    if organisation.parent_id != facts.parent_id:
        take_turn(session, GROUPS)  # before the row, as a merge does: nobody waits in a ring
    lock(session, organisation)
    if seen is not None and seen != organisation.version:
        raise Stale(MEANWHILE)
    before = OrganisationFacts.of(organisation)
    if before == facts:
        return False
    for fault in faults(facts):
        raise fault
    _check_siret(session, organisation.id, facts)
    if before.parent_id != facts.parent_id:
        _check_group(session, organisation.id, facts)
    write(organisation, facts)
    organisation.version += 1
    session.flush()
    note(
        session,
        "correct",
        organisation.id,
        actor,
        now,
        changed(facts, before),
        changed(before, facts),
    )
    return True


def close(session: Session, organisation: Organisation, *, actor: Actor, now: datetime) -> bool:
    """Follow a structure no more; tell whether it was followed. Raises RuleBroken."""
    lock(session, organisation)
    if organisation.closed_at is not None:
        return False
    organisation.closed_at = now
    organisation.version += 1
    session.flush()
    note(session, "close", organisation.id, actor, now, {}, {})
    return True


def reopen(session: Session, organisation: Organisation, *, actor: Actor, now: datetime) -> bool:
    """Follow a closed structure again; tell whether it was closed. Raises RuleBroken."""
    lock(session, organisation)
    if organisation.closed_at is None:
        return False
    organisation.closed_at = None
    organisation.version += 1
    session.flush()
    note(session, "reopen", organisation.id, actor, now, {}, {})
    return True


def lock(session: Session, organisation: Organisation) -> None:
    """Keep a structure for this change. Raises RuleBroken when it was merged into another."""
    session.refresh(organisation, with_for_update=True)
    if organisation.merged_into_id is not None:
        raise RuleBroken(MERGED)


def note(  # noqa: PLR0913, PLR0917 - the facts of a trail
    session: Session,
    verb: str,
    organisation_id: UUID,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    """Tell the trail what happened to a structure."""
    subject = f"organisation:{organisation_id}"
    audit.record(session, ROOM, verb, subject, actor, now=now, before=before, after=after)


def changed(before: OrganisationFacts | None, after: OrganisationFacts) -> dict[str, object]:
    """Return what `after` says otherwise than `before`, as plain JSON without anybody's words."""
    pairs = {
        name: value
        for name, value in vars(after).items()
        if before is None or getattr(before, name) != value
    }
    return {
        name: "…" if name in WORDS and value else _plain(value) for name, value in pairs.items()
    }


def _check_siret(session: Session, own: UUID, facts: OrganisationFacts) -> None:
    """Refuse a number that another structure has; the database settles the race."""
    if facts.siret is not None and queries.with_siret(session, facts.siret) not in {None, own}:
        raise RuleBroken(SIRET_TAKEN, field="siret")


def _check_group(session: Session, child: UUID, facts: OrganisationFacts) -> None:
    """Refuse a group that depends on its member, one such change at a time."""
    if facts.parent_id is not None:
        take_turn(session, GROUPS)
        check_parent(child, facts.parent_id, queries.ancestors(session, facts.parent_id))


def write(row: Organisation, facts: OrganisationFacts) -> None:
    """Put facts into a row; what is ticked still keeps its row."""
    for name, value in vars(facts).items():
        if name not in SETS:
            setattr(row, name, value)
    row.folded = folded(facts.name, facts.siret)
    row.roles = [
        next((kept for kept in row.roles if kept.role is role), None)
        or OrganisationRole(organisation_id=row.id, role=role)
        for role in sorted(facts.roles)
    ]
    row.publics = [
        next((kept for kept in row.publics if kept.public is public), None)
        or OrganisationPublic(organisation_id=row.id, public=public)
        for public in sorted(facts.publics)
    ]
    row.families = [
        next((kept for kept in row.families if kept.family is family), None)
        or OrganisationFamily(organisation_id=row.id, family=family)
        for family in sorted(facts.families)
    ]


def _plain(value: Any) -> object:
    if isinstance(value, frozenset):
        return sorted(str(each) for each in value)
    if value is None or isinstance(value, bool | int):
        return value
    return value.value if isinstance(value, StrEnum) else str(value)
