"""Which terms hold at a commune, and what they say of the things somebody lists."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.base.core.text import N_
from app.pickups.models import PickupPolicy, PolicyThing, Verdict
from app.pickups.rules.bookings import Line

GRAMS = 1000


class Kind(StrEnum):
    """How a booking goes on when nothing refuses it."""

    AT_ONCE = "tout-de-suite"
    ON_REVIEW = "apres-lecture"


@dataclass(frozen=True)
class Refusal:
    """Why something cannot be fetched: a sentence with its values; `line` is which thing, or
    none when it is the whole.
    """  # noqa: D205 - two facts

    sentence: str
    values: tuple[tuple[str, object], ...] = ()
    line: int | None = None


@dataclass(frozen=True)
class Decision:
    """What the terms say of a list: `refusals` is empty when it can be booked."""

    kind: Kind
    refusals: tuple[Refusal, ...] = ()

    @property
    def allowed(self) -> bool:
        """Tell whether it can be booked."""
        return not self.refusals


def policy_for(policies: Iterable[PickupPolicy], zones: frozenset[UUID]) -> PickupPolicy | None:
    """Return the terms that hold in the zones of a commune: a zone's own before everywhere's."""
    active = [each for each in policies if each.active]
    own = [each for each in active if each.zone_id in zones]
    everywhere = [each for each in active if each.zone_id is None]
    return min(own, key=_order, default=min(everywhere, key=_order, default=None))


def decide(policy: PickupPolicy, lines: Sequence[Line]) -> Decision:
    """Return whether the terms take `lines`, and whether somebody has to look first.

    What the dictionary does not know is looked at first; what no line of the terms names is
    refused. A maximum is that of all the things its line of the terms decides on, together.
    """
    refusals: list[Refusal] = []
    asked: Counter[int] = Counter()
    review = not policy.at_once
    for number, line in enumerate(lines):
        found = _verdict(policy.things, line)
        if found is None or found.verdict is Verdict.REFUSED:
            if line.object_id is None:
                review = True
                continue
            refusals.append(_refused(number, line, found))
            continue
        review = review or found.verdict is Verdict.ON_REVIEW
        asked[id(found)] += line.quantity
        if found.max_quantity is not None and asked[id(found)] > found.max_quantity:
            refusals.append(_too_many(number, line, found))
    refusals += _limits(policy, lines)
    return Decision(Kind.ON_REVIEW if review else Kind.AT_ONCE, tuple(refusals))


def _order(policy: PickupPolicy) -> tuple[str, str]:
    return (policy.name, str(policy.id))


def _verdict(things: Iterable[PolicyThing], line: Line) -> PolicyThing | None:
    """Return the narrowest line of the terms that names a thing."""
    if line.object_id is None:
        return None
    known = list(things)
    by_object = [each for each in known if each.object_id == line.object_id]
    by_subfamily = [each for each in known if each.subfamily and each.subfamily == line.subfamily]
    by_family = [each for each in known if each.family and each.family == line.family]
    return next(iter((*by_object, *by_subfamily, *by_family)), None)


def _refused(number: int, line: Line, found: PolicyThing | None) -> Refusal:
    if found is not None and found.note:
        return Refusal(
            N_("Nous ne prenons pas « %(thing)s » : %(why)s."),
            (("thing", line.name), ("why", found.note.rstrip("."))),
            number,
        )
    return Refusal(
        N_("Nous ne venons pas chercher « %(thing)s »."), (("thing", line.name),), number
    )


def _too_many(number: int, line: Line, found: PolicyThing) -> Refusal:
    return Refusal(
        N_("« %(thing)s » : %(n)d au plus par passage."),
        (("thing", line.name), ("n", found.max_quantity)),
        number,
    )


def _limits(policy: PickupPolicy, lines: Sequence[Line]) -> list[Refusal]:
    """Return what the whole list goes beyond."""
    found = []
    count = sum(line.quantity for line in lines)
    mass_g = sum(line.quantity * line.mass_g for line in lines)
    if count < policy.min_things:
        found.append(
            Refusal(
                N_("Nous passons à partir de %(n)d objets : apportez-les plutôt."),
                (("n", policy.min_things),),
            )
        )
    if count > policy.max_things:
        found.append(
            Refusal(
                N_("%(n)d objets au plus par passage. Pour davantage, demandez un débarras."),
                (("n", policy.max_things),),
            )
        )
    if mass_g > policy.max_mass_g:
        found.append(
            Refusal(
                N_("Environ %(mass)d kg : c’est plus que les %(most)d kg d’un passage."),
                (("mass", -(-mass_g // GRAMS)), ("most", policy.max_mass_g // GRAMS)),
            )
        )
    return found
