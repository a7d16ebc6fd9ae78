"""Booked visits, made as the site makes them."""

from datetime import UTC, datetime, time

from sqlmodel import select

from app.base.core.actors import VISITOR
from app.catalog.models import Family
from app.pickups import actions, queries
from app.pickups.models import Pickup, PickupPolicy, PolicyThing, Verdict
from app.pickups.rules import Booking, Line
from app.slots import queries as slots
from app.slots.models import SlotPattern
from app.territory.models import Commune
from tests.builders import MONDAY, commune

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
FRIDGE = Line(name="réfrigérateur", quantity=1, mass_g=60_000, volume_ml=600_000)
SCREENS = Line(name="écran", quantity=2, mass_g=5_000, volume_ml=40_000)


def van(session, **facts) -> SlotPattern:
    """Return the one slot pattern: Thursday morning, roomy unless `facts` say otherwise."""
    found = next(iter(slots.patterns(session)), None)
    if found is not None:
        return found
    room = {"places": 6, "mass_g": 600_000, "volume_ml": 10_000_000, "crew_minutes": 360}
    hours = {"name": "Jeudi matin", "weekday": 3, "starts": time(9), "ends": time(12)}
    made = SlotPattern(**(hours | room | facts))
    session.add(made)
    session.flush()
    return made


def policy(session, **facts) -> PickupPolicy:
    """Return the one policy: all families everywhere."""
    found = next(iter(queries.policies(session)), None)
    if found is not None:
        return found
    made = PickupPolicy(name="Partout", notice_days=0, **facts)
    made.things = [PolicyThing(family=family, verdict=Verdict.TAKEN) for family in Family]
    session.add(made)
    session.flush()
    return made


def booked(session, lines=(FRIDGE, SCREENS), *, today=MONDAY, now=NOW, **wish) -> Pickup:
    """Return a visit on the first day of the one slot, asked for by its form.

    What the dictionary does not know is looked at first: it is requested, unless confirmed by
    `source=Source.PHONE`.
    """
    van(session)
    policy(session)
    if session.get(Commune, "45208") is None:
        commune(session)
    number = len(session.exec(select(Pickup.id)).all()) + 1
    days = slots.slots(session, slots.window(today, 7), now=now)
    said = {
        "form_key": f"form-{number}",
        "lines": tuple(lines),
        "insee": "45208",
        "address": f"{number} rue des Lilas",
        "email": "ana@exemple.test",
        "phone": "+33612345678",
        "slot": "" if wish.get("waits") or wish.get("clearance") else days[0].key,
    }
    return actions.book(session, Booking(**(said | wish)), actor=VISITOR, today=today, now=now)
