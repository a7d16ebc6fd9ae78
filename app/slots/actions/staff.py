"""What staff change of the calendar: checked, written, told to the trail."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col

from app.base.audit import actions as audit
from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.core.text import N_, fold
from app.slots import queries
from app.slots.actions import patterns
from app.slots.models import SlotException, SlotPattern, Zone
from app.slots.rules import DaysFacts, PatternFacts, days_faults, fingerprint, pattern_faults
from app.slots.rules.sheets import plain

ROOM = "slots"
MEANWHILE = N_("Une autre personne a modifié cette fiche entre-temps. Relisez-la.")
PATTERN_TAKEN = N_("Un autre créneau porte déjà ce nom.")
ZONE_TAKEN = N_("Un autre secteur porte déjà ce nom.")
ZONE_USED = N_(
    "D’autres réglages utilisent ce secteur (règles d’enlèvement) : changez-les d’abord."
)


def add_pattern(
    session: Session, facts: PatternFacts, *, actor: Actor, now: datetime
) -> SlotPattern:
    """Offer a new weekly slot. Raises RuleBroken on the first fault of `facts`."""
    _check_pattern(session, facts)
    made = SlotPattern(**asdict(facts))
    patterns.save_pattern(session, made, today=clock.local(now).date())
    _note(session, "create", subject(made), actor, now, {}, plain(facts))
    return made


def correct_pattern(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    pattern: SlotPattern,
    facts: PatternFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: str | None = None,
) -> bool:
    """Change a weekly slot; tell whether anything changed.

    Days that people booked keep their hours, and the capacity they take. Raises Stale when the
    row is not what was `seen`, RuleBroken on the first fault.
    """
    session.refresh(pattern, with_for_update=True)
    before = PatternFacts.of(pattern)
    if seen is not None and seen != fingerprint(before):
        raise Stale(MEANWHILE)
    if before == facts:
        return False
    _check_pattern(session, facts, besides=pattern.id)
    for name, value in asdict(facts).items():
        setattr(pattern, name, value)
    patterns.save_pattern(session, pattern, today=clock.local(now).date())
    session.expire(pattern, ["zone"])
    _note(session, _verb(before, facts), subject(pattern), actor, now, plain(before), plain(facts))
    return True


def stop_pattern(session: Session, pattern: SlotPattern, *, actor: Actor, now: datetime) -> bool:
    """Offer this slot no more; what people booked stays."""
    facts = replace(PatternFacts.of(pattern), active=False)
    return correct_pattern(session, pattern, facts, actor=actor, now=now)


def resume_pattern(session: Session, pattern: SlotPattern, *, actor: Actor, now: datetime) -> bool:
    """Offer a stopped slot again."""
    facts = replace(PatternFacts.of(pattern), active=True)
    return correct_pattern(session, pattern, facts, actor=actor, now=now)


def add_days(session: Session, facts: DaysFacts, *, actor: Actor, now: datetime) -> SlotException:
    """Close, change or add days. Nothing that people booked is cancelled.

    Raises RuleBroken on the first fault of `facts`.
    """
    pattern = queries.pattern(session, facts.pattern_id) if facts.pattern_id else None
    for fault in days_faults(facts, pattern, today=clock.local(now).date()):
        raise fault
    made = SlotException(**asdict(facts))
    patterns.save_exception(session, made)
    _note(session, "except", subject(made), actor, now, {}, plain(facts))
    return made


def drop_days(session: Session, days: SlotException, *, actor: Actor, now: datetime) -> None:
    """Let exceptional days be usual ones again."""
    name, before = subject(days), plain(DaysFacts.of(days))
    patterns.drop_exception(session, days)
    _note(session, "drop", name, actor, now, before, {})


def add_zone(
    session: Session, name: str, codes: Iterable[str], *, actor: Actor, now: datetime
) -> Zone:
    """Draw a zone. Raises RuleBroken without a name of its own or without a commune."""
    wanted = sorted(set(codes))
    _check_zone(session, name, wanted)
    made = Zone(name=name)
    patterns.save_zone(session, made, wanted)
    _note(session, "create", subject(made), actor, now, {}, {"name": name, "communes": wanted})
    return made


def correct_zone(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    zone: Zone,
    name: str,
    codes: Iterable[str],
    *,
    actor: Actor,
    now: datetime,
    seen: str | None = None,
) -> bool:
    """Change a zone's name or communes; tell whether anything changed. Raises Stale, RuleBroken."""
    session.refresh(zone, with_for_update=True)
    before = zone_facts(zone)
    if seen is not None and seen != fingerprint(before):
        raise Stale(MEANWHILE)
    after: dict[str, object] = {"name": name, "communes": sorted(set(codes))}
    if before == after:
        return False
    _check_zone(session, name, sorted(set(codes)), besides=zone.id)
    zone.name = name
    patterns.save_zone(session, zone, codes)
    _note(session, "correct", subject(zone), actor, now, before, after)
    return True


def remove_zone(session: Session, zone: Zone, *, actor: Actor, now: datetime) -> None:
    """Forget a zone. Raises RuleBroken while a slot, or a room above, relies on it."""
    name, before = subject(zone), zone_facts(zone)
    try:
        with session.begin_nested():
            patterns.drop_zone(session, zone)
    except IntegrityError:
        raise RuleBroken(ZONE_USED) from None
    _note(session, "drop", name, actor, now, before, {})


def zone_facts(zone: Zone) -> dict[str, object]:
    """Return what a zone says now."""
    return {"name": zone.name, "communes": sorted(zone.codes)}


def subject(row: SlotPattern | SlotException | Zone) -> str:
    """Return the name under which the trail keeps a row."""
    kinds: Mapping[type[SQLModel], str] = {
        SlotPattern: "pattern",
        SlotException: "days",
        Zone: "zone",
    }
    return f"{kinds[type(row)]}:{row.id}"


def _check_pattern(session: Session, facts: PatternFacts, *, besides: UUID | None = None) -> None:
    for fault in pattern_faults(facts):
        raise fault
    if _taken(session, SlotPattern, facts.name, besides):
        raise RuleBroken(PATTERN_TAKEN, field="name")
    if facts.zone_id is not None and session.get(Zone, facts.zone_id) is None:
        raise NotFound


def _check_zone(
    session: Session, name: str, codes: list[str], *, besides: UUID | None = None
) -> None:
    if not name:
        raise RuleBroken(N_("Donnez un nom à ce secteur."), field="name")
    if not codes:
        raise RuleBroken(N_("Cochez au moins une commune."), field="communes")
    if _taken(session, Zone, name, besides):
        raise RuleBroken(ZONE_TAKEN, field="name")


def _taken(
    session: Session, model: type[SlotPattern | Zone], name: str, besides: UUID | None
) -> bool:
    """Tell whether another row bears this name, however it is written."""
    rows = session.execute(sa.select(col(model.id), col(model.name)).order_by(col(model.name)))
    return any(row.id != besides and fold(row.name) == fold(name) for row in rows)


def _verb(before: PatternFacts, after: PatternFacts) -> str:
    if replace(before, active=after.active) != after:
        return "correct"
    return "resume" if after.active else "stop"


def _note(  # noqa: PLR0913, PLR0917 - the facts of an entry
    session: Session,
    verb: str,
    about: str,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    """Tell the trail what changed, and nothing of what did not."""
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    audit.record(
        session,
        ROOM,
        verb,
        about,
        actor,
        now=now,
        before={name: before[name] for name in changed if name in before} or None,
        after={name: after[name] for name in changed if name in after} or None,
    )
