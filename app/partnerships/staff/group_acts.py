"""What one does on a group's page: seat somebody, decide, give a task, note it as done."""

from typing import Any
from uuid import UUID

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.forms import Form, sentence_of
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go
from app.partners.staff.door import WRITERS
from app.partnerships.actions import groups as actions
from app.partnerships.forms.fields import read_id
from app.partnerships.forms.others import DecisionForm, MemberForm, TaskForm
from app.partnerships.models import PartnerGroup
from app.partnerships.queries import groups as queries
from app.partnerships.staff.group_people import candidates, doers, person
from app.partnerships.staff.groups import bp, draw


@bp.post("/<uuid:group_id>/membres")
@may(*WRITERS)
def seat(group_id: UUID) -> Response:
    """Put somebody into a group."""
    row, form = queries.group(db.session(), group_id), MemberForm()
    form.offer_people(candidates(str(form.person.data or "")))
    return _done(row, form, "member", lambda: _seat(row, form), _("C’est ajouté."))


@bp.post("/<uuid:group_id>/membres/<uuid:member_id>/retrait")
@may(*WRITERS)
def unseat(group_id: UUID, member_id: UUID) -> Response:
    """Take somebody out of a group."""
    session = db.session()
    row, leaving = queries.group(session, group_id), queries.member(session, group_id, member_id)
    actions.unseat(session, row, leaving, actor=current_actor(), now=clock.now())
    flash(_("La personne n’est plus dans le groupe."), "success")
    return go(url_for("partner_groups.show", group_id=group_id))


@bp.post("/<uuid:group_id>/decisions")
@may(*WRITERS)
def decide(group_id: UUID) -> Response:
    """Write a decision under the next number."""
    row, form = queries.group(db.session(), group_id), DecisionForm()

    def act() -> None:
        actions.decide(
            db.session(),
            row,
            form.decision.data or "",
            form.decided_on.day or clock.today(),
            meeting_id=_meeting(group_id),
            actor=current_actor(),
            now=clock.now(),
        )

    return _done(row, form, "decision", act, _("La décision est notée."))


@bp.post("/<uuid:group_id>/taches")
@may(*WRITERS)
def assign(group_id: UUID) -> Response:
    """Give somebody something to do."""
    row, form = queries.group(db.session(), group_id), TaskForm()
    form.offer_people(doers(queries.seats(db.session(), group_id)))

    def act() -> None:
        account_id, contact_id = person(form.doer.data)
        actions.assign(
            db.session(),
            row,
            form.task.data or "",
            form.until.day,
            account_id=account_id,
            contact_id=contact_id,
            meeting_id=_meeting(group_id),
            actor=current_actor(),
            now=clock.now(),
        )

    return _done(row, form, "task", act, _("La tâche est notée."))


@bp.post("/<uuid:group_id>/taches/<uuid:task_id>/fait")
@may(*WRITERS)
def finish(group_id: UUID, task_id: UUID) -> Response:
    """Note a task as done."""
    session = db.session()
    row, task = queries.group(session, group_id), queries.task(session, group_id, task_id)
    try:
        actions.finish(session, row, task, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        return draw(row, status=409, warning=sentence_of(refusal))
    flash(_("La tâche est faite."), "success")
    return go(f"{url_for('partner_groups.show', group_id=group_id)}#taches")


def _done(row: PartnerGroup, form: Form, name: str, act: Any, said: str) -> Response:
    """Do what a small form of the page asks, or show the page again with what was typed."""
    if form.validate():
        try:
            act()
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(said, "success")
            meeting_id = _meeting(row.id)
            here = url_for("partner_groups.show", group_id=row.id)
            return go(f"{here}/reunions/{meeting_id}" if meeting_id else here)
    return draw(row, status=422, **{name: form})


def _seat(row: PartnerGroup, form: MemberForm) -> None:
    account_id, contact_id = person(form.person.data)
    actions.seat(
        db.session(),
        row,
        account_id=account_id,
        contact_id=contact_id,
        title=form.title.data or "",
        actor=current_actor(),
        now=clock.now(),
    )


def _meeting(group_id: UUID) -> UUID | None:
    """Return the meeting that a form was sent from; a forged one is a 404."""
    found = read_id(request.form.get("meeting", "")[:60])
    return queries.meeting(db.session(), group_id, found).id if found else None
