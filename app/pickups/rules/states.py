"""What may become of a pickup, and whose hand it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.pickups.models import PickupStatus as S


class Who(StrEnum):
    """Whose hand moves a pickup."""

    ASKER = "habitant"
    STAFF = "equipe"
    DRIVER = "chauffeur"
    HOUSE = "maison"


LABELS: Mapping[S, str] = {
    S.REQUESTED: N_("demande reçue"),
    S.CONFIRMED: N_("confirmé"),
    S.WAITING: N_("en liste d’attente"),
    S.CALLBACK: N_("à rappeler"),
    S.REFUSED: N_("refusé"),
    S.CANCELLED: N_("annulé"),
    S.DONE: N_("fait"),
    S.ABSENT: N_("personne sur place"),
    S.LEFT: N_("laissé sur place"),
}
FREEING = frozenset({S.REFUSED, S.CANCELLED})
"""Where a pickup no longer takes a place."""
LIVE = frozenset({S.REQUESTED, S.CONFIRMED})
"""Where a visit is still to come."""
ENDED = frozenset({S.DONE, S.ABSENT, S.LEFT})
"""Where the van has been there."""
_OPEN = frozenset({S.REQUESTED, S.CONFIRMED, S.WAITING, S.CALLBACK})
_STAFF = frozenset({Who.STAFF})
_ON_THE_ROAD = frozenset({Who.STAFF, Who.DRIVER})


@dataclass(frozen=True)
class Move:
    """One arrow of the state diagram; `why`: a reason has to be given."""

    sources: frozenset[S]
    target: S
    who: frozenset[Who]
    label: str
    why: bool = False


MOVES: Mapping[str, Move] = {
    "confirm": Move(
        frozenset({S.REQUESTED}),
        S.CONFIRMED,
        frozenset({Who.STAFF, Who.HOUSE}),
        N_("Confirmer"),
    ),
    "schedule": Move(
        frozenset({S.WAITING, S.CALLBACK, S.ABSENT, S.LEFT}),
        S.CONFIRMED,
        _STAFF,
        N_("Donner un créneau"),
    ),
    "accept": Move(
        frozenset({S.WAITING}), S.REQUESTED, frozenset({Who.ASKER}), N_("Prendre cette place")
    ),
    "collect": Move(frozenset({S.CONFIRMED}), S.DONE, _ON_THE_ROAD, N_("Fait")),
    "absent": Move(frozenset({S.CONFIRMED}), S.ABSENT, _ON_THE_ROAD, N_("Personne sur place")),
    "leave": Move(frozenset({S.CONFIRMED}), S.LEFT, _ON_THE_ROAD, N_("Laissé sur place"), why=True),
    "refuse": Move(_OPEN, S.REFUSED, _ON_THE_ROAD, N_("Refuser"), why=True),
    "cancel": Move(_OPEN, S.CANCELLED, frozenset({Who.ASKER, Who.STAFF}), N_("Annuler")),
    "reopen": Move(ENDED, S.CONFIRMED, _STAFF, N_("Corriger : le passage reste à faire")),
}


def next_status(current: S, verb: str) -> S:
    """Return the status `verb` leads to from `current`.

    Raises RuleBroken when the diagram has no such arrow.
    """
    move = MOVES[verb]
    if current not in move.sources:
        raise RuleBroken(
            N_("Cet enlèvement est déjà « %(status)s » : rien n’a changé."), status=LABELS[current]
        )
    return move.target


def verbs(current: S, who: Who) -> list[str]:
    """Return the verbs that `who` may use from `current`, in the table's order."""
    return [v for v, move in MOVES.items() if current in move.sources and who in move.who]
