"""What may become of an agreement, whose hand it takes, and whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.agreements.models import AgreementStatus as S
from app.base.core.errors import RuleBroken
from app.base.core.text import N_


class Who(StrEnum):
    """Whose hand moves an agreement."""

    OURS = "nous"
    THEIRS = "partenaire"
    CALENDAR = "calendrier"


class Turn(StrEnum):
    """Who has to do something next."""

    OURS = "nous"
    THEIRS = "partenaire"
    NOBODY = "personne"


DRAFTS: Final = frozenset({S.PROJECT, S.REVIEW, S.CORRECTION, S.TO_SIGN})
"""Nothing is signed yet: the text may change."""
WRITABLE: Final = frozenset({S.PROJECT, S.CORRECTION})
"""The text is in our hands: elsewhere somebody reads or signs it."""
LIVING: Final = frozenset({S.SIGNED, S.ACTIVE})
"""Signed and not ended: it binds."""
ENDED: Final = frozenset({S.EXPIRED, S.DENOUNCED, S.TERMINATED, S.REPLACED})
WITH_FACTS: Final = frozenset({"sign", "denounce", "terminate"})
"""Verbs that say more than their name: they have an action of their own."""
_BOTH: Final = frozenset({Who.OURS, Who.THEIRS})
_OURS: Final = frozenset({Who.OURS})
_CALENDAR: Final = frozenset({Who.CALENDAR})


@dataclass(frozen=True)
class Move:
    """One arrow of the state diagram; `why`: a reason has to be given."""

    sources: frozenset[S]
    target: S
    who: frozenset[Who]
    label: str
    why: bool = False


MOVES: Final[Mapping[str, Move]] = MappingProxyType(
    {
        "submit": Move(WRITABLE, S.REVIEW, _OURS, N_("Envoyer en relecture")),
        "correct": Move(
            frozenset({S.REVIEW}), S.CORRECTION, _BOTH, N_("Demander une correction"), why=True
        ),
        "agree": Move(frozenset({S.REVIEW}), S.TO_SIGN, _BOTH, N_("D’accord pour signer")),
        "rework": Move(
            frozenset({S.TO_SIGN}), S.CORRECTION, _BOTH, N_("Reprendre le texte"), why=True
        ),
        "sign": Move(frozenset({S.TO_SIGN}), S.SIGNED, _OURS, N_("Enregistrer la signature")),
        "start": Move(frozenset({S.SIGNED}), S.ACTIVE, _CALENDAR, N_("Entre en vigueur")),
        "expire": Move(LIVING, S.EXPIRED, _CALENDAR, N_("Arrive à son terme")),
        "denounce": Move(LIVING, S.DENOUNCED, _OURS, N_("Dénoncer"), why=True),
        "terminate": Move(LIVING, S.TERMINATED, _OURS, N_("Résilier"), why=True),
        "replace": Move(LIVING, S.REPLACED, _CALENDAR, N_("Est remplacée")),
    }
)


def next_status(current: S, verb: str, who: Who) -> S:
    """Return the status `verb` leads to from `current`.

    Raises RuleBroken when the diagram has no such arrow, or not for this hand.
    """
    move = MOVES.get(verb)
    if move is None or current not in move.sources:
        raise RuleBroken(
            N_("Cette convention est déjà « %(status)s » : rien n’a changé."),
            status=current.label,
        )
    if who not in move.who:
        raise RuleBroken(N_("Ce n’est pas à vous de le faire."))
    return move.target


def verbs(current: S, who: Who) -> list[str]:
    """Return the verbs that `who` may use from `current`, in the table's order."""
    return [verb for verb, move in MOVES.items() if current in move.sources and who in move.who]


def turn(status: S, our_signed_on: date | None, their_signed_on: date | None) -> Turn:
    """Return who has to do something next.

    To sign: we first, then they, then we again to keep the signed copy.
    """
    if status is S.REVIEW:
        return Turn.THEIRS
    if status is S.TO_SIGN:
        waits_for_them = our_signed_on is not None and their_signed_on is None
        return Turn.THEIRS if waits_for_them else Turn.OURS
    return Turn.OURS if status in WRITABLE else Turn.NOBODY
