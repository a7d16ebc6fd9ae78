"""What a form says, looked up: things in the dictionary, commune, terms, slots."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session

from app.catalog import queries as catalog
from app.catalog.models import CatalogObject
from app.pickups import queries, rules
from app.pickups.forms import TypedLine
from app.pickups.models import PickupPolicy
from app.pickups.rules import Decision, Effort, Line
from app.slots import queries as slot_queries
from app.slots import rules as slot_rules
from app.slots.loads import NOTHING
from app.slots.models import SlotHold
from app.slots.rules import Slot, Window

SURE = 0.6
"""From this score on the dictionary's answer is taken; below, the team looks at the words."""
UNKNOWN_MASS_G = 15_000
UNKNOWN_VOLUME_ML = 100_000
"""What a thing nobody knows is counted for: a small piece of furniture."""
BEYOND_DAYS = 60
"""How far the next date is looked for when nothing is free in the terms' own days."""


@dataclass(frozen=True)
class ReadLine:
    """One typed line, understood: `at` is its place in the form."""

    at: int
    line: Line
    known: bool


@dataclass(frozen=True)
class Offer:
    """What can be chosen: slots, those of a van that already comes first; else why none.

    `held` is what this form keeps; `next_day` the first day beyond the terms' own days.
    """

    slots: tuple[Slot, ...] = ()
    passing: frozenset[str] = frozenset()
    held: Slot | None = None
    held_until: datetime | None = None
    too_big: bool = False
    next_day: date | None = None
    opens_on: date | None = None


@dataclass(frozen=True)
class Draft:
    """A form as far as it can be understood."""

    lines: tuple[ReadLine, ...] = ()
    insee: str = ""
    policy: PickupPolicy | None = None
    decision: Decision | None = None
    need: Effort | None = None
    offer: Offer = field(default_factory=Offer)

    @property
    def things(self) -> tuple[Line, ...]:
        """Return the things alone."""
        return tuple(each.line for each in self.lines)


def lines(session: Session, typed: Sequence[tuple[int, TypedLine]]) -> tuple[ReadLine, ...]:
    """Return each typed line with the object it means; words nobody knows stay words."""
    index = catalog.index(session)
    hits = [index.search(line.name[:120], 1) for _at, line in typed]
    objects = catalog.by_ids(session, [each[0].id for each in hits if each])
    made = []
    for (at, line), found in zip(typed, hits, strict=True):
        known = bool(found) and found[0].score >= SURE and not found[0].guess
        row = objects[found[0].id] if known else None
        made.append(ReadLine(at, _line(line, row), known))
    return tuple(made)


def offer(  # noqa: PLR0913 - for whom, what, when
    session: Session,
    policy: PickupPolicy,
    need: Effort,
    insee: str,
    form_key: str,
    *,
    today: date,
    now: datetime,
    by_staff: bool = False,
) -> Offer:
    """Return the slots that can carry `need`; what the form holds itself counts as free."""
    window = rules.window(policy, today)
    if by_staff:
        window = Window(today, window.last)
    held = _live_hold(session, form_key, now)
    wide = _without(
        slot_queries.slots(session, slot_queries.window(window.first, BEYOND_DAYS), now=now), held
    )
    served = slot_queries.zones_of(session, insee)
    free = slot_rules.fitting(wide, need.load, people=need.people, zones=served, after=now)
    inside = [slot for slot in free if slot.day <= window.last]
    own = _own(inside, held)
    vans = queries.days_passing(session, insee, window.first, window.last)
    passing = frozenset(s.key for s in inside if (s.pattern_id, s.day) in vans)
    later = next((slot for slot in free if slot.day > window.last), None)
    empty = [replace(slot, used=NOTHING) for slot in wide]
    ever = slot_rules.fitting(empty, need.load, people=need.people, zones=served, after=now)
    return Offer(
        tuple(sorted(inside, key=lambda s: s.key not in passing)),
        passing,
        own,
        held.expires_at if held is not None and own is not None else None,
        too_big=not ever,
        next_day=later.day if later and not inside else None,
        opens_on=_opens_on(later, policy) if later and not inside else None,
    )


def draft(  # noqa: PLR0913 - what was typed, by whom, when
    session: Session,
    typed: Sequence[tuple[int, TypedLine]],
    insee: str,
    *,
    floor: int,
    lift: bool,
    form_key: str,
    today: date,
    now: datetime,
    by_staff: bool = False,
) -> Draft:
    """Return what a form says so far; slots once things and commune are there."""
    read = lines(session, [(at, line) for at, line in typed if line.count])
    if not insee:
        return Draft(read)
    policy = queries.policy_at(session, insee)
    if policy is None or not read:
        return Draft(read, insee, policy)
    things = [each.line for each in read]
    decision = rules.decide(policy, things)
    need = rules.effort(things, floor=floor, lift=lift)
    found = Offer()
    if decision.allowed:
        found = offer(
            session, policy, need, insee, form_key, today=today, now=now, by_staff=by_staff
        )
    return Draft(read, insee, policy, decision, need, found)


def _line(typed: TypedLine, row: CatalogObject | None) -> Line:
    if row is None:
        return Line(
            name=typed.name[:120],
            quantity=typed.count,
            condition=typed.condition,
            mass_g=UNKNOWN_MASS_G,
            volume_ml=UNKNOWN_VOLUME_ML,
        )
    return Line(
        name=row.name,
        quantity=typed.count,
        condition=typed.condition,
        object_id=row.id,
        family=row.family.value,
        subfamily=row.subfamily.value,
        mass_g=row.mass_g,
        volume_ml=row.volume_ml,
    )


def _live_hold(session: Session, form_key: str, now: datetime) -> SlotHold | None:
    held = slot_queries.hold(session, form_key) if form_key else None
    if held is None or held.expires_at is None or held.expires_at <= now:
        return None
    return held


def _without(found: Sequence[Slot], held: SlotHold | None) -> list[Slot]:
    """Return slots as they would be without what this form holds."""
    if held is None:
        return list(found)
    key = held.occurrence.key
    return [replace(s, used=s.used - held.load) if s.key == key else s for s in found]


def _own(found: Sequence[Slot], held: SlotHold | None) -> Slot | None:
    if held is None:
        return None
    return next((slot for slot in found if slot.key == held.occurrence.key), None)


def _opens_on(later: Slot, policy: PickupPolicy) -> date:
    return date.fromordinal(later.day.toordinal() - policy.horizon_days)
