"""Groups: the list, and one with its members, meetings, decisions and tasks."""

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
from app.partnerships.forms.others import DecisionForm, GroupForm, MemberForm, TaskForm
from app.partnerships.forms.steps import VersionForm
from app.partnerships.models import PartnerGroup
from app.partnerships.queries import groups as queries
from app.partnerships.staff.door import GROUPS, tabs
from app.partnerships.staff.group_people import candidates, doers

bp = Blueprint("partner_groups", __name__, url_prefix=GROUPS)


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
    member.offer_people(candidates("", fold(words)))
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


def _draw_form(form: GroupForm, row: PartnerGroup | None = None, *, status: int = 200) -> Response:
    return page(
        "partnerships/staff/group_form.html",
        status=status,
        form=form,
        row=row,
        here=f"{GROUPS}/{row.id}/modification" if row else f"{GROUPS}/nouveau",
        back=f"{GROUPS}/{row.id}" if row else GROUPS,
    )
