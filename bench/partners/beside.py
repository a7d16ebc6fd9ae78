"""What stands beside: needs and offers, authorisations, fundings, visits, drop-off points."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from app.authorisations.models import Authorisation, AuthorisationKind
from app.base.core.text import fold
from app.catalog.models import CatalogObject
from app.fundings.models import Funding, FundingReport, FundingStatus
from app.pickups.models import Pickup, PickupStatus, PickupThing
from app.points.models import Point
from app.points.models.tables import PointPlace
from app.slots.models import SlotOccurrence, SlotPattern
from app.synergies.models import Domain, EntryStatus, Side, SynergyEntry, Unit
from bench import ground as places
from bench.partners.rows import Ground, Row, write
from bench.stores import base_row, point_row

_DAYS: Final = 730
_ROOM: Final = {"places": 999, "mass_g": 10**8, "volume_ml": 10**9, "crew_minutes": 10**5}
_OBJECTS: Final = 60
"""Kinds of things that structures give."""
STANDINGS: Final = {
    EntryStatus.DRAFT: 5,
    EntryStatus.REVIEW: 5,
    EntryStatus.OPEN: 55,
    EntryStatus.MATCHED: 10,
    EntryStatus.CLOSED: 10,
    EntryStatus.EXPIRED: 10,
    EntryStatus.WITHDRAWN: 5,
}
"""Where needs and offers stand, in hundredths."""


def load(session: Session, ground: Ground) -> None:
    """Write all of it."""
    write(session, SynergyEntry, _synergies(ground))
    write(session, Authorisation, _authorisations(ground))
    fundings = list(_fundings(ground))
    write(session, Funding, fundings)
    write(session, FundingReport, _reports(ground, fundings))
    _visits(session, ground)
    _points(session, ground)


def _synergies(ground: Ground) -> Iterator[Row]:
    chance = ground.chance
    for number in range(ground.size.synergies):
        town = chance.choice(ground.towns)
        title, words = ground.words(4), ground.words(30)
        measured = chance.random() < 0.5
        yield {
            "id": ground.id(),
            "organisation_id": ground.giver(number, 5),
            "insee": town.insee,
            "lat": town.lat,
            "lon": town.lon,
            "side": chance.choice(list(Side)),
            "domain": chance.choice(list(Domain)),
            "status": chance.choices(tuple(STANDINGS), tuple(STANDINGS.values()))[0],
            "title": title,
            "words": words,
            "folded": fold(f"{title} {words}"),
            "quantity": chance.randint(1, 900) * 1000 if measured else None,
            "unit": chance.choice(list(Unit)) if measured else None,
            "until": ground.day(1, 300) if chance.random() < 0.6 else None,
            "created_at": ground.at(-300, -1),
        }


def _authorisations(ground: Ground) -> Iterator[Row]:
    chance = ground.chance
    for number in range(ground.size.authorisations):
        ends = ground.day(-20, 900) if chance.random() < 0.9 else None
        yield {
            "id": ground.id(),
            "organisation_id": chance.choice(ground.structures) if number % 50 else None,
            "kind": chance.choice(list(AuthorisationKind)),
            "number": f"A-{number}",
            "issuer": "Préfecture",
            "starts": ground.day(-900, -30),
            "ends": ends,
            "warned_from": ends - timedelta(days=90) if ends else None,
            "public": number % 50 == 0,
            "created_at": ground.at(-900, -30),
        }


def _fundings(ground: Ground) -> Iterator[Row]:
    chance = ground.chance
    for number in range(ground.size.fundings):
        status = chance.choice(list(FundingStatus))
        yield {
            "id": ground.id(),
            "organisation_id": chance.choice(ground.structures),
            "name": f"Appel {number} {ground.words(3)}",
            "status": status,
            "asked_cents": 5_000_000,
            "granted_cents": 4_000_000
            if status in {FundingStatus.GRANTED, FundingStatus.CLOSED}
            else None,
            "file_by": ground.day(-5, 200) if status is FundingStatus.IDEA else None,
            "starts": ground.day(-700, -300),
            "ends": ground.day(-200, 400),
            "created_at": ground.at(-900, -30),
        }


def _reports(ground: Ground, fundings: list[Row]) -> Iterator[Row]:
    granted = [row for row in fundings if row["status"] is FundingStatus.GRANTED]
    for funding in granted:
        for number in range(3):
            due = ground.day(-200, 300)
            sent = due < ground.today and ground.chance.random() < 0.9
            yield {
                "id": ground.id(),
                "funding_id": funding["id"],
                "name": f"Rapport {number}",
                "due_on": due,
                "sent_on": due if sent else None,
            }


def _visits(session: Session, ground: Ground) -> None:
    objects = session.execute(
        sa.select(
            col(CatalogObject.id),
            col(CatalogObject.name),
            col(CatalogObject.mass_g),
            col(CatalogObject.volume_ml),
        ).order_by(col(CatalogObject.id))
    ).all()
    ground.objects = objects[:: max(1, len(objects) // _OBJECTS)]
    pattern, hours = ground.id(), {"starts": time(9), "ends": time(12)}
    write(session, SlotPattern, [{"id": pattern, "name": "Banc", "weekday": 0, **hours, **_ROOM}])
    days = [
        {"id": ground.id(), "pattern_id": pattern, "day": ground.day(-n, -n), **hours, **_ROOM}
        for n in range(1, _DAYS)
    ]
    write(session, SlotOccurrence, days)
    pickups = list(_pickups(ground, [row["id"] for row in days]))
    write(session, Pickup, pickups)
    write(session, PickupThing, _things(ground, pickups))


def _pickups(ground: Ground, days: list[object]) -> Iterator[Row]:
    """Yield visits of two years; a tenth of the structures gives most of what structures give."""
    chance = ground.chance
    often = ground.structures[1 : 2 + len(ground.structures) // 10]
    for number in range(ground.size.pickups):
        givers = often if chance.random() < 0.7 else ground.structures
        giver = ground.structures[0] if number < 40 else chance.choice(givers)
        yield {
            "id": ground.id(),
            "reference": f"B{number:07d}",
            "form_key": f"bench-{number}",
            "status": PickupStatus.DONE if number % 20 else PickupStatus.CANCELLED,
            "organisation_id": giver if number % 2 else None,
            "things": "2 écrans d’ordinateur",
            "insee": chance.choice(ground.towns).insee,
            "email": "p@exemple.test",
            "occurrence_id": chance.choice(days),
            "on_review": False,
            "noted_mass_g": chance.randint(5_000, 90_000) if chance.random() < 0.5 else None,
            "created_at": ground.at(-730, -1),
        }


def _things(ground: Ground, pickups: list[Row]) -> Iterator[Row]:
    for pickup in pickups:
        taken = ground.chance.sample(ground.objects, 2)
        for number, thing in enumerate(taken):
            yield {
                "pickup_id": pickup["id"],
                "number": number,
                "object_id": thing.id,
                "name": thing.name,
                "quantity": ground.chance.randint(1, 5),
                "mass_g": thing.mass_g,
                "volume_ml": thing.volume_ml,
            }


def _points(session: Session, ground: Ground) -> None:
    base = base_row()
    known = list(_places(ground))
    write(session, Point, (point_row(place, base) for place in known))
    names = ("category", "lat_band", "lon", "lat", "point_id")
    rows = {row for place in known for row in places.index_rows(place)}
    write(session, PointPlace, (dict(zip(names, row, strict=True)) for row in sorted(rows)))


def _places(ground: Ground) -> Iterator[places.Place]:
    """Yield the bench's places, moved to the communes of the structures."""
    for place in places.places(ground.size.points):
        town = ground.chance.choice(ground.towns)
        lat, lon = places.around(town, ground.chance)
        yield place._replace(lat=lat, lon=lon, insee=town.insee, postcode=town.postcode)
