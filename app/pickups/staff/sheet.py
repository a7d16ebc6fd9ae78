"""The page of one pickup: all we know, all that happened, what may be done now."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.web import french
from app.base.web.forms import whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners import queries as partners
from app.pickups import actions, messages, queries, rules
from app.pickups.messages import About
from app.pickups.models import Pickup
from app.pickups.rules.photos import OPEN
from app.pickups.staff import words
from app.pickups.staff.door import READERS, WRITERS, bp
from app.pickups.staff.forms import OutcomeForm, ReasonForm
from app.pickups.staff.hands import hand, writes
from app.pickups.staff.noting import noted, noting
from app.slots import queries as slots

NOUNS: Final[Mapping[str, str]] = {
    "confirmation": "confirm",
    "refus": "refuse",
    "annulation": "cancel",
    "correction": "reopen",
}
TOLD: Final[Mapping[str, About]] = {
    "confirm": About.CONFIRMED,
    "refuse": About.REFUSED,
    "cancel": About.CANCELLED,
}
SAID: Final[Mapping[str, str]] = {
    "confirm": N_("%(ref)s est confirmé."),
    "refuse": N_("%(ref)s est refusé."),
    "cancel": N_("%(ref)s est annulé, la place est libre."),
    "reopen": N_("%(ref)s reste à faire : ce qui était noté est effacé."),
}
REASONED: Final = frozenset({"refuse", "cancel"})
_SPOT: Final = frozenset({"collect", "absent", "leave"})


@bp.get("/<uuid:pickup_id>")
@may(*READERS)
def show(pickup_id: UUID) -> Response:
    """Show a pickup."""
    return draw(queries.by_id(db.session(), pickup_id))


@bp.post("/<uuid:pickup_id>/<any(confirmation, refus, annulation, correction):noun>")
@may(*WRITERS)
def move(pickup_id: UUID, noun: str) -> Response:
    """Confirm, refuse, cancel, or take back what was noted."""
    pickup, verb, form = queries.by_id(db.session(), pickup_id), NOUNS[noun], ReasonForm()
    still(pickup)
    if verb in REASONED and not form.validate():
        return draw(pickup, reasons={verb: form}, status=422)
    try:
        _do(pickup, verb, (form.reason.data or "") if verb in REASONED else "")
    except Stale:
        raise
    except RuleBroken as refusal:
        form.broken(refusal)
        return draw(pickup, reasons={verb: form}, status=422)
    flash(_(SAID[verb], ref=pickup.reference), "success")
    if request.form.get("retour") == "liste":
        return go(url_for(".index"))
    return go(url_for(".show", pickup_id=pickup.id))


@bp.post("/<uuid:pickup_id>/passage")
@may(*READERS)
def note(pickup_id: UUID) -> Response:
    """Note what became of the visit."""
    pickup = queries.by_id(db.session(), pickup_id)
    form = noted(pickup)
    if form.errors or form.form_errors:
        return draw(pickup, outcome=form, status=422)
    flash(_("C’est noté : %(state)s.", state=words.state(pickup)), "success")
    return go(url_for(".show", pickup_id=pickup.id))


def still(pickup: Pickup) -> None:
    """Raise Stale when the page that sent this form shows what is no longer so.

    A button of a list carries no version: the diagram alone guards it.
    """
    sent = request.form.get("version")
    if sent is not None:
        actions.unchanged_since(db.session(), pickup, whole_number(sent))


def draw(
    pickup: Pickup,
    *,
    reasons: Mapping[str, ReasonForm] | None = None,
    outcome: OutcomeForm | None = None,
    status: int = 200,
) -> Response:
    """Draw the page of a pickup, with what was typed when something is wrong with it."""
    verbs = rules.verbs(pickup.status, hand())
    version = len(pickup.events)
    giver = partners.named(db.session(), pickup.organisation_id)
    return page(
        "pickups/staff/show.html",
        pickup=pickup,
        stop=words.stop(pickup),
        when=words.when(pickup),
        facts=_facts(pickup),
        things=[_thing(pickup, number) for number in range(len(pickup.listed))],
        history=[words.happened(event) for event in pickup.events],
        version=version,
        verbs={verb: _(rules.MOVES[verb].label) for verb in verbs if writes()},
        moves=pickup.status in rules.LIVE and writes(),
        amends=pickup.status in actions.OPEN and pickup.erased_at is None and writes(),
        photographs=pickup.status in OPEN and pickup.erased_at is None and writes(),
        reasons={verb: ReasonForm(formdata=None) for verb in REASONED} | dict(reasons or {}),
        wrong=set(reasons or {}),
        noting=noting(pickup, outcome) if _SPOT & set(verbs) else None,
        unplanned=_is_unplanned(pickup),
        missed=french.moment(pickup.missed_at) if pickup.missed_at else "",
        phone=words.phone(pickup),
        giver=giver,
        givers=partners.choices(db.session()) if writes() else [],
        status=status,
    )


def _do(pickup: Pickup, verb: str, reason: str) -> None:
    session, actor, now = db.session(), current_actor(), clock.now()
    if verb == "reopen":
        actions.reopen(session, pickup, actor=actor, now=now)
        return
    actions.advance(session, pickup, verb, by=hand(), actor=actor, now=now, reason=reason)
    messages.tell(pickup, TOLD[verb])
    if pickup.status in rules.FREEING:
        messages.offer_what_is_free()


def _facts(pickup: Pickup) -> list[tuple[str, object]]:
    place = pickup.commune.name
    offer = pickup.waiting
    return [
        (_("Quand"), words.when(pickup)),
        (_("Adresse"), f"{pickup.address}, {place}" if pickup.address else place),
        (_("Étage"), words.floor(pickup)),
        (_("Pour trouver la porte"), pickup.access),
        (_("À porter"), _weight(pickup)),
        (_("Équipe"), _("%(people)s, %(time)s de travail", **_crew(pickup))),
        (_("Prix"), words.price(pickup)),
        (_("Conditions"), pickup.policy.name if pickup.policy else None),
        (_("Demande faite"), _(words.SOURCES[pickup.source])),
        (_("Relevé sur la camionnette"), _noted(pickup)),
        (_("Raison donnée"), pickup.reason),
        (
            _("Place proposée jusqu’au"),
            french.moment(offer.offer_until) if offer and offer.offer_until else None,
        ),
    ]


def _weight(pickup: Pickup) -> str:
    return _(
        "environ %(mass)s, %(volume)s",
        mass=french.about(pickup.mass_g),
        volume=words.volume(pickup.volume_ml),
    )


def _crew(pickup: Pickup) -> dict[str, str]:
    return {"people": words.people(pickup.people), "time": words.minutes(pickup.crew_minutes)}


def _noted(pickup: Pickup) -> str | None:
    return french.mass(pickup.noted_mass_g) if pickup.noted_mass_g is not None else None


def _thing(pickup: Pickup, number: int) -> dict[str, Any]:
    each = pickup.listed[number]
    return {
        "name": each.name,
        "quantity": each.quantity,
        "condition": _(words.CONDITIONS[each.condition]),
        "mass": french.about(each.quantity * each.mass_g),
        "left": each.left_quantity or "",
    }


def _is_unplanned(pickup: Pickup) -> bool:
    """Tell whether somebody waits for a day that the calendar no longer has."""
    if pickup.status not in rules.LIVE or pickup.occurrence is None:
        return False
    slot = slots.one(db.session(), pickup.occurrence.key, now=clock.now())
    return slot is None or not slot.planned
