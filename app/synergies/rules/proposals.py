"""What may become of a proposal: asked, accepted by one, by both, followed, concluded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.synergies.models import EntryStatus, Side, SynergyEntry
from app.synergies.models import ProposalStatus as S
from app.synergies.rules.sheets import over
from app.synergies.rules.states import Who

DECIDED: Final = N_("Cette mise en relation est déjà « %(status)s » : rien n’a changé.")
NOT_YOURS: Final = N_("Ce n’est pas à vous de le faire.")
SAME_OWNER: Final = N_("Les deux fiches sont de la même structure.")
MISMATCH: Final = N_("Il faut un besoin et une offre du même domaine, dans la même unité.")
OFFLINE: Final = N_("Une des deux fiches n’est plus en ligne : rien n’est proposé.")
UNFOLLOWED: Final = N_("Une des deux structures n’est plus suivie : rien n’est proposé.")
NONE_LEFT: Final = N_("Il ne reste plus rien à proposer de « %(title)s ».")
TOO_MUCH: Final = N_("Il n’en reste pas autant : au plus %(left)s.")
AMOUNTLESS: Final = N_("Aucune des deux fiches ne compte de quantité : laissez vide.")
NOTHING: Final = N_("La quantité doit dépasser zéro.")
REASONLESS: Final = N_("Dites pourquoi, en quelques mots.")
ANSWER_WITHIN: Final = timedelta(days=30)
"""How long both sides have to answer, the last day included."""
REMINDED_AFTER: Final = timedelta(days=7)
"""How long after the asking who did not answer is reminded, once; staff see it too."""
RESULT_AFTER: Final = timedelta(days=90)
"""How long after the opening both sides are asked what came of it."""


@dataclass(frozen=True)
class Move:
    """One arrow of the state diagram; `why`: a reason has to be given."""

    sources: frozenset[S]
    target: S
    label: str
    who: frozenset[Who]
    why: bool = False


ASKED: Final = frozenset({S.PROPOSED, S.ACCEPTED})
"""Somebody still has to answer."""
OPEN: Final = frozenset({S.OPENED, S.UNDER_WAY})
"""Both said yes and it is not over."""
LIVE: Final = ASKED | OPEN
TELLING: Final = OPEN | {S.WITH_RESULT}
"""Where a result may be told."""
_STAFF: Final = frozenset({Who.STAFF})
_BOTH: Final = frozenset({Who.STAFF, Who.MEMBER})
_HOUSE: Final = frozenset({Who.HOUSE})
MOVES: Final[Mapping[str, Move]] = MappingProxyType(
    {
        "accept": Move(frozenset({S.PROPOSED}), S.ACCEPTED, N_("Dire oui"), _BOTH),
        "open": Move(frozenset({S.ACCEPTED}), S.OPENED, N_("Dire oui, le second"), _BOTH),
        "decline": Move(ASKED, S.DECLINED, N_("Décliner"), _BOTH, why=True),
        "withdraw": Move(
            ASKED, S.WITHDRAWN, N_("Retirer la proposition"), _STAFF | _HOUSE, why=True
        ),
        "lapse": Move(ASKED, S.LAPSED, N_("Rester sans réponse"), _HOUSE),
        "start": Move(frozenset({S.OPENED}), S.UNDER_WAY, N_("Dire que c’est en cours"), _BOTH),
        "conclude": Move(OPEN, S.WITH_RESULT, N_("Conclure avec ces résultats"), _STAFF),
        "give-up": Move(OPEN, S.WITHOUT_RESULT, N_("Terminer sans résultat"), _BOTH, why=True),
        "resume": Move(frozenset({S.WITH_RESULT}), S.UNDER_WAY, N_("Reprendre le suivi"), _STAFF),
        "merge": Move(LIVE, S.WITHDRAWN, N_("Clore : les deux structures sont une"), _HOUSE),
    }
)


def after(status: S, verb: str, who: Who) -> S:
    """Return where `verb` leads from `status`.

    Raises RuleBroken when the diagram has no such arrow, or not for this hand.
    """
    move = MOVES.get(verb)
    if move is None or status not in move.sources:
        raise RuleBroken(DECIDED, status=status.label)
    if who not in move.who:
        raise RuleBroken(NOT_YOURS)
    return move.target


def may(status: S, verb: str, who: Who) -> bool:
    """Tell whether `who` may do `verb` from `status`."""
    move = MOVES[verb]
    return status in move.sources and who in move.who


def takes(status: S, *, recurring: bool) -> bool:
    """Tell whether a proposal in this state takes its quantity of an entry.

    From the asking on, so that nothing is promised twice. What a recurring entry gave comes
    again once the match is concluded.
    """
    return status in LIVE or (status is S.WITH_RESULT and not recurring)


def check_pair(need: SynergyEntry, offer: SynergyEntry, today: date) -> None:
    """Raise RuleBroken for two entries that nobody should be asked about."""
    if need.organisation_id == offer.organisation_id:
        raise RuleBroken(SAME_OWNER)
    units = {each.unit for each in (need, offer) if each.unit is not None}
    sides = (need.side, offer.side)
    if sides != (Side.NEED, Side.OFFER) or need.domain is not offer.domain or len(units) > 1:
        raise RuleBroken(MISMATCH)
    for each in (need, offer):
        if each.status is not EntryStatus.OPEN or over(each.until, today):
            raise RuleBroken(OFFLINE)


def at_most(need: SynergyEntry, offer: SynergyEntry) -> int | None:
    """Return how much a match of two entries may take; None when neither counts any.

    Raises RuleBroken when one has nothing left.
    """
    for each in (need, offer):
        if each.left is not None and each.left <= 0:
            raise RuleBroken(NONE_LEFT, title=each.title)
    known = [each.left for each in (need, offer) if each.left is not None]
    return min(known, default=None)


def agreed(asked: int | None, most: int | None, said: str) -> int | None:
    """Return the quantity of a proposal: what was asked, else all that is left.

    `said` is `most` as people read it. Raises RuleBroken (field "quantity").
    """
    if asked is None:
        return most
    if most is None:
        raise RuleBroken(AMOUNTLESS, field="quantity")
    if asked <= 0:
        raise RuleBroken(NOTHING, field="quantity")
    if asked > most:
        raise RuleBroken(TOO_MUCH, field="quantity", left=said)
    return asked


def check_reason(verb: str, reason: str) -> str:
    """Return the reason of a move, cleaned. Raises RuleBroken (field "reason") when it lacks."""
    said = reason.strip()
    if MOVES[verb].why and not said:
        raise RuleBroken(REASONLESS, field="reason")
    return said
