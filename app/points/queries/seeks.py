"""What the index of places holds in a box: one statement, in the form that suits how many it holds."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import floor
from typing import Final
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlmodel import Session, col

from app.points.models import PointPlace

FEW: Final = 20_000
"""Places under the categories asked, in the whole index, up to which bands are read as a range."""

_BANDS_PER_DEGREE: Final = 100
_SEEKS_A_COUNT: Final = 5_000

Spot = tuple[int, float, float]
"""A point's number, latitude and longitude."""
Counted = tuple[bool, int]
"""Whether there were few places, and the seeks left before they are counted again."""

_counted: WeakKeyDictionary[sa.Engine, dict[tuple[int, ...], Counted]] = WeakKeyDictionary()


def band(lat: float) -> int:
    """Return the latitude band under which the index keeps a place."""
    return floor(lat * _BANDS_PER_DEGREE)


def few(session: Session, categories: Sequence[int]) -> bool:
    """Tell whether the index holds few places under these categories.

    Counted once in a while: it decides what a seek costs, never what it finds.
    """
    connection = session.connection()
    kept = _counted.setdefault(connection.engine, {})
    asked = tuple(categories)
    told, left = kept.get(asked, (False, 0))
    if left == 0:
        rows = sa.select(sa.literal(1)).where(col(PointPlace.category).in_(asked)).limit(FEW + 1)
        counted = connection.execute(sa.select(sa.func.count()).select_from(rows.subquery()))
        told, left = counted.scalar_one() <= FEW, _SEEKS_A_COUNT
    kept[asked] = (told, left - 1)
    return told


def seek(  # noqa: PLR0913, PLR0917 - what, and the four sides of the box
    session: Session,
    categories: Sequence[int],
    south: float,
    north: float,
    west: float,
    east: float,
) -> Iterable[Spot]:
    """Return what the index holds in a box; a place may come once a category.

    Where there are few places a range of bands is one stretch of the index, and one statement
    for boxes of any height, which the database prepares once. Where there are many, the bands
    are listed: each is a jump to its longitudes, over all that lies beside the box.
    """
    connection = session.connection()
    first, last = band(max(south, -90.0)), band(min(north, 90.0))
    in_a_row = few(session, categories)
    bands = [first, last] if in_a_row else range(first, last + 1)
    sql, names = _statement(connection.dialect, len(categories), 0 if in_a_row else len(bands))
    values: dict[str, float] = {f"category_{n}": code for n, code in enumerate(categories)}
    values |= {f"band_{n}": number for n, number in enumerate(bands)}
    values |= {"west": west, "east": east}
    given = tuple(values[name] for name in names) if names else values
    return connection.exec_driver_sql(sql, given).fetchall()


@lru_cache(maxsize=1024)
def _statement(dialect: sa.Dialect, categories: int, bands: int) -> tuple[str, tuple[str, ...]]:
    """Return the seek for so many categories and bands, and its values' names in order.

    Without bands it takes a range of them, `band_0` to `band_1`. Written once: an IN list that
    SQLAlchemy expands at each execution costs as much as the seek itself. Without positions
    the driver takes the values by name.
    """
    place = (col(PointPlace.category), col(PointPlace.lat_band), col(PointPlace.lon))
    listed = place[1].in_([sa.bindparam(f"band_{n}", type_=sa.Integer) for n in range(bands)])
    in_a_row = place[1].between(
        sa.bindparam("band_0", type_=sa.Integer), sa.bindparam("band_1", type_=sa.Integer)
    )
    query = sa.select(col(PointPlace.point_id), col(PointPlace.lat), col(PointPlace.lon)).where(
        place[0].in_([sa.bindparam(f"category_{n}", type_=sa.Integer) for n in range(categories)]),
        listed if bands else in_a_row,
        place[2].between(sa.bindparam("west"), sa.bindparam("east")),
    )
    compiled = query.compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup or ())
