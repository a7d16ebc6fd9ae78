"""How a partnership may move: along the eleven steps, and whether it goes on at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.partnerships.models.words import ExchangeState, Standing, Step

State = TypeVar("State", bound=StrEnum)


class Who(StrEnum):
    """Whose hand moves a partnership."""

    STAFF = "equipe"


@dataclass(frozen=True)
class Move(Generic[State]):
    """One arrow of a state diagram; `why`: a reason has to be given."""

    sources: frozenset[State]
    target: State
    label: str
    why: bool = False
    who: frozenset[Who] = frozenset({Who.STAFF})


def _arrow(source: Step, target: Step, label: str) -> Move[Step]:
    return Move(frozenset({source}), target, label)


FORWARD: Final[Mapping[str, Move[Step]]] = {
    "expect": _arrow(Step.DIAGNOSIS, Step.EXPECTATIONS, N_("Dire les attentes")),
    "learn": _arrow(Step.EXPECTATIONS, Step.PRACTICES, N_("Chercher les bonnes pratiques")),
    "identify": _arrow(Step.PRACTICES, Step.IDENTIFICATION, N_("Identifier la bonne personne")),
    "meet": _arrow(Step.IDENTIFICATION, Step.MEETING, N_("Aller à la rencontre")),
    "negotiate": _arrow(Step.MEETING, Step.NEGOTIATION, N_("Négocier les engagements")),
    "sign": _arrow(Step.NEGOTIATION, Step.SIGNATURE, N_("La convention est signée")),
    "implement": _arrow(Step.SIGNATURE, Step.IMPLEMENTATION, N_("Mettre en œuvre")),
    "evaluate": _arrow(Step.IMPLEMENTATION, Step.EVALUATION, N_("Évaluer")),
    "recognise": _arrow(Step.EVALUATION, Step.RECOGNITION, N_("Remercier")),
    "communicate": _arrow(Step.RECOGNITION, Step.COMMUNICATION, N_("Faire savoir")),
    "renew": _arrow(Step.COMMUNICATION, Step.EVALUATION, N_("Évaluer une nouvelle période")),
}
"""The way; after the last step a new period is evaluated."""

BACK: Final[Mapping[str, Move[Step]]] = {
    f"back-from-{verb}": _arrow(
        move.target, next(iter(move.sources)), N_("Revenir à l’étape précédente")
    )
    for verb, move in FORWARD.items()
    if verb != "renew"
}
STEPS: Final[Mapping[str, Move[Step]]] = {**FORWARD, **BACK}

STANDINGS: Final[Mapping[str, Move[Standing]]] = {
    "pause": Move(frozenset({Standing.ACTIVE}), Standing.PAUSED, N_("Mettre en pause"), why=True),
    "resume": Move(frozenset({Standing.PAUSED}), Standing.ACTIVE, N_("Reprendre")),
    "lose": Move(
        frozenset({Standing.ACTIVE, Standing.PAUSED}),
        Standing.LOST,
        N_("Noter comme perdu"),
        why=True,
    ),
    "reopen": Move(frozenset({Standing.LOST}), Standing.ACTIVE, N_("Rouvrir")),
}
EXCHANGES: Final[Mapping[str, Move[ExchangeState]]] = {
    "record": Move(
        frozenset({ExchangeState.PLANNED, ExchangeState.DONE}),
        ExchangeState.DONE,
        N_("Noter ce qui s’est dit"),
    ),
    "cancel": Move(
        frozenset({ExchangeState.PLANNED}), ExchangeState.CANCELLED, N_("Annuler le rendez-vous")
    ),
    "plan-again": Move(
        frozenset({ExchangeState.PLANNED, ExchangeState.CANCELLED}),
        ExchangeState.PLANNED,
        N_("Changer le rendez-vous"),
    ),
}

NOT_NOW: Final = N_("Ce partenariat est « %(now)s » : rien n’a changé. Rechargez la page.")
NOT_GOING: Final = N_("Ce partenariat ne court pas : reprenez-le ou rouvrez-le d’abord.")


def forward(step: Step) -> str:
    """Return the verb that leads from a step to the next one."""
    return next(verb for verb, move in FORWARD.items() if step in move.sources)


def backward(step: Step) -> str | None:
    """Return the verb that leads back, None at the first step."""
    return next((verb for verb, move in BACK.items() if step in move.sources), None)


def next_step(current: Step, verb: str, *, standing: Standing) -> Step:
    """Return the step `verb` leads to. Raises RuleBroken where there is no such arrow."""
    if standing is not Standing.ACTIVE:
        raise RuleBroken(NOT_GOING)
    move = STEPS[verb]
    if current not in move.sources:
        raise RuleBroken(NOT_NOW, now=current.label)
    return move.target


def next_standing(current: Standing, verb: str) -> Standing:
    """Return the standing `verb` leads to. Raises RuleBroken where there is no such arrow."""
    move = STANDINGS[verb]
    if current not in move.sources:
        raise RuleBroken(NOT_NOW, now=current.label)
    return move.target


def next_exchange(current: ExchangeState, verb: str) -> ExchangeState:
    """Return the state `verb` gives an exchange. Raises RuleBroken where there is no such arrow."""
    move = EXCHANGES[verb]
    if current not in move.sources:
        raise RuleBroken(
            N_("Cet échange est déjà « %(now)s » : rien n’a changé."), now=current.label
        )
    return move.target
