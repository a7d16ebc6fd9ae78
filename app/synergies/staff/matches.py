"""Which entries of others fit one, and what one structure needs and offers."""

from uuid import UUID

from flask import Blueprint, Response, flash
from flask_babel import gettext as _

from app.base import db
from app.base.core.errors import RuleBroken
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import pages
from app.partners import queries as partners
from app.partners.staff.door import READERS, WRITERS, heading, may_write
from app.synergies import queries, relations
from app.synergies.forms import ProposeForm
from app.synergies.models import EntryStatus, Side, SynergyEntry
from app.synergies.queries import Filters, people, proposals
from app.synergies.rules.matching import best
from app.synergies.rules.matching import fit as how_they_fit
from app.synergies.rules.proposals import LIVE
from app.synergies.shown import COLOURS, TONES, around, left, reasons

SHOWN = 30
"""How many entries that fit are shown: nobody calls more."""

bp = Blueprint("synergies_matches", __name__, url_prefix="/gestion")


@bp.get("/synergies/<uuid:synergy_id>/rapprochements")
@may(*READERS)
def matches(synergy_id: UUID) -> Response:
    """Show which entries of others fit, the best first, and why."""
    session = db.session()
    row = queries.entry(session, synergy_id)
    fits = best(queries.fact(row), queries.comparable(session, row), limit=SHOWN)
    others = queries.some(session, [key for key, _how in fits])
    names, towns = around([row, *others.values()])
    known = proposals.latest(session, row.id, list(others))
    return page(
        "synergies/staff/matches.html",
        row=row,
        fits=[(others[key], how.score, reasons(how), known.get(key)) for key, how in fits],
        live=LIVE,
        proposes=may_write() and row.status is EntryStatus.OPEN,
        names=names,
        towns=towns,
        amount=left,
        colours=COLOURS,
    )


@bp.get("/synergies/<uuid:synergy_id>/mise-en-relation/<uuid:other_id>")
@may(*WRITERS)
def ask(synergy_id: UUID, other_id: UUID) -> Response:
    """Show what both structures would be asked, and how much it would take."""
    return _draw_ask(synergy_id, other_id, ProposeForm(formdata=None))


@bp.post("/synergies/<uuid:synergy_id>/mise-en-relation/<uuid:other_id>")
@may(*WRITERS)
def propose(synergy_id: UUID, other_id: UUID) -> Response:
    """Ask both structures; what is asked already is shown."""
    form = ProposeForm()
    if not form.validate():
        return _draw_ask(synergy_id, other_id, form, status=422)
    need, offer = _sides(synergy_id, other_id)
    try:
        pair, new = relations.propose(
            db.session(), need, offer, form.quantity.scaled, actor=current_actor()
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw_ask(synergy_id, other_id, form, status=422)
    if new:
        flash(_("C’est proposé : les deux structures sont prévenues."), "success")
    return go(f"/gestion/synergies/relations/{pair.row.id}")


@bp.get("/partenaires/<uuid:organisation_id>/synergies")
@may(*READERS)
def of_structure(organisation_id: UUID) -> Response:
    """List what one structure needs and offers."""
    session = db.session()
    organisation = partners.organisation(session, organisation_id)
    query = queries.listed(Filters(organisation_id=organisation.id))
    leaf = pages(queries.count(session, query))
    return page(
        "synergies/staff/structure.html",
        heading=heading(organisation, "synergies"),
        rows=queries.lines(session, query, limit=leaf.size, offset=leaf.offset),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        tones=TONES,
        amount=left,
        pairs=_pairs(organisation.id),
        colours=COLOURS,
    )


def _pairs(organisation_id: UUID) -> list[tuple[proposals.Pair, str]]:
    """Return (proposal, the other structure's name) of one structure, the newest first."""
    session = db.session()
    asked = proposals.listed(proposals.Asked(organisation_id=organisation_id))
    found = proposals.lines(session, asked, limit=SHOWN)
    owners = {each.of(side).organisation_id for each in found for side in Side}
    names = partners.names(session, owners)
    mine = organisation_id
    return [
        (
            each,
            names[
                next(
                    each.of(side).organisation_id
                    for side in Side
                    if each.of(side.other).organisation_id == mine
                )
            ],
        )
        for each in found
    ]


def _sides(one_id: UUID, other_id: UUID) -> tuple[SynergyEntry, SynergyEntry]:
    """Return (need, offer), whichever was named first."""
    one, other = (queries.entry(db.session(), each) for each in (one_id, other_id))
    return (one, other) if one.side is Side.NEED else (other, one)


def _draw_ask(
    synergy_id: UUID, other_id: UUID, form: ProposeForm, *, status: int = 200
) -> Response:
    session = db.session()
    need, offer = _sides(synergy_id, other_id)
    names, towns = around([need, offer])
    fit = how_they_fit(queries.fact(need), queries.fact(offer))
    written = {
        row.id: len(people.written_to(session, row.organisation_id)) for row in (need, offer)
    }
    return page(
        "synergies/staff/ask.html",
        status=status,
        row=queries.entry(session, synergy_id),
        sides=(need, offer),
        names=names,
        towns=towns,
        amount=left,
        written=written,
        why=reasons(fit) if fit else "",
        form=form,
        here=f"/gestion/synergies/{synergy_id}/mise-en-relation/{other_id}",
    )
