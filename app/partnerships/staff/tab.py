"""A structure's tab « Partenariat »: where we are, what comes next, and how to move."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.web.forms import sentence_of
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners.models import Organisation
from app.partners.staff.door import READERS, WRITERS, heading
from app.partnerships import queries
from app.partnerships.actions import partnerships as actions
from app.partnerships.forms.steps import (
    DescribeForm,
    LossForm,
    NextForm,
    PauseForm,
    StartForm,
    VersionForm,
)
from app.partnerships.models import Partnership, PartnershipEvent, SheetKind, Standing, Step
from app.partnerships.queries import exchanges
from app.partnerships.rules import states
from app.partnerships.rules.times import days, is_late, spent
from app.partnerships.staff import in_words
from app.partnerships.staff.door import BOARD, own_id, people, structure, tab_address

bp = Blueprint("partnership", __name__, url_prefix="/gestion/partenaires/<uuid:organisation_id>")
MOVED = N_("Étape : %(step)s.")
LATEST = 3


@bp.get("/partenariat")
@may(*READERS)
def show(organisation_id: UUID) -> Response:
    """Show how far we are with a structure, or how to begin."""
    return _draw(structure(organisation_id))


@bp.post("/partenariat")
@may(*WRITERS)
def start(organisation_id: UUID) -> Response:
    """Begin a partnership."""
    organisation, form = structure(organisation_id), StartForm()
    form.offer_people(people())
    if form.validate():
        try:
            actions.start(db.session(), organisation, form.facts(), **_hand())
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("Le partenariat est commencé."), "success")
            return go(tab_address(organisation_id))
    return _draw(organisation, status=422, start=form)


@bp.post("/partenariat/etape-suivante")
@may(*WRITERS)
def forward(organisation_id: UUID) -> Response:
    """Go on to the next step."""
    row = queries.known(db.session(), organisation_id)
    return _move(row, states.forward(row.step))


@bp.post("/partenariat/etape-precedente")
@may(*WRITERS)
def backward(organisation_id: UUID) -> Response:
    """Go back to the step before."""
    row = queries.known(db.session(), organisation_id)
    return _move(row, states.backward(row.step) or "")


@bp.post("/partenariat/prochaine-action")
@may(*WRITERS)
def plan_next(organisation_id: UUID) -> Response:
    """Say what comes next; an empty form says that nothing does."""
    form = NextForm()
    form.offer_people(people())

    def act(row: Partnership) -> None:
        actions.plan_next(db.session(), row, form.action(), **_hand(), seen=form.seen)

    return _sent(organisation_id, "next", form, act, N_("La prochaine action est notée."))


@bp.post("/partenariat/suivi")
@may(*WRITERS)
def describe(organisation_id: UUID) -> Response:
    """Say who owns the partnership and what started it."""
    form = DescribeForm()
    form.offer_people(people())

    def act(row: Partnership) -> None:
        owner = form.owner.data
        actions.describe(
            db.session(),
            row,
            UUID(owner) if owner else None,
            form.trigger.data or "",
            **_hand(),
            seen=form.seen,
        )

    return _sent(organisation_id, "describe", form, act, N_("C’est noté."))


@bp.post("/partenariat/pause")
@may(*WRITERS)
def pause(organisation_id: UUID) -> Response:
    """Let the partnership rest."""
    form = PauseForm()

    def act(row: Partnership) -> None:
        reason, until = form.pause_reason.data or "", form.paused_until.day
        actions.pause(db.session(), row, reason, until, **_hand(), seen=form.seen)

    return _sent(organisation_id, "pause", form, act, N_("Le partenariat est en pause."))


@bp.post("/partenariat/perte")
@may(*WRITERS)
def lose(organisation_id: UUID) -> Response:
    """Note the partnership as lost."""
    form = LossForm()

    def act(row: Partnership) -> None:
        actions.lose(db.session(), row, form.loss_reason.data or "", **_hand(), seen=form.seen)

    return _sent(organisation_id, "loss", form, act, N_("Le partenariat est noté comme perdu."))


@bp.post("/partenariat/reprise")
@may(*WRITERS)
def resume(organisation_id: UUID) -> Response:
    """Go on after a pause."""
    form = VersionForm()

    def act(row: Partnership) -> None:
        actions.resume(db.session(), row, **_hand(), seen=form.seen)

    return _sent(organisation_id, "", form, act, N_("Le partenariat reprend."))


@bp.post("/partenariat/reouverture")
@may(*WRITERS)
def reopen(organisation_id: UUID) -> Response:
    """Take a lost partnership up again."""
    form = VersionForm()

    def act(row: Partnership) -> None:
        actions.reopen(db.session(), row, **_hand(), seen=form.seen)

    return _sent(organisation_id, "", form, act, N_("Le partenariat est rouvert."))


def _hand() -> dict[str, Any]:
    return {"actor": current_actor(), "now": clock.now()}


def _move(row: Partnership, verb: str) -> Response:
    """Move along an arrow, then go back to where the button was."""
    form = VersionForm()
    if not verb or not form.validate():
        return _draw(structure(row.organisation_id), status=422)
    try:
        actions.move(db.session(), row, verb, **_hand(), seen=form.seen)
    except Stale as refusal:
        return _draw(structure(row.organisation_id), status=409, warning=sentence_of(refusal))
    flash(_(MOVED, step=_(row.step.label)), "success")
    back = request.form.get("back", "")
    if back == BOARD or back.startswith(f"{BOARD}?"):
        return go(f"{back}#{row.step.value}")
    return go(tab_address(row.organisation_id))


def _sent(organisation_id: UUID, name: str, form: VersionForm, act: Any, done: str) -> Response:
    """Do what a form of the tab asks, or show the tab again with what was typed."""
    row, status, warning = queries.known(db.session(), organisation_id), 422, ""
    if form.validate():
        try:
            act(row)
        except Stale as refusal:
            status, warning = 409, sentence_of(refusal)
            form.version.data = str(row.version)
        except RuleBroken as refusal:
            form.broken(refusal)
            warning = "" if name else sentence_of(refusal)
        else:
            flash(_(done), "success")
            return go(tab_address(organisation_id))
    typed = {name: form} if name else {}
    return _draw(structure(organisation_id), status=status, warning=warning, **typed)


def _draw(
    organisation: Organisation, *, status: int = 200, warning: str = "", **typed: VersionForm
) -> Response:
    session, now = db.session(), clock.now()
    row = queries.partnership(session, organisation.id)
    events = list(queries.events(session, row.id)) if row else []
    why = queries.reasons(session, row.id) if row else {}
    names = queries.people(session, {row.owner_id, row.next_owner_id} if row else set())
    return page(
        "partnerships/staff/tab.html",
        status=status,
        heading=heading(organisation, "partenariat"),
        here=tab_address(organisation.id),
        row=row,
        names=names,
        warning=warning,
        late=row is not None and is_late(row.next_on, row.standing, today=clock.today()),
        way=_way(row, events, now),
        events=[
            (each, in_words.verb(each.verb), why.get(each.id, "")) for each in reversed(events)
        ],
        sheets=_sheets(row),
        last=exchanges.last(session, organisation.id, before=now, limit=LATEST),
        forward=states.STEPS[states.forward(row.step)] if row else None,
        backward=states.backward(row.step) if row else None,
        opened=next(iter(typed), ""),
        **_forms(row, typed),
    )


def _forms(row: Partnership | None, typed: dict[str, Any]) -> dict[str, Any]:
    """Return the tab's forms: the one that was sent as it was typed, the others as kept."""
    choices = people()
    start, following, described = (
        StartForm(formdata=None),
        NextForm(formdata=None),
        DescribeForm(formdata=None),
    )
    for each in (start, following, described):
        each.offer_people(choices)
    start.owner.data = start.next_owner.data = str(own_id())
    start.step.data = Step.IDENTIFICATION.value
    pausing, losing = PauseForm(formdata=None), LossForm(formdata=None)
    if row is not None:
        following.fill(row)
        if not row.next_action:
            following.next_owner.data = str(own_id())
        described.fill(row)
        pausing.version.data = losing.version.data = str(row.version)
    made = {
        "start": start,
        "next": following,
        "describe": described,
        "pause": pausing,
        "loss": losing,
    }
    return {f"{name}_form": typed.get(name, form) for name, form in made.items()}


def _sheets(row: Partnership | None) -> list[tuple[SheetKind, Any]]:
    found = queries.sheets(db.session(), row.id) if row else {}
    return [(kind, found.get(kind)) for kind in SheetKind]


def _way(
    row: Partnership | None, events: list[PartnershipEvent], now: datetime
) -> list[tuple[str, str, str]]:
    """Return the eleven steps as they are drawn: label, done or now or next, time spent."""
    if row is None:
        return []
    times = spent(queries.marks(events), now=now)
    return [
        (
            in_words.breakable(_(step.label)),
            _drawn(step, row),
            in_words.length(days(times[step])) if step in times else "",
        )
        for step in Step
    ]


def _drawn(step: Step, row: Partnership) -> str:
    if step is row.step and row.standing is not Standing.LOST:
        return "now"
    return "done" if step.rank < row.step.rank else "next"
