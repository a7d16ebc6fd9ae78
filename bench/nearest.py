"""The nearest twenty for a family: through the application, on both databases, and PostGIS."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Final

from sqlmodel import Session

from app.base.db.engine import make_engine
from app.points.queries import nearest
from app.points.rules import things
from bench import ground, postgis
from bench.figures import Figures, seconds
from bench.postgres import MISSING, has_postgis

Ask = Callable[[float, float], object]

PLACES: Final = ("paris", "lozere")
ASKED: Final = 60
"""Places from which each question is asked, once by each way."""
WARM: Final = 5


def measure(figures: Figures, sqlite_url: str, postgresql_url: str) -> None:
    """Ask each question by each way, by turns, and keep how long it took."""
    with (
        opened(sqlite_url) as sqlite,
        opened(postgresql_url) as postgresql,
        postgis.opened(postgresql_url) as other,
    ):
        if has_postgis():
            postgis.prepare(other)
        else:
            print(MISSING)
        for where in PLACES:
            for share, family in ground.FAMILIES.items():
                asks = {"sqlite": _ours(sqlite, family), "postgresql": _ours(postgresql, family)}
                if has_postgis():
                    asks["postgis_way"] = postgis.question(other, family)
                _compare(figures, asks, where, share)


@contextmanager
def opened(url: str) -> Iterator[Session]:
    """Give a session as the application opens it."""
    engine = make_engine(url)
    with Session(engine) as session:
        yield session
    engine.dispose()


def _ours(session: Session, family: str) -> Ask:
    code = things.category(family)
    return lambda lat, lon: nearest(session, code, lat, lon, limit=20, radius_m=30_000)


def _compare(figures: Figures, asks: dict[str, Ask], where: str, share: str) -> None:
    """Ask from many places, each way by turns; only what follows the warming up counts."""
    times: dict[str, list[float]] = {way: [] for way in asks}
    for lat, lon in ground.origins(where, ASKED + WARM):
        for way, ask in asks.items():
            times[way].append(seconds(lambda ask=ask, at=(lat, lon): ask(*at)))  # type: ignore[misc]
    for way, found in times.items():
        prefix = way if way == "postgis_way" else f"nearest_{way}"
        figures.latencies(f"{prefix}_{where}_{share}", found[WARM:])
    if "postgis_way" not in times:
        return
    slow = median(times["postgis_way"][WARM:])
    for way in ("sqlite", "postgresql"):
        ratio = slow / median(times[way][WARM:])
        name = f"nearest_{way}_{where}_{share}_times_faster_than_postgis_way"
        figures.add(name, ratio, "times")
