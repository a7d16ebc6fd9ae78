"""What staff say of a structure's site."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.partners.models import Site
from app.partners.rules.prints import fingerprint

NOWHERE: Final = N_("Dites dans quelle commune se trouve ce site.")
HALF: Final = N_("Donnez la latitude et la longitude, ou aucune des deux.")
OFF_EARTH: Final = N_("Cette position n’est pas sur Terre : relisez la latitude et la longitude.")


@dataclass(frozen=True)
class SiteFacts:
    """A site as somebody typed it; the position in degrees."""

    insee: str
    name: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    main: bool = False

    @classmethod
    def of(cls, row: Site) -> "SiteFacts":
        """Return the facts of a kept site."""
        return cls(row.insee, row.name, row.address, row.lat, row.lon, row.main)

    @property
    def print(self) -> str:
        """Return what tells whether somebody changed the site meanwhile."""
        return fingerprint(vars(self))


def faults(facts: SiteFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with a site."""
    if not facts.insee:
        yield RuleBroken(NOWHERE, field="commune")
    if (facts.lat is None) != (facts.lon is None):
        yield RuleBroken(HALF, field="lat")
    elif facts.lat is not None and facts.lon is not None:
        on_earth = abs(facts.lat) <= 90 and abs(facts.lon) <= 180  # noqa: PLR2004 - degrees
        if not on_earth:
            yield RuleBroken(OFF_EARTH, field="lat")
