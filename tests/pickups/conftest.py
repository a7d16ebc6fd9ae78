"""A small ground to book on: a commune, a few objects, a weekly van, what we fetch."""

from datetime import datetime

import pytest
import time_machine

from app.base.audit import unchanged
from app.catalog import actions as catalog
from app.catalog import dictionary
from app.pickups.models import PickupPolicy, PolicyThing, Verdict
from tests.builders import commune, thursday

TUESDAY = datetime.fromisoformat("2026-11-24T10:00:00+01:00")
KNOWN = {"ecran-d-ordinateur", "refrigerateur", "smartphone", "table", "matelas", "pile"}


@pytest.fixture
def tuesday():
    """Stop the clock on a Tuesday at ten in the morning; the test may move it on."""
    with time_machine.travel(TUESDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def ground(session, tuesday, monkeypatch):
    """Montargis, one place each Thursday, electrical things taken and furniture looked at."""
    few = tuple(each for each in dictionary.objects() if each.slug in KNOWN)
    monkeypatch.setattr(dictionary, "objects", lambda: few)
    commune(session)
    commune(session, "45004", name="Amilly", folded="amilly", postcode="45200")
    catalog.load(session)
    thursday(session, places=1)
    policy = PickupPolicy(name="Partout", horizon_days=14, max_mass_g=200_000)
    policy.things = [
        PolicyThing(family="eee", verdict=Verdict.TAKEN, max_quantity=9),
        PolicyThing(family="mobilier", verdict=Verdict.ON_REVIEW),
        PolicyThing(
            subfamily="literie", verdict=Verdict.REFUSED, note="la literie se dépose en déchèterie"
        ),
    ]
    session.add(policy)
    session.commit()
    return session


@pytest.fixture(autouse=True)
def held_figures(monkeypatch) -> dict:
    """Hold figures in this test's own transaction, as a server does outside of any."""
    kept: dict = {}
    monkeypatch.setattr(unchanged, "_shelf", lambda _session: kept)
    return kept
