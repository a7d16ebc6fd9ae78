"""What a visit takes of a day: mass, volume, minutes of work, people."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.pickups.rules.bookings import Line
from app.slots.loads import Load

ONE_PERSON_G = 25_000
"""Heavier than this takes two people. Source: French norm NF X35-109, 25 kg for one person."""
DOOR_MINUTES = 8
"""Ringing, talking, writing, closing the van."""
LIGHT_MINUTES = 1
HEAVY_MINUTES = 6
"""To carry one thing to the van on the flat."""
FLOOR_MINUTES = 3
"""More for each heavy thing and each floor by the stairs; a load of light ones counts as one."""
LIGHT_LOAD_G = 20_000
HIGH_FLOOR = 3
"""From here on without a lift, two people whatever the weight."""


@dataclass(frozen=True)
class Effort:
    """What a visit needs of the day, and how many people at once."""

    load: Load
    people: int


def effort(lines: Iterable[Line], *, floor: int, lift: bool) -> Effort:
    """Return what it takes to fetch `lines` from a floor.

    Crew minutes are minutes of one person: a visit of two people counts twice. Floors below
    the ground count as floors. The figures are the team's, see docs/figures.md.
    """
    things = list(lines)
    mass_g = sum(each.quantity * each.mass_g for each in things)
    volume_ml = sum(each.quantity * each.volume_ml for each in things)
    heavy = sum(each.quantity for each in things if each.mass_g > ONE_PERSON_G)
    light = sum(each.quantity for each in things) - heavy
    light_g = sum(e.quantity * e.mass_g for e in things if e.mass_g <= ONE_PERSON_G)
    stairs = 0 if lift else abs(floor)
    trips = heavy + -(-light_g // LIGHT_LOAD_G)
    minutes = DOOR_MINUTES + heavy * HEAVY_MINUTES + light * LIGHT_MINUTES
    minutes += trips * stairs * FLOOR_MINUTES
    people = 2 if heavy or stairs >= HIGH_FLOOR else 1
    return Effort(Load(1, mass_g, volume_ml, minutes * people), people)
