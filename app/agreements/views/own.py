"""A structure's own space: its agreements, read, commented, agreed to, signed."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.agreements import actions, in_words, papers, queries, shown
from app.agreements.actions.signing import MISSING_SCAN
from app.agreements.forms import DepositForm, MoveForm
from app.agreements.handing import FORM_BYTES, download, house, scan, sent_file, text_for
from app.agreements.models import Agreement, AgreementStatus, Side
from app.agreements.queries import promises
from app.agreements.rules import states
from app.agreements.rules.phrases import said_promise
from app.agreements.rules.sheets import CommitmentFacts
from app.agreements.rules.states import Who
from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken
from app.base.web.guards import current_actor
from app.base.web.hypermedia import go, page
from app.base.web.uploads import up_to
from app.partners import own
from app.partners.models import MemberRole

bp = Blueprint("own_agreements", __name__, url_prefix="/partenaire/conventions")
HANDS = (MemberRole.MANAGER, MemberRole.HEAD)
"""Who answers for the structure; the others read."""
VERBS = {"correction": "correct", "accord": "agree", "reprise": "rework"}


@bp.get("")
@own.member_roles()
def index() -> Response:
    """Show the structure its agreements."""
    organisation, today = own.organisation(), clock.today()
    found = queries.of_structure(db.session(), organisation.id, shared=True)
    rows = []
    for each in found:
        stands = promises.stands(each, today)
        rows.append(
            {
                "row": each,
                "status": stands,
                "kind": in_words.KINDS[stands],
                "turn": in_words.turn(each, house().name, _("vous")),
                "dates": in_words.dates(each, today)[0],
            }
        )
    return page("agreements/own/index.html", heading=own.heading("conventions"), rows=rows)


@bp.get("/<uuid:agreement_id>")
@own.member_roles()
def show(agreement_id: UUID) -> Response:
    """Show an agreement to its structure."""
    return _draw(_mine(agreement_id))


@bp.post("/<uuid:agreement_id>/message")
@own.member_roles(*HANDS)
def comment(agreement_id: UUID) -> Response:
    """Write to us about an agreement, ask for a correction, or agree to sign."""
    agreement = _mine(agreement_id)
    form = MoveForm()
    if not form.validate():
        return _draw(agreement, status=422, move=form)
    words, verb = form.words.data or "", VERBS.get(request.form.get("reponse", ""))
    told: dict[str, Any] = {"actor": current_actor(), "now": clock.now()}
    try:
        if verb is not None:
            actions.advance(
                db.session(),
                agreement,
                verb,
                by=Who.THEIRS,
                words=words,
                today=clock.today(),
                **told,
            )
        elif words.strip():
            actions.comment(db.session(), agreement, words, side=Side.THEIRS, **told)
        else:
            raise RuleBroken(_("Écrivez votre message."), field="words")  # noqa: TRY301 - as a rule's
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(agreement, status=422, move=form)
    flash(_("C’est transmis à l’équipe."), "success")
    return go(url_for(".show", agreement_id=agreement_id))


@bp.get("/<uuid:agreement_id>/texte.pdf")
@own.member_roles()
def pdf(agreement_id: UUID) -> Response:
    """Give the text as PDF."""
    agreement = _readable(agreement_id)
    content = papers.pdf_of(agreement, text_for(db.session(), agreement))
    return download(content, "application/pdf", f"{agreement.reference}.pdf")


@bp.get("/<uuid:agreement_id>/texte.docx")
@own.member_roles()
def docx(agreement_id: UUID) -> Response:
    """Give the text as DOCX."""
    agreement = _readable(agreement_id)
    content = papers.docx_of(agreement, text_for(db.session(), agreement))
    return download(content, papers.DOCX, f"{agreement.reference}.docx")


@bp.get("/<uuid:agreement_id>/exemplaires/<uuid:paper_id>")
@own.member_roles()
def paper(agreement_id: UUID, paper_id: UUID) -> Response:
    """Give a signed copy."""
    return scan(db.session(), _mine(agreement_id), paper_id)


@bp.post("/<uuid:agreement_id>/exemplaire-signe")
@own.member_roles(*HANDS)
@up_to(FORM_BYTES)
def deposit(agreement_id: UUID) -> Response:
    """Take in the copy that the structure signed."""
    agreement = _mine(agreement_id)
    form = DepositForm()
    if form.validate():
        try:
            sent = sent_file()
            if sent is None:
                raise RuleBroken(MISSING_SCAN, field="file")  # noqa: TRY301 - as a rule's
            actions.deposit(
                db.session(),
                agreement,
                sent,
                form.signed_on.day or clock.today(),
                side=Side.THEIRS,
                actor=current_actor(),
                now=clock.now(),
                today=clock.today(),
            )
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("Merci : l’exemplaire signé est chez nous."), "success")
            return go(url_for(".show", agreement_id=agreement_id))
    return _draw(agreement, status=422, depositing=form)


def _mine(agreement_id: UUID) -> Agreement:
    """Return an agreement of the structure whose space this is. Raises NotFound for any other."""
    return queries.shared_agreement(db.session(), agreement_id, own.organisation().id)


def _readable(agreement_id: UUID) -> Agreement:
    """Return one whose text may be read now: not while we correct it."""
    agreement = _mine(agreement_id)
    if agreement.status is AgreementStatus.CORRECTION:
        raise NotFound
    return agreement


def _draw(
    agreement: Agreement,
    *,
    status: int = 200,
    move: MoveForm | None = None,
    depositing: DepositForm | None = None,
) -> Response:
    session, today = db.session(), clock.today()
    stands = promises.stands(agreement, today)
    readable = agreement.status is not AgreementStatus.CORRECTION
    if depositing is None:
        depositing = DepositForm(formdata=None)
        depositing.signed_on.data = today.isoformat()
    return page(
        "agreements/own/show.html",
        status=status,
        heading=own.heading("conventions"),
        agreement=agreement,
        stands=stands,
        kind=in_words.KINDS[stands],
        turn=in_words.turn(agreement, house().name, _("vous")),
        way=in_words.way(agreement, stands),
        dates=in_words.dates(agreement, today),
        notice=in_words.notice(agreement.notice, agreement.notice_unit),
        text=text_for(session, agreement) if readable else None,
        promised=[
            (row.id, said_promise(CommitmentFacts.of(row)))
            for row in queries.commitments(session, agreement.id)
        ]
        if readable
        else [],
        papers=queries.papers(session, agreement.id),
        events=[shown.event(each) for each in queries.events(session, agreement.id)],
        verbs=states.verbs(agreement.status, Who.THEIRS),
        signs=agreement.status is AgreementStatus.TO_SIGN,
        here=url_for(".show", agreement_id=agreement.id),
        move=move or MoveForm(formdata=None),
        depositing=depositing,
        edits=own.member().role in HANDS,
        house=house().name,
    )
