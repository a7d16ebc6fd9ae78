"""Structures that may be one: proposed, said to be two, made one."""

from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.exc import DBAPIError

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.core.text import N_
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import pages
from app.partners import actions, queries
from app.partners.forms import MergeForm
from app.partners.models import Organisation
from app.partners.queries import lists, twins
from app.partners.queries.lists import Line
from app.partners.registry import registry
from app.partners.staff import choosing
from app.partners.staff.door import BASE, READERS, WRITERS, heading, may_write

bp = Blueprint("partner_twins", __name__, url_prefix=BASE)
PAGE = 20
FROZEN = N_(
    "Ces deux structures ont chacune une histoire qui ne se réécrit pas. Terminez d’abord"
    " ce qui est en cours chez celle qui part, puis recommencez."
)


@bp.get("/doublons")
@may(*READERS)
def index() -> Response:
    """List the pairs that may be one, the surest first."""
    session = db.session()
    pairs = twins.proposed(session)
    leaf = pages(len(pairs), PAGE)
    shown = pairs[leaf.offset : leaf.offset + leaf.size]
    known = lists.of_ids(
        session, {each for first, second, _why in shown for each in (first, second)}
    )
    return page(
        "partners/staff/twins.html",
        pairs=[(*_by_age(known[one], known[other]), _(why.label)) for one, other, why in shown],
        said=ngettext("%(num)d paire à regarder", "%(num)d paires à regarder", len(pairs)),
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        writes=may_write(),
    )


@bp.post("/doublons/deux-structures")
@may(*WRITERS)
def say_two() -> Response:
    """Remember that two structures are two."""
    first, second = _id(request.form.get("first", "")), _id(request.form.get("second", ""))
    actions.say_two(db.session(), first, second, actor=current_actor(), now=clock.now())
    flash(_("C’est noté : ces deux structures ne seront plus proposées ensemble."), "success")
    return go(url_for(".index"))


@bp.get("/<uuid:organisation_id>/fusion")
@may(*WRITERS)
def ask(organisation_id: UUID) -> Response:
    """Ask with which structure, then show what would follow before anything is done."""
    gone = queries.organisation(db.session(), organisation_id)
    form = MergeForm(formdata=None)
    form.into.data = request.args.get("avec", "")[:200]
    kept = _kept(form)
    return _draw(gone, kept, form, status=422 if form.into.errors else 200)


@bp.post("/<uuid:organisation_id>/fusion")
@may(*WRITERS)
def merge(organisation_id: UUID) -> Response:
    """Make one structure of two."""
    session = db.session()
    gone = queries.organisation(session, organisation_id)
    form = MergeForm()
    kept = _kept(form)
    if kept is None:
        return _draw(gone, None, form, status=422)
    try:
        actions.merge(
            session,
            gone.id,
            kept.id,
            actor=current_actor(),
            now=clock.now(),
            seen=_versions(form),
        )
    except Stale as stale:
        form.broken(stale)
        return _draw(gone, kept, form, status=409)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(gone, None, form, status=422)
    except DBAPIError:
        session.rollback()
        form.broken(RuleBroken(FROZEN))
        gone = queries.organisation(session, organisation_id)
        return _draw(gone, None, form, status=409)
    flash(_("Les deux structures n’en font plus qu’une."), "success")
    return go(f"{BASE}/{kept.id}")


def _by_age(one: Line, other: Line) -> tuple[Line, Line]:
    """Return two structures, the one that was there first first: it is the one to keep."""
    ages = [(line.organisation.created_at, str(line.organisation.id)) for line in (one, other)]
    return (one, other) if ages[0] <= ages[1] else (other, one)


def _kept(form: MergeForm) -> Organisation | None:
    """Return the structure that would stay, named by its id or its words."""
    text = form.into.data or ""
    try:
        found = _as_id(text) or choosing.meant(text, "into")
        return queries.organisation(db.session(), found) if found else None
    except NotFound:
        form.broken(RuleBroken(choosing.NONE, field="into", text=text[:60]))
    except RuleBroken as fault:
        form.broken(fault)
    return None


def _versions(form: MergeForm) -> tuple[int, int] | None:
    """Return the versions that were shown; a forged text is none that exists."""
    try:
        gone, kept = map(int, (form.versions.data or "")[:24].split("-"))
    except ValueError:
        return 0, 0
    return gone, kept


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _id(text: str) -> UUID:
    found = _as_id(text)
    if found is None:
        raise NotFound
    return found


def _draw(
    gone: Organisation, kept: Organisation | None, form: MergeForm, *, status: int = 200
) -> Response:
    same = kept is not None and (kept.id == gone.id or kept.merged_into_id is not None)
    shown = None if same else kept
    if shown is not None:
        form.versions.data = f"{gone.version}-{shown.version}"
        form.into.data = choosing.label(shown)
    return page(
        "partners/staff/merge.html",
        status=status,
        heading=heading(gone, "identite"),
        kept=shown,
        form=form,
        foreseen=[
            (_(registry.nouns.get(each.table, each.table)), each.rows, each.doubles)
            for each in (actions.foresee(db.session(), gone.id, shown.id) if shown else ())
        ],
    )
