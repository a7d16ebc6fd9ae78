"""The small world of the pickups' core: one commune, one Thursday, terms, wishes."""

from dataclasses import replace
from uuid import uuid4

from sqlmodel import Session

from app.base.core.actors import VISITOR
from app.catalog.models import CatalogObject, Family, Subfamily
from app.pickups import actions
from app.pickups.models import Condition, Pickup, PickupPolicy, PolicyThing, Verdict
from app.pickups.rules import Booking, Line, Who
from app.slots.models import SlotPattern
from tests.builders import MONDAY, commune, thursday
from tests.slots.builders import NOW, THURSDAY

FRIDGE = Line(
    name="réfrigérateur",
    quantity=1,
    condition=Condition.BROKEN,
    object_id=1,
    family=Family.EEE,
    subfamily=Subfamily.GEM_FROID,
    mass_g=60_000,
    volume_ml=600_000,
)
SCREEN = Line(
    name="écran d’ordinateur",
    quantity=2,
    object_id=2,
    family=Family.EEE,
    subfamily=Subfamily.ECRANS,
    mass_g=6_000,
    volume_ml=60_000,
)
OWN_WORDS = Line(name="le buffet de Mémé Odette", quantity=1, mass_g=40_000, volume_ml=900_000)


def policy(*things: PolicyThing, **facts) -> PickupPolicy:
    """Return terms that no database knows: all of the family EEE, confirmed at once."""
    made = PickupPolicy(**({"id": uuid4(), "name": "Partout"} | facts))
    made.things = list(things) or [thing(family=Family.EEE)]
    return made


def thing(verdict: Verdict = Verdict.TAKEN, **facts) -> PolicyThing:
    """Return one line of the terms."""
    return PolicyThing(verdict=verdict, **facts)


def ground(session: Session, places: int = 1, **facts) -> SlotPattern:
    """Build the world: Montargis, a dictionary of two, terms, one weekly slot; return it."""
    commune(session)
    for line in (FRIDGE, SCREEN):
        session.add(
            CatalogObject(
                id=line.object_id,
                slug=f"objet-{line.object_id}",
                name=line.name,
                subfamily=line.subfamily,
                mass_g=line.mass_g,
                volume_ml=line.volume_ml,
                weight_source="essai",
            )
        )
    session.flush()
    session.add(policy(**facts))
    session.flush()
    return thursday(session, places)


def key_of(pattern: SlotPattern, day=THURSDAY) -> str:
    """Return what a form sends to name a day."""
    return f"{pattern.id}.{day.isoformat()}"


def wish(slot: str = "", form_key: str = "one", **facts) -> Booking:
    """Return a complete wish for a fridge; another form is another household."""
    known = {
        "lines": (FRIDGE,),
        "insee": "45208",
        "address": "1 rue des Lilas",
        "email": f"{form_key.replace(' ', '-')}@exemple.test",
        "phone": None,
    }
    return Booking(form_key=form_key, slot=slot, **(known | facts))


def book(session: Session, slot: str = "", form_key: str = "one", **facts) -> Pickup:
    """Book as a visitor does, on Monday at nine."""
    now = facts.pop("now", NOW)
    return actions.book(
        session, wish(slot, form_key, **facts), actor=VISITOR, today=MONDAY, now=now
    )


def book_again(session: Session, asked: Booking, form_key: str, **facts) -> Pickup:
    """Book the same wish from another form."""
    asked = replace(asked, form_key=form_key, **facts)
    return actions.book(session, asked, actor=VISITOR, today=MONDAY, now=NOW)


def advance(session: Session, pickup: Pickup, verb: str, by: Who = Who.STAFF, **facts) -> None:
    """Take a pickup along an arrow, by staff unless said."""
    actions.advance(session, pickup, verb, by=by, actor=VISITOR, **({"now": NOW} | facts))
