import pytest

from app.points.models import PointKind
from app.points.rules.duplicates import Footprint, Likeness, likeness
from tests.points.builders import LAT, LON

NORTH_100_M, NORTH_200_M = 0.0009, 0.0018


def footprint(name="Ressourcerie du Lavoir", *, north=0.0, **known) -> Footprint:
    own = {"kind": PointKind.REUSE, "lat": LAT + north, "lon": LON}
    return Footprint(name, **(own | known))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (footprint("La ressourcerie du LAVOIR", north=NORTH_100_M), Likeness.NAME),
        (footprint("Lavoir, association ressourcerie"), Likeness.NAME),
        (footprint(north=NORTH_200_M), None),
        (footprint("Autre"), None),
        (footprint("Autre", north=1, siret="73282932000074"), Likeness.SIRET),
        (footprint("Autre", north=1, phone="02 61 91 00 01"), Likeness.PHONE),
        (footprint("Autre", address="3, rue du Pré"), Likeness.ADDRESS),
        (footprint("Autre", address="3 rue du pre", kind=PointKind.REPAIRER), None),
        (footprint(kind=PointKind.BIN), None),
        (footprint("Autre", kind=PointKind.BIN, phone="02 61 91 00 01"), None),
        (footprint(lat=None, lon=None), None),
    ],
)
def test_two_sheets_are_alike_by_siret_name_address_or_phone(other, why):
    own = footprint(address="3 rue du Pré", phone="02 61 91 00 01", siret="73282932000074")
    assert likeness(own, other) is why
    assert likeness(other, own) is why


def test_unknown_facts_are_no_likeness():
    assert likeness(footprint("A"), footprint("B")) is None
    assert likeness(footprint("---"), footprint("***")) is None
