"""What is allowed. No session, no clock, no request: facts in, answer out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.pickups.models import PickupStatus as S
from app.territory.rules.places import Ask as Question
from app.territory.rules.places import Decision, Unknown

KEPT_DAYS = 60
"""Contact and address are erased this long after the visit (PRODUCT rule 9)."""

LABELS: Mapping[S, str] = {
    S.REQUESTED: N_("demande reçue"),
    S.CONFIRMED: N_("confirmé"),
    S.REFUSED: N_("refusé"),
    S.CANCELLED: N_("annulé"),
}


def commune_of(answer: Decision) -> str:
    """Return the INSEE code of the commune that an answer to "Où ?" names.

    Raises RuleBroken (field "where") when it is unclear, unknown or out of the territory.
    """
    if isinstance(answer, Unknown):
        raise RuleBroken(answer.reason.text, field="where", **answer.reason.values)
    if isinstance(answer, Question):
        raise RuleBroken(
            N_("Plusieurs communes répondent à ce nom. Écrivez par exemple : %(choices)s."),
            field="where",
            choices=", ".join(choice.value for choice in answer.choices[:3]),
        )
    if not answer.place.in_territory:
        raise RuleBroken(
            N_("%(commune)s est hors du territoire où nous passons."),
            field="where",
            commune=answer.place.commune,
        )
    return answer.place.insee


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What somebody asks for, complete and well formed, not yet allowed."""

    things: str
    insee: str
    address: str
    email: str | None
    phone: str | None
    slot: str
    form_key: str


@dataclass(frozen=True)
class Move:
    """One arrow of the state diagram; `staff` says whose hand it takes."""

    sources: frozenset[S]
    target: S
    staff: bool
    label: str


MOVES: Mapping[str, Move] = {
    "confirm": Move(frozenset({S.REQUESTED}), S.CONFIRMED, staff=True, label=N_("Confirmer")),
    "refuse": Move(
        frozenset({S.REQUESTED, S.CONFIRMED}), S.REFUSED, staff=True, label=N_("Refuser")
    ),
    "cancel": Move(
        frozenset({S.REQUESTED, S.CONFIRMED}), S.CANCELLED, staff=False, label=N_("Annuler")
    ),
}
FREEING = frozenset({S.REFUSED, S.CANCELLED})
"""Where a pickup no longer takes a place."""


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


def verbs(current: S, *, staff: bool) -> list[str]:
    """Return the verbs that can be shown as buttons from `current`, in the table's order."""
    return [v for v, move in MOVES.items() if current in move.sources and move.staff is staff]


def must_be_erased(visit: date, *, today: date) -> bool:
    """Tell whether the contact of a visit on `visit` has been kept long enough."""
    return today > visit + timedelta(days=KEPT_DAYS)
