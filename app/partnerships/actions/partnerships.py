"""What happens to a partnership: begun, moved along its steps, paused, lost, reopened."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.partners.models import Organisation
from app.partnerships import queries
from app.partnerships.actions.trail import MEANWHILE, note
from app.partnerships.models import Partnership, PartnershipEvent, PartnershipReason, Standing
from app.partnerships.rules.facts import (
    REASON,
    NextAction,
    StartFacts,
    action_faults,
    pause_faults,
    start_faults,
    theirs_only,
)
from app.partnerships.rules.states import NOT_GOING, next_standing, next_step

GOING_ALREADY = N_("Un partenariat court déjà avec cette structure.")
CLOSED = N_("Cette structure est fermée : rouvrez sa fiche d’abord.")


def start(
    session: Session, organisation: Organisation, facts: StartFacts, *, actor: Actor, now: datetime
) -> Partnership:
    """Begin a partnership with a structure. Raises RuleBroken when one goes on already."""
    for fault in start_faults(facts, today=clock.local(now).date()):
        raise fault
    if organisation.closed_at is not None:
        raise RuleBroken(CLOSED)
    known = queries.partnership(session, organisation.id)
    if known is not None and known.standing is not Standing.LOST:
        raise RuleBroken(GOING_ALREADY)
    made = Partnership(
        organisation_id=organisation.id,
        step=facts.step,
        step_since=now,
        started_at=now,
        owner_id=facts.owner_id,
        trigger=facts.trigger,
    )
    _write_next(made, facts.next)
    session.add(made)
    session.flush()
    _happened(session, made, "start", actor, now)
    return made


def move(  # noqa: PLR0913 - which arrow, who, since which reading
    session: Session, row: Partnership, verb: str, *, actor: Actor, now: datetime, seen: int
) -> None:
    """Go along an arrow of the steps. Raises RuleBroken, Stale."""
    _lock(session, row, seen)
    row.step = next_step(row.step, verb, standing=row.standing)
    row.step_since = now
    _happened(session, row, verb, actor, now)


def pause(  # noqa: PLR0913 - why, until when, who, since which reading
    session: Session,
    row: Partnership,
    reason: str,
    until: date | None,
    *,
    actor: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Let a partnership rest for a reason. Raises RuleBroken, Stale."""
    _lock(session, row, seen)
    standing = next_standing(row.standing, "pause")
    for fault in pause_faults(reason, until, today=clock.local(now).date()):
        raise fault
    row.standing, row.pause_reason, row.paused_until = standing, reason, until
    _happened(session, row, "pause", actor, now, reason)


def resume(session: Session, row: Partnership, *, actor: Actor, now: datetime, seen: int) -> None:
    """Go on after a pause. Raises RuleBroken, Stale."""
    _lock(session, row, seen)
    row.standing = next_standing(row.standing, "resume")
    row.pause_reason, row.paused_until = "", None
    _happened(session, row, "resume", actor, now)


def lose(  # noqa: PLR0913 - why, who, since which reading
    session: Session, row: Partnership, reason: str, *, actor: Actor, now: datetime, seen: int
) -> None:
    """Note a partnership as lost, and why: the next person learns from it.

    Its next action is no longer one. Raises RuleBroken, Stale.
    """
    _lock(session, row, seen)
    standing = next_standing(row.standing, "lose")
    if not reason:
        raise RuleBroken(REASON, field="loss_reason")
    row.standing, row.loss_reason, row.lost_at = standing, reason, now
    row.pause_reason, row.paused_until = "", None
    _write_next(row, NextAction())
    _happened(session, row, "lose", actor, now, reason)


def reopen(session: Session, row: Partnership, *, actor: Actor, now: datetime, seen: int) -> None:
    """Take a lost partnership up again at its step. Raises RuleBroken, Stale."""
    _lock(session, row, seen)
    standing = next_standing(row.standing, "reopen")
    other = queries.partnership(session, row.organisation_id)
    if other is not None and other.id != row.id and other.standing is not Standing.LOST:
        raise RuleBroken(GOING_ALREADY)
    row.standing, row.loss_reason, row.lost_at, row.reopened_at = standing, "", None, now
    row.step_since = now
    _happened(session, row, "reopen", actor, now)


def plan_next(  # noqa: PLR0913 - what, who, since which reading
    session: Session,
    row: Partnership,
    said: NextAction,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Say what comes next, or (empty) that nothing does. Raises RuleBroken, Stale."""
    _lock(session, row, seen)
    if row.standing is not Standing.ACTIVE and said.words:
        raise RuleBroken(NOT_GOING, field="next_action")
    for fault in action_faults(said, today=clock.local(now).date()):
        raise fault
    before = {"next_on": row.next_on.isoformat() if row.next_on else None}
    _write_next(row, said)
    _changed(session, row, "plan-next", actor, now, before)


def describe(  # noqa: PLR0913 - what, who, since which reading
    session: Session,
    row: Partnership,
    owner_id: UUID | None,
    trigger: str,
    *,
    actor: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Say who owns a partnership and what started it. Raises Stale."""
    _lock(session, row, seen)
    before = {"owner_id": str(row.owner_id) if row.owner_id else None}
    row.owner_id, row.trigger = owner_id, trigger
    _changed(session, row, "describe", actor, now, before)


def _lock(session: Session, row: Partnership, seen: int | None) -> None:
    session.refresh(row, with_for_update=True)
    if seen is not None and seen != row.version:
        raise Stale(MEANWHILE)


def _write_next(row: Partnership, said: NextAction) -> None:
    kept = theirs_only(said)
    row.next_action, row.next_on, row.next_owner_id = kept.words, kept.on, kept.owner_id


def _happened(  # noqa: PLR0913, PLR0917 - what happened, who, when, why
    session: Session, row: Partnership, verb: str, actor: Actor, now: datetime, reason: str = ""
) -> None:
    """Write the event, its reason and the trail of a move."""
    if verb != "start":
        row.version += 1
    session.add(row)
    event = PartnershipEvent(
        partnership_id=row.id,
        number=row.version,
        verb=verb,
        step=row.step,
        standing=row.standing,
        actor=actor.label,
        at=now,
    )
    session.add(event)
    session.flush()
    if reason:
        session.add(PartnershipReason(event_id=event.id, words=reason))
        session.flush()
    after: dict[str, object] = {
        "organisation": str(row.organisation_id),
        "step": row.step.value,
        "standing": row.standing.value,
    }
    note(session, verb, f"partnership:{row.id}", actor, now=now, after=after)


def _changed(  # noqa: PLR0913, PLR0917 - what changed, who, when
    session: Session,
    row: Partnership,
    verb: str,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object],
) -> None:
    """Write the trail of a change that moves nothing."""
    row.version += 1
    session.add(row)
    session.flush()
    after = {
        name: str(value) if (value := getattr(row, name)) is not None else None for name in before
    }
    note(session, verb, f"partnership:{row.id}", actor, now=now, before=before, after=after)
