"""The booking form at work: one page of plain HTML that grows, for the public and for staff."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base import db
from app.base.core import clock
from app.base.core.codes import keyed_hash
from app.base.core.errors import RuleBroken
from app.base.core.phones import e164
from app.base.core.text import N_
from app.base.web.forms import sentence_of
from app.base.web.french import day, day_and_hours, hour
from app.base.web.guards import current_actor
from app.base.web.hypermedia import go, page
from app.base.web.visitors import network
from app.partners.models import Organisation
from app.pickups import actions, messages, nearby, photos, queries, reading, rules
from app.pickups.actions.giving import give_from
from app.pickups.forms import CONDITIONS, LINES, PHOTOS, BookingForm
from app.pickups.messages import ABOUT
from app.pickups.models import Pickup, Source
from app.pickups.reading import Draft
from app.pickups.rules import Booking
from app.slots import actions as slots
from app.slots.actions.holds import HELD_FOR
from app.slots.rules import Slot
from app.territory import queries as territory
from app.territory.rules.places import Decision, Found

SWAPS = ("booking-form", "slot-picker")
MORE_BYTES = 48 * 1024 * 1024
"""Photos that are too heavy get a sentence beside their field, not a page of their own."""
NO_SLOT = N_("Choisissez un créneau.")


@dataclass(frozen=True)
class Counter:
    """Where the form is filled in: its template, its address, who types, what comes next."""

    template: str
    address: str
    source: Source
    done: Callable[[Pickup], str]

    @property
    def by_staff(self) -> bool:
        """Tell whether the team itself types: the notice does not bind it."""
        return self.source is Source.PHONE


@dataclass(frozen=True)
class Choice:
    """A slot as one chooses it."""

    key: str
    label: str
    hint: str
    checked: bool


def blank(counter: Counter, things: Sequence[str], where: str, *, structure: str = "") -> Response:
    """Show a form that was never sent; the team books for a `structure`, or for a resident."""
    form = BookingForm(formdata=None)
    form.structure.data = structure
    form.fresh(things, where)
    return _drawn(counter, form, _draft(counter, form, _insee(form, told=True)), [])


def answer(counter: Counter) -> Response:
    """Do what the pressed button says; a mistake comes back with all that was typed."""
    form = BookingForm()
    kept, wrong = photos.keep(form.uploads, form.kept_photos)
    if form.asked.startswith("unphoto-"):
        kept = [each for each in kept if each != form.asked.removeprefix("unphoto-")]
    if form.change_lines() or form.asked in {"see", "photos"} or form.asked.startswith("unphoto-"):
        insee = _insee(form, told=bool(form.where.data))
        return _drawn(counter, form, _draft(counter, form, insee), kept, wrong)
    if form.asked == "hold":
        return _hold(counter, form, kept)
    valid = form.validate()
    insee = _insee(form, told=bool(form.where.data))
    draft = _draft(counter, form, insee)
    _blame(form, draft)
    waits = form.asked == "wait"
    form.slot.data = _chosen(form, draft)
    if not (form.slot.data or waits or form.clearance.data):
        form.slot.errors = [_(NO_SLOT)]
        valid = False
    if not valid or wrong or not insee or form.problems():
        return _drawn(counter, form, draft, kept, wrong, status=422)
    return _book(counter, form, draft, kept, waits=waits)


def _book(
    counter: Counter, form: BookingForm, draft: Draft, kept: Sequence[str], *, waits: bool
) -> Response:
    names = tuple(name for name in map(photos.name_of, kept) if name)
    wish = Booking(
        form_key=form.key or form.new_key(),
        lines=draft.things,
        insee=draft.insee,
        address=form.address.data or "",
        floor=form.floor.number,
        lift=bool(form.lift.data),
        access=form.access.data or "",
        contact_name=form.contact_name.data or "",
        email=form.email.data or None,
        phone=e164(form.phone.data) if form.phone.data else None,
        slot="" if waits or form.clearance.data else form.slot.data or "",
        waits=waits and not form.clearance.data,
        clearance=bool(form.clearance.data),
        photos=names,
        source=counter.source,
    )
    giver = _giver(counter, form)
    new = queries.by_form_key(db.session(), wish.form_key) is None
    try:
        pickup = actions.book(
            db.session(), wish, actor=current_actor(), today=clock.today(), now=clock.now()
        )
    except RuleBroken as refusal:
        _broken(form, refusal)
        again = _draft(counter, form, draft.insee)
        if refusal.field == "slot":
            form.slot.data = None
        return _drawn(counter, form, again, kept, status=422)
    made = new and pickup.form_key == wish.form_key
    if made and counter.source is not Source.PUBLIC:
        pickup.booked_by = current_user.id
    if made and giver is not None:
        give_from(db.session(), pickup, giver.id, actor=current_actor(), now=clock.now())
    if made:
        messages.tell(pickup, ABOUT[pickup.status])
    return go(counter.done(pickup))


def _hold(counter: Counter, form: BookingForm, kept: Sequence[str]) -> Response:
    """Keep the chosen slot for somebody who types."""
    insee = _insee(form, told=True)
    draft = _draft(counter, form, insee)
    slot = next((s for s in draft.offer.slots if s.key == form.slot.data), None)
    if draft.need is None or not form.key:
        return _drawn(counter, form, draft, kept)
    now = clock.now()
    try:
        slots.take(
            db.session(),
            slot,
            draft.need.load,
            form_key=form.key,
            now=now,
            until=now + HELD_FOR,
            visitor=None if counter.by_staff else _visitor(),
        )
    except RuleBroken as refusal:
        _broken(form, refusal)
        form.slot.data = None
        return _drawn(counter, form, _draft(counter, form, insee), kept, status=422)
    return _drawn(counter, form, _draft(counter, form, insee), kept)


def _drawn(  # noqa: PLR0913, PLR0917 - what a page is drawn from
    counter: Counter,
    form: BookingForm,
    draft: Draft,
    kept: Sequence[str],
    wrong: Sequence[RuleBroken] = (),
    status: int = 200,
) -> Response:
    """Draw the form with what is understood so far."""
    for refusal in wrong:
        _broken(form, refusal)
    if status == 200:  # noqa: PLR2004 - plain OK
        _blame(form, draft)
    return page(
        counter.template,
        swaps=SWAPS,
        status=status,
        form=form,
        counter=counter,
        draft=draft,
        lines=_lines(form, draft),
        choices=_choices(form, draft),
        offer=draft.offer,
        held_until=_held_until(draft),
        next_day=_next_day(draft),
        elsewhere=_elsewhere(form),
        nearest=_nearest(form, draft),
        outside=not draft.insee and bool(_outside(form)),
        conditions=CONDITIONS,
        photos=[(each, url_for("pickups.draft_photo", given=each)) for each in kept],
        most_lines=LINES,
        most_photos=PHOTOS,
        price=draft.policy.price_cents if draft.policy else 0,
        kept_days=rules.KEPT_DAYS,
        giver=_giver(counter, form),
        compressed=request.method == "GET",
    )


def _draft(counter: Counter, form: BookingForm, insee: str) -> Draft:
    return reading.draft(
        db.session(),
        form.lines.named(),
        insee,
        floor=form.floor.number,
        lift=bool(form.lift.data),
        form_key=form.key,
        today=clock.today(),
        now=clock.now(),
        by_staff=counter.by_staff,
    )


def _insee(form: BookingForm, *, told: bool) -> str:
    """Return the commune typed, empty when it is not clear or not ours: said when `told`."""
    if not form.where.data:
        return ""
    try:
        return rules.commune_of(_where(form))
    except RuleBroken as refusal:
        if told:
            _broken(form, refusal)
        return ""


def _outside(form: BookingForm) -> str:
    """Return the commune typed when it lies where we do not go, else an empty text."""
    decision = _where(form) if form.where.data else None
    return (
        decision.place.insee
        if isinstance(decision, Found) and not decision.place.in_territory
        else ""
    )


def _where(form: BookingForm) -> Decision:
    ours = territory.territory(db.session(), current_app.config["REBOND"].territory)
    text = form.where.data or ""
    return territory.resolve(db.session(), text, territory=ours, geocoder=None)


def _blame(form: BookingForm, draft: Draft) -> None:
    """Put what the terms refuse beside the thing it concerns."""
    if draft.insee and draft.policy is None:
        form.where.errors = [*form.where.errors, _(actions.booking.NOT_HERE)]
    if draft.decision is None or form.clearance.data:
        return
    for refusal in draft.decision.refusals:
        sentence = _(refusal.sentence, **dict(refusal.values))
        at = draft.lines[refusal.line].at if refusal.line is not None else 0
        form.blame_line(at, sentence)


def _broken(form: BookingForm, refusal: RuleBroken) -> None:
    """Put a rule's sentence where it belongs in this form."""
    name = refusal.field or ""
    if name.startswith("line"):
        number = name.partition("-")[2]
        named = [at for at, _line in form.lines.named()]
        listed = int(number) if number else 0
        form.blame_line(named[listed] if listed < len(named) else 0, sentence_of(refusal))
        return
    form.broken(refusal)


def _giver(counter: Counter, form: BookingForm) -> Organisation | None:
    """Return the open structure that the team books for, if any."""
    if not counter.by_staff or form.giver is None:
        return None
    found = db.session().get(Organisation, form.giver)
    return found if found is not None and found.closed_at is None else None


def _visitor() -> str:
    return keyed_hash(current_app.config["SECRET_KEY"], "hold", network())


def _lines(form: BookingForm, draft: Draft) -> list[Mapping[str, Any]]:
    """Return each line of the form with what was understood of it."""
    understood = {each.at: each for each in draft.lines}
    return [
        {
            "typed": typed,
            "error": form.lines.faults.get(number, ""),
            "read": understood.get(number),
        }
        for number, typed in enumerate(form.lines.data)
    ]


def _choices(form: BookingForm, draft: Draft) -> list[Choice]:
    return [
        Choice(
            slot.key,
            day_and_hours(slot.day, slot.starts, slot.ends),
            _hint(slot, draft),
            slot.key == _chosen(form, draft),
        )
        for slot in draft.offer.slots
    ]


def _chosen(form: BookingForm, draft: Draft) -> str:
    """Return the slot that is ticked, else the one this form already keeps."""
    held = draft.offer.held
    return form.slot.data or (held.key if held is not None else "")


def _hint(slot: Slot, draft: Draft) -> str:
    if slot.key in draft.offer.passing:
        return _("Une camionnette passe déjà chez vous ce jour-là : un trajet de moins.")
    return ""


def _held_until(draft: Draft) -> str:
    until = draft.offer.held_until
    return hour(clock.local(until).time().replace(second=0, microsecond=0)) if until else ""


def _next_day(draft: Draft) -> tuple[str, str] | None:
    """Return the first day beyond the terms' own days, and when it opens."""
    offer = draft.offer
    if offer.next_day is None or offer.opens_on is None:
        return None
    return day(offer.next_day), day(offer.opens_on)


def _elsewhere(form: BookingForm) -> str:
    """Return the address of the search that finds where to bring the same things."""
    names = [line.name for _at, line in form.lines.named()]
    return url_for("finder.search", objet=names, ou=form.where.data or None)


def _nearest(form: BookingForm, draft: Draft) -> str:
    """Return a sentence naming the nearest place that takes what we do not fetch."""
    insee = draft.insee or _outside(form)
    if not insee or draft.offer.slots or form.clearance.data:
        return ""
    wanted = _unfetched(form, draft)
    find = nearby.finder()
    return find(wanted, insee) if wanted and find is not None else ""


def _unfetched(form: BookingForm, draft: Draft) -> list[str]:
    """Return the names of what the terms refuse, or of everything when nothing is free."""
    if draft.decision is None:
        return [line.name for _at, line in form.lines.named()]
    refused = {each.line for each in draft.decision.refusals if each.line is not None}
    return [line.name for n, line in enumerate(draft.things) if n in refused or not refused]
