"""From the layers to what people see: the one writer of published points and their index."""

import json
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.audit import actions as trail
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_, fold, slug
from app.points.models import Point, PointPlace, Sheet
from app.points.models.sheet import FIELDS
from app.points.queries.layers import corrections_of, sources_of
from app.points.queries.lists import slugs_among
from app.points.queries.seeks import band
from app.points.rules import things
from app.points.rules.layers import merge
from app.points.rules.sheets import read
from app.territory.models import Commune

ROOM = "points"
_LISTS = ("offers", "refusals", "residents_of", "labels")


def publish(session: Session, point: Point, *, now: datetime) -> bool:
    """Recompute what people see of `point` from its layers; tell whether that changed.

    Raises SheetRefused when the layers together make no valid sheet.
    """
    imported = [json.loads(row.sheet) for row in sources_of(session, point.id)]
    corrected = {row.field: json.loads(row.value) for row in corrections_of(session, point.id)}
    sheet = read(merge(imported, corrected))
    changed = sheet != Sheet.of(point)
    _unindex(session, point)
    if changed:
        _show(point, sheet, _commune(session, sheet))
        point.version += 1
        point.published_at = now
        session.add(point)
        session.flush()
    _index(session, point)
    return changed


def open_page(session: Session, sheet: Sheet, *, now: datetime) -> Point:
    """Return a new published row for a valid sheet; its layers follow, then `publish`."""
    commune = _commune(session, sheet)
    point = Point(name=sheet.name, kind=sheet.kind, slug="", created_at=now, published_at=now)
    _show(point, sheet, commune)
    point.slug = _free_slug(session, sheet, commune)
    session.add(point)
    session.flush()
    return point


def hold(session: Session, point: Point, version: int | None) -> None:
    """Lock the point until the commit; raise Stale when it is not at `version` any more."""
    session.refresh(point, with_for_update=True)
    if version is not None and point.version != version:
        raise Stale(
            N_("Quelqu’un a modifié cette fiche entre-temps. Relisez-la, puis recommencez.")
        )


def note(  # noqa: PLR0913 - the facts of a trail
    session: Session,
    verb: str,
    point: Point,
    actor: Actor,
    *,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    """Write a change to the trail, under the point's number."""
    trail.record(
        session, ROOM, verb, f"point:{point.id}", actor, now=now, before=before, after=after
    )


def _commune(session: Session, sheet: Sheet) -> Commune | None:
    """Return the commune of a sheet; raise RuleBroken when no commune has this code."""
    if sheet.insee is None:
        return None
    commune = session.get(Commune, sheet.insee)
    if commune is None:
        sentence = N_("Aucune commune ne porte le code %(insee)s.")
        raise RuleBroken(sentence, field="insee", insee=sheet.insee)
    return commune


def _show(point: Point, sheet: Sheet, commune: Commune | None) -> None:
    """Write a sheet on the published row."""
    for name in FIELDS:
        value = getattr(sheet, name)
        setattr(point, name, list(value) if name in _LISTS else value)
    town = "" if commune is None else commune.name
    point.folded = fold(f"{sheet.name} {sheet.address} {sheet.postcode} {town}")[:500]


def _free_slug(session: Session, sheet: Sheet, commune: Commune | None) -> str:
    """Return a slug nobody has: name and commune, with a number when taken.

    Asked by equality, a few at a time: a prefix would read the whole table on PostgreSQL.
    """
    town = "" if commune is None or fold(commune.name) in fold(sheet.name) else commune.name
    wanted = (slug(f"{sheet.name} {town}") or "lieu")[:150].strip("-")
    number, many = 1, 1
    while True:
        tried = [wanted if n == 1 else f"{wanted}-{n}" for n in range(number, number + many)]
        taken = slugs_among(session, tried)
        free = next((one for one in tried if one not in taken), None)
        if free is not None:
            return free
        number, many = number + many, 4 * many


def _unindex(session: Session, point: Point) -> None:
    """Take a point out of the index: every key it may have at its place, no scan needed."""
    if point.lat is None or point.lon is None:
        return
    session.execute(
        sa.delete(PointPlace).where(
            col(PointPlace.category).in_(things.ALL_CATEGORIES),
            col(PointPlace.lat_band) == band(point.lat),
            col(PointPlace.lon) == point.lon,
            col(PointPlace.lat) == point.lat,
            col(PointPlace.point_id) == point.id,
        ),
        execution_options={"synchronize_session": False},
    )


def _index(session: Session, point: Point) -> None:
    """Put an active point into the index, under each of its categories."""
    if not point.active or point.lat is None or point.lon is None:
        return
    place = {
        "lat_band": band(point.lat),
        "lon": point.lon,
        "lat": point.lat,
        "point_id": point.id,
    }
    sheet = Sheet.of(point)
    codes = things.indexed(sheet.kind, sheet.offers, sheet.refusals)
    session.execute(sa.insert(PointPlace), [{"category": code, **place} for code in codes])
