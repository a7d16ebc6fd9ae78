"""The form that corrects a booking."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.web.forms import sentence_of, whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.catalog import queries as catalog
from app.pickups import actions, messages, queries, rules
from app.pickups.messages import ABOUT, About
from app.pickups.models import Condition, Pickup, PickupThing
from app.pickups.rules import Amendment, Line
from app.pickups.staff import words
from app.pickups.staff.door import WRITERS, bp
from app.pickups.staff.forms import MOST_PIECES, AmendForm, TypedLine, of_thousandths
from app.slots import queries as slots
from app.slots.rules import Window
from app.territory import queries as territory

MOST_PIECE_G: Final = 1_000_000
MOST_PIECE_ML: Final = 20_000_000
_SAID: Final = {
    True: N_("%(ref)s est corrigé, la personne est prévenue."),
    False: N_("%(ref)s est corrigé. Aucun message ne part."),
}


@bp.get("/<uuid:pickup_id>/modification")
@may(*WRITERS)
def edit(pickup_id: UUID) -> Response:
    """Show a booking as a form."""
    pickup = queries.by_id(db.session(), pickup_id)
    if pickup.status not in actions.OPEN or pickup.erased_at is not None:
        return go(url_for(".show", pickup_id=pickup.id))
    form = AmendForm(formdata=None)
    form.fill(pickup, queries.version(db.session(), pickup))
    return _draw(pickup, form)


@bp.post("/<uuid:pickup_id>/modification")
@may(*WRITERS)
def amend(pickup_id: UUID) -> Response:
    """Correct a booking; a line more is asked for by a button of the same form."""
    pickup, form = queries.by_id(db.session(), pickup_id), AmendForm()
    form.read_lines()
    if "plus" in request.form:
        form.widen()
        return _draw(pickup, form)
    valid, lines = form.validate(), _lines(pickup, form.lines)
    insee = _insee(pickup, form)
    if not valid or not insee or any(line.error for line in form.lines):
        return _draw(pickup, form, 422)
    reached = pickup.email, pickup.phone
    was = pickup.occurrence.starts_at if pickup.occurrence else None
    try:
        actions.unchanged_since(db.session(), pickup, whole_number(form.version.data))
        wish = form.amendment(lines, insee)
        changed = actions.amend(db.session(), pickup, wish, actor=current_actor(), now=clock.now())
    except Stale as late:
        form.form_errors.append(sentence_of(late))
        return _draw(pickup, form, 409)
    except RuleBroken as refusal:
        form.broken(refusal)
        if refusal.field in {"where", "slot"}:
            _suggest(form, wish)
        return _draw(pickup, form, 422)
    if changed:
        new = (pickup.email, pickup.phone) != reached
        told = form.notify.data and _tell(pickup, new=new, was=was)
        messages.offer_what_is_free()
        flash(_(_SAID[bool(told)], ref=pickup.reference), "success")
    return go(url_for(".show", pickup_id=pickup.id))


def _tell(pickup: Pickup, *, new: bool, was: datetime | None) -> bool:
    """Tell what is noted now: all of it to a contact that hears of it for the first time."""
    first = ABOUT.get(pickup.status) if new else None
    return messages.tell(pickup, first or About.CORRECTED, was=was)


def _insee(pickup: Pickup, form: AmendForm) -> str:
    """Return the commune that is meant, empty once it is said why none is."""
    if not form.where.data or form.where.data == pickup.commune.name:
        return pickup.insee if form.where.data else ""
    ours = territory.territory(db.session(), current_app.config["REBOND"].territory)
    try:
        return rules.commune_of(
            territory.resolve(db.session(), form.where.data, territory=ours, geocoder=None)
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return ""


def _suggest(form: AmendForm, wish: Amendment) -> None:
    """Offer the days that serve the commune that was typed and carry what was typed."""
    terms = queries.policy_at(db.session(), wish.insee)
    if terms is None:
        return
    form.looked = True
    need, today = rules.effort(wish.lines, floor=wish.floor, lift=wish.lift), clock.today()
    found = slots.open_slots(
        db.session(),
        Window(today, rules.window(terms, today).last),
        now=clock.now(),
        need=need.load,
        people=need.people,
        insee=wish.insee,
    )
    form.slot.choices = [
        SelectChoice(each.key, f"{words.day(each.day)}, {words.slot(each)}") for each in found
    ]


def _draw(pickup: Pickup, form: AmendForm, status: int = 200) -> Response:
    return page(
        "pickups/staff/edit.html",
        pickup=pickup,
        form=form,
        conditions=[(each.value, _(label)) for each, label in words.CONDITIONS.items()],
        when=words.when(pickup),
        status=status,
    )


def _lines(pickup: Pickup, typed: Sequence[TypedLine]) -> list[Line]:
    """Return the lines that are to stay, each mistake noted on its line.

    A line whose name did not change keeps its object; another one is looked up.
    """
    kept = [line for line in typed if not line.blank]
    if not kept and pickup.listed and typed:
        typed[0].error = _("Gardez au moins une chose, ou annulez l’enlèvement.")
    return [made for line in kept if (made := _line(pickup, line)) is not None]


def _line(pickup: Pickup, typed: TypedLine) -> Line | None:
    if not (typed.quantity.isascii() and typed.quantity.isdigit()):
        typed.error = _("« %(name)s » : écrivez combien, en chiffres.", name=typed.name)
        return None
    quantity = int(typed.quantity)
    if not 1 <= quantity <= MOST_PIECES:
        typed.error = _("« %(name)s » : de 1 à 99 pièces par ligne.", name=typed.name)
        return None
    if typed.condition not in set(Condition):
        typed.error = _("« %(name)s » : choisissez un état.", name=typed.name)
        return None
    known = _known(pickup, typed) or _looked_up(typed)
    mass_g = of_thousandths(typed.mass_kg) if typed.mass_kg else known and known.mass_g
    volume_ml = of_thousandths(typed.volume_l) if typed.volume_l else known and known.volume_ml
    if not mass_g or not volume_ml or mass_g > MOST_PIECE_G or volume_ml > MOST_PIECE_ML:
        typed.error = _(
            "« %(name)s » : écrivez le poids en kilogrammes et le volume en litres d’une pièce.",
            name=typed.name,
        )
        return None
    return Line(
        name=known.name if known else typed.name,
        quantity=quantity,
        condition=Condition(typed.condition),
        object_id=known.object_id if known else None,
        mass_g=mass_g,
        volume_ml=volume_ml,
    )


def _known(pickup: Pickup, typed: TypedLine) -> Line | None:
    """Return the booked line that this one still is."""
    found: PickupThing | None = next(
        (each for each in pickup.listed if each.name == typed.name), None
    )
    if found is None:
        return None
    return Line(
        name=found.name,
        quantity=1,
        object_id=found.object_id,
        mass_g=found.mass_g,
        volume_ml=found.volume_ml,
    )


def _looked_up(typed: TypedLine) -> Line | None:
    """Return the dictionary's thing of this name, if it has one."""
    hits = catalog.index(db.session()).search(typed.name, 1)
    if not hits or hits[0].guess:
        return None
    found = catalog.by_ids(db.session(), [hits[0].id]).get(hits[0].id)
    if found is None:
        return None
    return Line(
        name=found.name,
        quantity=1,
        object_id=found.id,
        mass_g=found.mass_g,
        volume_ml=found.volume_ml,
    )
