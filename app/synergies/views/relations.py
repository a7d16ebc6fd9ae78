"""A structure's own matches: answered, opened, taken back, told about."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web.forms import sentence_of, whole_number
from app.base.web.guards import current_actor
from app.base.web.hypermedia import go, page
from app.partners import own
from app.partners.own import EDITORS
from app.synergies import actions, in_words, relations, shown
from app.synergies.forms import AnswerForm, ReasonForm, ResultForm
from app.synergies.models import Manner, Side
from app.synergies.queries import people, proposals, results
from app.synergies.queries.proposals import Pair
from app.synergies.rules import consents
from app.synergies.rules import proposals as rules
from app.synergies.rules.states import Who

BASE = f"{own.BASE}/synergies/relations"
ENDS = {"demarrage": "start", "sans-suite": "give-up"}
bp = Blueprint("own_relations", __name__, url_prefix=BASE)


@bp.get("/<uuid:relation_id>")
@own.member_roles()
def show(relation_id: UUID) -> Response:
    """Show a match to one of its two structures: the other without name until both said yes."""
    return _draw(*_mine(relation_id))


@bp.post("/<uuid:relation_id>/reponse")
@own.member_roles(*EDITORS)
def answer(relation_id: UUID) -> Response:
    """Say yes, and whom the other may see; or no, and why."""
    session, (pair, side), form = db.session(), _mine(relation_id), _answering(sent=True)
    if not form.validate():
        return _draw(pair, side, status=422, answering=form)
    told: dict[str, Any] = {"who": Who.MEMBER, "actor": current_actor()}
    try:
        if request.form.get("reponse") == "non":
            relations.decline(session, pair, side, form.reason.data or "", **told)
        else:
            person = people.contact(session, form.contact_id)
            relations.say_yes(session, pair, side, person, Manner.SPACE, **told)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(pair, side, status=422, answering=form)
    flash(_("Merci, votre réponse est notée."), "success")
    return go(f"{BASE}/{relation_id}")


@bp.post("/<uuid:relation_id>/contact")
@own.member_roles(*EDITORS)
def contact(relation_id: UUID) -> Response:
    """Open another contact, or one again."""
    session, (pair, side), form = db.session(), _mine(relation_id), _answering(sent=True)
    if not form.validate():
        return _draw(pair, side, status=422, answering=form)
    person = people.contact(session, form.contact_id)
    try:
        actions.open_contact(session, pair, side, person, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(pair, side, status=422, answering=form)
    flash(_("L’autre structure voit maintenant ce contact, si elle a dit oui."), "success")
    return go(f"{BASE}/{relation_id}")


@bp.post("/<uuid:relation_id>/retrait")
@own.member_roles(*EDITORS)
def take_back(relation_id: UUID) -> Response:
    """Show no contact any more, on either side."""
    pair, side = _mine(relation_id)
    try:
        relations.take_back(db.session(), pair, side, actor=current_actor())
    except RuleBroken as refusal:
        return _draw(pair, side, status=422, refused=sentence_of(refusal))
    flash(_("Les contacts ne sont plus montrés, d’aucun côté."), "success")
    return go(f"{BASE}/{relation_id}")


@bp.post("/<uuid:relation_id>/suite/<end>")
@own.member_roles(*EDITORS)
def follow(relation_id: UUID, end: str) -> Response:
    """Say that it is under way, or that nothing comes of it."""
    (pair, side), form = _mine(relation_id), ReasonForm(prefix=f"{end}-")
    if end not in ENDS:
        raise NotFound
    if not form.validate():
        return _draw(pair, side, status=422, ending=_shown(form, end))
    try:
        relations.go(
            db.session(),
            pair,
            ENDS[end],
            who=Who.MEMBER,
            side=side,
            actor=current_actor(),
            reason=form.reason.data or "",
            seen=whole_number(form.version.data),
        )
    except RuleBroken as refusal:
        stale = isinstance(refusal, Stale)
        form.version.data = str(pair.row.version)
        said = "" if refusal.field else sentence_of(refusal)
        form.broken(refusal)
        return _draw(
            pair, side, status=409 if stale else 422, ending=_shown(form, end), refused=said
        )
    flash(_("C’est noté : %(state)s.", state=_(pair.row.status.label)), "success")
    return go(f"{BASE}/{relation_id}")


@bp.post("/<uuid:relation_id>/resultats")
@own.member_roles(*EDITORS)
def tell(relation_id: UUID) -> Response:
    """Tell what it brought: it counts once staff confirm it."""
    (pair, side), form = _mine(relation_id), ResultForm()
    form.offer(pair.need.domain)
    if not form.validate():
        return _draw(pair, side, status=422, result=form)
    dated: dict[str, Any] = {"now": clock.now(), "today": clock.today(), "actor": current_actor()}
    try:
        actions.tell(db.session(), pair, form.facts(), told_by=side, **dated)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(pair, side, status=422, result=form)
    flash(_("Merci : l’équipe confirme ce résultat."), "success")
    return go(f"{BASE}/{relation_id}")


def _mine(relation_id: UUID) -> tuple[Pair, Side]:
    """Return a match of the structure whose space this is. Raises NotFound for any other."""
    return proposals.pair_of(db.session(), relation_id, own.organisation().id)


def _answering(*, sent: bool = False) -> AnswerForm:
    form = AnswerForm() if sent else AnswerForm(formdata=None)
    form.offer(people.contacts(db.session(), own.organisation().id))
    return form


def _draw(  # noqa: PLR0913 - the forms of the page
    pair: Pair,
    side: Side,
    *,
    status: int = 200,
    refused: str = "",
    answering: AnswerForm | None = None,
    ending: ReasonForm | None = None,
    result: ResultForm | None = None,
) -> Response:
    session, row, edits = db.session(), pair.row, own.may_edit()
    said = consents.of(row, side)
    owners = {each.organisation_id for each in (pair.need, pair.offer)}
    structures = people.structures(session, owners)
    both = consents.open_to_both(row)
    return page(
        "synergies/own/relation.html",
        status=status,
        heading=own.heading("synergies"),
        pair=pair,
        row=row,
        here=f"{BASE}/{row.id}",
        mine=pair.of(side),
        facts=shown.masked(pair, side, structures),
        said=said,
        person=people.contact(session, said.contact_id),
        both=both,
        other=structures[pair.of(side.other).organisation_id] if both else None,
        contact=shown.opened_contact(pair, side),
        reach=shown.reach,
        way=shown.way(row),
        colours=shown.COLOURS,
        asks=edits and row.status in rules.ASKED and said.yes_at is None,
        opens=edits and said.yes_at is not None and row.status in rules.LIVE | rules.TELLING,
        answering=_with_people(answering, said.contact_id),
        people=len(people.contacts(session, own.organisation().id)),
        starts=edits and rules.may(row.status, "start", Who.MEMBER),
        ending=_ending(pair, ending)
        if edits and rules.may(row.status, "give-up", Who.MEMBER)
        else None,
        result=_telling(pair, result) if edits and row.status in rules.TELLING else None,
        results=results.of_proposal(session, row.id),
        amount=shown.said,
        result_colours=shown.RESULT_COLOURS,
        events=[(each, in_words.verb(each.verb)) for each in proposals.events(session, row.id)],
        side=side,
        refused=refused,
        mine_declined=row.declined_side is side,
    )


def _with_people(form: AnswerForm | None, chosen: UUID | None) -> AnswerForm:
    if form is None:
        form = _answering()
        form.contact.data = str(chosen or "")
    return form


def _shown(form: ReasonForm, end: str) -> ReasonForm | None:
    """Return the form to show again: only the one that asks why has fields."""
    return form if end == "sans-suite" else None


def _ending(pair: Pair, form: ReasonForm | None) -> ReasonForm:
    if form is None:
        form = ReasonForm(formdata=None, prefix="sans-suite-")
        form.version.data = str(pair.row.version)
    return form


def _telling(pair: Pair, form: ResultForm | None) -> ResultForm:
    if form is None:
        form = ResultForm(formdata=None)
        form.day.show(clock.today())
    form.offer(pair.need.domain)
    return form
