"""Places of the tests' small world."""

from datetime import UTC, datetime

from sqlmodel import Session

from app.base.core.actors import Actor
from app.points import actions
from app.points.models import Point, PointKind, Sheet
from app.points.rules.cards import Admission, Card
from app.points.rules.sheets import read

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""A Monday, ten in the morning on the wall."""
ANA = Actor(id=None, label="Ana")
LAT, LON = 47.99906, 2.73737


def facts(**known) -> dict[str, object]:
    """Return the facts of a bin for electrical goods in Montargis, unless told otherwise."""
    bin_ = {"name": "Borne du Lavoir", "kind": "borne", "lat": LAT, "lon": LON}
    return bin_ | {"offers": [["deposer", "eee"]]} | known


def sheet(**known) -> Sheet:
    return read(facts(**known))


def place(session: Session, **known) -> Point:
    """Return a place opened by staff."""
    return actions.create(session, facts(**known), actor=ANA, now=NOW)


def card(**known) -> Card:
    """Return a card; facts of a sheet and what a card adds are given by their own names."""
    sheet_ = sheet(**{name: known.pop(name) for name in list(known) if name in Sheet.model_fields})
    told = {name: getattr(sheet_, name) for name in Sheet.model_fields}
    own = {name: told[name] for name in Card.__dataclass_fields__ if name in told}
    rules = Admission(**{name: told[name] for name in Admission.__dataclass_fields__})
    rest = {"id": 1, "slug": "lieu", "commune": "Montargis", "hours_text": sheet_.hours}
    return Card(**(own | rest | {"admission": rules} | known))


def kinds_but(*left_out: PointKind) -> list[PointKind]:
    return [kind for kind in PointKind if kind not in left_out]
