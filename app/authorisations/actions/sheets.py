"""Every change to the authorisations, each in the trail."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from app.authorisations.models import Authorisation
from app.authorisations.rules import (
    RENEWS_OTHER,
    AuthorisationFacts,
    faults,
    warned_from,
)
from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.files import KeptFile

ROOM = "authorisations"
MEANWHILE = N_("Une autre personne a modifié cette fiche entre-temps. Relisez-la.")
RENEWED_ALREADY = N_("Cette autorisation est déjà renouvelée : ouvrez la suivante.")


def add(  # noqa: PLR0913 - what, with which paper, in place of which, who, when
    session: Session,
    facts: AuthorisationFacts,
    *,
    actor: Actor,
    now: datetime,
    paper: KeptFile | None = None,
    renews: Authorisation | None = None,
) -> Authorisation:
    """Enter an authorisation, as the renewal of another when `renews` is given.

    Raises RuleBroken on the first fault, or when the other is renewed already.
    """
    for fault in faults(facts):
        raise fault
    if renews is not None:
        session.refresh(renews, with_for_update=True)
        _check_renewal(renews, facts)
    made = Authorisation(kind=facts.kind, created_at=now)
    _write(made, facts, paper)
    session.add(made)
    session.flush()
    if renews is not None:
        renews.replaced_by_id = made.id
        renews.version += 1
        session.flush()
    _note(session, "renew" if renews else "create", made.id, actor, now, {}, _plain(made))
    return made


def correct(  # noqa: PLR0913 - what, with which paper, who, when, since which reading
    session: Session,
    row: Authorisation,
    facts: AuthorisationFacts,
    *,
    actor: Actor,
    now: datetime,
    paper: KeptFile | None = None,
    seen: int | None = None,
) -> bool:
    """Change an authorisation; tell whether anything changed. Raises Stale, RuleBroken."""
    session.refresh(row, with_for_update=True)
    if seen is not None and seen != row.version:
        raise Stale(MEANWHILE)
    before = _plain(row)
    for fault in faults(facts):
        raise fault
    _write(row, facts, paper)
    after = _plain(row)
    if before == after:
        return False
    row.version += 1
    session.flush()
    _note(session, "correct", row.id, actor, now, before, after)
    return True


def withdraw(session: Session, row: Authorisation, *, actor: Actor, now: datetime) -> bool:
    """Say that an authorisation counts no more; tell whether it did before."""
    session.refresh(row, with_for_update=True)
    if row.withdrawn_at is not None:
        return False
    row.withdrawn_at = now
    row.version += 1
    session.flush()
    _note(session, "withdraw", row.id, actor, now, {}, {})
    return True


def _check_renewal(renews: Authorisation, facts: AuthorisationFacts) -> None:
    if renews.replaced_by_id is not None:
        raise RuleBroken(RENEWED_ALREADY)
    if (renews.kind, renews.organisation_id) != (facts.kind, facts.organisation_id):
        raise RuleBroken(RENEWS_OTHER, field="kind")


def _write(row: Authorisation, facts: AuthorisationFacts, paper: KeptFile | None) -> None:
    for name, value in vars(facts).items():
        setattr(row, name, value)
    row.warned_from = warned_from(facts.ends, facts.warn_days) if facts.ends else None
    if paper is not None:
        row.sha256, row.filename = paper.sha256, paper.filename


def _plain(row: Authorisation) -> dict[str, object]:
    facts = vars(AuthorisationFacts.of(row)) | {"sha256": row.sha256}
    return {
        name: value if value is None or isinstance(value, bool | int) else str(value)
        for name, value in facts.items()
    }


def _note(  # noqa: PLR0913, PLR0917 - the facts of a trail
    session: Session,
    verb: str,
    row_id: UUID,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    told = {key: value for key, value in after.items() if before.get(key) != value}
    was = {key: before[key] for key in told if key in before}
    subject = f"authorisation:{row_id}"
    audit.record(session, ROOM, verb, subject, actor, now=now, before=was, after=told)
