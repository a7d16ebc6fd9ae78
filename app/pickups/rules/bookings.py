"""What somebody asks for, complete and well formed, not yet allowed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.pickups.models import Condition, PickupThing, Source
from app.territory.rules.places import Ask as Question
from app.territory.rules.places import Decision as Where
from app.territory.rules.places import Unknown

SUMMARY_MAX = 600


@dataclass(frozen=True, kw_only=True)
class Line:
    """One kind of thing to take; grams and millilitres are for one piece.

    Without `object_id` it is what the asker wrote: the dictionary does not know it.
    """

    name: str
    quantity: int
    condition: Condition = Condition.UNKNOWN
    object_id: int | None = None
    family: str | None = None
    subfamily: str | None = None
    mass_g: int
    volume_ml: int


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What is asked: things, door, contact, when.

    `slot` is the key of a day, empty for the waiting list (`waits`) or a call back
    (`clearance`). `photos` are names of files kept already.
    """

    form_key: str
    lines: tuple[Line, ...]
    insee: str
    address: str
    floor: int = 0
    lift: bool = False
    access: str = ""
    contact_name: str = ""
    email: str | None
    phone: str | None
    slot: str = ""
    waits: bool = False
    clearance: bool = False
    photos: tuple[str, ...] = ()
    source: Source = Source.PUBLIC


def summary(lines: Iterable[Line | PickupThing]) -> str:
    """Return the lines as one: `2 × écran d’ordinateur, 1 × réfrigérateur`."""
    text = ", ".join(f"{line.quantity} × {line.name}" for line in lines)
    return text if len(text) <= SUMMARY_MAX else text[: SUMMARY_MAX - 1] + "…"


def commune_of(answer: Where) -> str:
    """Return the INSEE code of the commune that an answer to "Où ?" names.

    Raises RuleBroken (field "where") when it is unclear, unknown or out of the territory.
    """
    if isinstance(answer, Unknown):
        raise RuleBroken(answer.reason.text, field="where", **answer.reason.values)
    if isinstance(answer, Question):
        raise RuleBroken(
            N_("Plusieurs communes répondent à ce nom. Écrivez par exemple : %(choices)s."),
            field="where",
            choices=_some([choice.value for choice in answer.choices]),
        )
    if not answer.place.in_territory:
        raise RuleBroken(
            N_("%(commune)s est hors du territoire où nous passons."),
            field="where",
            commune=answer.place.commune,
        )
    return answer.place.insee


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3])
