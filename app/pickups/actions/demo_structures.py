"""The demonstration's visits to structures: a year of them, their days erased as time does."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.core.clock import instant
from app.catalog import queries as catalog
from app.partners.actions.demo import structure_id
from app.partners.models import Organisation
from app.pickups import queries
from app.pickups.actions.demo_people import AMILLY, CEPOY, LORRIS, MONTARGIS, MORNING
from app.pickups.actions.events import record
from app.pickups.models import Condition, Pickup, PickupStatus, PickupThing, Source
from app.pickups.rules import summary

LAPTOP, TOWER, SCREEN, PHONE = (
    "ordinateur-portable",
    "ordinateur-fixe",
    "ecran-d-ordinateur",
    "telephone-portable",
)
FIRST: Final = 3
"""Months ago of the newest: younger visits keep their address, and these have none."""
VISITS: Final[tuple[tuple[str, str, int, Mapping[str, int]], ...]] = (
    ("banque-du-gatinais", MONTARGIS, 11, {LAPTOP: 9, SCREEN: 14}),
    ("banque-du-gatinais", MONTARGIS, 8, {LAPTOP: 12, TOWER: 6, SCREEN: 10}),
    ("banque-du-gatinais", MONTARGIS, 4, {LAPTOP: 8, PHONE: 20}),
    ("habitat-gatinais", MONTARGIS, 6, {TOWER: 5, LAPTOP: 2, SCREEN: 6}),
    ("habitat-gatinais", MONTARGIS, 3, {TOWER: 3, LAPTOP: 2, SCREEN: 4}),
    ("college-des-etangs", CEPOY, 5, {LAPTOP: 5, TOWER: 12, SCREEN: 12}),
    ("mairie-lorris-demo", LORRIS, 7, {LAPTOP: 3, SCREEN: 3, "imprimante": 2}),
    ("papeterie-des-ecluses", CEPOY, 9, {"imprimante": 6, SCREEN: 5, TOWER: 4}),
    ("sport-et-nature", AMILLY, 10, {"velo": 18}),
    ("sport-et-nature", AMILLY, 5, {"velo": 11, "velo-enfant": 6}),
)
"""Whose, where, how many months ago, what: 29 of the year's 41 laptops come from one bank."""


def load_demo(session: Session, desk: Actor, *, today: date) -> int:
    """Put the invented visits in, as they are once erased; return how many came."""
    made = 0
    for number, (ref, insee, months, things) in enumerate(VISITS):
        key = f"demonstration-structure-{number}"
        giver = session.get(Organisation, structure_id(ref))
        if giver is None or queries.by_form_key(session, key) is not None:
            continue
        month = (today.replace(day=1) - timedelta(days=30 * months)).replace(day=1)
        now = instant(month, MORNING)
        pickup = Pickup(
            reference=f"DEM{number:03d}",
            form_key=key,
            status=PickupStatus.DONE,
            source=Source.PHONE,
            things="",
            insee=insee,
            organisation_id=giver.id,
            created_at=now,
            erased_at=now,
            month=month,
        )
        pickup.listed = list(_things(session, pickup, things))
        pickup.things = summary(pickup.listed)
        pickup.mass_g = sum(each.quantity * each.mass_g for each in pickup.listed)
        session.add(pickup)
        _told(session, pickup, desk, now)
        made += 1
    return made


def _things(session: Session, pickup: Pickup, things: Mapping[str, int]) -> Iterator[PickupThing]:
    for number, (slug, quantity) in enumerate(things.items(), 1):
        row = catalog.by_slug(session, slug)
        if row is not None:
            yield PickupThing(
                pickup_id=pickup.id,
                number=number,
                object_id=row.id,
                name=row.name,
                quantity=quantity,
                condition=Condition.UNKNOWN,
                mass_g=row.mass_g,
                volume_ml=row.volume_ml,
            )


def _told(session: Session, pickup: Pickup, desk: Actor, now: datetime) -> None:
    for verb in ("ask", "collect", "erase"):
        record(session, pickup, verb, desk, now=now)
