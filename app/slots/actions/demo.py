"""The demonstration's calendar: invented zones over real communes, and their days."""

from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col

from app.slots import queries
from app.slots.actions.patterns import save_exception, save_pattern, save_zone
from app.slots.models import ExceptionKind, OnHoliday, SlotException, SlotPattern, Zone
from app.territory.models import Commune

CENTRE, EAST, SOUTH = "Montargis et couronne", "Est : Courtenay", "Sud : Lorris"
TOWNS: Final[Mapping[str, str]] = {CENTRE: "45208", EAST: "45115", SOUTH: "45187"}
"""A zone is every commune of its town's intercommunal body."""
_WEEK: Final = 7
_FRIDAY: Final = 4
_REVISED: Final = "Vendredi, Montargis"
_PATTERNS: Final[tuple[Mapping[str, Any], ...]] = (
    {
        "name": "Mardi, Montargis",
        "zone": CENTRE,
        "weekday": 1,
        "starts": time(9),
        "ends": time(12, 30),
        "places": 8,
        "mass_g": 800_000,
        "volume_ml": 12_000_000,
        "crew_minutes": 420,
    },
    {
        "name": _REVISED,
        "zone": CENTRE,
        "weekday": _FRIDAY,
        "starts": time(13, 30),
        "ends": time(17),
        "places": 5,
        "mass_g": 400_000,
        "volume_ml": 8_000_000,
        "crew_minutes": 360,
    },
    {
        "name": "Mercredi, est",
        "zone": EAST,
        "weekday": 2,
        "starts": time(9),
        "ends": time(16),
        "places": 6,
        "mass_g": 700_000,
        "volume_ml": 12_000_000,
        "crew_minutes": 480,
        "on_holiday": OnHoliday.MOVED,
    },
    {
        "name": "Un lundi sur deux, sud",
        "zone": SOUTH,
        "weekday": 0,
        "every_weeks": 2,
        "starts": time(9),
        "ends": time(16),
        "places": 5,
        "mass_g": 600_000,
        "volume_ml": 10_000_000,
        "crew_minutes": 420,
        "on_holiday": OnHoliday.MOVED,
    },
    {
        "name": "Samedi, petite camionnette",
        "zone": CENTRE,
        "weekday": 5,
        "starts": time(9),
        "ends": time(12),
        "places": 4,
        "mass_g": 150_000,
        "volume_ml": 4_000_000,
        "crew_minutes": 120,
        "crew": 1,
    },
)


def load_demo(session: Session, today: date) -> int:
    """Draw the zones and offer their days; those already there stay. Return how many days came."""
    zones = {zone.name: zone for zone in queries.zones(session)}
    for name, town in TOWNS.items():
        if name not in zones:
            zones[name] = Zone(name=name)
            save_zone(session, zones[name], _around(session, town))
    known = {pattern.name for pattern in queries.patterns(session, stopped=True)}
    new = [facts for facts in _PATTERNS if facts["name"] not in known]
    for facts in new:
        _offer(session, facts, zones, today)
    return len(new)


def _around(session: Session, town: str) -> Iterable[str]:
    """Return the communes of the intercommunal body of a town, none where it is unknown."""
    body = sa.select(col(Commune.epci)).where(col(Commune.insee) == town).scalar_subquery()
    statement = (
        sa.select(col(Commune.insee)).where(col(Commune.epci) == body).order_by(col(Commune.insee))
    )
    return session.execute(statement).scalars().all()


def _offer(
    session: Session, facts: Mapping[str, Any], zones: Mapping[str, Zone], today: date
) -> None:
    own = {name: value for name, value in facts.items() if name != "zone"}
    made = SlotPattern(**own, zone_id=zones[facts["zone"]].id)
    if made.every_weeks > 1:
        made.first_day = today - timedelta(days=today.weekday())
    save_pattern(session, made, today=today)
    if made.name == _REVISED:
        friday = today + timedelta(days=(_FRIDAY - today.weekday()) % _WEEK + _WEEK)
        save_exception(
            session,
            SlotException(
                pattern_id=made.id,
                kind=ExceptionKind.CLOSED,
                first_day=friday,
                last_day=friday,
                reason="camionnette en révision",
            ),
        )
