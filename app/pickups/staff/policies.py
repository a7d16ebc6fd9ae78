"""The terms of fetching: listed, written, tried before they hold."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.audit import queries as trail
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import clean
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer
from app.catalog import queries as catalog
from app.pickups import queries
from app.pickups.actions import policies as actions
from app.pickups.models import PickupPolicy
from app.pickups.rules import terms as rules
from app.pickups.rules.terms import Terms
from app.pickups.staff import policy_form, policy_words, trying
from app.pickups.staff.door import READERS, WRITERS
from app.pickups.staff.policy_form import PolicyForm, Things
from app.slots import queries as slots
from app.slots.rules import fingerprint

bp = Blueprint("pickup_policies", __name__, url_prefix="/gestion/regles-enlevement")
_HEAD = (
    "nom",
    "secteur",
    "en service",
    "délai (jours)",
    "jusqu’à (jours)",
    "changer (heures avant)",
    "objets au moins",
    "objets au plus",
    "kg au plus",
    "prix (€)",
    "mot du prix",
    "confirmée tout de suite",
    "débarras",
)
FOUND = 6


@dataclass(frozen=True)
class Sent:
    """A form as it came: its fields, its list, and the terms when both can be read."""

    form: PolicyForm
    things: Things
    faults: list[tuple[str, str]]
    terms: Terms | None


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the policies, say where two of them meet, and try those in service."""
    known = queries.policies(db.session())
    zones = {zone.id: zone.name for zone in slots.zones(db.session())}
    if request.args.get("format") == "csv":
        return csv_answer("regles-enlevement", _HEAD, policy_words.cells(known, zones))
    essai, ou = _asked(request.args)
    return page(
        "pickups/staff/policies/index.html",
        swaps=("try-answer",),
        policies=known,
        zones=zones,
        words=policy_words,
        cautions=policy_words.cautions(known, zones),
        said=ngettext("%(num)d règle", "%(num)d règles", len(known)),
        export=url_for(".index", format="csv"),
        essai=essai,
        ou=ou,
        answer=trying.answer(essai, ou),
        writes=policy_words.may_write(),
    )


@bp.get("/nouvelle")
@may(*WRITERS)
def new() -> Response:
    """Show a sheet that begins as the terms of the whole territory, or as `copie`."""
    form = PolicyForm(formdata=None)
    model = _model()
    terms = Terms.of(model) if model else Terms(name="")
    form.offer_zones(_zones())
    form.fill(terms)
    form.name.data = ""
    return _draw(Sent(form, _shown(terms), [], None), None)


@bp.post("/nouvelle")
@may(*WRITERS)
def create() -> Response:
    """Write new terms, or do what another button asks."""
    sent = _sent()
    if _only_looks():
        return _draw(sent, None)
    if sent.terms is not None:
        try:
            made = actions.add(db.session(), sent.terms, actor=current_actor(), now=clock.now())
        except RuleBroken as refusal:
            sent.form.broken(refusal)
        else:
            flash(_("La règle est enregistrée."), "success")
            return go(url_for(".edit", policy_id=made.id))
    return _draw(sent, None, status=422)


@bp.get("/<uuid:policy_id>")
@may(*READERS)
def edit(policy_id: UUID) -> Response:
    """Show the terms, a box to try them, and their history."""
    policy = queries.policy(db.session(), policy_id)
    terms = Terms.of(policy)
    form = PolicyForm(formdata=None)
    form.offer_zones(_zones())
    form.fill(terms)
    form.version.data = fingerprint(terms)
    return _draw(Sent(form, _shown(terms), [], terms), policy)


@bp.post("/<uuid:policy_id>")
@may(*WRITERS)
def save(policy_id: UUID) -> Response:
    """Write the terms, or do what another button asks; on a conflict keep what was typed."""
    policy = queries.policy(db.session(), policy_id)
    sent = _sent()
    if _only_looks():
        return _draw(sent, policy)
    if sent.terms is None:
        return _draw(sent, policy, status=422)
    try:
        actions.correct(
            db.session(),
            policy,
            sent.terms,
            actor=current_actor(),
            now=clock.now(),
            seen=sent.form.version.data or "",
        )
    except Stale:
        saved = Terms.of(policy)
        sent.form.version.data = fingerprint(saved)
        told = policy_words.compared(rules.plain(saved), rules.plain(sent.terms), _names())
        return _draw(sent, policy, status=409, conflict=told)
    except RuleBroken as refusal:
        sent.form.broken(refusal)
        return _draw(sent, policy, status=422)
    flash(_("La règle est à jour. Elle vaut dès la prochaine demande."), "success")
    return go(url_for(".edit", policy_id=policy_id))


def _only_looks() -> bool:
    """Tell whether another button than "Enregistrer" was pressed."""
    return any(name in request.form for name in ("try", "look", "add", "drop"))


def _model() -> PickupPolicy | None:
    """Return the policy that a new one begins as."""
    known = queries.policies(db.session())
    wanted = request.args.get("copie", "")
    named = [each for each in known if str(each.id) == wanted]
    everywhere = [each for each in known if each.zone_id is None and each.active]
    return next(iter((*named, *everywhere)), None)


def _sent() -> Sent:
    form = PolicyForm()
    form.offer_zones(_zones())
    known = catalog.by_ids(db.session(), policy_form.object_ids(request.form))
    things = policy_form.typed(request.form, known)
    readable = form.validate()
    faults = things.check()
    terms = form.terms(things) if readable and not faults else None
    if terms is None:
        return Sent(form, things, faults, None)
    broken = list(rules.faults(terms))
    for fault in broken:
        form.broken(fault)
    return Sent(form, things, faults, None if broken else terms)


def _shown(terms: Terms) -> Things:
    named = [term.object_id for term in terms.things if term.object_id is not None]
    return policy_form.shown(terms.things, catalog.by_ids(db.session(), named))


def _zones() -> list[tuple[str, str]]:
    return [(str(zone.id), zone.name) for zone in slots.zones(db.session())]


def _names() -> policy_words.Names:
    objects = {row.id: row.name for row in catalog.all_objects(db.session())}
    return policy_words.Names(dict(_zones()), objects)


def _asked(given: Any) -> tuple[str, str]:
    """Return the things and the commune to try."""
    essai = clean(given.get("essai", ""), limit=trying.LONGEST)
    return essai, clean(given.get("ou", ""), limit=100)


def _draw(
    sent: Sent,
    policy: PickupPolicy | None,
    *,
    status: int = 200,
    conflict: list[tuple[str, str, str]] | None = None,
) -> Response:
    essai, ou = _asked(request.form)
    return page(
        "pickups/staff/policies/edit.html",
        swaps=("try-answer", "object-terms"),
        status=status,
        form=sent.form,
        things=sent.things,
        faults=sent.faults if status != 200 else [],  # noqa: PLR2004 - plain OK
        looking=_only_looks(),
        policy=policy,
        here=url_for(".edit", policy_id=policy.id) if policy else url_for(".new"),
        conflict=conflict,
        verdicts=list(policy_form.VERDICTS.items()),
        words=policy_words,
        essai=essai,
        ou=ou,
        answer=_trial(sent, policy, essai, ou),
        look=clean(request.form.get("words", ""), limit=100),
        hits=_hits(),
        writes=policy_words.may_write(),
        history=_history(policy),
    )


def _trial(sent: Sent, policy: PickupPolicy | None, essai: str, ou: str) -> trying.Answer | None:
    """Return what the terms as typed answer, when they can be read."""
    if "try" not in request.form:
        return None
    if sent.terms is None:
        return trying.Answer(fault=_("Corrigez d’abord la règle : elle ne peut pas être lue."))
    wanted = sent.terms.policy()
    if policy is not None:
        wanted.id = policy.id
    return trying.answer(essai, ou, wanted)


def _hits() -> list[Any]:
    """Return the objects that the search of exceptions finds, those already listed left out."""
    if "look" not in request.form:
        return []
    words = clean(request.form.get("words", ""), limit=100)
    held = set(policy_form.object_ids(request.form))
    found = catalog.index(db.session()).search(words, FOUND) if words else []
    return [hit for hit in found if hit.id not in held]


def _history(policy: PickupPolicy | None) -> list[dict[str, Any]]:
    if policy is None:
        return []
    entries = trail.of_subject(db.session(), actions.subject(policy), limit=20)
    return policy_words.history(entries, _names()) if entries else []
