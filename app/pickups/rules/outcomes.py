"""What the van's crew notes of a visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.pickups.models import PickupThing
from app.pickups.rules.states import Who

WHY_LEFT = N_("Dites en quelques mots pourquoi des choses restent sur place.")
ALL_LEFT = N_("Si tout reste sur place, choisissez « Laissé sur place ».")
TOO_EARLY = N_("Ce passage est à venir : il se note le jour même.")
NOT_TODAY = N_("Ce passage est d’un autre jour : demandez à l’accueil de le noter.")
HEAVIEST_G = 5_000_000


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a visit: a verb of the diagram, what was left, what was weighed.

    `left` gives the pieces that stayed, by the number of their line.
    """

    verb: str
    left: Mapping[int, int] = field(default_factory=dict)
    noted_mass_g: int | None = None
    reason: str = ""


def left_behind(things: Sequence[PickupThing], outcome: Outcome) -> dict[int, int]:
    """Return how many pieces of each line stayed where they were.

    Raises RuleBroken when more stays than there is, when all stays though the visit is said
    done, or when something stays without a why.
    """
    if outcome.verb != "collect":
        return {t.number: t.quantity if outcome.verb == "leave" else 0 for t in things}
    left = {t.number: outcome.left.get(t.number, 0) for t in things}
    for thing in things:
        if not 0 <= left[thing.number] <= thing.quantity:
            raise RuleBroken(
                N_("« %(thing)s » : il y en a %(n)d, il ne peut pas en rester %(left)d."),
                field=f"left-{thing.number}",
                thing=thing.name,
                n=thing.quantity,
                left=left[thing.number],
            )
    if things and all(left[t.number] == t.quantity for t in things):
        raise RuleBroken(ALL_LEFT)
    if any(left.values()) and not outcome.reason:
        raise RuleBroken(WHY_LEFT, field="reason")
    return left


def may_note(verb: str, visit: date | None, *, by: Who, today: date) -> None:
    """Raise RuleBroken unless `by` may note `verb` today: drivers on the day, nobody before.

    Who waits for a day has none: a driver decides nothing there.
    """
    if by is Who.DRIVER and visit != today:
        raise RuleBroken(NOT_TODAY)
    if verb != "refuse" and visit is not None and visit > today:
        raise RuleBroken(TOO_EARLY)
