"""One row of a source enters the imported layer; corrections stay as they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import Session

from app.base.core.actors import Actor
from app.points.actions.published import hold, note, open_page, publish
from app.points.models import Point, PointSource, Sheet
from app.points.queries.layers import source, sources_of


class Outcome(StrEnum):
    """What receiving a row did."""

    NEW = "nouveau"
    LINKED = "rattache"
    CHANGED = "modifie"
    UNCHANGED = "inchange"


@dataclass(frozen=True)
class Received:
    """What receiving a row did, and to which point."""

    outcome: Outcome
    point_id: int


def receive(  # noqa: PLR0913 - where it comes from, what it says, who and when
    session: Session,
    source_name: str,
    external_ref: str,
    sheet: Sheet,
    *,
    actor: Actor,
    now: datetime,
    onto: Point | None = None,
) -> Received:
    """Take in one row of a source; the same row again changes nothing.

    `sheet` was read by `rules.sheets.read`. `onto` links a row seen for the first time to a
    point that is the same place; else a new point opens. Raises RuleBroken when it makes no
    valid place: nothing of the row is to be kept then (use a savepoint).
    """
    row = source(session, source_name, external_ref)
    if row is None:
        return _first(session, source_name, external_ref, sheet, actor=actor, now=now, onto=onto)
    row.seen_at = now
    if row.content_hash == sheet.content_hash:
        session.add(row)
        return Received(Outcome.UNCHANGED, row.point_id)
    _fill(row, sheet, now)
    session.add(row)
    point = session.get_one(Point, row.point_id)
    _republish(session, "reimport", point, actor=actor, now=now)
    return Received(Outcome.CHANGED, point.id)


def _first(  # noqa: PLR0913 - as receive
    session: Session,
    source_name: str,
    external_ref: str,
    sheet: Sheet,
    *,
    actor: Actor,
    now: datetime,
    onto: Point | None,
) -> Received:
    point = onto or open_page(session, sheet, now=now)
    row = PointSource(
        point_id=point.id,
        source=source_name,
        external_ref=external_ref,
        sheet="",
        content_hash="",
        created_at=_after_the_others(session, point, now),
        seen_at=now,
    )
    _fill(row, sheet, now)
    session.add(row)
    _republish(session, "import", point, actor=actor, now=now)
    return Received(Outcome.LINKED if onto else Outcome.NEW, point.id)


def _after_the_others(session: Session, point: Point, now: datetime) -> datetime:
    """Return an instant later than each known source's: one import brings several at once."""
    known = [row.created_at for row in sources_of(session, point.id)]
    return max([now, *(at + timedelta(microseconds=1) for at in known)])


def _fill(row: PointSource, sheet: Sheet, now: datetime) -> None:
    row.sheet = sheet.to_json()
    row.content_hash = sheet.content_hash
    row.licence = sheet.licence
    row.attribution = sheet.attribution
    row.imported_at = now


def _republish(session: Session, verb: str, point: Point, *, actor: Actor, now: datetime) -> None:
    """Publish and write to the trail which published fields moved."""
    session.flush()
    hold(session, point, None)
    shown = Sheet.of(point).facts()
    publish(session, point, now=now)
    new = Sheet.of(point).facts()
    moved = [name for name in new if new[name] != shown[name]]
    note(
        session,
        verb,
        point,
        actor,
        now=now,
        before={name: shown[name] for name in moved},
        after={name: new[name] for name in moved},
    )
