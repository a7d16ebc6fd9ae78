"""Commitments: written into a draft, then measured; dated entries noted and confirmed."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.agreements import queries, shown
from app.agreements.actions import commitments as actions
from app.agreements.forms import CommitmentForm, EntryForm
from app.agreements.models import Agreement, Commitment, EntryStatus, Side
from app.agreements.queries import promises
from app.agreements.queries.promises import Held
from app.agreements.rules.amounts import typed_amount
from app.agreements.rules.phrases import said_amount, said_promise
from app.agreements.rules.sheets import CommitmentFacts
from app.agreements.staff.door import READERS, WRITERS, crumbs, may_write
from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web.guards import current_actor, may, opens
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, export_address, pages
from app.partners import queries as partners

bp = Blueprint("commitments_staff", __name__, url_prefix="/gestion/conventions/engagements")
drafts = Blueprint("commitments_drafts", __name__, url_prefix="/gestion/conventions")
ANSWERS = {
    "oui": EntryStatus.CONFIRMED,
    "non": EntryStatus.REFUSED,
    "retrait": EntryStatus.WITHDRAWN,
}


@drafts.get("/<uuid:agreement_id>/engagements/nouveau")
@may(*WRITERS)
def new(agreement_id: UUID) -> Response:
    """Show an empty commitment of a draft."""
    agreement = queries.agreement(db.session(), agreement_id)
    form = _form(agreement, sent=False)
    form.side.data = Side.THEIRS.value
    form.kind.data, form.rhythm.data = "appareils", "an"
    form.version.data = str(agreement.version)
    return _draw_form(form, agreement, None)


@drafts.post("/<uuid:agreement_id>/engagements/nouveau")
@may(*WRITERS)
def add(agreement_id: UUID) -> Response:
    """Write a commitment into a draft."""
    agreement = queries.agreement(db.session(), agreement_id)
    return _write(agreement, None)


@drafts.get("/<uuid:agreement_id>/engagements/<uuid:commitment_id>")
@may(*WRITERS)
def edit(agreement_id: UUID, commitment_id: UUID) -> Response:
    """Show a commitment of a draft."""
    agreement, commitment = _of(agreement_id, commitment_id)
    form = _form(agreement, sent=False)
    form.fill(CommitmentFacts.of(commitment))
    form.version.data = str(agreement.version)
    return _draw_form(form, agreement, commitment)


@drafts.post("/<uuid:agreement_id>/engagements/<uuid:commitment_id>")
@may(*WRITERS)
def save(agreement_id: UUID, commitment_id: UUID) -> Response:
    """Change a commitment of a draft; on a conflict keep what was typed."""
    return _write(*_of(agreement_id, commitment_id))


@drafts.post("/<uuid:agreement_id>/engagements/<uuid:commitment_id>/suppression")
@may(*WRITERS)
def remove(agreement_id: UUID, commitment_id: UUID) -> Response:
    """Take a commitment out of a draft."""
    agreement, commitment = _of(agreement_id, commitment_id)
    actions.drop_promise(
        db.session(), agreement, commitment, actor=current_actor(), now=clock.now()
    )
    flash(_("L’engagement est retiré du projet."), "success")
    return _back(agreement)


@bp.get("/<uuid:commitment_id>")
@may(*READERS)
def show(commitment_id: UUID) -> Response:
    """Show how far a promise is, and every record that it counts."""
    held = promises.one(db.session(), commitment_id, clock.today())
    if request.args.get("format") == "csv":
        return _csv(held)
    return draw(held, _entry_form(held, sent=False))


@bp.post("/<uuid:commitment_id>/saisies")
@may(*WRITERS)
def enter(commitment_id: UUID) -> Response:
    """Note hours, euros or people of one day."""
    held = promises.one(db.session(), commitment_id, clock.today())
    form = _entry_form(held, sent=True)
    if form.validate():
        try:
            actions.enter(
                db.session(),
                held,
                form.day.day or clock.today(),
                form.stored(),
                form.words.data or "",
                side=Side.OURS,
                actor=current_actor(),
                now=clock.now(),
                today=clock.today(),
            )
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("C’est noté."), "success")
            return go(url_for(".show", commitment_id=commitment_id) + "#saisies")
    return draw(held, form, status=422)


@bp.post("/<uuid:commitment_id>/saisies/<uuid:entry_id>")
@may(*WRITERS)
def decide(commitment_id: UUID, entry_id: UUID) -> Response:
    """Confirm or refuse what the structure proposes, or take back what was noted."""
    held = promises.one(db.session(), commitment_id, clock.today())
    entry = promises.entry(db.session(), commitment_id, entry_id)
    answer = ANSWERS.get(request.form.get("reponse", ""), EntryStatus.PROPOSED)
    actions.decide(db.session(), held, entry, answer, actor=current_actor(), now=clock.now())
    flash(_("C’est noté."), "success")
    return go(url_for(".show", commitment_id=commitment_id) + "#saisies")


def draw(held: Held, form: EntryForm, *, status: int = 200) -> Response:
    """Show a promise with its periods, its records and its entries."""
    session = db.session()
    told = promises.told(session, held, clock.today())
    number = request.args.get("periode", 0, type=int)
    current = told.of(number)
    records = [each for each in told.countings if current.period.holds(each.day)]
    leaf = pages(len(records))
    organisation = partners.organisation(session, held.promise.organisation_id)
    kind = held.commitment.kind
    return page(
        "agreements/staff/commitment.html",
        status=status,
        opens=opens,
        held=held,
        organisation=organisation,
        line=said_promise(CommitmentFacts.of(held.commitment)),
        period=shown.period(kind, current),
        past=[shown.period(kind, each) for each in reversed(told.past)],
        total=said_amount(kind, told.total),
        records=[
            {"row": each, "amount": said_amount(kind, each.amount)}
            for each in records[leaf.offset : leaf.offset + leaf.size]
        ],
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        export=export_address(),
        entries=[
            {"row": row, "amount": said_amount(kind, row.amount), "status": row.status.value}
            for row in promises.entries(session, held.commitment.id)
        ],
        form=form,
        here=url_for(".show", commitment_id=held.commitment.id),
        crumbs=crumbs(held.agreement, organisation.name, held.commitment.title),
        source=shown.source(held.commitment),
        writes=may_write(),
    )


def _csv(held: Held) -> Response:
    told = promises.told(db.session(), held, clock.today())
    current = told.of(request.args.get("periode", 0, type=int))
    rows = [
        (each.day, each.words, typed_amount(held.commitment.kind, each.amount), each.href)
        for each in told.countings
        if current.period.holds(each.day)
    ]
    head = ("jour", "quoi", _(held.commitment.kind.label).lower(), "fiche")
    return csv_answer(f"engagement-{held.agreement.reference}", head, rows)


def _entry_form(held: Held, *, sent: bool) -> EntryForm:
    form = EntryForm() if sent else EntryForm(formdata=None)
    form.kind = held.commitment.kind
    if not sent:
        form.day.data = clock.today().isoformat()
    return form


def _of(agreement_id: UUID, commitment_id: UUID) -> tuple[Agreement, Commitment]:
    agreement = queries.agreement(db.session(), agreement_id)
    commitment = promises.draft(db.session(), commitment_id)
    if commitment.agreement_id != agreement.id:
        raise NotFound
    return agreement, commitment


def _form(agreement: Agreement, *, sent: bool) -> CommitmentForm:
    form = CommitmentForm() if sent else CommitmentForm(formdata=None)
    held = (
        promises.held(db.session(), clock.today(), agreement_id=agreement.parent_id)
        if agreement.parent_id
        else []
    )
    form.offer(
        (each.commitment.id, said_promise(CommitmentFacts.of(each.commitment))) for each in held
    )
    return form


def _write(agreement: Agreement, commitment: Commitment | None) -> Response:
    form = _form(agreement, sent=True)
    if not form.validate():
        return _draw_form(form, agreement, commitment, status=422)
    told: dict[str, Any] = {"actor": current_actor(), "now": clock.now(), "seen": form.seen}
    try:
        if commitment is None:
            actions.promise(db.session(), agreement, form.facts(), **told)
        else:
            actions.correct_promise(db.session(), agreement, commitment, form.facts(), **told)
    except Stale as stale:
        form.broken(stale)
        form.version.data = str(agreement.version)
        return _draw_form(form, agreement, commitment, status=409)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw_form(form, agreement, commitment, status=422)
    flash(_("L’engagement est dans le texte."), "success")
    return _back(agreement)


def _back(agreement: Agreement) -> Response:
    return go(url_for("agreements_show.show", agreement_id=agreement.id) + "#engagements")


def _draw_form(
    form: CommitmentForm, agreement: Agreement, commitment: Commitment | None, *, status: int = 200
) -> Response:
    organisation = partners.organisation(db.session(), agreement.organisation_id)
    base = f"/gestion/conventions/{agreement.id}/engagements"
    return page(
        "agreements/staff/promise.html",
        status=status,
        form=form,
        agreement=agreement,
        commitment=commitment,
        here=f"{base}/{commitment.id}" if commitment else f"{base}/nouveau",
        back=url_for("agreements_show.show", agreement_id=agreement.id),
        crumbs=crumbs(agreement, organisation.name, _("Engagement")),
    )
