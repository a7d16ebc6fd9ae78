"""The lines of one file that may be one place."""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import product
from math import floor
from typing import Final

from app.base.core.geo import distance_m
from app.points.imports.lines import ImportLine, Twin
from app.points.models import Point, Sheet
from app.points.rules.duplicates import Footprint, Likeness, _core, likeness

CELL: Final = 0.003
"""Degrees of a cell: 330 m from south to north, over 150 m from west to east in France."""
MOST: Final = 5
MOST_COMPARED: Final = 50
"""Earlier lines of one name at one place that a line is compared with: no file is quadratic."""
PHONE_M: Final = 2_000
"""Beyond, the same number is a network's, not a place's."""


class SameFile:
    """The places of the lines already read, by cell, phone and SIRET."""

    def __init__(self) -> None:
        self._near: dict[Hashable, list[tuple[Footprint, int, str]]] = defaultdict(list)

    def twins(self, sheet: Sheet) -> list[Twin]:
        """Return the earlier lines that may be the place of `sheet`."""
        own = footprint(sheet)
        found: dict[int, Twin] = {}
        for key in _looked_at(own):
            for other, number, ref in self._near.get(key, ()):
                alike = likeness(own, other)
                if alike is not None and worth_asking(own, other, alike):
                    found[number] = Twin(other.name, alike.label, line=number, ref=ref)
        return [found[number] for number in sorted(found)[:MOST]]

    def add(self, line: ImportLine) -> None:
        """Remember a line that makes a place."""
        if line.sheet is None:
            return
        own = footprint(line.sheet)
        for key in _kept_under(own):
            if len(self._near[key]) < MOST_COMPARED:
                self._near[key].append((own, line.number, line.ref))


def worth_asking(own: Footprint, other: Footprint, alike: Likeness) -> bool:
    """Tell whether a likeness is worth a person's time: a network has one number everywhere."""
    if alike is not Likeness.PHONE:
        return True
    if own.lat is None or own.lon is None or other.lat is None or other.lon is None:
        return True
    return distance_m(own.lat, own.lon, other.lat, other.lon) <= PHONE_M


def footprint(sheet: Sheet | Point) -> Footprint:
    """Return what a sheet is compared by."""
    return Footprint(
        sheet.name, sheet.kind, sheet.address, sheet.lat, sheet.lon, sheet.phone, sheet.siret
    )


def _kept_under(own: Footprint) -> Iterator[Hashable]:
    """Yield what another line must share with a place to look like it."""
    if own.lat is not None and own.lon is not None:
        cell = floor(own.lat / CELL), floor(own.lon / CELL)
        yield from ((cell, same) for same in _told(own))
    if own.siret:
        yield "siret", own.siret
    if own.phone:
        yield "phone", own.phone


def _looked_at(own: Footprint) -> Iterator[Hashable]:
    """Yield the same for the cells around."""
    if own.lat is not None and own.lon is not None:
        row, column = floor(own.lat / CELL), floor(own.lon / CELL)
        for up, right in product((-1, 0, 1), repeat=2):
            yield from (((row + up, column + right), same) for same in _told(own))
    yield from (("siret", own.siret), ("phone", own.phone))


def _told(own: Footprint) -> Iterator[Hashable]:
    yield "name", _core(own.name)
    yield "address", _core(own.address)
