"""A week filled in day by day, and the hours text it stands for."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from app.base.core import hours
from app.base.core.errors import RuleBroken
from app.base.core.text import N_

DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
SPANS: Final = 2
"""Spans a day has in the simple editor: morning and afternoon."""

MIDNIGHT: Final = "24:00"
FIELD_MIDNIGHT: Final = "00:00"
"""How a browser's time field writes the end of a day."""

Span = tuple[str, str]
Week = tuple[tuple[Span, ...], ...]
"""Seven days from Monday, each with its spans; a span is ("09:00", "12:00")."""

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def name(day: int, span: int, end: str) -> str:
    """Return the name of a field of the editor; `end` is "de" or "a"."""
    return f"jour-{day}-{span}-{end}"


def read(typed: Mapping[str, str]) -> Week:
    """Return the week that the editor's fields hold.

    Raises RuleBroken (field "hours") on a time alone or one that is no time.
    """
    return tuple(tuple(_spans(typed, day)) for day in range(len(DAYS)))


def compose(week: Week, *, open_on_holidays: bool = False) -> str:
    """Return the hours text of a week, equal neighbours together; empty when it is all closed."""
    parts = []
    for first, last, spans in _runs(week):
        if spans:
            days = DAYS[first] if first == last else f"{DAYS[first]}-{DAYS[last]}"
            parts.append(f"{days} {','.join(f'{start}-{end}' for start, end in spans)}")
    if parts and not open_on_holidays:
        parts.append("PH off")
    return "; ".join(parts)


def shown(days: Sequence[hours.Day]) -> dict[str, str]:
    """Return the editor's fields for a usual week; nothing when it is not that simple."""
    if any(len(day.intervals) > SPANS or day.perhaps or day.unknown for day in days):
        return {}
    return {
        name(n, span, end): FIELD_MIDNIGHT if value == MIDNIGHT else value
        for n, day in enumerate(days)
        for span, interval in enumerate(day.intervals)
        for end, value in zip(("de", "a"), interval, strict=True)
    }


def _spans(typed: Mapping[str, str], day: int) -> list[Span]:
    found = []
    for span in range(SPANS):
        start, end = (typed.get(name(day, span, side), "").strip() for side in ("de", "a"))
        if not start and not end:
            continue
        if not _CLOCK.fullmatch(start) or not _CLOCK.fullmatch(end):
            sentence = N_(
                "Donnez une heure de début et une heure de fin, par exemple 09:00 et 12:00."
            )
            raise RuleBroken(sentence, field="hours")
        found.append((start, MIDNIGHT if end == FIELD_MIDNIGHT else end))
    return found


def _runs(week: Week) -> list[tuple[int, int, tuple[Span, ...]]]:
    """Return (first day, last day, spans) for neighbours that are alike."""
    runs: list[tuple[int, int, tuple[Span, ...]]] = []
    for day, spans in enumerate(week):
        if runs and runs[-1][2] == spans:
            runs[-1] = (runs[-1][0], day, spans)
        else:
            runs.append((day, day, spans))
    return runs
