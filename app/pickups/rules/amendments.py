"""What staff correct in a booking, and what a day lacks to carry it."""

from dataclasses import dataclass

from app.pickups.models import Pickup
from app.pickups.rules.bookings import Line
from app.slots.loads import Load


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """Things, commune, door and contact as they should be.

    `slot` is the key of another day, for a commune that the booked one does not serve; empty:
    the day stays.
    """

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


def changed(pickup: Pickup, wish: Amendment) -> list[str]:
    """Return the names of what differs; names alone, since the trail names nobody."""
    facts = {
        "commune": (pickup.insee, wish.insee),
        "address": (pickup.address or "", wish.address),
        "floor": (pickup.floor, wish.floor),
        "lift": (pickup.lift, wish.lift),
        "access": (pickup.access or "", wish.access),
        "contact_name": (pickup.contact_name or "", wish.contact_name),
        "email": (pickup.email, wish.email),
        "phone": (pickup.phone, wish.phone),
        "things": (_listed(pickup), [_facts(line) for line in wish.lines]),
    }
    return [name for name, (before, after) in facts.items() if before != after]


def missing(left: Load, need: Load) -> Load:
    """Return how much a day lacks to carry `need`, nothing below zero."""
    more = need - left
    return Load(
        max(more.places, 0), max(more.mass_g, 0), max(more.volume_ml, 0), max(more.crew_minutes, 0)
    )


def _listed(pickup: Pickup) -> list[tuple[object, ...]]:
    return [
        (t.name, t.quantity, t.condition, t.object_id, t.mass_g, t.volume_ml) for t in pickup.listed
    ]


def _facts(line: Line) -> tuple[object, ...]:
    return (
        line.name,
        line.quantity,
        line.condition,
        line.object_id,
        line.mass_g,
        line.volume_ml,
    )
