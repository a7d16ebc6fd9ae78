"""The list of needs and offers, the sheet of one, its steps."""

from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.web.fields import decimal
from app.base.web.forms import sentence_of, whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, export_address, pages, sortable
from app.partners import queries as partners
from app.partners.staff.door import READERS, WRITERS, may_write
from app.synergies import actions, queries
from app.synergies.forms import EntriesForm, EntryForm, MoveForm
from app.synergies.models import Domain, EntryStatus, Material, Side, SynergyEntry
from app.synergies.places import placed
from app.synergies.queries import Filters
from app.synergies.rules import states
from app.synergies.rules.sheets import OWNERLESS, EntryFacts
from app.synergies.rules.states import Who
from app.synergies.shown import COLOURS, TONES, amount, around, left, relations_of

BASE = "/gestion/synergies"
_HEAD = (
    "structure",
    "besoin ou offre",
    "domaine",
    "matière",
    "titre",
    "commune",
    "quantité",
    "unité",
    "pris par des relations",
    "début",
    "fin",
    "régulier",
    "état",
)

bp = Blueprint("synergies_staff", __name__, url_prefix=BASE)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the needs and offers that pass the filters."""
    session, form = db.session(), EntriesForm()
    query = queries.listed(_filters(form))
    sort = form.tri.data if form.tri.data in queries.SORTS else "recent"
    if request.args.get("format") == "csv":
        rows = queries.lines(session, query, sort=sort)
        names, towns = around(rows)
        return csv_answer("synergies", _HEAD, (_cells(row, names, towns) for row in rows))
    leaf = pages(queries.count(session, query))
    rows = queries.lines(session, query, sort=sort, limit=leaf.size, offset=leaf.offset)
    names, towns = around(rows)
    return page(
        "synergies/staff/index.html",
        form=form,
        rows=rows,
        names=names,
        towns=towns,
        tones=TONES,
        columns=[
            sortable("titre", _("Titre"), sort=sort),
            (_("Structure"), "", "", ""),
            (_("Commune"), "", "", ""),
            (_("Quantité"), "", "", ""),
            sortable("fin", _("Fin"), sort=sort),
            (_("État"), "", "", ""),
        ],
        amount=left,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d besoin ou offre", "%(num)d besoins et offres", leaf.total),
        active=form.narrowed(),
        export=export_address(),
        reset=url_for(".index"),
        writes=may_write(),
    )


@bp.get("/nouvelle")
@may(*WRITERS)
def new() -> Response:
    """Show an empty sheet."""
    form = EntryForm(formdata=None)
    form.organisation.data = request.args.get("structure", "")
    return _draw(form, None)


@bp.post("/nouvelle")
@may(*WRITERS)
def create() -> Response:
    """Enter a need or an offer, or show the form again with what it lacks."""
    form = _offered(EntryForm())
    if not form.validate():
        return _draw(form, None, status=422)
    try:
        facts = _facts(form)
        made = actions.add(db.session(), facts, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, None, status=422)
    flash(_("Le brouillon est enregistré. Mettez-le en ligne quand il est prêt."), "success")
    return go(url_for(".edit", synergy_id=made.id))


@bp.get("/<uuid:synergy_id>")
@may(*READERS)
def edit(synergy_id: UUID) -> Response:
    """Show one need or offer."""
    row = queries.entry(db.session(), synergy_id)
    return _draw(_filled(row), row)


@bp.post("/<uuid:synergy_id>")
@may(*WRITERS)
def save(synergy_id: UUID) -> Response:
    """Correct an entry; on a conflict keep what was typed."""
    row = queries.entry(db.session(), synergy_id)
    form = _offered(EntryForm(), row)
    if not form.validate():
        return _draw(form, row, status=422)
    seen, hand = whole_number(form.version.data), current_actor()
    now, today = clock.now(), clock.today()
    try:
        facts = _facts(form)
        actions.correct(db.session(), row, facts, actor=hand, now=now, today=today, seen=seen)
    except RuleBroken as refusal:
        stale = isinstance(refusal, Stale)
        if stale:
            form.version.data = str(row.version)
        form.broken(refusal)
        return _draw(form, row, status=409 if stale else 422)
    flash(_("La fiche est à jour."), "success")
    return go(url_for(".edit", synergy_id=row.id))


@bp.post("/<uuid:synergy_id>/etat/<verb>")
@may(*WRITERS)
def move(synergy_id: UUID, verb: str) -> Response:
    """Take an entry one step further; what staff may not do by hand is refused."""
    row, form = queries.entry(db.session(), synergy_id), MoveForm()
    hand, now, today = current_actor(), clock.now(), clock.today()
    seen = whole_number(form.version.data)
    try:
        states.check_hand(verb, Who.STAFF)
        words = form.words.data or ""
        actions.move(
            db.session(), row, verb, actor=hand, now=now, today=today, seen=seen, words=words
        )
    except RuleBroken as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        form.version.data = str(row.version)
        said = "" if refusal.field == "words" else sentence_of(refusal)
        if not said:
            form.broken(refusal)
        return _draw(_filled(row), row, status=status, refused=said, back=form)
    flash(_("La fiche est maintenant : %(state)s.", state=_(row.status.label)), "success")
    return go(url_for(".edit", synergy_id=row.id))


def _filters(form: EntriesForm) -> Filters:
    side, domain, status = form.said("cote"), form.said("domaine"), form.said("etat")
    return Filters(
        words=form.said("texte"),
        side=Side(side) if side else None,
        domain=Domain(domain) if domain else None,
        material=Material(form.said("matiere")) if form.said("matiere") else None,
        status=EntryStatus(status) if status else None,
    )


def _cells(row: SynergyEntry, names: dict[UUID, str], towns: dict[str, str]) -> tuple[object, ...]:
    return (
        names.get(row.organisation_id, ""),
        _(row.side.label),
        _(row.domain.label),
        _(row.material.label) if row.material else "",
        row.title,
        towns.get(row.insee, ""),
        "" if row.quantity is None else decimal(row.quantity, 1000),
        _(row.unit.label) if row.unit else "",
        decimal(row.used, 1000),
        row.starts,
        row.until,
        _("oui") if row.recurring else _("non"),
        _(row.status.label),
    )


def _facts(form: EntryForm) -> EntryFacts:
    """Return what was typed, at its place. Raises RuleBroken where something lacks."""
    owner = form.owner
    if owner is None:
        raise RuleBroken(OWNERLESS, field="organisation")
    return form.facts(*placed(owner, form.commune.data or ""))


def _filled(row: SynergyEntry) -> EntryForm:
    form = EntryForm(formdata=None)
    form.show(row, around([row])[1].get(row.insee, ""))
    return form


def _offered(form: EntryForm, row: SynergyEntry | None = None) -> EntryForm:
    """Offer the open structures; of an entry that is there, the one that has it.

    Staff who come from a structure's page write for that one: a list of thousands is slow to
    draw and to read.
    """
    session = db.session()
    known = row.organisation_id if row else _named(request.args.get("structure", ""))
    one = list(partners.names(session, {known}).items()) if known else []
    form.offer(one or partners.choices(session))
    return form


def _named(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _draw(
    form: EntryForm,
    row: SynergyEntry | None,
    *,
    status: int = 200,
    refused: str = "",
    back: MoveForm | None = None,
) -> Response:
    """Draw an entry; what was typed stays in the form."""
    writes = may_write()
    session = db.session()
    gives_back = row is not None and writes and row.status in states.MOVES[states.RETURN].sources
    return page(
        "synergies/staff/edit.html",
        status=status,
        form=_offered(form, row),
        row=row,
        owner=around([row])[0].get(row.organisation_id, "") if row else "",
        here=f"{BASE}/{row.id}" if row else f"{BASE}/nouvelle",
        moves=states.verbs(row.status, Who.STAFF) if row and writes else [],
        writes=writes and (row is None or row.status in states.EDITABLE),
        tones=TONES,
        amount=amount,
        left=left,
        refused=refused,
        back=_back(row, back) if row and gives_back else None,
        relations=relations_of(session, row) if row else [],
        colours=COLOURS,
    )


def _back(row: SynergyEntry, form: MoveForm | None) -> MoveForm:
    """Return the form that gives an entry back to be corrected."""
    if form is None:
        form = MoveForm(formdata=None)
        form.version.data = str(row.version)
    return form
