"""The same question as the French reference asks it: a geography, a radius, a list of categories.

Points carry a `geography` with a GiST index; a table joins them to their categories. The
answer is everything within 30 km, sorted, the first hundred.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from app.points.rules import things

_TABLES: Final = """
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE TABLE way_point AS
  SELECT id, active, ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography AS location FROM point;
ALTER TABLE way_point ADD PRIMARY KEY (id);
CREATE INDEX ON way_point USING gist (location);
CREATE TABLE way_point_category AS
  SELECT DISTINCT point_id, category FROM point_place WHERE category BETWEEN 1 AND 99;
ALTER TABLE way_point_category ADD PRIMARY KEY (point_id, category);
CREATE INDEX ON way_point_category (category, point_id);
ANALYZE way_point;
ANALYZE way_point_category;
"""
_QUESTION: Final = sa.text("""
SELECT p.id, ST_Distance(p.location, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)::geography) AS away
FROM way_point p
WHERE p.active
  AND ST_DWithin(p.location, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326)::geography, 30000)
  AND p.id IN (SELECT c.point_id FROM way_point_category c WHERE c.category IN :categories)
ORDER BY away, p.id
LIMIT 100
""").bindparams(sa.bindparam("categories", expanding=True))


@contextmanager
def opened(url: str) -> Iterator[Session]:
    """Give a session that never prepares statements, as the reference's framework does.

    Prepared, the rare family took 460 ms in place of 6: PostgreSQL plans it another way.
    """
    engine = sa.create_engine(url, connect_args={"prepare_threshold": None})
    with Session(engine) as session:
        yield session
    engine.dispose()


def prepare(session: Session) -> None:
    """Make the tables of the other way from the same places, unless they are there."""
    if sa.inspect(session.connection()).has_table("way_point"):
        return
    for statement in filter(str.strip, _TABLES.split(";")):
        session.connection().execute(sa.text(statement))
    session.commit()


def question(session: Session, family: str) -> Callable[[float, float], object]:
    """Return what asks for a family near a place: by its subfamilies, as a reader's tree does."""
    codes = [things.category(part) for part in things.parts(family)]
    connection = session.connection()

    def ask(lat: float, lon: float) -> object:
        asked = {"lat": lat, "lon": lon, "categories": codes}
        return connection.execute(_QUESTION, asked).all()

    return ask
