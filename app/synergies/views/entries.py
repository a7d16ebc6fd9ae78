"""A structure's own needs and offers: written, read by staff, compared without names."""

from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web.forms import sentence_of, whole_number
from app.base.web.guards import current_actor
from app.base.web.hypermedia import go, page
from app.base.web.listing import pages
from app.partners import own
from app.partners import queries as partners
from app.partners.own import EDITORS
from app.synergies import actions, queries, relations, shown
from app.synergies.forms import AnswerForm, MoveForm, OwnEntryForm
from app.synergies.models import EntryStatus, SynergyEntry
from app.synergies.places import placed
from app.synergies.queries import Filters, people, proposals
from app.synergies.queries.proposals import Asked
from app.synergies.rules import states
from app.synergies.rules.matching import Fit, best
from app.synergies.rules.proposals import LIVE
from app.synergies.rules.states import Who

BASE = f"{own.BASE}/synergies"
SHOWN = 20
"""How many entries that fit are shown, the best first."""
bp = Blueprint("own_synergies", __name__, url_prefix=BASE)


@bp.get("")
@own.member_roles()
def index() -> Response:
    """Show what the structure needs and offers, and whom it is being put in touch with."""
    session, owner = db.session(), own.organisation()
    query = queries.listed(Filters(organisation_id=owner.id))
    leaf = pages(queries.count(session, query))
    found = proposals.lines(session, proposals.listed(Asked(organisation_id=owner.id)), limit=50)
    return page(
        "synergies/own/index.html",
        heading=own.heading("synergies"),
        rows=queries.lines(session, query, limit=leaf.size, offset=leaf.offset),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        tones=shown.TONES,
        amount=shown.left,
        pairs=[(each, each.side_of(owner.id)) for each in found],
        apart=shown.loosely_apart,
        agreed=shown.agreed,
        colours=shown.COLOURS,
    )


@bp.get("/nouvelle")
@own.member_roles(*EDITORS)
def new() -> Response:
    """Show an empty sheet."""
    return _draw(OwnEntryForm(formdata=None), None)


@bp.post("/nouvelle")
@own.member_roles(*EDITORS)
def create() -> Response:
    """Enter a need or an offer as a draft."""
    form = OwnEntryForm()
    form.place(own.organisation().id)
    if not form.validate():
        return _draw(form, None, status=422)
    try:
        facts = form.facts(*placed(own.organisation().id, form.commune.data or ""))
        made = actions.add(db.session(), facts, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, None, status=422)
    flash(_("Le brouillon est enregistré. Demandez sa mise en ligne quand il est prêt."), "success")
    return go(url_for(".edit", synergy_id=made.id))


@bp.get("/<uuid:synergy_id>")
@own.member_roles()
def edit(synergy_id: UUID) -> Response:
    """Show one of the structure's needs or offers."""
    row = _mine(synergy_id)
    return _draw(_filled(row), row)


@bp.post("/<uuid:synergy_id>")
@own.member_roles(*EDITORS)
def save(synergy_id: UUID) -> Response:
    """Correct it; on a conflict keep what was typed."""
    row, form = _mine(synergy_id), OwnEntryForm()
    form.place(row.organisation_id)
    if not form.validate():
        return _draw(form, row, status=422)
    was = row.status
    try:
        actions.correct(
            db.session(),
            row,
            form.facts(*placed(row.organisation_id, form.commune.data or "")),
            actor=current_actor(),
            now=clock.now(),
            today=clock.today(),
            seen=whole_number(form.version.data),
            who=Who.MEMBER,
        )
    except RuleBroken as refusal:
        stale = isinstance(refusal, Stale)
        if stale:
            form.version.data = str(row.version)
        form.broken(refusal)
        return _draw(form, row, status=409 if stale else 422)
    again = was is not row.status
    said = _("L’équipe relit ce qui a changé.") if again else _("La fiche est à jour.")
    flash(said, "success")
    return go(url_for(".edit", synergy_id=row.id))


@bp.post("/<uuid:synergy_id>/etat/<verb>")
@own.member_roles(*EDITORS)
def move(synergy_id: UUID, verb: str) -> Response:
    """Ask staff to put it online, or withdraw it."""
    row, form = _mine(synergy_id), MoveForm()
    hand, now, today = current_actor(), clock.now(), clock.today()
    seen = whole_number(form.version.data)
    try:
        states.check_hand(verb, Who.MEMBER)
        actions.move(db.session(), row, verb, actor=hand, now=now, today=today, seen=seen)
    except RuleBroken as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        return _draw(_filled(row), row, status=status, refused=sentence_of(refusal))
    flash(_("La fiche est maintenant : %(state)s.", state=_(row.status.label)), "success")
    return go(url_for(".edit", synergy_id=row.id))


@bp.get("/<uuid:synergy_id>/rapprochements")
@own.member_roles()
def matches(synergy_id: UUID) -> Response:
    """Show what would go with it: no name, no place."""
    return _draw_matches(_mine(synergy_id), _asking())


@bp.post("/<uuid:synergy_id>/demande")
@own.member_roles(*EDITORS)
def ask(synergy_id: UUID) -> Response:
    """Ask to be put in touch with one of those that fit; any other is not found."""
    session, row, form = db.session(), _mine(synergy_id), _asking(sent=True)
    others = {other.id: other for other, _how in _fits(row)}
    other = others.get(_named(request.form.get("autre", "")))
    if other is None:
        raise NotFound
    if not form.validate():
        return _draw_matches(row, form, status=422)
    person = people.contact(session, form.contact_id)
    try:
        pair = relations.ask_for(session, row, other, person, actor=current_actor())
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw_matches(row, form, status=422)
    flash(_("C’est demandé : l’autre structure répond, vous le saurez par courriel."), "success")
    return go(f"{BASE}/relations/{pair.row.id}")


def _mine(synergy_id: UUID) -> SynergyEntry:
    """Return an entry of the structure whose space this is. Raises NotFound for any other."""
    return queries.own_entry(db.session(), synergy_id, own.organisation().id)


def _named(typed: str) -> UUID:
    """Return the entry that a button names. Raises NotFound for what names none."""
    try:
        return UUID(typed)
    except ValueError:
        raise NotFound from None


def _fits(row: SynergyEntry) -> list[tuple[SynergyEntry, Fit]]:
    """Return what would go with an entry online; a draft is compared with nothing."""
    session = db.session()
    if row.status is not EntryStatus.OPEN:
        return []
    found = best(queries.fact(row), queries.comparable(session, row), limit=SHOWN)
    others = queries.some(session, [key for key, _how in found])
    return [(others[key], how) for key, how in found]


def _asking(*, sent: bool = False) -> AnswerForm:
    form = AnswerForm() if sent else AnswerForm(formdata=None)
    form.offer(people.contacts(db.session(), own.organisation().id))
    return form


def _filled(row: SynergyEntry) -> OwnEntryForm:
    form = OwnEntryForm(formdata=None)
    form.show(row, shown.around([row])[1].get(row.insee, ""))
    return form


def _draw_matches(row: SynergyEntry, form: AnswerForm, *, status: int = 200) -> Response:
    session, fits = db.session(), _fits(row)
    owners = people.structures(session, {other.organisation_id for other, _how in fits})
    known = proposals.latest(session, row.id, [other.id for other, _how in fits])
    return page(
        "synergies/own/matches.html",
        status=status,
        heading=own.heading("synergies"),
        row=row,
        here=f"{BASE}/{row.id}",
        fits=[
            {
                "other": other,
                "kind": owners[other.organisation_id].kind,
                "amount": shown.counted(other.left, other),
                "far": shown.loosely(how.distance_m),
                "known": known.get(other.id),
            }
            for other, how in fits
        ],
        live=LIVE,
        colours=shown.COLOURS,
        form=form,
        people=len(form.contact.choices) > 1,
        online=row.status is EntryStatus.OPEN,
        edits=own.may_edit(),
    )


def _draw(
    form: OwnEntryForm, row: SynergyEntry | None, *, status: int = 200, refused: str = ""
) -> Response:
    edits = own.may_edit()
    return page(
        "synergies/own/edit.html",
        status=status,
        heading=own.heading("synergies"),
        form=form,
        row=row,
        here=f"{BASE}/{row.id}" if row else f"{BASE}/nouvelle",
        moves=states.verbs(row.status, Who.MEMBER) if row and edits else [],
        writes=edits and (row is None or row.status in states.EDITABLE),
        tones=shown.TONES,
        amount=shown.left,
        refused=refused,
        located=bool(partners.sites(db.session(), own.organisation().id)),
    )
