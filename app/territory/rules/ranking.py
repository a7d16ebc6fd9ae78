"""Ranking commune names by likeness, for those who type fast or heard the name once."""

from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

SHORTEST = 4
"""Letters; below, everything looks like everything."""


class Likeness(NamedTuple):
    """How much a name looks like what was typed: 0 to 100, and its rank in the list."""

    score: float
    rank: int


def alike(typed: str, names: Sequence[str], *, floor: float, limit: int) -> list[Likeness]:
    """Return the names that look like the key `typed`, best first, then in list order.

    The score is the share of letters kept in order (normalised indel similarity).
    """
    if len(typed) < SHORTEST:
        return []
    found = process.extract(typed, names, scorer=fuzz.ratio, score_cutoff=floor, limit=limit)
    return sorted((Likeness(score, rank) for _, score, rank in found), key=_best_first)


def alike_beginnings(typed: str, names: Sequence[str], *, floor: float) -> list[Likeness]:
    """Return the names whose beginning looks like an unfinished key, best first."""
    if len(typed) < SHORTEST:
        return []
    beginnings = [name[: len(typed)] for name in names]
    return alike(typed, beginnings, floor=floor, limit=len(names))


def _best_first(likeness: Likeness) -> tuple[float, int]:
    return -likeness.score, likeness.rank
