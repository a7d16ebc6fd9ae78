"""The demonstration's places: invented, and they say so."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session

from app.base import pictures
from app.base.core.actors import SYSTEM
from app.base.core.clock import LOCAL
from app.base.core.hours import Exceptional
from app.catalog.models import Gesture
from app.partners.actions.demo import structure_id
from app.points.actions.imported import receive
from app.points.actions.keepers import entrust
from app.points.actions.staff import set_exceptions
from app.points.models import Point, Sheet
from app.points.queries.layers import source
from app.points.rules.sheets import read

SOURCE: Final = "Démonstration – lieu fictif"
_OWN_WORDS = frozenset(
    {
        "ref",
        "exceptions",
        "checked_days_ago",
        "first_in_days",
        "last_in_days",
        "scene",
        "structure",
        *Gesture,
    }
)


def load_demo(session: Session, today: date, data_dir: Path | None = None) -> int:
    """Put the invented places in; those already there stay as they are. Return how many came.

    Days in the file are counted from `today`, so that something is always about to happen.
    Some places get an illustration, kept in `data_dir`; without a folder none does.
    The places came yesterday morning: the journal never tells of a time that is still to come.
    """
    now = datetime.combine(today - timedelta(days=1), time(8), LOCAL).astimezone(UTC)
    new = [row for row in rows() if source(session, SOURCE, row["ref"]) is None]
    for row in new:
        sheet = sheet_of(row, today, _photo(row, data_dir))
        received = receive(session, SOURCE, row["ref"], sheet, actor=SYSTEM, now=now)
        exceptions = list(_exceptions(row, today))
        if exceptions:
            point = session.get_one(Point, received.point_id)
            set_exceptions(session, point, exceptions, actor=SYSTEM, now=now)
    return len(new)


def entrust_demo(session: Session, today: date) -> int:
    """Give the invented places to the invented structures that keep them; return how many.

    The structures come after the places; a place that has a structure keeps it.
    """
    now = datetime.combine(today - timedelta(days=1), time(8, 30), LOCAL).astimezone(UTC)
    given = 0
    for row in rows():
        known = source(session, SOURCE, row["ref"]) if "structure" in row else None
        if known is None:
            continue
        point = session.get_one(Point, known.point_id)
        if point.organisation_id is None:
            keeper = structure_id(row["structure"])
            given += entrust(session, point, keeper, actor=SYSTEM, now=now)
    return given


def rows() -> list[dict[str, Any]]:
    """Return the invented places as the file tells them."""
    text = files("app.points").joinpath("data/demo.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["point"])


def sheet_of(row: Mapping[str, Any], today: date, photo: str = "") -> Sheet:
    """Return the sheet of an invented place; raises SheetRefused."""
    facts = {name: value for name, value in row.items() if name not in _OWN_WORDS}
    facts["offers"] = [(gesture, thing) for gesture in Gesture for thing in row.get(gesture, ())]
    facts |= {"source": SOURCE, "licence": "Licence ouverte 2.0", "attribution": "Rebond"}
    facts["photo"] = photo
    for name, key, sign in (
        ("checked_on", "checked_days_ago", -1),
        ("first_day", "first_in_days", 1),
        ("last_day", "last_in_days", 1),
    ):
        if key in row:
            facts[name] = today + timedelta(days=sign * row[key])
    return read(facts, today=today)


def _photo(row: Mapping[str, Any], data_dir: Path | None) -> str:
    """Draw a place's illustration, when it has a scene; return the name of its file."""
    if data_dir is None or "scene" not in row:
        return ""
    from app.points.actions.illustrations import illustration  # noqa: PLC0415 - draws with Pillow

    return pictures.keep(data_dir, illustration(row["scene"], row["name"]), drawn=True)


def _exceptions(row: Mapping[str, Any], today: date) -> Iterable[Exceptional]:
    for one in row.get("exceptions", ()):
        first = today + timedelta(days=one["in_days"])
        last = first + timedelta(days=one.get("for_days", 1) - 1)
        yield Exceptional(first, last, one.get("hours"), one.get("reason", ""))
