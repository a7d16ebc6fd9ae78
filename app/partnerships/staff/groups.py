"""Groups: the list, and one with its members, meetings, decisions and tasks."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import IntegrityError

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import fold
from app.base.web.forms import Form, sentence_of
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import address, pages
from app.partners.staff.door import READERS, WRITERS, may_write
from app.partnerships.actions import groups as actions
from app.partnerships.forms.fields import read_id
from app.partnerships.forms.others import DecisionForm, GroupForm, MemberForm, TaskForm
from app.partnerships.forms.steps import VersionForm
from app.partnerships.models import PartnerGroup
from app.partnerships.queries import groups as queries
from app.partnerships.queries.groups import Seat
from app.partnerships.staff.door import GROUPS, people, tabs

bp = Blueprint("partner_groups", __name__, url_prefix=GROUPS)
OURS, THEIRS = "a", "c"


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the groups."""
    session, closed = db.session(), request.args.get("clos") == "oui"
    leaf = pages(queries.count(session, closed=closed))
    rows = queries.lines(
        session, now=clock.now(), closed=closed, limit=leaf.size, offset=leaf.offset
    )
    return page(
        "partnerships/staff/groups.html",
        tabs=tabs("groupes"),
        rows=rows,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d groupe", "%(num)d groupes", leaf.total),
        closed=closed,
        other=address(clos=None if closed else "oui"),
        writes=may_write(),
    )


@bp.get("/nouveau")
@may(*WRITERS)
def new() -> Response:
    """Show an empty group."""
    return _draw_form(GroupForm(formdata=None))


@bp.post("/nouveau")
@may(*WRITERS)
def create() -> Response:
    """Open a group."""
    form = GroupForm()
    if form.validate():
        try:
            with db.session().begin_nested():
                made = actions.add(
                    db.session(), form.facts(), actor=current_actor(), now=clock.now()
                )
        except IntegrityError:
            form.broken(RuleBroken(actions.NAME_TAKEN, field="name"))
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("Le groupe est ouvert : ajoutez ses membres."), "success")
            return go(url_for(".show", group_id=made.id))
    return _draw_form(form, status=422)


@bp.get("/<uuid:group_id>")
@may(*READERS)
def show(group_id: UUID) -> Response:
    """Show a group."""
    return draw(queries.group(db.session(), group_id))


@bp.get("/<uuid:group_id>/modification")
@may(*WRITERS)
def edit(group_id: UUID) -> Response:
    """Show a group to change it."""
    row, form = queries.group(db.session(), group_id), GroupForm(formdata=None)
    form.fill(row)
    return _draw_form(form, row)


@bp.post("/<uuid:group_id>/modification")
@may(*WRITERS)
def save(group_id: UUID) -> Response:
    """Change a group."""
    session, form, status = db.session(), GroupForm(), 422
    row = queries.group(session, group_id)
    if form.validate():
        try:
            with session.begin_nested():
                actions.correct(
                    session,
                    row,
                    form.facts(),
                    actor=current_actor(),
                    now=clock.now(),
                    seen=form.seen,
                )
        except IntegrityError:
            session.refresh(row)
            form.broken(RuleBroken(actions.NAME_TAKEN, field="name"))
        except Stale as refusal:
            status = 409
            form.broken(refusal)
            form.version.data = str(row.version)
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("Le groupe est à jour."), "success")
            return go(url_for(".show", group_id=group_id))
    return _draw_form(form, row, status=status)


@bp.post("/<uuid:group_id>/cloture")
@may(*WRITERS)
def close(group_id: UUID) -> Response:
    """End a group, or open an ended one again."""
    row, form = queries.group(db.session(), group_id), VersionForm()
    try:
        actions.close(db.session(), row, actor=current_actor(), now=clock.now(), seen=form.seen)
    except Stale as refusal:
        return draw(row, status=409, warning=sentence_of(refusal))
    flash(_("Le groupe est clos.") if row.closed_at else _("Le groupe est rouvert."), "success")
    return go(url_for(".show", group_id=group_id))


@bp.post("/<uuid:group_id>/membres")
@may(*WRITERS)
def seat(group_id: UUID) -> Response:
    """Put somebody into a group."""
    row, form = queries.group(db.session(), group_id), MemberForm()
    form.offer_people(_candidates(str(form.person.data or "")))
    return _done(row, form, "member", lambda: _seat(row, form), _("C’est ajouté."))


@bp.post("/<uuid:group_id>/membres/<uuid:member_id>/retrait")
@may(*WRITERS)
def unseat(group_id: UUID, member_id: UUID) -> Response:
    """Take somebody out of a group."""
    session = db.session()
    row, leaving = queries.group(session, group_id), queries.member(session, group_id, member_id)
    actions.unseat(session, row, leaving, actor=current_actor(), now=clock.now())
    flash(_("La personne n’est plus dans le groupe."), "success")
    return go(url_for(".show", group_id=group_id))


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
        account_id, contact_id = _person(form.doer.data)
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
    return go(f"{url_for('.show', group_id=group_id)}#taches")


def draw(row: PartnerGroup, *, status: int = 200, warning: str = "", **typed: Form) -> Response:
    """Answer with the page of a group; `typed` are forms that were refused, by their name."""
    session = db.session()
    seats = queries.seats(session, row.id)
    words = request.args.get("texte", "")[:80]
    member, decision, task = (
        MemberForm(formdata=None),
        DecisionForm(formdata=None),
        TaskForm(formdata=None),
    )
    member.offer_people(_candidates("", fold(words)))
    decision.decided_on.data = clock.today().isoformat()
    task.offer_people(doers(seats))
    forms = {"member": member, "decision": decision, "task": task} | typed
    return page(
        "partnerships/staff/group.html",
        status=status,
        row=row,
        here=f"{GROUPS}/{row.id}",
        seats=seats,
        meetings=queries.meetings(session, row.id),
        decisions=queries.decisions(session, row.id),
        tasks=queries.tasks(session, row.id),
        now=clock.now(),
        today=clock.today(),
        words=words,
        warning=warning,
        opened=next(iter(typed), "member" if words else ""),
        writes=may_write(),
        **{f"{name}_form": form for name, form in forms.items()},
    )


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
            here = url_for(".show", group_id=row.id)
            return go(f"{here}/reunions/{meeting_id}" if meeting_id else here)
    return draw(row, status=422, **{name: form})


def _seat(row: PartnerGroup, form: MemberForm) -> None:
    account_id, contact_id = _person(form.person.data)
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


def _candidates(sent: str, words: str = "") -> list[tuple[str, str]]:
    """Return who may be put into a group: ours, and the contacts that a name finds or was sent."""
    ours = [(f"{OURS}:{key}", _("%(name)s (notre équipe)", name=name)) for key, name in people()]
    found = queries.contacts_named(db.session(), words) if words else []
    theirs = [(f"{THEIRS}:{each.id}", f"{each.name} ({name})") for each, name in found]
    _account, contact_id = _person(sent)
    known = queries.contact(db.session(), contact_id)
    if known is not None:
        theirs.append((f"{THEIRS}:{known.id}", known.name))
    return [*theirs, *ours]


def doers(seats: list[Seat]) -> list[tuple[str, str]]:
    """Return who may do something for a group: its members, then our team."""
    members = [
        (f"{OURS}:{s.account_id}" if s.account_id else f"{THEIRS}:{s.contact_id}", s.name)
        for s in seats
    ]
    there = {key for key, _name in members}
    ours = [(f"{OURS}:{key}", name) for key, name in people()]
    return [*members, *(pair for pair in ours if pair[0] not in there)]


def _person(value: object) -> tuple[UUID | None, UUID | None]:
    """Return (account, contact) that a choice names, one of them or none."""
    side, _colon, key = str(value or "").partition(":")
    found = read_id(key)
    return (found if side == OURS else None), (found if side == THEIRS else None)


def _draw_form(form: GroupForm, row: PartnerGroup | None = None, *, status: int = 200) -> Response:
    return page(
        "partnerships/staff/group_form.html",
        status=status,
        form=form,
        row=row,
        here=f"{GROUPS}/{row.id}/modification" if row else f"{GROUPS}/nouveau",
        back=f"{GROUPS}/{row.id}" if row else GROUPS,
    )
