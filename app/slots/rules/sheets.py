"""What staff may write of a pattern, of exceptional days, of a zone. Pure."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.slots.loads import MEASURES
from app.slots.models import ExceptionKind, OnHoliday, SlotException, SlotPattern

MOST: Final = {
    "places": 200,
    "mass_g": 20_000_000,
    "volume_ml": 200_000_000,
    "crew_minutes": 6_000,
}
"""What one day may take at most: 200 visits, 20 t, 200 m³, 100 h of work."""
MOST_CREW: Final = 9
MOST_WEEKS: Final = 8
MOST_DAYS: Final = 366
"""Length of one exceptional period, in days."""
MOST_ADDED: Final = 31

_TOO_MUCH: Final = {
    "places": N_("200 places au plus par jour."),
    "mass_g": N_("20 000 kg au plus par jour."),
    "volume_ml": N_("200 m³ au plus par jour."),
    "crew_minutes": N_("100 heures de travail au plus par jour."),
}
_NONE: Final = {
    "places": N_("Il faut au moins une place, sinon personne ne peut réserver."),
    "mass_g": N_("Il faut plus de 0 kg, sinon personne ne peut réserver."),
    "volume_ml": N_("Il faut plus de 0 m³, sinon personne ne peut réserver."),
    "crew_minutes": N_("Il faut du temps de travail, sinon personne ne peut réserver."),
}
ENDS_FIRST: Final = N_("La fin vient avant le début, ou en même temps.")
LAST_FIRST: Final = N_("Le dernier jour vient avant le premier.")


@dataclass(frozen=True, kw_only=True)
class PatternFacts:
    """A pattern as staff write it: grams, millilitres, minutes; local days and hours."""

    name: str
    zone_id: UUID | None
    weekday: int
    every_weeks: int
    starts: time
    ends: time
    places: int
    mass_g: int
    volume_ml: int
    crew_minutes: int
    crew: int
    on_holiday: OnHoliday
    first_day: date | None
    last_day: date | None
    active: bool

    @classmethod
    def of(cls, pattern: SlotPattern) -> "PatternFacts":
        """Return what a pattern says now."""
        return cls(**{field.name: getattr(pattern, field.name) for field in fields(cls)})


@dataclass(frozen=True, kw_only=True)
class DaysFacts:
    """Exceptional days as staff write them; None keeps what the pattern has."""

    kind: ExceptionKind
    pattern_id: UUID | None
    first_day: date
    last_day: date
    starts: time | None = None
    ends: time | None = None
    places: int | None = None
    mass_g: int | None = None
    volume_ml: int | None = None
    crew_minutes: int | None = None
    reason: str = ""

    @classmethod
    def of(cls, days: SlotException) -> "DaysFacts":
        """Return what exceptional days say now."""
        return cls(**{field.name: getattr(days, field.name) for field in fields(cls)})


def fingerprint(facts: object) -> str:
    """Return a short text that differs as soon as one of the facts does."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:20]


def plain(facts: Any) -> dict[str, object]:
    """Return facts as the trail keeps them: plain JSON."""
    return {field.name: _plain(getattr(facts, field.name)) for field in fields(facts)}


def pattern_faults(facts: PatternFacts) -> Iterator[RuleBroken]:
    """Yield every reason why a pattern cannot be so, each on its field."""
    if not facts.name:
        yield RuleBroken(N_("Donnez un nom à ce créneau."), field="name")
    if facts.starts >= facts.ends:
        yield RuleBroken(ENDS_FIRST, field="ends")
    if facts.first_day and facts.last_day and facts.last_day < facts.first_day:
        yield RuleBroken(LAST_FIRST, field="last_day")
    if facts.every_weeks > 1 and facts.first_day is None:
        yield RuleBroken(N_("Dites à partir de quel jour compter les semaines."), field="first_day")
    for measure in MEASURES:
        yield from _measure_faults(measure, getattr(facts, measure))
    if not 1 <= facts.crew <= MOST_CREW:
        yield RuleBroken(N_("De 1 à 9 personnes."), field="crew")


def days_faults(
    facts: DaysFacts, pattern: SlotPattern | None, *, today: date
) -> Iterator[RuleBroken]:
    """Yield every reason why exceptional days of `pattern` (none: of all) cannot be so."""
    if facts.last_day < facts.first_day:
        yield RuleBroken(LAST_FIRST, field="last_day")
    elif facts.last_day < today:
        yield RuleBroken(N_("Ces jours sont déjà passés."), field="first_day")
    elif (facts.last_day - facts.first_day).days >= MOST_DAYS:
        yield RuleBroken(N_("Un an au plus à la fois."), field="last_day")
    if facts.kind is ExceptionKind.CLOSED:
        return
    if pattern is None:
        yield RuleBroken(
            N_("Choisissez un créneau : seule une fermeture peut valoir pour tous."),
            field="pattern",
        )
    yield from _change_faults(facts, pattern)


def _change_faults(facts: DaysFacts, pattern: SlotPattern | None) -> Iterator[RuleBroken]:
    starts = facts.starts or (pattern.starts if pattern else None)
    ends = facts.ends or (pattern.ends if pattern else None)
    if starts and ends and starts >= ends:
        yield RuleBroken(ENDS_FIRST, field="ends" if facts.ends else "starts")
    for measure in MEASURES:
        value = getattr(facts, measure)
        if value is not None:
            yield from _measure_faults(measure, value)
    says = any(getattr(facts, name) is not None for name in ("starts", "ends", *MEASURES))
    if facts.kind is ExceptionKind.CHANGED and not says:
        yield RuleBroken(
            N_("Dites ce qui change : une heure, ou ce que l’équipe peut prendre."), field="starts"
        )
    if facts.kind is ExceptionKind.ADDED and (facts.last_day - facts.first_day).days >= MOST_ADDED:
        yield RuleBroken(N_("31 jours ajoutés au plus à la fois."), field="last_day")


def _measure_faults(measure: str, value: int) -> Iterator[RuleBroken]:
    if value <= 0:
        yield RuleBroken(_NONE[measure], field=measure)
    elif value > MOST[measure]:
        yield RuleBroken(_TOO_MUCH[measure], field=measure)


def _plain(value: Any) -> object:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value.value if isinstance(value, OnHoliday | ExceptionKind) else value
