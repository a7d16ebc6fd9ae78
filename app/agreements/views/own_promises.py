"""A structure's own space: what both sides promised, how far it is, and what it proposes."""

from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.agreements import shown
from app.agreements.actions import commitments as actions
from app.agreements.forms import EntryForm
from app.agreements.handing import house
from app.agreements.models import Side, Source
from app.agreements.queries import promises
from app.agreements.queries.promises import Held
from app.agreements.rules.phrases import said_amount, said_promise
from app.agreements.rules.sheets import CommitmentFacts
from app.agreements.views.own import HANDS
from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken
from app.base.web.guards import current_actor
from app.base.web.hypermedia import go, page
from app.base.web.listing import pages
from app.partners import own

bp = Blueprint("own_promises", __name__, url_prefix="/partenaire/engagements")


@bp.get("")
@own.member_roles()
def index() -> Response:
    """Show what the structure and we promised each other."""
    today = clock.today()
    held = promises.held(db.session(), today, organisation_id=own.organisation().id)
    measured = promises.measured(db.session(), held, today)
    return page(
        "agreements/own/promises.html",
        heading=own.heading("engagements"),
        running=[shown.promise(each) for each in measured if each.held.runs_on(today)],
        others=[shown.promise(each) for each in measured if not each.held.runs_on(today)],
        house=house().name,
    )


@bp.get("/<uuid:commitment_id>")
@own.member_roles()
def show(commitment_id: UUID) -> Response:
    """Show how far one promise is, and what counts for it."""
    held = _mine(commitment_id)
    return _draw(held, _form(held, sent=False))


@bp.post("/<uuid:commitment_id>/propositions")
@own.member_roles(*HANDS)
def propose(commitment_id: UUID) -> Response:
    """Propose hours, euros or people of one day: they count once we confirm."""
    held = _mine(commitment_id)
    form = _form(held, sent=True)
    if form.validate():
        try:
            actions.enter(
                db.session(),
                held,
                form.day.day or clock.today(),
                form.stored(),
                form.words.data or "",
                side=Side.THEIRS,
                actor=current_actor(),
                now=clock.now(),
                today=clock.today(),
            )
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("C’est proposé : l’équipe le confirme."), "success")
            return go(url_for(".show", commitment_id=commitment_id))
    return _draw(held, form, status=422)


def _mine(commitment_id: UUID) -> Held:
    """Return a promise of the structure whose space this is. Raises NotFound for any other."""
    held = promises.one(db.session(), commitment_id, clock.today())
    if held.promise.organisation_id != own.organisation().id:
        raise NotFound
    return held


def _form(held: Held, *, sent: bool) -> EntryForm:
    form = EntryForm() if sent else EntryForm(formdata=None)
    form.kind = held.commitment.kind
    if not sent:
        form.day.data = clock.today().isoformat()
    return form


def _draw(held: Held, form: EntryForm, *, status: int = 200) -> Response:
    session = db.session()
    told = promises.told(session, held, clock.today())
    current = told.of(request.args.get("periode", 0, type=int))
    kind = held.commitment.kind
    records = [each for each in told.countings if current.period.holds(each.day)]
    leaf = pages(len(records))
    return page(
        "agreements/own/promise.html",
        status=status,
        heading=own.heading("engagements"),
        held=held,
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
        entries=[
            {"row": row, "amount": said_amount(kind, row.amount), "status": row.status.value}
            for row in promises.entries(session, held.commitment.id)
        ],
        form=form,
        by_hand=held.promise.source is Source.ENTRIES,
        source=shown.source(held.commitment),
        here=url_for(".show", commitment_id=held.commitment.id),
        edits=own.member().role in HANDS,
        house=house().name,
    )
