"""A pickup's own page, for who holds its link: follow, move, cancel, tell."""

import hmac

from flask import Response, flash, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.base import db
from app.base.core import clock
from app.base.core.actors import VISITOR
from app.base.core.errors import RuleBroken
from app.base.core.phones import e164
from app.base.core.text import clean
from app.base.web.french import day_and_hours
from app.base.web.guards import anyone
from app.base.web.hypermedia import go, page
from app.base.web.limits import limit
from app.pickups import actions, messages, queries, reading
from app.pickups.forms import LookupForm, NoteForm, SlotForm
from app.pickups.links import by_secret, private, secret_of
from app.pickups.messages import About
from app.pickups.models import Pickup, PickupStatus
from app.pickups.rules import Effort, Who
from app.pickups.views import shown
from app.pickups.views.door import bp


@bp.get("/suivi")
@anyone
def lookup() -> Response:
    """Ask for the reference and the contact given."""
    return page("pickups/lookup.html", form=LookupForm(formdata=None))


@bp.post("/suivi")
@anyone
@limit("12 per hour")
def find() -> Response:
    """Lead to the page of a pickup; whether a reference exists is not told."""
    form = LookupForm()
    if form.validate():
        pickup = _named(form.reference.data or "", form.contact.data or "")
        if pickup is not None:
            return go(url_for(".show", secret=secret_of(pickup)))
        form.form_errors.append(
            _(
                "Nous ne trouvons pas cette réservation. Vérifiez les deux réponses, ou appelez-nous."
            )
        )
    return page("pickups/lookup.html", form=form, status=422)


@bp.get("/<secret>")
@anyone
def show(secret: str) -> Response:
    """Show a pickup to who holds its link."""
    pickup = by_secret(secret)
    form = NoteForm(formdata=None, data={"access": pickup.access or ""})
    return private(page("pickups/show.html", **shown.context(pickup), form=form))


@bp.get("/<secret>/annulation")
@anyone
def ask_to_cancel(secret: str) -> Response:
    """Ask before cancelling: mail scanners follow links."""
    return private(page("pickups/cancel.html", **shown.context(by_secret(secret))))


@bp.post("/<secret>/annulation")
@anyone
def cancel(secret: str) -> Response:
    """Cancel on the asker's word; the place is free again."""
    pickup = by_secret(secret)
    actions.advance(db.session(), pickup, "cancel", by=Who.ASKER, actor=VISITOR, now=clock.now())
    messages.tell(pickup, About.CANCELLED)
    messages.offer_what_is_free()
    return go(url_for(".show", secret=secret))


@bp.get("/<secret>/deplacement")
@anyone
def ask_to_move(secret: str) -> Response:
    """Show the other slots that can carry it."""
    pickup = by_secret(secret)
    return _slots(pickup, SlotForm(formdata=None))


@bp.post("/<secret>/deplacement")
@anyone
@limit("40 per hour")
def move(secret: str) -> Response:
    """Take the new slot, then free the old one; the link stays the same."""
    pickup = by_secret(secret)
    form = SlotForm()
    if not form.validate():
        return _slots(pickup, form, status=422)
    before, was = pickup.sequence, pickup.occurrence.starts_at if pickup.occurrence else None
    queries.locked(db.session(), pickup)
    messages.offer_what_is_free()  # who waits comes before who moves
    try:
        actions.reschedule(
            db.session(),
            pickup,
            form.slot.data,
            by=Who.ASKER,
            actor=VISITOR,
            today=clock.today(),
            now=clock.now(),
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return _slots(pickup, form, status=422)
    if pickup.sequence > before:
        messages.tell(pickup, About.MOVED, was=was)
        messages.offer_what_is_free()
    return go(url_for(".show", secret=secret))


@bp.post("/<secret>/mot")
@anyone
@limit("40 per hour")
def note(secret: str) -> Response:
    """Keep a word for the team."""
    pickup = by_secret(secret)
    form = NoteForm()
    try:
        if form.validate():
            text = form.access.data or ""
            actions.set_access(db.session(), pickup, text, actor=VISITOR, now=clock.now())
            flash(_("Votre mot est transmis à l’équipe."), "success")
            return go(url_for(".show", secret=secret))
    except RuleBroken as refusal:
        form.broken(refusal)
    context = shown.context(pickup)
    return private(page("pickups/show.html", **context, form=form, status=422))


@bp.post("/<secret>/passage-manque")
@anyone
@limit("12 per hour")
def missed(secret: str) -> Response:
    """Hear that nobody came."""
    pickup = by_secret(secret)
    actions.report_missed(db.session(), pickup, now=clock.now())
    flash(_("C’est noté, avec nos excuses : l’équipe vous recontacte."), "success")
    return go(url_for(".show", secret=secret))


@bp.post("/<secret>/offre/acceptation")
@anyone
def accept(secret: str) -> Response:
    """Take the place that the waiting list offers."""
    pickup = by_secret(secret)
    actions.accept(db.session(), pickup, now=clock.now())
    confirmed = pickup.status is PickupStatus.CONFIRMED
    messages.tell(pickup, About.CONFIRMED if confirmed else About.ASKED)
    return go(url_for(".show", secret=secret))


@bp.post("/<secret>/offre/refus")
@anyone
def decline(secret: str) -> Response:
    """Let the offered place go to the next."""
    pickup = by_secret(secret)
    actions.decline(db.session(), pickup, now=clock.now())
    messages.hush(pickup)
    messages.offer_what_is_free()
    return go(url_for(".show", secret=secret))


def _slots(pickup: Pickup, form: SlotForm, status: int = 200) -> Response:
    """Draw the slots to which a visit may move."""
    policy = queries.policy_at(db.session(), pickup.insee)
    choices = []
    if policy is not None:
        found = reading.offer(
            db.session(),
            policy,
            Effort(pickup.load, pickup.people),
            pickup.insee,
            "",
            today=clock.today(),
            now=clock.now(),
        )
        here = pickup.occurrence.key if pickup.occurrence else ""
        choices = [
            SelectChoice(s.key, day_and_hours(s.day, s.starts, s.ends))
            for s in found.slots
            if s.key != here
        ]
    form.slot.choices = choices
    context = shown.context(pickup)
    return private(page("pickups/move.html", **context, form=form, status=status))


def _named(reference: str, contact: str) -> Pickup | None:
    """Return the pickup of a reference whose contact is the one given."""
    code = clean(reference, limit=12).upper().replace(" ", "").replace("-", "")
    pickup = queries.by_reference(db.session(), code)
    known = {pickup.email, pickup.phone} - {None} if pickup is not None else set()
    given = {contact.strip().lower(), e164(contact) or ""}
    same = [
        hmac.compare_digest(str(one).lower().encode(), two.encode())
        for one in known
        for two in given
    ]
    return pickup if any(same) else None
