"""Rows of the tests' small world, built as the rooms build them."""

from datetime import date, time

from sqlmodel import Session

from app.slots.models import SlotPattern
from app.territory.models import Commune, CommunePostcode

MONDAY = date(2026, 11, 23)


def commune(session: Session, insee: str = "45208", **facts) -> Commune:
    """Return a commune of the territory, Montargis unless `facts` say otherwise."""
    known = {
        "name": "Montargis",
        "folded": "montargis",
        "population": 14825,
        "department": "45",
        "department_name": "Loiret",
        "epci": "244500203",
        "epci_name": "CA Montargoise et Rives du Loing (AME)",
        "lat": 47.99906,
        "lon": 2.73737,
        "area_ha": 437,
        "density": 2,
    }
    postcode = facts.pop("postcode", "45200")
    made = Commune(insee=insee, **(known | facts))
    session.add(made)
    session.flush()
    session.add(CommunePostcode(insee=insee, postcode=postcode, main=True))
    session.flush()
    return made


def thursday(session: Session, places: int = 1, **facts) -> SlotPattern:
    """Return a weekly slot, Thursday morning: a van of 600 kg and 10 m³, two people, six hours."""
    known = {
        "name": "Jeudi matin",
        "weekday": 3,
        "starts": time(9),
        "ends": time(12),
        "mass_g": 600_000,
        "volume_ml": 10_000_000,
        "crew_minutes": 360,
    }
    made = SlotPattern(places=places, **(known | facts))
    session.add(made)
    session.flush()
    return made
