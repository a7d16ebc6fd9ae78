"""A booked visit of the tests: Thursday morning, a fridge on the third floor, in Montargis."""

import email
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from uuid import uuid4

from sqlmodel import Session, select

from app.base.core.actors import VISITOR, Actor
from app.base.outbox.models import OutboxRow
from app.catalog.models import CatalogObject, DataBearing, Subfamily
from app.pickups import actions
from app.pickups.models import Pickup, PickupPolicy, PolicyThing, Verdict
from app.pickups.rules import Booking, Line, Who
from app.slots.models import SlotPattern
from tests.builders import commune

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""A Monday, at ten on the wall."""
TODAY = date(2026, 11, 23)
THURSDAY = date(2026, 12, 3)
NEXT_THURSDAY = date(2026, 12, 10)
ANA = Actor(id=None, label="accueil")


def ground(session: Session, *, at_once: bool = True, places: int = 6, **facts) -> SlotPattern:
    """Return a weekly slot, in a commune whose terms take everything electric."""
    commune(session)
    for slug, kind, data in (
        ("refrigerateur", Subfamily.GEM_FROID, DataBearing.NO),
        ("ordinateur", Subfamily.INFORMATIQUE, DataBearing.YES),
    ):
        session.add(
            CatalogObject(
                slug=slug,
                name=slug,
                subfamily=kind,
                mass_g=60_000,
                volume_ml=400_000,
                weight_source="test",
                data_bearing=data,
            )
        )
    policy = PickupPolicy(name="Tous", at_once=at_once, **facts)
    policy.things = [
        PolicyThing(family=kind.family, verdict=Verdict.TAKEN) for kind in (Subfamily.GEM_FROID,)
    ]
    pattern = SlotPattern(
        name="Jeudi matin",
        weekday=3,
        starts=time(9),
        ends=time(12),
        places=places,
        mass_g=2_000_000,
        volume_ml=20_000_000,
        crew_minutes=2000,
    )
    session.add_all([policy, pattern])
    session.flush()
    return pattern


def line(session: Session, slug: str = "refrigerateur", quantity: int = 1) -> Line:
    known = session.exec(select(CatalogObject).where(CatalogObject.slug == slug)).one()
    return Line(
        name=known.name,
        quantity=quantity,
        object_id=known.id,
        family=known.family.value,
        subfamily=known.subfamily.value,
        mass_g=known.mass_g,
        volume_ml=known.volume_ml,
    )


def wish(session: Session, day: date | None = THURSDAY, **facts) -> Booking:
    pattern = session.exec(select(SlotPattern)).one()
    known = {
        "form_key": uuid4().hex,
        "lines": (line(session),),
        "insee": "45208",
        "address": "1 rue des Lilas",
        "floor": 3,
        "email": "mia@exemple.test",
        "phone": None,
        "slot": f"{pattern.id}.{day}" if day else "",
    }
    return Booking(**(known | facts))


def book(session: Session, day: date | None = THURSDAY, *, now=NOW, **facts) -> Pickup:
    """Return a pickup as its page reads it again."""
    made = actions.book(
        session, wish(session, day, **facts), actor=VISITOR, today=now.date(), now=now
    )
    session.expire(made)
    return made


def cancel(session: Session, pickup: Pickup, *, now=NOW, reason: str = "") -> None:
    actions.advance(session, pickup, "cancel", by=Who.STAFF, actor=ANA, now=now, reason=reason)


def move(session: Session, pickup: Pickup, day: date = NEXT_THURSDAY, *, now=NOW) -> None:
    pattern = session.exec(select(SlotPattern)).one()
    key = f"{pattern.id}.{day}"
    actions.reschedule(session, pickup, key, by=Who.STAFF, actor=ANA, today=now.date(), now=now)


def outbox(session: Session, kind: str = "mail") -> list[OutboxRow]:
    session.expire_all()
    found = select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.run_at, OutboxRow.id)
    return list(session.exec(found).all())


def letters(folder) -> list[EmailMessage]:
    """Return the letters that left, as a reader's program opens them."""
    paths = sorted((folder / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in paths]
