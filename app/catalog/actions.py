"""Every change of the dictionary: loading the files, and what staff correct."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from app.base.audit import actions as audit
from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_, fold, slug
from app.catalog import dictionary, queries
from app.catalog.dictionary import Described
from app.catalog.models import CatalogObject, ObjectSynonym
from app.catalog.rules.corrections import Correction, check

BY_STAFF = N_("Estimation de l’équipe")
"""The source of a weight that staff gave."""

TAKEN = N_("Cet objet est déjà dans le dictionnaire.")

_COPIED = [
    "name",
    "subfamily",
    "flow",
    "generic",
    "mass_g",
    "volume_ml",
    "weight_source",
    "data_bearing",
    "battery",
    "bonus_possible",
]


@dataclass(frozen=True)
class Loaded:
    """What a loading did, in objects; `kept` are those that staff corrected."""

    added: int = 0
    changed: int = 0
    kept: int = 0
    retired: int = 0


def load(session: Session) -> Loaded:
    """Bring the tables to what the files say; what staff corrected stays as it is."""
    held = {row.slug: row for row in session.exec(select(CatalogObject))}
    words = _words(session)
    described = dictionary.objects()
    added = [_add(session, each) for each in described if each.slug not in held]
    met = [(held[each.slug], each) for each in described if each.slug in held]
    open_to_change = [(row, each) for row, each in met if row.edited_at is None]
    changed = [_follow(session, row, each, words.get(row.id, [])) for row, each in open_to_change]
    gone = _retire(held, {each.slug for each in described})
    session.flush()
    return Loaded(len(added), sum(changed), len(met) - len(open_to_change), gone)


def correct(  # noqa: PLR0913 - who, when and since which reading are part of the change
    session: Session,
    row: CatalogObject,
    correction: Correction,
    *,
    actor: Actor,
    now: datetime,
    seen: datetime | None = None,
) -> CatalogObject:
    """Write `correction` on `row`, into the trail too; loading the files leaves it alone.

    `seen` is the `touched_at` that the person had before her eyes. Raises Stale when somebody
    changed the row since, RuleBroken when the correction makes no sense.
    """
    check(correction)
    if seen is not None and seen != row.touched_at:
        raise Stale(N_("Une autre personne a modifié cet objet entre-temps. Relisez la fiche."))
    _refuse_taken_name(session, correction.name, besides=row.id)
    before, after = _differences(_state(session, row), asdict(correction))
    if not after:
        return row
    if "mass_g" in after or "volume_ml" in after:
        row.weight_source = BY_STAFF
    _write(session, row, correction, now)
    audit.record(
        session, "catalog", "correct", subject(row), actor, before=before, after=after, now=now
    )
    return row


def add(session: Session, correction: Correction, *, actor: Actor, now: datetime) -> CatalogObject:
    """Create an object of the territory's own; raises RuleBroken when its name is taken."""
    check(correction)
    address = slug(correction.name)
    if queries.by_slug(session, address):
        raise RuleBroken(TAKEN, field="name")
    _refuse_taken_name(session, correction.name)
    row = CatalogObject(
        slug=address,
        name=correction.name,
        subfamily=correction.subfamily,
        mass_g=correction.mass_g,
        volume_ml=correction.volume_ml,
        weight_source=BY_STAFF,
    )
    session.add(row)
    session.flush()
    _write(session, row, correction, now)
    audit.record(
        session, "catalog", "add", subject(row), actor, after=_plain(asdict(correction)), now=now
    )
    return row


def subject(row: CatalogObject) -> str:
    """Return the name under which the trail keeps an object."""
    return f"object:{row.slug}"


def _refuse_taken_name(session: Session, name: str, *, besides: int | None = None) -> None:
    """Refuse a name that another object in use bears, however it is written.

    A reader could not tell the two apart. Not a constraint: a later dictionary may bring a
    name that staff gave, and the site must still start.
    """
    taken = {fold(row.name) for row in queries.all_objects(session) if row.id != besides}
    if fold(name) in taken:
        raise RuleBroken(TAKEN, field="name")


def _add(session: Session, each: Described) -> CatalogObject:
    row = CatalogObject(
        slug=each.slug, **{name: getattr(each, name) for name in _COPIED}, **asdict(each.advice)
    )
    session.add(row)
    session.flush()
    _rename(session, row.id, each.synonyms)
    return row


def _follow(session: Session, row: CatalogObject, each: Described, words: list[str]) -> bool:
    wanted = {name: getattr(each, name) for name in _COPIED} | asdict(each.advice)
    wanted["retired"] = False
    stale = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if not stale and words == list(each.synonyms):
        return False
    for name, value in stale.items():
        setattr(row, name, value)
    row.touched_at = clock.now()
    session.add(row)
    _rename(session, row.id, each.synonyms)
    return True


def _retire(held: dict[str, CatalogObject], named: set[str]) -> int:
    gone = [row for row in held.values() if row.slug not in named and row.edited_at is None]
    leaving = [row for row in gone if not row.retired]
    for row in leaving:
        row.retired = True
        row.touched_at = clock.now()
    return len(leaving)


def _write(session: Session, row: CatalogObject, correction: Correction, now: datetime) -> None:
    for name, value in asdict(correction).items():
        if name != "synonyms":
            setattr(row, name, value)
    row.edited_at = row.touched_at = now
    session.add(row)
    _rename(session, row.id, correction.synonyms, local=True)
    session.flush()


def _rename(
    session: Session, object_id: int, names: tuple[str, ...], *, local: bool = False
) -> None:
    session.exec(delete(ObjectSynonym).where(col(ObjectSynonym.object_id) == object_id))
    once = {fold(name): name for name in reversed(names)}
    session.add_all(
        ObjectSynonym(object_id=object_id, name=name, local=local)
        for name in names
        if once.get(fold(name)) == name
    )


def _words(session: Session) -> dict[int, list[str]]:
    words: dict[int, list[str]] = {}
    for row in session.exec(select(ObjectSynonym).order_by(col(ObjectSynonym.id))):
        words.setdefault(row.object_id, []).append(row.name)
    return words


def _state(session: Session, row: CatalogObject) -> dict[str, object]:
    names = (name for name in Correction.__dataclass_fields__ if name != "synonyms")
    state: dict[str, object] = {name: getattr(row, name) for name in names}
    return state | {"synonyms": tuple(queries.synonyms(session, row.id))}


def _differences(
    before: dict[str, object], after: dict[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    changed = [name for name, value in after.items() if before[name] != value]
    return (
        _plain({name: before[name] for name in changed}),
        _plain({name: after[name] for name in changed}),
    )


def _plain(values: dict[str, object]) -> dict[str, object]:
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
