"""What the crew notes of a visit, from the pickup's page or from the road."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.guards import current_actor
from app.pickups import actions, messages, rules
from app.pickups.messages import About
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import Who
from app.pickups.staff import words
from app.pickups.staff.forms import OutcomeForm
from app.pickups.staff.hands import hand

TOLD: Final[Mapping[PickupStatus, About]] = {
    PickupStatus.REFUSED: About.REFUSED,
    PickupStatus.ABSENT: About.ABSENT,
    PickupStatus.LEFT: About.LEFT,
}
"""Which outcomes are told to the asker, as what."""


@dataclass(frozen=True)
class Piece:
    """One line of things, and how many are said to stay."""

    number: int
    label: str
    quantity: int
    left: str


@dataclass(frozen=True)
class Noting:
    """The form of an outcome and what it lists; `open`: it may be noted now."""

    form: OutcomeForm
    pieces: list[Piece]
    open: bool

    @property
    def troubled(self) -> bool:
        """Tell whether something is said to stay, or has to be said better."""
        return bool(self.form.errors or self.form.form_errors or self.form.why.data)


def noted(pickup: Pickup) -> OutcomeForm:
    """Note what a form says of a visit, tell the asker what they cannot see; return the form.

    Its errors are empty once it is noted: the first time or by the same form sent before.
    """
    form = OutcomeForm()
    form.read(pickup)
    outcome = form.outcome(pickup) if form.validate() else None
    if outcome is None:
        return form
    try:
        news = actions.note_outcome(
            db.session(),
            pickup,
            outcome,
            by=hand(),
            actor=current_actor(),
            today=clock.today(),
            now=clock.now(),
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return form
    if news:
        _tell(pickup)
    return form


def _tell(pickup: Pickup) -> None:
    """Tell the asker what was noted, unless all was taken before their eyes."""
    about = TOLD.get(pickup.status)
    if about is None and any(thing.left_quantity for thing in pickup.listed):
        about = About.LEFT
    if about is not None:
        messages.tell(pickup, about)
    if pickup.status in rules.FREEING:
        messages.offer_what_is_free()


def noting(pickup: Pickup, form: OutcomeForm | None = None) -> Noting:
    """Return the form to note a visit, blank unless one was sent."""
    made = form or OutcomeForm(formdata=None)
    typed = made.left if form is not None else {}
    pieces = [
        Piece(t.number, words.thing(t), t.quantity, typed.get(t.number, "")) for t in pickup.listed
    ]
    return Noting(made, pieces, may_be_noted(pickup))


def may_be_noted(pickup: Pickup) -> bool:
    """Tell whether this hand may note the visit today."""
    visit = pickup.occurrence
    if "collect" not in rules.verbs(pickup.status, hand()) or visit is None:
        return False
    today = clock.today()
    return visit.day == today if hand() is Who.DRIVER else visit.day <= today
