"""What may become of a need or an offer, and whose hand makes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.synergies.models import EntryStatus as S

IMPOSSIBLE: Final = N_("Ce n’est plus possible : l’état de cette fiche a changé.")
EXPIRE: Final = "expire"
RETURN: Final = "return"


class Who(StrEnum):
    """Whose hand moves an entry or a proposal."""

    STAFF = "équipe"
    MEMBER = "structure"
    HOUSE = "site"


@dataclass(frozen=True)
class Move:
    """One arrow of the state diagram; `why`: words have to be given."""

    sources: frozenset[S]
    target: S
    label: str
    who: frozenset[Who]
    why: bool = False


_STAFF: Final = frozenset({Who.STAFF})
_BOTH: Final = frozenset({Who.STAFF, Who.MEMBER})
_USED_UP: Final = frozenset({Who.STAFF, Who.HOUSE})
MOVES: Final[Mapping[str, Move]] = MappingProxyType(
    {
        "submit": Move(
            frozenset({S.DRAFT, S.EXPIRED}),
            S.REVIEW,
            N_("Demander la mise en ligne"),
            frozenset({Who.MEMBER}),
        ),
        "publish": Move(frozenset({S.DRAFT, S.REVIEW}), S.OPEN, N_("Mettre en ligne"), _STAFF),
        RETURN: Move(frozenset({S.REVIEW}), S.DRAFT, N_("Rendre à corriger"), _STAFF, why=True),
        "match": Move(frozenset({S.OPEN}), S.MATCHED, N_("Noter comme rapprochée"), _USED_UP),
        "reopen": Move(
            frozenset({S.MATCHED, S.CLOSED, S.EXPIRED}), S.OPEN, N_("Remettre en ligne"), _USED_UP
        ),
        "close": Move(frozenset({S.OPEN, S.MATCHED}), S.CLOSED, N_("Clore"), _USED_UP),
        "withdraw": Move(
            frozenset({S.DRAFT, S.REVIEW, S.OPEN, S.MATCHED}), S.WITHDRAWN, N_("Retirer"), _BOTH
        ),
        "review": Move(
            frozenset({S.OPEN}), S.REVIEW, N_("Relire ce qui a changé"), frozenset({Who.HOUSE})
        ),
        EXPIRE: Move(
            frozenset({S.DRAFT, S.REVIEW, S.OPEN}),
            S.EXPIRED,
            N_("Expirer"),
            frozenset({Who.HOUSE}),
        ),
    }
)
EDITABLE: Final = frozenset({S.DRAFT, S.REVIEW, S.OPEN, S.EXPIRED})
"""Where the words may still change; an expired one gets a later end before it is put online."""


def after(status: S, verb: str) -> S:
    """Return where `verb` leads from `status`. Raises RuleBroken where it leads nowhere."""
    move = MOVES.get(verb)
    if move is None or status not in move.sources:
        raise RuleBroken(IMPOSSIBLE)
    return move.target


def verbs(status: S, who: Who) -> list[tuple[str, str]]:
    """Return (verb, label) of what `who` may do from `status` with one button."""
    return [
        (verb, move.label)
        for verb, move in MOVES.items()
        if who in move.who and status in move.sources and not move.why
    ]


def check_hand(verb: str, who: Who) -> None:
    """Raise RuleBroken for what is not for this hand, or what there is not."""
    move = MOVES.get(verb)
    if move is None or who not in move.who:
        raise RuleBroken(IMPOSSIBLE)
