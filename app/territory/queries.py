"""Every question about places: what "Où ?" means, which communes, which is nearest."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from app.base.core.errors import RuleBroken
from app.base.core.text import N_, fold
from app.territory import gazetteer, reference
from app.territory.gazetteer import Gazetteer
from app.territory.geocoder import Geocoder
from app.territory.models import Commune
from app.territory.rules import decisions, outlines, readings
from app.territory.rules.decisions import Facts
from app.territory.rules.names import key
from app.territory.rules.places import Decision, Town
from app.territory.rules.ranking import Likeness, alike, alike_beginnings
from app.territory.rules.readings import Kind, Reading, read_place
from app.territory.rules.territories import Territory

FEWEST = 5
"""Suggestions below which names that look alike are added."""
ALIKE = 65.0
MOST_ALIKE = 8
SURE_BEGINNING = 75.0
SURE_ENDING = 85.0
SHORTEST = 2
"""Letters from which suggestions begin."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A commune offered while somebody types; `label` is what "Où ?" reads back."""

    label: str
    insee: str
    in_territory: bool


def territory(session: Session, setting: str) -> Territory:
    """Return the territory a setting of codes means. Raises RuleBroken on an unknown code."""
    return gazetteer.of(session).territory(setting)


def communes(session: Session, of: Territory | Collection[str]) -> list[Commune]:
    """Return the communes of a territory, or of INSEE codes, by name."""
    codes = of.insee if isinstance(of, Territory) else of
    query = select(Commune).where(col(Commune.insee).in_(sorted(codes)))
    return list(session.exec(query.order_by(Commune.folded, Commune.insee)).all())


def commune(session: Session, insee: str) -> Commune | None:
    """Return a commune by its INSEE code."""
    return session.get(Commune, insee)


def nearest_commune(session: Session, lat: float, lon: float) -> str:
    """Return the INSEE code of the commune a point lies in, else the one with the nearest centre.

    In process: outlines where we have them, centres elsewhere. Raises RuleBroken off the globe.
    """
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - degrees; refuses NaN too
        raise RuleBroken(N_("Ces coordonnées ne sont pas sur Terre."))
    for insee in reference.features():
        border = reference.border(insee)
        if border and outlines.contains(border, lat, lon):
            return insee
    return gazetteer.of(session).nearest(lat, lon)


def is_plausible(commune: Commune, lat: float, lon: float) -> bool:
    """Tell whether a point can lie in a commune: by its outline, else by its size."""
    border = reference.border(commune.insee)
    if border:
        return outlines.is_inside(border, lat, lon)
    return outlines.is_within_reach((commune.lat, commune.lon), commune.area_ha, lat, lon)


def resolve(
    session: Session, text: str, *, territory: Territory, geocoder: Geocoder | None
) -> Decision:
    """Answer "Où ?": a place, a question, or why neither. Asks the geocoder only when needed."""
    reading = read_place(text)
    facts = _facts(session, reading, territory)
    if geocoder and decisions.needs_geocoder(reading, facts):
        hits = geocoder.search(reading.text, near=(territory.lat, territory.lon))
        facts = replace(facts, hits=None if hits is None else tuple(hits))
    return decisions.decide(reading, facts)


def suggest(
    session: Session, text: str, *, territory: Territory, limit: int = 8
) -> list[Suggestion]:
    """Return the communes somebody may be typing, those of the territory first."""
    reading = read_place(text)
    names = gazetteer.of(session)
    if reading.kind is Kind.ADDRESS or len(text) > readings.LONGEST:
        return []
    if not reading.keys:
        return _at_postcode(names, fold(text).replace(" ", ""), territory, limit)
    typed = key(reading.text) if reading.postcode is None else reading.keys[0]
    if len(fold(text)) < SHORTEST:
        return []
    ranks = _hinted(names, names.first(names.beginning(typed), territory, limit), reading)
    if len(ranks) < FEWEST:
        more = _hinted(names, _ranks_alike(names, typed, territory), reading)
        ranks = list(dict.fromkeys([*ranks, *more]))
    return [_suggestion(names, rank, territory) for rank in ranks[:limit]]


def _at_postcode(
    names: Gazetteer, digits: str, territory: Territory, limit: int
) -> list[Suggestion]:
    if len(digits) < SHORTEST or not digits.isdigit():
        return []
    found = names.at_postcode(digits)
    shown = {rank: postcode for postcode, rank in reversed(found)}
    return [
        _suggestion(names, rank, territory, shown[rank])
        for rank in names.first(shown, territory, limit)
    ]


def _suggestion(
    names: Gazetteer, rank: int, territory: Territory, postcode: str = ""
) -> Suggestion:
    shown = postcode or names.main_postcode[rank]
    label = f"{names.names[rank]} ({shown})" if shown else names.names[rank]
    return Suggestion(label, names.insee[rank], names.insee[rank] in territory)


def _hinted(names: Gazetteer, ranks: Iterable[int], reading: Reading) -> list[int]:
    """Keep the ranks at the postcode that was typed, if one was."""
    if not reading.postcode:
        return list(ranks)
    there = {rank for _, rank in names.at_postcode(reading.postcode)}
    return [rank for rank in ranks if rank in there]


def _ranks_alike(names: Gazetteer, typed: str, territory: Territory) -> list[int]:
    """Return ranks of names that look like a key, finished or not; the territory first."""
    ours = names.ours(territory)
    keys = [names.keys[rank] for rank in ours]
    begun = [ours[found.rank] for found in alike_beginnings(typed, keys, floor=SURE_BEGINNING)]
    found = [like.rank for like in names.alike(typed, floor=ALIKE, limit=MOST_ALIKE)]
    inside = [rank for rank in found if names.insee[rank] in territory]
    return list(dict.fromkeys([*inside, *begun, *found]))


def _facts(session: Session, reading: Reading, territory: Territory) -> Facts:
    """Look up what the communes alone say of a text."""
    names = gazetteer.of(session)
    at_postcode = [rank for _, rank in names.at_postcode(reading.postcode or "-")]
    named = _named(names, reading.keys)
    ending = [] if named else _ending(names, reading, territory)
    alike = [] if named or reading.kind is not Kind.NAME else _alike(names, reading, territory)
    ranks = {*at_postcode, *named, *ending, *(like.rank for like in alike)}
    towns = _towns(session, names, ranks, territory)
    return Facts(
        named=tuple(towns[rank] for rank in named),
        ending=tuple(towns[rank] for rank in ending),
        at_postcode=tuple(towns[rank] for rank in at_postcode),
        alike=tuple((like.score, towns[like.rank]) for like in alike),
        territory=territory.insee,
    )


def _named(names: Gazetteer, keys: Iterable[str]) -> list[int]:
    for one in keys:
        if found := names.named(one):
            return list(found)
    return []


def _ending(names: Gazetteer, reading: Reading, territory: Territory) -> list[int]:
    """Return the communes a text ends with: ours, else any, else ours with a typing mistake."""
    found = [list(names.named(one)) for one in reading.endings]
    for ranks in found:
        if any(names.insee[rank] in territory for rank in ranks):
            return ranks
    exact = next(filter(None, found), [])
    if exact or reading.kind is not Kind.ADDRESS:
        return exact
    ours = names.ours(territory)
    keys = [names.keys[rank] for rank in ours]
    close = [alike(one, keys, floor=SURE_ENDING, limit=1) for one in reading.endings]
    return [ours[likeness.rank] for (likeness, *_) in filter(None, close)][:1]


def _alike(names: Gazetteer, reading: Reading, territory: Territory) -> list[Likeness]:
    """Return the names that look like a text: at its postcode if it has one, else everywhere."""
    typed = reading.keys[0]
    there = [rank for _, rank in names.at_postcode(reading.postcode or "-")]
    near = there or names.ours(territory)
    keys = [names.keys[rank] for rank in near]
    close = [
        Likeness(like.score, near[like.rank])
        for like in alike(typed, keys, floor=ALIKE, limit=MOST_ALIKE)
    ]
    if there and close:
        return close
    wide = names.alike(typed, floor=ALIKE, limit=MOST_ALIKE)
    return sorted({*close, *wide}, key=lambda like: (-like.score, like.rank))


def _towns(
    session: Session, names: Gazetteer, ranks: Collection[int], territory: Territory
) -> dict[int, Town]:
    """Return the communes of some ranks as the decision needs them."""
    if not ranks:
        return {}
    rank_of = {names.insee[rank]: rank for rank in ranks}
    return {
        rank_of[row.insee]: Town(
            insee=row.insee,
            name=row.name,
            key=row.folded,
            postcodes=tuple(one.postcode for one in row.postcodes),
            department=row.department,
            department_name=row.department_name,
            population=row.population,
            lat=row.centre[0],
            lon=row.centre[1],
            in_territory=row.insee in territory,
        )
        for row in communes(session, rank_of)
    }
