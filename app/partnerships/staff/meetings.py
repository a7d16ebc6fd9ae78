"""A meeting of a group: planned, its minutes written, its paper kept."""

from uuid import UUID

from flask import Blueprint, Response, current_app, flash, send_file
from flask_babel import gettext as _

from app.base import db, files
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.core.text import slug
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners.staff.door import READERS, WRITERS, may_write
from app.partnerships import calendars
from app.partnerships.actions import groups as actions
from app.partnerships.forms.others import DecisionForm, MeetingForm, TaskForm
from app.partnerships.models import GroupMeeting, PartnerGroup
from app.partnerships.queries import groups as queries
from app.partnerships.staff.door import GROUPS
from app.partnerships.staff.group_people import doers

bp = Blueprint("group_meetings", __name__, url_prefix=f"{GROUPS}/<uuid:group_id>/reunions")


@bp.get("/nouvelle")
@may(*WRITERS)
def new(group_id: UUID) -> Response:
    """Show an empty meeting."""
    form = MeetingForm(formdata=None)
    form.minutes_long.data = "90"
    return _draw(queries.group(db.session(), group_id), None, form)


@bp.post("/nouvelle")
@may(*WRITERS)
def create(group_id: UUID) -> Response:
    """Plan a meeting, or note one that took place."""
    group, form = queries.group(db.session(), group_id), MeetingForm()
    if form.validate():
        try:
            made = actions.meet(
                db.session(), group, form.facts(), actor=current_actor(), now=clock.now()
            )
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("La réunion est notée."), "success")
            return go(_address(made))
    return _draw(group, None, form, status=422)


@bp.get("/<uuid:meeting_id>")
@may(*READERS)
def show(group_id: UUID, meeting_id: UUID) -> Response:
    """Show a meeting, its minutes, what was decided and given to do there."""
    group = queries.group(db.session(), group_id)
    row, form = queries.meeting(db.session(), group_id, meeting_id), MeetingForm(formdata=None)
    form.fill(row)
    return _draw(group, row, form)


@bp.post("/<uuid:meeting_id>")
@may(*WRITERS)
def save(group_id: UUID, meeting_id: UUID) -> Response:
    """Change a meeting, write its minutes, keep their paper."""
    group = queries.group(db.session(), group_id)
    row, form, status = queries.meeting(db.session(), group_id, meeting_id), MeetingForm(), 422
    if form.validate():
        try:
            actions.correct_meeting(
                db.session(),
                row,
                form.facts(),
                actor=current_actor(),
                now=clock.now(),
                seen=form.seen,
                paper=_paper(form),
            )
        except Stale as refusal:
            status = 409
            form.broken(refusal)
            form.version.data = str(row.version)
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("La réunion est à jour."), "success")
            return go(_address(row))
    return _draw(group, row, form, status=status)


@bp.get("/<uuid:meeting_id>/reunion.ics")
@may(*READERS)
def calendar(group_id: UUID, meeting_id: UUID) -> Response:
    """Send a meeting as a calendar file."""
    group = queries.group(db.session(), group_id)
    row = queries.meeting(db.session(), group_id, meeting_id)
    settings = current_app.config["REBOND"]
    made = calendars.meeting(row, group.name, settings=settings, now=clock.now())
    return calendars.answer(made, f"{slug(group.name)[:60] or 'reunion'}.ics")


@bp.get("/<uuid:meeting_id>/document")
@may(*READERS)
def paper(group_id: UUID, meeting_id: UUID) -> Response:
    """Send the paper of the minutes: always as a download."""
    row = queries.meeting(db.session(), group_id, meeting_id)
    path = files.find(current_app.config["REBOND"].data_dir, row.sha256)
    if path is None:
        raise NotFound
    answer = send_file(
        path, mimetype=row.media_type, as_attachment=True, download_name=row.filename
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _paper(form: MeetingForm) -> files.KeptFile | None:
    sent = form.file.data
    if not sent or not getattr(sent, "filename", ""):
        return None
    content = sent.read(files.MOST_BYTES + 1)
    return files.keep(current_app.config["REBOND"].data_dir, content, sent.filename)


def _address(row: GroupMeeting) -> str:
    return f"{GROUPS}/{row.group_id}/reunions/{row.id}"


def _draw(
    group: PartnerGroup, row: GroupMeeting | None, form: MeetingForm, *, status: int = 200
) -> Response:
    session = db.session()
    decision, task = DecisionForm(formdata=None), TaskForm(formdata=None)
    task.offer_people(doers(queries.seats(session, group.id)))
    if row is not None:
        decision.decided_on.data = clock.local(row.at).date().isoformat()
    return page(
        "partnerships/staff/meeting.html",
        status=status,
        group=group,
        row=row,
        form=form,
        here=_address(row) if row else f"{GROUPS}/{group.id}/reunions/nouvelle",
        back=f"{GROUPS}/{group.id}",
        decisions=queries.decisions(session, group.id, meeting_id=row.id) if row else [],
        tasks=queries.tasks(session, group.id, meeting_id=row.id) if row else [],
        decision_form=decision,
        task_form=task,
        today=clock.today(),
        writes=may_write(),
    )
