"""Every look into the dictionary."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.base.core.text import fold
from app.catalog import dictionary
from app.catalog.dictionary import Fact, WeightSource
from app.catalog.models import CatalogObject, DataBearing, Family, ObjectSynonym, Subfamily
from app.catalog.rules import Entry, Hit, Index
from app.catalog.rules import split as split_text

__all__ = [
    "Brief",
    "Fact",
    "Held",
    "Hit",
    "Index",
    "all_objects",
    "by_ids",
    "by_slug",
    "fact",
    "generic",
    "held",
    "index",
    "names",
    "of_family",
    "of_subfamily",
    "split",
    "synonyms",
    "version",
    "weight_source",
]

Version = tuple[object, ...]


class Brief(NamedTuple):
    """What a search says of an object: the rest stays in the database."""

    slug: str
    name: str
    subfamily: Subfamily
    data_bearing: DataBearing
    volume_ml: int


class Held(NamedTuple):
    """The dictionary in memory: the index of its words, and the objects it finds by number."""

    words: Index
    briefs: dict[int, Brief]


_ENTRIES = (
    sa.select(
        col(CatalogObject.id),
        col(CatalogObject.slug),
        col(CatalogObject.name),
        col(CatalogObject.subfamily),
        col(CatalogObject.flow),
        col(CatalogObject.generic),
        col(CatalogObject.data_bearing),
        col(CatalogObject.volume_ml),
    )
    .where(~col(CatalogObject.retired))
    .order_by(col(CatalogObject.id))
)
"""What a search needs of an object: its sentences of advice stay in the database."""
_TOUCHED = sa.select(
    sa.func.count(col(CatalogObject.id)),
    sa.func.max(col(CatalogObject.id)),
    sa.func.max(col(CatalogObject.touched_at)),
)

_KEPT = 4
"""Indexes kept: one a database is enough; the rest serve a change of version."""
_built: dict[Version, Held] = {}
_building = Lock()


def index(session: Session) -> Index:
    """Return the search index of the dictionary as it is now, built once a version."""
    return held(session).words


def held(session: Session) -> Held:
    """Return the dictionary as it is now, read once a version: one statement."""
    wanted = version(session)
    with _building:
        if wanted not in _built:
            while len(_built) >= _KEPT:
                del _built[next(iter(_built))]
            _built[wanted] = _build(session)
        return _built[wanted]


def names(session: Session) -> list[tuple[str, str, Subfamily]]:
    """Return (slug, name, subfamily) of every object in use, the oldest first."""
    rows = session.execute(
        sa.select(col(CatalogObject.slug), col(CatalogObject.name), col(CatalogObject.subfamily))
        .where(~col(CatalogObject.retired))
        .order_by(col(CatalogObject.id))
    )
    return [(slug, name, subfamily) for slug, name, subfamily in rows]


def version(session: Session) -> Version:
    """Return what changes whenever the dictionary does."""
    return (_address(session.get_bind().engine), *session.connection().execute(_TOUCHED).one())


@lru_cache(maxsize=_KEPT)
def _address(engine: sa.Engine) -> str:
    return str(engine.url)


def split(found: Index, text: str) -> list[str]:
    """Return the objects named in `text`, in order, each once."""
    return split_text(text, known=found.knows, found=lambda piece: bool(found.search(piece, 1)))


def all_objects(session: Session) -> Sequence[CatalogObject]:
    """Return every object in use, from A to Z as French sorts: accents do not count."""
    rows = session.exec(select(CatalogObject).where(~col(CatalogObject.retired))).all()
    return sorted(rows, key=lambda row: (fold(row.name), row.id))


def of_family(session: Session, family: Family) -> Sequence[CatalogObject]:
    """Return the objects in use of `family`, from A to Z."""
    return _of(session, family.subfamilies)


def of_subfamily(session: Session, subfamily: Subfamily) -> Sequence[CatalogObject]:
    """Return the objects in use of `subfamily`, from A to Z."""
    return _of(session, (subfamily,))


def generic(session: Session, subfamily: Subfamily) -> CatalogObject | None:
    """Return the object that stands for its whole subfamily."""
    return session.exec(
        select(CatalogObject)
        .where(col(CatalogObject.subfamily) == subfamily, col(CatalogObject.generic))
        .order_by(col(CatalogObject.id))
    ).first()


def by_slug(session: Session, slug: str) -> CatalogObject | None:
    """Return the object at this address, retired or not."""
    return session.exec(select(CatalogObject).where(col(CatalogObject.slug) == slug)).first()


def by_ids(session: Session, ids: Collection[int]) -> dict[int, CatalogObject]:
    """Return id → object for those that exist."""
    if not ids:
        return {}
    rows = session.exec(
        select(CatalogObject).where(col(CatalogObject.id).in_(ids)).order_by(col(CatalogObject.id))
    )
    return {row.id: row for row in rows}


def synonyms(session: Session, object_id: int) -> list[str]:
    """Return the other words for an object, in the order they were written."""
    return list(
        session.exec(
            select(ObjectSynonym.name)
            .where(col(ObjectSynonym.object_id) == object_id)
            .order_by(col(ObjectSynonym.id))
        )
    )


def fact(key: str) -> Fact:
    """Return a dated fact; raises KeyError on an unknown key."""
    return dictionary.facts()[key]


def weight_source(row: CatalogObject) -> WeightSource | None:
    """Return where the weight of `row` comes from; None when staff gave it."""
    found = dictionary.weight_sources()
    return next((each for each in found if row.weight_source.startswith(each.label)), None)


def _of(session: Session, subfamilies: Sequence[Subfamily]) -> Sequence[CatalogObject]:
    rows = session.exec(
        select(CatalogObject).where(
            col(CatalogObject.subfamily).in_(subfamilies), ~col(CatalogObject.retired)
        )
    ).all()
    return sorted(rows, key=lambda row: (fold(row.name), row.id))


def _build(session: Session) -> Held:
    words: dict[int, list[str]] = {}
    pairs = select(ObjectSynonym.object_id, ObjectSynonym.name).order_by(col(ObjectSynonym.id))
    for object_id, name in session.exec(pairs):
        words.setdefault(object_id, []).append(name)
    rows = session.execute(_ENTRIES).all()
    entries = [_entry(row, words.get(row.id, [])) for row in rows]
    index = Index.build(entries, dictionary.outside(), dictionary.contexts())
    return Held(index, {row.id: _brief(row) for row in rows})


def _brief(row: Any) -> Brief:
    return Brief(row.slug, row.name, row.subfamily, row.data_bearing, row.volume_ml)


def _entry(row: Any, words: Sequence[str]) -> Entry:
    return Entry(
        id=row.id,
        slug=row.slug,
        name=row.name,
        terms=(row.name, *words),
        subfamily=row.subfamily.value,
        powered=row.flow is not None,
        generic=row.generic,
    )
