"""The communes somebody may be typing; answered in the process, without a statement."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from app.base.core.text import fold
from app.territory import gazetteer
from app.territory.gazetteer import Gazetteer
from app.territory.rules import readings
from app.territory.rules.names import key
from app.territory.rules.ranking import alike_beginnings
from app.territory.rules.readings import Kind, Reading, read_place
from app.territory.rules.territories import Territory

FEWEST = 5
"""Suggestions below which names that look alike are added."""
ALIKE = 65.0
MOST_ALIKE = 8
SURE_BEGINNING = 75.0
SHORTEST = 2
"""Signs from which suggestions begin."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A commune offered while somebody types; `label` is what "Où ?" reads back."""

    label: str
    insee: str
    in_territory: bool


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
    begun = alike_beginnings(typed, keys, floor=SURE_BEGINNING)
    found = names.alike(typed, floor=ALIKE, limit=MOST_ALIKE)
    scored = [*((like.score, ours[like.rank]) for like in begun), *found]
    best = sorted(scored, key=lambda one: (names.insee[one[1]] not in territory, -one[0], one[1]))
    return list(dict.fromkeys(rank for _, rank in best))
