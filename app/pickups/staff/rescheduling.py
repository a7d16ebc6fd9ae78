"""Another slot for a visit, or its first."""

from uuid import UUID

from flask import Response, flash, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.web.forms import whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.pickups import actions, messages, queries, rules
from app.pickups.messages import About
from app.pickups.models import Pickup, PickupStatus
from app.pickups.staff import words
from app.pickups.staff.door import WRITERS, bp
from app.pickups.staff.forms import SlotForm
from app.pickups.staff.hands import hand
from app.slots import queries as slots
from app.slots.rules import Slot, Window

FIRST_SLOT = frozenset({PickupStatus.WAITING, PickupStatus.CALLBACK})


@bp.get("/<uuid:pickup_id>/creneau")
@may(*WRITERS)
def slot(pickup_id: UUID) -> Response:
    """Show the slots that can carry this visit."""
    pickup = queries.by_id(db.session(), pickup_id)
    form = SlotForm(formdata=None)
    form.version.data = str(queries.version(db.session(), pickup))
    return _draw(pickup, form)


@bp.post("/<uuid:pickup_id>/creneau")
@may(*WRITERS)
def reschedule(pickup_id: UUID) -> Response:
    """Move a visit, or give it the slot that it lacks."""
    pickup, form = queries.by_id(db.session(), pickup_id), SlotForm()
    if not form.validate():
        return _draw(pickup, form, 422)
    try:
        actions.unchanged_since(db.session(), pickup, whole_number(form.version.data))
        _give(pickup, form.slot.data)
    except Stale:
        raise
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(pickup, form, 422)
    flash(_("Nouveau créneau : %(when)s.", when=words.when(pickup)), "success")
    return go(url_for(".show", pickup_id=pickup.id))


def _give(pickup: Pickup, key: str) -> None:
    """Move a live visit, schedule another, and tell the asker what changed."""
    status, sequence = pickup.status, pickup.sequence
    was = pickup.occurrence.starts_at if pickup.occurrence else None
    session, actor, today, now = db.session(), current_actor(), clock.today(), clock.now()
    if status in rules.LIVE:
        actions.reschedule(session, pickup, key, by=hand(), actor=actor, today=today, now=now)
    else:
        actions.schedule(session, pickup, key, actor=actor, today=today, now=now)
    if pickup.sequence != sequence:
        about = About.CONFIRMED if status in FIRST_SLOT else About.MOVED
        messages.tell(pickup, about, was=was)
        messages.offer_what_is_free()


def _draw(pickup: Pickup, form: SlotForm, status: int = 200) -> Response:
    possible = pickup.status in rules.LIVE or "schedule" in rules.verbs(pickup.status, hand())
    found = _open(pickup) if possible else []
    near = queries.days_passing(db.session(), pickup.insee, clock.today(), _window(pickup).last)
    first = [each for each in found if (each.pattern_id, each.day) in near]
    others = [each for each in found if each not in first]
    form.slot.choices = [SelectChoice(each.key, _label(each)) for each in (*first, *others)]
    return page(
        "pickups/staff/slot.html",
        pickup=pickup,
        form=form,
        possible=possible,
        when=words.when(pickup),
        state=words.state(pickup),
        near={each.key for each in first},
        status=status,
    )


def _open(pickup: Pickup) -> list[Slot]:
    """Return the slots to choose from, the visit's own left out; staff ignore the notice."""
    own = pickup.occurrence.key if pickup.occurrence and pickup.status in rules.LIVE else ""
    found = slots.open_slots(
        db.session(),
        _window(pickup),
        now=clock.now(),
        need=pickup.load,
        people=pickup.people,
        insee=pickup.insee,
    )
    return [each for each in found if each.key != own]


def _window(pickup: Pickup) -> Window:
    today = clock.today()
    terms = queries.policy_at(db.session(), pickup.insee)
    return Window(today, rules.window(terms, today).last if terms else today)


def _label(each: Slot) -> str:
    return _(
        "%(day)s, %(slot)s · reste %(left)d arrêts",
        day=words.day(each.day),
        slot=words.slot(each),
        left=each.left.places,
    )
