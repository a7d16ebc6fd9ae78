"""What may become of a need or an offer."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.synergies.models import EntryStatus as S

IMPOSSIBLE: Final = N_("Ce n’est plus possible : l’état de cette fiche a changé.")
EXPIRE: Final = "expire"


@dataclass(frozen=True)
class Move:
    """One arrow of the state diagram; `by_hand`: staff may make it."""

    sources: frozenset[S]
    target: S
    label: str
    by_hand: bool = True


MOVES: Final[Mapping[str, Move]] = MappingProxyType(
    {
        "publish": Move(frozenset({S.DRAFT}), S.OPEN, N_("Mettre en ligne")),
        "match": Move(frozenset({S.OPEN}), S.MATCHED, N_("Noter comme rapprochée")),
        "reopen": Move(
            frozenset({S.MATCHED, S.CLOSED, S.EXPIRED}), S.OPEN, N_("Remettre en ligne")
        ),
        "close": Move(frozenset({S.OPEN, S.MATCHED}), S.CLOSED, N_("Clore")),
        "withdraw": Move(frozenset({S.DRAFT, S.OPEN, S.MATCHED}), S.WITHDRAWN, N_("Retirer")),
        EXPIRE: Move(frozenset({S.DRAFT, S.OPEN}), S.EXPIRED, N_("Expirer"), by_hand=False),
    }
)
EDITABLE: Final = frozenset({S.DRAFT, S.OPEN, S.EXPIRED})
"""Where the words may still change; an expired one gets a later end before it is put online."""


def after(status: S, verb: str) -> S:
    """Return where `verb` leads from `status`. Raises RuleBroken where it leads nowhere."""
    move = MOVES.get(verb)
    if move is None or status not in move.sources:
        raise RuleBroken(IMPOSSIBLE)
    return move.target


def by_hand(status: S) -> list[tuple[str, str]]:
    """Return (verb, label) of what staff may do from `status`."""
    return [
        (verb, move.label)
        for verb, move in MOVES.items()
        if move.by_hand and status in move.sources
    ]


def check_by_hand(verb: str) -> None:
    """Raise RuleBroken for what nobody does by hand, or what there is not."""
    move = MOVES.get(verb)
    if move is None or not move.by_hand:
        raise RuleBroken(IMPOSSIBLE)
