"""Public pages of the pickups: ask, follow, cancel."""

from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.base import db
from app.base.core import clock
from app.base.core.actors import VISITOR
from app.base.core.errors import RuleBroken
from app.base.core.text import N_, clean
from app.base.outbox import actions as outbox
from app.base.web.french import day_and_hours
from app.base.web.guards import anyone
from app.base.web.hypermedia import go, page
from app.base.web.limits import limit
from app.pickups import actions, queries, rules
from app.pickups.forms import AskForm
from app.pickups.models import Pickup
from app.slots import queries as slots
from app.slots.rules import Slot
from app.territory import queries as territory

bp = Blueprint("pickups", __name__, url_prefix="/enlevements")


@bp.get("/nouveau")
@anyone
def new() -> Response:
    """Show the form; `objet` and `ou` come from the search."""
    form = AskForm(formdata=None)
    form.fresh()
    form.things.data = clean(", ".join(request.args.getlist("objet")), limit=600)
    form.where.data = clean(request.args.get("ou", ""), limit=200)
    return _form(form)


@bp.post("/nouveau")
@anyone
@limit("20 per hour")
def create() -> Response:
    """Book the visit; a form with an error comes back with all that was typed."""
    form = AskForm()
    if not form.validate():
        return _form(form, status=422)
    try:
        pickup = actions.ask(
            db.session(), form.ask(_insee(form)), today=clock.today(), now=clock.now()
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return _form(form, status=422)
    secret = queries.secret(current_app.config["SECRET_KEY"], pickup)
    _confirm_by_mail(pickup, secret)
    return go(url_for(".show", secret=secret))


@bp.get("/<secret>")
@anyone
def show(secret: str) -> Response:
    """Show a pickup to who holds its link."""
    pickup = _by_secret(secret)
    return _private(page("pickups/show.html", **_shown(pickup), secret=secret))


@bp.get("/<secret>/annulation")
@anyone
def ask_to_cancel(secret: str) -> Response:
    """Ask before cancelling: mail scanners follow links."""
    pickup = _by_secret(secret)
    return _private(page("pickups/cancel.html", **_shown(pickup), secret=secret))


@bp.post("/<secret>/annulation")
@anyone
def cancel(secret: str) -> Response:
    """Cancel on the asker's word; the place is free again."""
    pickup = _by_secret(secret)
    actions.move(db.session(), pickup, "cancel", actor=VISITOR, now=clock.now())
    return go(url_for(".show", secret=secret))


def _by_secret(secret: str) -> Pickup:
    return queries.by_secret(db.session(), current_app.config["SECRET_KEY"], secret)


def _shown(pickup: Pickup) -> dict[str, Any]:
    visit = pickup.occurrence
    return {
        "pickup": pickup,
        "state": _(rules.LABELS[pickup.status]),
        "when": day_and_hours(visit.day, visit.starts, visit.ends),
        "verbs": rules.verbs(pickup.status, staff=False),
    }


def _form(form: AskForm, status: int = 200) -> Response:
    """Draw the form with the slots that are open now."""
    open_slots = slots.open_slots(db.session(), today=clock.today())
    form.slot.choices = [SelectChoice(slot.key, _label(slot)) for slot in open_slots]
    return page("pickups/new.html", form=form, status=status)


def _label(slot: Slot) -> str:
    left = _("1 place") if slot.left == 1 else _("%(n)d places", n=slot.left)
    return f"{day_and_hours(slot.day, slot.starts, slot.ends)} ({left})"


def _insee(form: AskForm) -> str:
    """Return the commune typed. Raises RuleBroken when it is not clear or not ours."""
    ours = territory.territory(db.session(), current_app.config["REBOND"].territory)
    answer = territory.resolve(db.session(), form.where.data, territory=ours, geocoder=None)
    return rules.commune_of(answer)


def _confirm_by_mail(pickup: Pickup, secret: str) -> None:
    """Put the confirmation in the outbox, in the same transaction."""
    if not pickup.email:
        return
    visit = pickup.occurrence
    link = current_app.config["REBOND"].base_url + url_for(".show", secret=secret)
    sentences = [
        _("Bonjour,"),
        _("Nous avons bien reçu votre demande d’enlèvement %(ref)s.", ref=pickup.reference),
        _("Passage prévu : %(when)s.", when=day_and_hours(visit.day, visit.starts, visit.ends)),
        _("Suivre ou annuler : %(link)s", link=link),
    ]
    outbox.mail(
        db.session(),
        to=pickup.email,
        subject=_(N_("Votre demande d’enlèvement %(ref)s"), ref=pickup.reference),
        text="\n\n".join(sentences),
        dedupe=f"pickup-{pickup.id}-asked",
        now=clock.now(),
    )


def _private(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
