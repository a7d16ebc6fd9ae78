"""A small ground to search on: a commune, the dictionary, a slot."""

from datetime import datetime

import pytest
import time_machine

from app.catalog import actions as catalog
from app.catalog import dictionary
from app.pickups.models import PickupPolicy, PolicyThing, Verdict
from tests.builders import commune, thursday
from tests.points.builders import LAT, LON, place

TUESDAY = datetime.fromisoformat("2026-11-24T10:00:00+01:00")
KNOWN = {"ecran-d-ordinateur", "velo-enfant", "refrigerateur", "smartphone", "table"}
NEAR = 0.01
"""Degrees of latitude: about a kilometre."""


@pytest.fixture
def tuesday():
    """Stop the clock on a Tuesday at ten in the morning."""
    with time_machine.travel(TUESDAY, tick=False):
        yield TUESDAY


@pytest.fixture
def ground(session, tuesday, monkeypatch):
    """Montargis, a few objects, a weekly pickup; nothing to bring to yet."""
    few = tuple(each for each in dictionary.objects() if each.slug in KNOWN)
    monkeypatch.setattr(dictionary, "objects", lambda: few)
    commune(session)
    thursday(session, places=3)
    policy = PickupPolicy(name="Partout")
    policy.things = [PolicyThing(family="eee", verdict=Verdict.TAKEN)]
    session.add(policy)
    catalog.load(session)
    session.commit()
    return session


@pytest.fixture
def town(ground):
    """Return a function that opens a place so many kilometres north of the centre."""

    def opened(name: str, km: float = 1, **facts):
        known = {"kind": "reemploi", "insee": "45208", "hours": "Mo-Sa 09:00-18:00"}
        made = place(ground, name=name, lat=LAT + km * NEAR * 0.9, lon=LON, **(known | facts))
        ground.commit()
        return made

    return opened
