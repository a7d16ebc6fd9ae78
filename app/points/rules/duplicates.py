"""Whether two sheets speak of one place: a proposal for somebody to judge, never a merge."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.base.core.geo import distance_m
from app.base.core.text import N_, fold
from app.points.models import PointKind

NEAR_M: Final = 150
_SMALL_WORDS = frozenset(
    fold("à au aux d de des du en et l la le les association sarl sas").split()
)
_BINS = frozenset({PointKind.BIN, PointKind.SHOP_BIN})


class Likeness(StrEnum):
    """Why two sheets look like one place, the surest first."""

    SIRET = "siret"
    NAME = "nom"
    ADDRESS = "adresse"
    PHONE = "telephone"

    @property
    def label(self) -> str:
        """Return the French reason shown to staff (a message id)."""
        return _LIKENESS[self]


@dataclass(frozen=True)
class Footprint:
    """What two sheets are compared by."""

    name: str
    kind: PointKind
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    phone: str = ""
    siret: str = ""


def likeness(one: Footprint, other: Footprint) -> Likeness | None:
    """Return why two places may be one, or None.

    Name and address count within 150 m; a number on a bin is its operator's, so it counts
    for no bin.
    """
    if one.siret and one.siret == other.siret:
        return Likeness.SIRET
    if _near(one, other) and not _bin_and_place(one, other):
        if _same(_core(one.name), _core(other.name)):
            return Likeness.NAME
        if one.kind == other.kind and _same(_core(one.address), _core(other.address)):
            return Likeness.ADDRESS
    if one.phone and one.phone == other.phone and not _BINS & {one.kind, other.kind}:
        return Likeness.PHONE
    return None


def _near(one: Footprint, other: Footprint) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return distance_m(one.lat, one.lon, other.lat, other.lon) <= NEAR_M


def _bin_and_place(one: Footprint, other: Footprint) -> bool:
    """Tell whether one is a bin and the other not: a bin stands at a place, it is not it."""
    return (one.kind in _BINS) != (other.kind in _BINS)


def _core(text: str) -> frozenset[str]:
    return frozenset(fold(text).split()) - _SMALL_WORDS


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and one == other


_LIKENESS = {
    Likeness.SIRET: N_("Même SIRET"),
    Likeness.NAME: N_("Même nom, à moins de 150 m"),
    Likeness.ADDRESS: N_("Même adresse, à moins de 150 m"),
    Likeness.PHONE: N_("Même téléphone"),
}
