"""What every change of the room begins and ends with: the turn, the lock, the step, the trail."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.base.core.errors import Stale
from app.base.core.text import N_
from app.base.db.turns import take_turn
from app.synergies.models import EntryStatus, Side, SynergyEntry, SynergyEvent, SynergyProposal
from app.synergies.queries import proposals as queries
from app.synergies.queries.proposals import Pair
from app.synergies.rules import proposals as rules
from app.synergies.rules import states
from app.synergies.rules.sheets import over
from app.synergies.rules.states import Who

ROOM: Final = "synergies"
MEANWHILE: Final = N_("Une autre personne a modifié cette fiche entre-temps. Relisez-la.")


def lock_entry(session: Session, row: SynergyEntry, seen: int | None) -> None:
    """Take the room's turn and lock an entry. Raises Stale."""
    take_turn(session, ROOM)
    session.refresh(row, with_for_update=True)
    if seen is not None and seen != row.version:
        raise Stale(MEANWHILE)


def lock_pair(session: Session, pair: Pair) -> None:
    """Take the room's turn and lock a proposal with its entries."""
    take_turn(session, ROOM)
    for row in (pair.need, pair.offer, pair.row):
        session.refresh(row, with_for_update=True)


def check_seen(row: SynergyProposal, seen: int | None) -> None:
    """Raise Stale when a proposal changed since somebody read it."""
    if seen is not None and seen != row.version:
        raise Stale(MEANWHILE)


def step(  # noqa: PLR0913 - which, how, whose hand, who, when, whose answer, why
    session: Session,
    row: SynergyProposal,
    verb: str,
    who: Who,
    *,
    actor: Actor,
    now: datetime,
    side: Side | None = None,
    reason: str = "",
) -> None:
    """Take a locked proposal along one arrow of its states. Raises RuleBroken."""
    target = rules.after(row.status, verb, who)
    said = rules.check_reason(verb, reason)
    before, row.status = row.status, target
    if said:
        row.reason = said
    row.ended_at = None if target in rules.LIVE else now
    told: dict[str, object] = {"status": target.value}
    if said:
        told["reason"] = "…"
    mark(session, row, verb, actor=actor, now=now, side=side, was=before.value, told=told)


def mark(  # noqa: PLR0913 - the facts of an event
    session: Session,
    row: SynergyProposal,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    side: Side | None = None,
    was: str = "",
    told: Mapping[str, object] | None = None,
) -> None:
    """Write what happened to a proposal into its events and the trail, and flush."""
    if verb != "propose":
        row.version += 1
    session.flush()
    event = SynergyEvent(
        proposal_id=row.id,
        number=row.version,
        verb=verb,
        status=row.status,
        side=side,
        actor=actor.label,
        at=now,
    )
    session.add(event)
    after = dict(told or {}) | ({"side": side.value} if side else {})
    before = {"status": was} if was else {}
    note(session, f"synergy-proposal:{row.id}", verb, actor, now, before, after)


def shift(session: Session, row: SynergyEntry, verb: str, *, actor: Actor, now: datetime) -> None:
    """Take a locked entry along one arrow of its states, whoever's hand. Raises RuleBroken."""
    target = states.after(row.status, verb)
    before, row.status = row.status, target
    row.version += 1
    session.flush()
    told = {"status": target.value}
    note(session, subject(row.id), verb, actor, now, {"status": before.value}, told)


def settle(
    session: Session, rows: tuple[SynergyEntry, ...], *, actor: Actor, now: datetime, today: date
) -> None:
    """Count anew what matches take of locked entries; used up, they leave the site.

    Matched once a match that uses it up is open, closed once such a match is concluded; online
    again when something is left again.
    """
    for row in rows:
        if row.quantity is None:
            continue
        was_up, row.used = row.used >= row.quantity, queries.taken(session, row)
        session.flush()
        verb = _follows(session, row, was_up=was_up, today=today)
        if verb:
            shift(session, row, verb, actor=actor, now=now)


def subject(entry_id: UUID) -> str:
    """Return how the trail names an entry."""
    return f"synergy:{entry_id}"


def note(  # noqa: PLR0913, PLR0917 - the facts of a trail
    session: Session,
    about: str,
    verb: str,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    """Write into the trail what changed, and flush."""
    told = {key: value for key, value in after.items() if before.get(key) != value}
    was = {key: value for key, value in before.items() if key in told}
    audit.record(session, ROOM, verb, about, actor, now=now, before=was, after=told)


def _follows(session: Session, row: SynergyEntry, *, was_up: bool, today: date) -> str:
    """Return the verb that follows for an entry from what is left of it, or nothing."""
    if row.left == 0:
        live = queries.on(session, row.id, rules.LIVE)
        if not live and row.status in {EntryStatus.OPEN, EntryStatus.MATCHED}:
            return "close"
        opened = any(each.status in rules.OPEN for each in live)
        return "match" if opened and row.status is EntryStatus.OPEN else ""
    back = row.status in {EntryStatus.MATCHED, EntryStatus.CLOSED} and not over(row.until, today)
    return "reopen" if was_up and back else ""
