"""Answers to "Où ?": what the communes say of a text, then the geocoder if need be."""

from collections.abc import Iterable
from dataclasses import replace

from sqlmodel import Session

from app.territory import gazetteer
from app.territory.gazetteer import Gazetteer
from app.territory.geocoder import Geocoder
from app.territory.rules import decisions
from app.territory.rules.decisions import Facts
from app.territory.rules.names import first_words
from app.territory.rules.places import Decision, Town
from app.territory.rules.ranking import Likeness, alike
from app.territory.rules.readings import Kind, Reading, read_place
from app.territory.rules.territories import Territory

ALIKE = 65.0
MOST_ALIKE = 8
SURE_ENDING = 85.0


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


def _facts(session: Session, reading: Reading, territory: Territory) -> Facts:
    """Look up what the communes alone say of a text."""
    names = gazetteer.of(session)
    at_postcode = [rank for _, rank in names.at_postcode(reading.postcode or "-")]
    named = _named(names, reading.keys)
    ending = [] if named else _ending(names, reading, territory)
    alike = [] if named or reading.kind is not Kind.NAME else _alike(names, reading, territory)
    begun = _begun(names, reading, territory)
    ranks = {*at_postcode, *named, *begun, *ending, *(like.rank for like in alike)}
    towns = {rank: _town(names, rank, territory) for rank in ranks}
    return Facts(
        named=tuple(towns[rank] for rank in named),
        begun=tuple(towns[rank] for rank in begun),
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


def _begun(names: Gazetteer, reading: Reading, territory: Territory) -> list[int]:
    """Return our communes that people call by the text alone: "Ferrières" for -en-Gâtinais."""
    if reading.kind is not Kind.NAME:
        return []
    ours = [rank for rank in names.ours(territory) if names.keys[rank].startswith(reading.keys)]
    return [rank for rank in ours if not {*first_words(names.names[rank])}.isdisjoint(reading.keys)]


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


def _town(names: Gazetteer, rank: int, territory: Territory) -> Town:
    """Return the commune of a rank as the decision needs it."""
    insee, department = names.insee[rank], names.department[rank]
    return Town(
        insee=insee,
        name=names.names[rank],
        key=names.keys[rank],
        postcodes=names.postcodes_of(rank),
        department=department,
        department_name=names.department_names[department],
        population=names.population[rank],
        lat=names.lat[rank],
        lon=names.lon[rank],
        in_territory=insee in territory,
    )
