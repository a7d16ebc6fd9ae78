"""The booking form as a person fills it in."""

import re

from flask.testing import FlaskClient
from sqlmodel import Session, select

from app.pickups.models import Pickup

NEW = "/enlevements/nouveau"


def filled(client: FlaskClient, address: str = NEW, **changes: object) -> dict[str, object]:
    """Return the fields of a fridge and two screens, on the first slot, for Ana."""
    page = client.get(f"{address}?objet=frigo&ou=Montargis").text
    key = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    assert key
    known: dict[str, object] = {
        "form_key": key[1],
        "objet": ["frigo", "écran d’ordinateur"],
        "quantite": ["1", "2"],
        "etat": ["marche", "inconnu"],
        "ou": "Montargis",
        "address": "1 rue des Lilas",
        "floor": "3",
        "email": "ana@exemple.test",
        "consent": "y",
        "faire": "book",
    }
    known |= {"slot": slots(page)[0]} if slots(page) else {}
    return known | changes


def slots(page: str) -> list[str]:
    """Return the slots that a page offers."""
    return re.findall(r'name="slot"[^>]*?value="([^"]+)"', page)


def pickups(session: Session) -> list[Pickup]:
    """Return every pickup, oldest first."""
    return list(session.exec(select(Pickup).order_by(Pickup.created_at)).all())


def at(session: Session, address: str) -> Pickup:
    """Return the pickup of its own page's address."""
    reference = address.rpartition("/")[2].partition("-")[0].upper()
    return session.exec(select(Pickup).where(Pickup.reference == reference)).one()
