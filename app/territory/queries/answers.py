"""Answers to "Où ?": what the communes say of a text, then the geocoder if need be."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from sqlmodel import Session

from app.territory import gazetteer
from app.territory.gazetteer import Gazetteer
from app.territory.geocoder import Geocoder
from app.territory.queries.communes import communes
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
    towns = _towns(session, names, ranks, territory)
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
