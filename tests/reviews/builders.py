"""Reviews of the tests: a landlord's year, told by rooms that the tests lend."""

from datetime import UTC, date, datetime
from uuid import UUID

from app.catalog.models import Family
from app.partners.registry import Arrival, Ending, Told, Total, Visit
from app.reviews.rules import yearly
from app.reviews.rules.comparing import Compared, Unsaid
from app.reviews.rules.frozen import Sheet
from app.reviews.rules.words import Words
from app.reviews.rules.yearly import Yearly

TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
HOUSE, TERRITORY = "Les Ateliers du Loing", "Gâtinais Montargois"
HABITAT, BANK = UUID(int=7), UUID(int=8)


def came(source: UUID | None, day: date, units: int = 1, **facts) -> Arrival:
    """Return some laptops, of two kilograms each."""
    known = {
        "family": Family.EEE,
        "thing": "ordinateur portable",
        "mass_g": 2000 * units,
        "estimated": True,
        "visit": f"V{day:%m%d}",
        "href": f"/gestion/enlevements/{day}",
        "told": Told.UNKNOWN,
    }
    return Arrival(source, day, units=units, **(known | facts))


def visit(source: UUID | None, day: date, ending: Ending = Ending.DONE, **facts) -> Visit:
    """Return a visit as the crew noted it."""
    known = {"left": 0, "why": "", "reference": f"V{day:%m%d}", "href": f"/gestion/x/{day}"}
    return Visit(source, day, ending, **(known | facts))


def month(source: UUID | None, first: date, mass_g: int = 1000) -> Total:
    """Return one month of one source."""
    return Total(source, first, 1, mass_g)


def published_sheet(units: int = 3, **words: str) -> Sheet:
    """Return a landlord's year that one may publish: some laptops, and texts."""
    arrivals = [came(HABITAT, date(2026, 3, 9), units)]
    figures = Yearly(
        2026,
        date(2026, 1, 1),
        TODAY,
        running=True,
        came=yearly.came(arrivals),
        quality=yearly.quality(arrivals, []),
        shared=None,
        compared=Compared(None, unsaid=Unsaid.NOTHING_SIGNED),
        promises=(),
        together={},
        records=yearly.records(arrivals),
    )
    return Sheet("Gâtinais Habitat", HOUSE, TERRITORY, figures, Words(**words))
