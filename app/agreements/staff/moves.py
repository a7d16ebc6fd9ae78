"""What staff do to an agreement: send it, note what was said, sign it, end it."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session

from app.agreements import actions, queries
from app.agreements.actions.agreements import MEANWHILE
from app.agreements.forms import MoveForm, SignForm, StopForm, WordsForm
from app.agreements.handing import FORM_BYTES, sent_file, text_for
from app.agreements.models import Agreement, Side
from app.agreements.rules import states, terms
from app.agreements.rules.sheets import terms_of
from app.agreements.rules.states import Who
from app.agreements.staff.door import BASE, WRITERS, crumbs
from app.agreements.staff.show import draw
from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.uploads import up_to
from app.partners import queries as partners

bp = Blueprint("agreements_moves", __name__, url_prefix=BASE)
HEARD = frozenset({"correct", "agree"})
"""What the structure says, and we may write down for it."""


@bp.post("/<uuid:agreement_id>/etape")
@may(*WRITERS)
def step(agreement_id: UUID) -> Response:
    """Take a draft one step further, or back."""
    agreement = queries.agreement(db.session(), agreement_id)
    form = MoveForm()
    verb = request.form.get("verb", "")
    if form.validate():
        try:
            if form.seen != agreement.version:
                raise Stale(MEANWHILE)  # noqa: TRY301 - told like the others
            actions.advance(
                db.session(),
                agreement,
                verb,
                by=Who.OURS,
                heard=verb in HEARD,
                words=form.words.data or "",
                **_told(),
            )
        except Stale as stale:
            form.broken(stale)
            form.version.data = str(agreement.version)
            return draw(agreement, status=409, move=form)
        except RuleBroken as refusal:
            form.broken(refusal)
            return draw(agreement, status=422, move=form)
        flash(_("C’est noté : %(did)s.", did=_(states.MOVES[verb].label).lower()), "success")
        return _back(agreement)
    return draw(agreement, status=422, move=form)


@bp.post("/<uuid:agreement_id>/signature")
@may(*WRITERS)
@up_to(FORM_BYTES)
def signature(agreement_id: UUID) -> Response:
    """Note who signed when; with both days and the signed copy, freeze the agreement."""
    agreement = queries.agreement(db.session(), agreement_id)
    form = SignForm()
    if form.validate():
        try:
            _note_signatures(agreement, form)
        except RuleBroken as refusal:
            form.broken(refusal)
            db.session().rollback()
            return draw(queries.agreement(db.session(), agreement_id), status=422, signing=form)
        return _back(agreement)
    return draw(agreement, status=422, signing=form)


@bp.get("/<uuid:agreement_id>/fin")
@may(*WRITERS)
def end(agreement_id: UUID) -> Response:
    """Ask how, when and why a living agreement ends."""
    agreement = queries.agreement(db.session(), agreement_id)
    form = StopForm(formdata=None)
    form.verb.data = "denounce"
    form.day.data = _earliest(agreement).isoformat()
    return _draw_end(form, agreement)


@bp.post("/<uuid:agreement_id>/fin")
@may(*WRITERS)
def stop(agreement_id: UUID) -> Response:
    """End a living agreement."""
    agreement = queries.agreement(db.session(), agreement_id)
    form = StopForm()
    if form.validate():
        try:
            actions.stop(
                db.session(),
                agreement,
                form.verb.data,
                form.day.day or clock.today(),
                form.words.data or "",
                **_told(),
            )
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("C’est noté."), "success")
            return _back(agreement)
    return _draw_end(form, agreement, status=422)


@bp.post("/<uuid:agreement_id>/message")
@may(*WRITERS)
def comment(agreement_id: UUID) -> Response:
    """Write to the structure about its agreement."""
    agreement = queries.agreement(db.session(), agreement_id)
    form = WordsForm()
    if not form.validate():
        return draw(agreement, status=422, words=form)
    actions.comment(
        db.session(),
        agreement,
        form.words.data or "",
        side=Side.OURS,
        actor=current_actor(),
        now=clock.now(),
    )
    return go(url_for("agreements_show.show", agreement_id=agreement_id) + "#historique")


@bp.post("/<uuid:agreement_id>/lu")
@may(*WRITERS)
def hear(agreement_id: UUID) -> Response:
    """Note that what the structure wrote was read."""
    agreement = queries.agreement(db.session(), agreement_id)
    actions.hear(db.session(), agreement, actor=current_actor(), now=clock.now())
    return _back(agreement)


@bp.post("/<uuid:agreement_id>/sans-suite")
@may(*WRITERS)
def settle(agreement_id: UUID) -> Response:
    """Say that an ended agreement has no follow-up."""
    agreement = queries.agreement(db.session(), agreement_id)
    actions.keep_dates(db.session(), [agreement], today=clock.today(), now=clock.now())
    actions.settle(db.session(), agreement, actor=current_actor(), now=clock.now())
    flash(_("Classée sans suite : elle quitte la liste du matin."), "success")
    return _back(agreement)


@bp.post("/<uuid:agreement_id>/abandon")
@may(*WRITERS)
def drop(agreement_id: UUID) -> Response:
    """Give a draft up."""
    agreement = queries.agreement(db.session(), agreement_id)
    actions.drop(db.session(), agreement, actor=current_actor(), now=clock.now())
    flash(_("Le projet est abandonné."), "success")
    return go(f"/gestion/partenaires/{agreement.organisation_id}/conventions")


def _note_signatures(agreement: Agreement, form: SignForm) -> None:
    """Note the days, take the copy in, and sign when that is what was asked."""
    session = db.session()
    days = {Side.OURS: form.our_signed_on.day, Side.THEIRS: form.their_signed_on.day}
    kept = {Side.OURS: agreement.our_signed_on, Side.THEIRS: agreement.their_signed_on}
    for side, day in days.items():
        if day is not None and day != kept[side]:
            _on_field(side, session, agreement, day)
    sent = sent_file()
    if sent is not None:
        actor, now = current_actor(), clock.now()
        actions.take_copy(session, agreement, sent, side=Side.OURS, actor=actor, now=now)
    if "freeze" not in request.form:
        flash(_("C’est noté."), "success")
        return
    papers = queries.papers(session, agreement.id)
    text = text_for(session, agreement)
    actions.sign(session, agreement, text, papers[0] if papers else None, **_told())
    flash(_("La convention est signée et figée : seul un avenant la change."), "success")


def _on_field(side: Side, session: Session, agreement: Agreement, day: date) -> None:
    """Note a signature; put a refusal beside the day of its side."""
    try:
        actions.note_signature(session, agreement, day, side=side, **_told())
    except RuleBroken as refusal:
        field = "our_signed_on" if side is Side.OURS else "their_signed_on"
        raise RuleBroken(refusal.sentence, field=field, **refusal.values) from refusal


def _told() -> dict[str, Any]:
    return {"actor": current_actor(), "now": clock.now(), "today": clock.today()}


def _earliest(agreement: Agreement) -> date:
    known, today = terms_of(agreement), clock.today()
    return min(terms.earliest_stop(known, today), terms.last_day(known) or date.max)


def _back(agreement: Agreement) -> Response:
    return go(url_for("agreements_show.show", agreement_id=agreement.id))


def _draw_end(form: StopForm, agreement: Agreement, *, status: int = 200) -> Response:
    organisation = partners.organisation(db.session(), agreement.organisation_id)
    return page(
        "agreements/staff/end.html",
        status=status,
        form=form,
        agreement=agreement,
        earliest=_earliest(agreement),
        here=url_for(".end", agreement_id=agreement.id),
        back=url_for("agreements_show.show", agreement_id=agreement.id),
        crumbs=crumbs(agreement, organisation.name, _("Mettre fin")),
        living=agreement.status in states.LIVING,
    )
