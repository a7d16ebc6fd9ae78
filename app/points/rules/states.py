"""When people see that a bin is full or a place closed: two independent words, or staff's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.points.models import PointKind, StateKind
from app.points.rules.cards import Shown

AGREE_WITHIN: Final = timedelta(hours=12)
"""Two people who say the same within this time speak of the same thing."""

LASTS: Final = {StateKind.FULL: timedelta(hours=48), StateKind.CLOSED: timedelta(hours=24)}
"""How long one person's word holds."""

_BINS = frozenset({PointKind.BIN, PointKind.SHOP_BIN})


@dataclass(frozen=True)
class Word:
    """What one reporter said of a place, not taken back since."""

    kind: StateKind
    reporter: str
    by_staff: bool
    at: datetime
    expires_at: datetime


def states_to_signal(kind: PointKind) -> tuple[StateKind, ...]:
    """Return what somebody on the spot may say of a kind of place: only a bin is full."""
    if kind is PointKind.POST:
        return ()
    return tuple(StateKind) if kind in _BINS else (StateKind.CLOSED,)


def lives(word: Word, now: datetime) -> bool:
    """Tell whether a word still holds."""
    return word.at <= now < word.expires_at


def shown(words: Iterable[Word], now: datetime) -> tuple[Shown, ...]:
    """Return the states that people see of one place."""
    living = sorted((word for word in words if lives(word, now)), key=lambda word: word.at)
    found = (_agreed(kind, [w for w in living if w.kind == kind]) for kind in StateKind)
    return tuple(state for state in found if state is not None)


def _agreed(kind: StateKind, words: Sequence[Word]) -> Shown | None:
    """Return the state when staff say so, or two different people close in time."""
    staff = [word for word in words if word.by_staff]
    if staff:
        return Shown(kind, staff[0].at, max(word.expires_at for word in staff), by_staff=True)
    for n, first in enumerate(words):
        for second in words[n + 1 :]:
            if second.reporter != first.reporter and second.at - first.at <= AGREE_WITHIN:
                until = max(word.expires_at for word in words[n:])
                return Shown(kind, first.at, until, by_staff=False)
    return None
