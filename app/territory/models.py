"""Communes as the State describes them, and the geocoder's answers kept for a while."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Relationship, SQLModel

from app.base.core import clock
from app.base.core.text import N_

FOLDED = sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql")
"""Plain ASCII compared byte by byte, so that a range of it walks the index on both databases."""


class Density(StrEnum):
    """The three classes of habitat that a partnership's figures are read by."""

    DENSE = "dense"
    INTERMEDIATE = "intermediaire"
    RURAL = "rural"


DENSITY_LABELS = {
    1: N_("grand centre urbain"),
    2: N_("centre urbain intermédiaire"),
    3: N_("petite ville"),
    4: N_("ceinture urbaine"),
    5: N_("bourg rural"),
    6: N_("rural à habitat dispersé"),
    7: N_("rural à habitat très dispersé"),
}
"""The density grid in seven levels; source: INSEE, geography of 1 January 2022."""


class CommunePostcode(SQLModel, table=True):
    """A postcode that serves a commune; many communes share one, large ones have several."""

    __tablename__ = "commune_postcode"

    insee: str = Field(foreign_key="commune.insee", primary_key=True, max_length=5)
    postcode: str = Field(primary_key=True, max_length=5, index=True)
    main: bool = False
    """True for the one that is written beside the commune's name."""


class Commune(SQLModel, table=True):
    """A commune of France: codes, people, place. Coordinates are WGS 84 degrees."""

    __tablename__ = "commune"
    __table_args__ = (sa.CheckConstraint("density BETWEEN 1 AND 7", name="density"),)

    insee: str = Field(primary_key=True, max_length=5)
    name: str = Field(max_length=80)
    folded: str = Field(sa_type=FOLDED, index=True)
    """The name as it is searched: see rules.names.key."""
    population: int
    department: str = Field(max_length=3)
    department_name: str = Field(max_length=40)
    epci: str | None = Field(default=None, max_length=9, index=True)
    """The intercommunal body's SIREN; four islands have none."""
    epci_name: str | None = Field(default=None, max_length=100)
    lat: float
    lon: float
    hall_lat: float | None = None
    """The town hall, where people live; the centroid may fall in a forest."""
    hall_lon: float | None = None
    area_ha: int
    density: int
    estimated: bool = False
    """True when the source gave no outline: area, perhaps centre, come from neighbours."""

    postcodes: list[CommunePostcode] = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin",
            "order_by": "CommunePostcode.main.desc(), CommunePostcode.postcode",
        }
    )

    @property
    def postcode(self) -> str:
        """Return the postcode written beside the name."""
        return self.postcodes[0].postcode if self.postcodes else ""

    @property
    def label(self) -> str:
        """Return the name as people tell it apart: `Montargis (45200)`."""
        return f"{self.name} ({self.postcode})" if self.postcode else self.name

    @property
    def centre(self) -> tuple[float, float]:
        """Return latitude and longitude of the town hall, else of the centroid."""
        if self.hall_lat is None or self.hall_lon is None:
            return self.lat, self.lon
        return self.hall_lat, self.hall_lon

    @property
    def density_label(self) -> str:
        """Return the plain French name of the density level."""
        return DENSITY_LABELS[self.density]

    @property
    def habitat(self) -> Density:
        """Return the class of habitat: level 1 is dense, 2 to 4 intermediate, 5 to 7 rural."""
        if self.density == 1:
            return Density.DENSE
        last_intermediate = 4
        return Density.INTERMEDIATE if self.density <= last_intermediate else Density.RURAL


class GeocodeCache(SQLModel, table=True):
    """A geocoder's answer, readable only by who types the same text again.

    `key` is a keyed hash of the text, `answer` is sealed with a key made of that text: the
    table alone tells nobody's address.
    """

    __tablename__ = "geocode_cache"

    key: str = Field(primary_key=True, max_length=64)
    answer: str
    at: datetime = Field(default_factory=clock.now, index=True)
