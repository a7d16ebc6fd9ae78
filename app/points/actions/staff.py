"""What staff do to a place: create, correct, take a correction back, set exceptional days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from app.base.core import clock, hours
from app.base.core.actors import SYSTEM, Actor
from app.base.core.errors import NotFound, RuleBroken
from app.base.core.text import N_, clean
from app.points.actions.published import hold, note, open_page, publish
from app.points.models import Point, PointCorrection, PointException, Sheet
from app.points.models.sheet import FIELDS, canonical
from app.points.queries.desk import days_of
from app.points.queries.layers import corrections_of
from app.points.queries.lists import ended
from app.points.rules.layers import known
from app.points.rules.sheets import read

MOST_EXCEPTIONS = 60


def create(
    session: Session,
    facts: Mapping[str, object],
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Point:
    """Open a place that no source told of: its sheet is made of corrections only.

    Raises SheetRefused with every fault of `facts`.
    """
    sheet = read(facts, today=clock.local(now).date())
    point = open_page(session, sheet, now=now)
    told = known(sheet)
    _write(session, point, told, actor=actor, now=now, reason=reason)
    publish(session, point, now=now)
    note(session, "create", point, actor, now=now, after=told)
    return point


def correct(  # noqa: PLR0913 - what, who, when, why, since which version
    session: Session,
    point: Point,
    changes: Mapping[str, object],
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    version: int | None = None,
) -> bool:
    """Set fields of a place over what was imported; tell whether anything changed.

    What is already published as such is no correction. Raises Stale when the place is not at
    `version`, SheetRefused with every fault.
    """
    hold(session, point, version)
    shown = Sheet.of(point).facts()
    wanted = read(shown | dict(changes), today=clock.local(now).date()).facts()
    changed = {name: wanted[name] for name in changes if wanted[name] != shown[name]}
    if not changed:
        return False
    _write(session, point, changed, actor=actor, now=now, reason=reason)
    publish(session, point, now=now)
    before = {name: shown[name] for name in changed}
    note(session, "correct", point, actor, now=now, before=before, after=changed)
    return True


def withdraw(  # noqa: PLR0913 - as correct
    session: Session,
    point: Point,
    field: str,
    *,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Take back the correction of a field: the imported value returns.

    Raises NotFound when the field is not corrected, Stale, SheetRefused when nothing valid is
    left without it.
    """
    hold(session, point, version)
    before = Sheet.of(point).facts()
    if not _end(session, point, [field], actor=actor, now=now):
        raise NotFound
    publish(session, point, now=now)
    after = Sheet.of(point).facts()
    note(
        session,
        "withdraw",
        point,
        actor,
        now=now,
        before={field: before[field]},
        after={field: after[field]},
    )


def deactivate(
    session: Session, point: Point, *, actor: Actor, now: datetime, version: int | None = None
) -> bool:
    """Take a place out of the search; its page says that it is closed for good."""
    changes = {"active": False}
    return correct(session, point, changes, actor=actor, now=now, version=version)


def activate(
    session: Session, point: Point, *, actor: Actor, now: datetime, version: int | None = None
) -> bool:
    """Put a place back into the search."""
    changes = {"active": True}
    return correct(session, point, changes, actor=actor, now=now, version=version)


def set_exceptions(  # noqa: PLR0913 - as correct
    session: Session,
    point: Point,
    wanted: Sequence[hours.Exceptional],
    *,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Replace the exceptional days of a place that are not over by `wanted`.

    Raises RuleBroken on days in the wrong order, on hours that cannot be read, on days twice.
    """
    hold(session, point, version)
    today = clock.local(now).date()
    kept = [_checked(one) for one in wanted if one.last_day >= today]
    _refuse_crowd(kept)
    before = days_of(session, point.id, today)
    told = [_told(row) for row in before]
    for row in before:
        session.delete(row)
    session.flush()
    added = [_row(point, one) for one in kept]
    session.add_all(added)
    point.version += 1
    session.add(point)
    session.flush()
    after: dict[str, object] = {"exceptions": [_told(row) for row in added]}
    note(session, "except", point, actor, now=now, before={"exceptions": told}, after=after)


def retire_ended(session: Session, *, now: datetime) -> int:
    """Take temporary collections that are over out of the search; return how many."""
    today = clock.local(now).date()
    over = ended(session, today)
    return sum(deactivate(session, point, actor=SYSTEM, now=now) for point in over)


def _write(  # noqa: PLR0913 - as correct
    session: Session,
    point: Point,
    changed: Mapping[str, object],
    *,
    actor: Actor,
    now: datetime,
    reason: str,
) -> None:
    """Add a correction per field; the former ones of these fields end."""
    _end(session, point, changed, actor=actor, now=now)
    session.add_all(
        PointCorrection(
            point_id=point.id,
            field=name,
            value=canonical(value),
            reason=clean(reason, limit=300),
            author_id=actor.id,
            author_label=actor.label,
            at=now,
        )
        for name, value in changed.items()
    )
    session.flush()


def _end(
    session: Session, point: Point, names: Iterable[str], *, actor: Actor, now: datetime
) -> int:
    """Withdraw the living corrections of these fields; return how many."""
    living = {row.field: row for row in corrections_of(session, point.id)}
    ended = [living[name] for name in names if name in living and name in FIELDS]
    for row in ended:
        row.withdrawn_at = max(now, row.at)
        row.withdrawn_by = actor.label
        session.add(row)
    session.flush()
    return len(ended)


def _checked(one: hours.Exceptional) -> hours.Exceptional:
    if one.last_day < one.first_day:
        raise RuleBroken(N_("Le dernier jour vient avant le premier."), field="exceptions")
    if one.hours is not None:
        hours.read(one.hours)
    return one


def _refuse_crowd(wanted: Sequence[hours.Exceptional]) -> None:
    if len(wanted) > MOST_EXCEPTIONS:
        sentence = N_("Pas plus de %(limit)d périodes exceptionnelles.")
        raise RuleBroken(sentence, field="exceptions", limit=MOST_EXCEPTIONS)
    if len({(one.first_day, one.last_day) for one in wanted}) < len(wanted):
        raise RuleBroken(N_("Deux périodes ont les mêmes jours."), field="exceptions")


def _row(point: Point, one: hours.Exceptional) -> PointException:
    return PointException(
        point_id=point.id,
        first_day=one.first_day,
        last_day=one.last_day,
        hours=None if one.hours is None else clean(one.hours, limit=200),
        reason=clean(one.reason, limit=200),
    )


def _told(row: PointException) -> list[str | None]:
    return [row.first_day.isoformat(), row.last_day.isoformat(), row.hours, row.reason]
