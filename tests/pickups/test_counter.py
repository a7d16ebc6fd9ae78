"""The counter of a town hall or of a France services house: it books for others."""

import re

import pytest

from app.pickups.models import Source
from tests.pickups.forms import NEW, at, filled, pickups, slots

HOME = "/guichet"
BOOK = "/guichet/nouveau"


@pytest.fixture
def desk(signed_in, ground):
    return signed_in("guichet")


def booked(desk, **changes: object) -> str:
    """Book the first slot that the form shows; return where it leads."""
    data = filled(desk, BOOK, **changes)
    data["slot"] = slots(desk.post(BOOK, data=data | {"faire": "see"}).text)[0]
    return desk.post(BOOK, data=data).location


def test_a_counter_books_prints_the_slip_and_sees_neither_address_nor_contact(desk, ground):
    slip = booked(desk, contact_name="Mia")
    assert re.fullmatch(r"/enlevements/[0-9a-z]+-[a-z2-7]{26}/bon", slip)
    made = at(ground, slip.removesuffix("/bon"))
    assert (made.source, made.booked_by is None) == (Source.DESK, False)
    page = desk.get(HOME).text
    assert made.reference in page
    for secret in ("rue des Lilas", "ana@exemple.test", "Mia"):
        assert secret not in page
        assert secret not in desk.get(f"{HOME}?format=csv").text


def test_a_counter_does_not_see_what_somebody_booked_alone(desk, client, ground):
    data = filled(client)
    assert client.post(NEW, data=data).status_code == 303
    again = filled(desk, BOOK) | {"slot": data["slot"]}
    assert desk.post(BOOK, data=again).status_code == 303
    (made,) = pickups(ground)
    assert made.booked_by is None
    assert made.reference not in desk.get(HOME).text


def test_one_counter_does_not_see_what_another_booked(desk, signed_in, ground):
    booked(desk)
    assert pickups(ground)[0].reference not in signed_in("guichet").get(HOME).text
