"""The page of one agreement, and its papers."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.agreements import in_words, papers, queries, shown
from app.agreements.forms import MoveForm, SignForm, WordsForm
from app.agreements.handing import download, scan, text_for
from app.agreements.models import Agreement, AgreementStatus
from app.agreements.queries import promises
from app.agreements.rules import states
from app.agreements.rules.sheets import CommitmentFacts
from app.agreements.rules.states import Who
from app.agreements.staff.door import BASE, READERS, crumbs, may_write
from app.base import db
from app.base.core import clock
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.partners import queries as partners

bp = Blueprint("agreements_show", __name__, url_prefix=BASE)


@bp.get("/<uuid:agreement_id>")
@may(*READERS)
def show(agreement_id: UUID) -> Response:
    """Show where an agreement stands, what is next, its text, promises, papers and history."""
    return draw(queries.agreement(db.session(), agreement_id))


@bp.get("/<uuid:agreement_id>/texte.pdf")
@may(*READERS)
def pdf(agreement_id: UUID) -> Response:
    """Give the text as PDF."""
    agreement = queries.agreement(db.session(), agreement_id)
    content = papers.pdf_of(agreement, text_for(db.session(), agreement))
    return download(content, "application/pdf", f"{agreement.reference}.pdf")


@bp.get("/<uuid:agreement_id>/texte.docx")
@may(*READERS)
def docx(agreement_id: UUID) -> Response:
    """Give the text as DOCX."""
    agreement = queries.agreement(db.session(), agreement_id)
    content = papers.docx_of(agreement, text_for(db.session(), agreement))
    return download(content, papers.DOCX, f"{agreement.reference}.docx")


@bp.get("/<uuid:agreement_id>/exemplaires/<uuid:paper_id>")
@may(*READERS)
def paper(agreement_id: UUID, paper_id: UUID) -> Response:
    """Give a signed copy."""
    return scan(db.session(), queries.agreement(db.session(), agreement_id), paper_id)


def draw(
    agreement: Agreement,
    *,
    status: int = 200,
    move: MoveForm | None = None,
    words: WordsForm | None = None,
    signing: SignForm | None = None,
) -> Response:
    """Show an agreement, with a form that was refused in its place."""
    session, today = db.session(), clock.today()
    organisation = partners.organisation(session, agreement.organisation_id)
    parent = queries.agreement(session, agreement.parent_id) if agreement.parent_id else None
    stands = promises.stands(agreement, today)
    events = [shown.event(each) for each in queries.events(session, agreement.id)]
    move = move or MoveForm(formdata=None)
    move.version.data = move.version.data or str(agreement.version)
    return page(
        "agreements/staff/show.html",
        status=status,
        agreement=agreement,
        organisation=organisation,
        parent=parent,
        stands=stands,
        kind=in_words.KINDS[stands],
        turn=in_words.turn(agreement, _("nous"), organisation.name),
        next=in_words.next_action(agreement),
        warning=in_words.warning(agreement, today)
        if stands in states.LIVING and parent is None
        else "",
        way=in_words.way(agreement, stands),
        dates=in_words.dates(agreement, today),
        notice=in_words.notice(agreement.notice, agreement.notice_unit),
        replaced=queries.agreement(session, agreement.replaces_id)
        if agreement.replaces_id
        else None,
        successor=queries.successor(session, agreement.id),
        amendments=queries.amendments(session, agreement.id),
        text=text_for(session, agreement),
        promised=_promised(agreement),
        papers=queries.papers(session, agreement.id),
        events=events,
        asked=next((each["words"] for each in events if each["verb"] in {"correct", "rework"}), "")
        if agreement.status is AgreementStatus.CORRECTION
        else "",
        verbs=states.verbs(agreement.status, Who.OURS),
        moves=states.MOVES,
        writable=agreement.status in states.WRITABLE,
        living=stands in states.LIVING,
        ended=stands in states.ENDED,
        signs=agreement.status is AgreementStatus.TO_SIGN,
        here=f"{BASE}/{agreement.id}",
        crumbs=crumbs(agreement, organisation.name),
        move=move,
        words=words or WordsForm(formdata=None),
        signing=signing or _signing(agreement),
        writes=may_write(),
    )


def _promised(agreement: Agreement) -> list[dict[str, Any]]:
    """Return the commitments: with their progress once signed, else as they are written."""
    session, today = db.session(), clock.today()
    if agreement.frozen:
        main = agreement.parent_id or agreement.id
        held = promises.held(session, today, agreement_id=main)
        mine = [
            each
            for each in held
            if agreement.parent_id is None or each.agreement.id == agreement.id
        ]
        return [shown.promise(each) for each in promises.measured(session, mine, today)]
    return [
        shown.draft(row.id, CommitmentFacts.of(row))
        for row in queries.commitments(session, agreement.id)
    ]


def _signing(agreement: Agreement) -> SignForm:
    form = SignForm(formdata=None)
    for name in ("our_signed_on", "their_signed_on"):
        day = getattr(agreement, name)
        form[name].data = day.isoformat() if day else ""
    return form
