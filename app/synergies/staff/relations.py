"""The list of matches, the sheet of one, what staff note of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web.forms import sentence_of, whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, export_address, pages
from app.partners import queries as partners
from app.partners.staff.door import READERS, WRITERS, may_write
from app.synergies import actions, in_words, relations, shown
from app.synergies.forms import AnswerForm, ReasonForm, RelationsForm, ResultForm
from app.synergies.models import Domain, ProposalStatus, Side
from app.synergies.queries import people, proposals, results
from app.synergies.queries.proposals import Asked, Pair
from app.synergies.rules import consents
from app.synergies.rules import proposals as rules
from app.synergies.rules.states import Who

BASE = "/gestion/synergies/relations"
ENDS = {"retrait": "withdraw", "demarrage": "start", "conclusion": "conclude",
        "sans-suite": "give-up", "reprise": "resume"}  # fmt: skip
_HEAD = ("proposée le", "état", "domaine", "besoin", "structure", "offre", "structure de l’offre",
         "quantité", "ouverte le", "raison")  # fmt: skip
bp = Blueprint("synergies_relations", __name__, url_prefix=BASE)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the matches that pass the filters."""
    session, form = db.session(), RelationsForm()
    state, domain, owner = form.said("etat"), form.said("domaine"), form.said("structure")
    query = proposals.listed(
        Asked(
            status=ProposalStatus(state) if state else None,
            domain=Domain(domain) if domain else None,
            words=owner,
        )
    )
    if request.args.get("format") == "csv":
        found = proposals.lines(session, query)
        names = _names(found)
        return csv_answer("mises-en-relation", _HEAD, (_cells(each, names) for each in found))
    leaf = pages(proposals.count(session, query))
    found = proposals.lines(session, query, limit=leaf.size, offset=leaf.offset)
    return page(
        "synergies/staff/relations.html",
        form=form,
        rows=found,
        names=_names(found),
        agreed=shown.agreed,
        colours=shown.COLOURS,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d mise en relation", "%(num)d mises en relation", leaf.total),
        active=form.narrowed(),
        export=export_address(),
        reset=url_for(".index"),
    )


@bp.get("/<uuid:relation_id>")
@may(*READERS)
def show(relation_id: UUID) -> Response:
    """Show one match: both sides, what they said, what it brought, what happened."""
    return draw(proposals.pair(db.session(), relation_id))


@bp.post("/<uuid:relation_id>/reponses/<side_word>")
@may(*WRITERS)
def answer(relation_id: UUID, side_word: str) -> Response:
    """Note the answer that one side gave by phone, mail or in person."""
    session, side = db.session(), _side(side_word)
    pair, form = proposals.pair(session, relation_id), AnswerForm(prefix=f"{side.value}-")
    form.offer(people.contacts(session, pair.of(side).organisation_id))
    if not form.validate():
        return draw(pair, status=422, forms={side.value: form})
    try:
        if request.form.get("reponse") == "non":
            relations.decline(
                session, pair, side, form.reason.data or "", who=Who.STAFF, actor=current_actor()
            )
        else:
            person = people.contact(session, form.contact_id)
            relations.say_yes(
                session, pair, side, person, form.manner, who=Who.STAFF, actor=current_actor()
            )
    except RuleBroken as refusal:
        form.broken(refusal)
        return draw(pair, status=422, forms={side.value: form})
    flash(_("La réponse est notée : %(state)s.", state=_(pair.row.status.label)), "success")
    return go(f"{BASE}/{relation_id}")


@bp.post("/<uuid:relation_id>/reponses/<side_word>/retrait")
@may(*WRITERS)
def take_back(relation_id: UUID, side_word: str) -> Response:
    """Note that one side takes its consent back: neither sees the other's contact any more."""
    pair = proposals.pair(db.session(), relation_id)
    try:
        relations.take_back(db.session(), pair, _side(side_word), actor=current_actor())
    except RuleBroken as refusal:
        return draw(pair, status=422, refused=sentence_of(refusal))
    flash(_("Les contacts ne sont plus montrés, d’aucun côté."), "success")
    return go(f"{BASE}/{relation_id}")


@bp.post("/<uuid:relation_id>/suite/<end>")
@may(*WRITERS)
def follow(relation_id: UUID, end: str) -> Response:
    """Withdraw, start, conclude, give up or resume."""
    session = db.session()
    pair, form = proposals.pair(session, relation_id), ReasonForm(prefix=f"{end}-")
    verb = ENDS.get(end, "")
    if not form.validate():
        return draw(pair, status=422, forms={end: form})
    try:
        relations.go(
            session,
            pair,
            verb,
            who=Who.STAFF,
            actor=current_actor(),
            reason=form.reason.data or "",
            seen=whole_number(form.version.data),
        )
    except RuleBroken as refusal:
        stale = isinstance(refusal, Stale)
        form.version.data = str(pair.row.version)
        said = "" if refusal.field else sentence_of(refusal)
        form.broken(refusal)
        return draw(pair, status=409 if stale else 422, forms={end: form}, refused=said)
    flash(_("C’est noté : %(state)s.", state=_(pair.row.status.label)), "success")
    return go(f"{BASE}/{relation_id}")


@bp.post("/<uuid:relation_id>/resultats")
@may(*WRITERS)
def tell(relation_id: UUID) -> Response:
    """Enter a result: it counts at once."""
    session = db.session()
    pair, form = proposals.pair(session, relation_id), ResultForm()
    form.offer(pair.need.domain)
    if not form.validate():
        return draw(pair, status=422, forms={"result": form})
    dated: dict[str, Any] = {"now": clock.now(), "today": clock.today()}
    try:
        actions.tell(session, pair, form.facts(), actor=current_actor(), **dated)
    except RuleBroken as refusal:
        form.broken(refusal)
        return draw(pair, status=422, forms={"result": form})
    flash(_("Le résultat est compté."), "success")
    return go(f"{BASE}/{relation_id}")


@bp.post("/<uuid:relation_id>/resultats/<uuid:result_id>/confirmation")
@may(*WRITERS)
def confirm(relation_id: UUID, result_id: UUID) -> Response:
    """Let a result that a structure told count."""
    return _settle(relation_id, result_id, confirms=True)


@bp.post("/<uuid:relation_id>/resultats/<uuid:result_id>/ecart")
@may(*WRITERS)
def set_aside(relation_id: UUID, result_id: UUID) -> Response:
    """Let a result count no more, and say why."""
    return _settle(relation_id, result_id, confirms=False)


def _settle(relation_id: UUID, result_id: UUID, *, confirms: bool) -> Response:
    session = db.session()
    pair = proposals.pair(session, relation_id)
    row, form = results.result(session, relation_id, result_id), ReasonForm()
    told: dict[str, Any] = {"actor": current_actor(), "now": clock.now()}
    told["seen"] = whole_number(form.version.data)
    try:
        if confirms:
            actions.confirm(session, pair, row, **told)
        else:
            actions.set_aside(session, pair, row, form.reason.data or "", **told)
    except RuleBroken as refusal:
        status = 409 if isinstance(refusal, Stale) else 422
        return draw(pair, status=status, refused=sentence_of(refusal))
    flash(_("C’est noté."), "success")
    return go(f"{BASE}/{relation_id}")


def draw(
    pair: Pair, *, status: int = 200, forms: dict[str, Any] | None = None, refused: str = ""
) -> Response:
    """Draw a match; what was typed stays in the form that was sent."""
    session, row, sent = db.session(), pair.row, forms or {}
    names, towns = shown.around([pair.need, pair.offer])
    writes = may_write()
    asked = writes and row.status in rules.ASKED
    sides = [
        {
            "side": side,
            "entry": pair.of(side),
            "said": consents.of(row, side),
            "contact": people.contact(session, consents.of(row, side).contact_id),
            "answer": _answer(pair, side, sent)
            if asked and consents.of(row, side).yes_at is None
            else None,
        }
        for side in Side
    ]
    return page(
        "synergies/staff/relation.html",
        status=status,
        pair=pair,
        row=row,
        here=f"{BASE}/{row.id}",
        sides=sides,
        names=names,
        towns=towns,
        both=consents.open_to_both(row),
        reach=shown.reach,
        agreed=shown.agreed(pair),
        apart=shown.apart(pair),
        way=shown.way(row),
        colours=shown.COLOURS,
        ends=[
            (end, _(rules.MOVES[verb].label), _reason(pair, end, sent), rules.MOVES[verb].why)
            for end, verb in ENDS.items()
            if writes and rules.may(row.status, verb, Who.STAFF)
        ],
        results=results.of_proposal(session, row.id),
        said=shown.said,
        result_colours=shown.RESULT_COLOURS,
        result=_result(pair, sent) if writes and row.status in rules.TELLING else None,
        events=[(each, in_words.verb(each.verb)) for each in proposals.events(session, row.id)],
        refused=refused,
        writes=writes,
    )


def _side(word: str) -> Side:
    """Return the side that an address names. Raises NotFound."""
    try:
        return Side(word)
    except ValueError:
        raise NotFound from None


def _names(found: list[Pair]) -> dict[UUID, str]:
    owners = {each.of(side).organisation_id for each in found for side in Side}
    return partners.names(db.session(), owners)


def _cells(each: Pair, names: dict[UUID, str]) -> tuple[object, ...]:
    row = each.row
    return (
        clock.local(row.proposed_at).date(),
        _(row.status.label),
        _(each.need.domain.label),
        each.need.title,
        names.get(each.need.organisation_id, ""),
        each.offer.title,
        names.get(each.offer.organisation_id, ""),
        shown.agreed(each).replace("\N{NO-BREAK SPACE}", " "),
        clock.local(row.opened_at).date() if row.opened_at else "",
        row.reason,
    )


def _answer(pair: Pair, side: Side, sent: dict[str, Any]) -> AnswerForm:
    form: AnswerForm = sent.get(side.value) or AnswerForm(formdata=None, prefix=f"{side.value}-")
    form.offer(people.contacts(db.session(), pair.of(side).organisation_id))
    form.contact.label.text = _("La personne que l’autre structure pourra joindre")
    return form


def _reason(pair: Pair, end: str, sent: dict[str, Any]) -> ReasonForm:
    form: ReasonForm = sent.get(end) or ReasonForm(formdata=None, prefix=f"{end}-")
    form.version.data = form.version.data or str(pair.row.version)
    return form


def _result(pair: Pair, sent: dict[str, Any]) -> ResultForm:
    form: ResultForm | None = sent.get("result")
    if form is None:
        form = ResultForm(formdata=None)
        form.day.show(clock.today())
    form.offer(pair.need.domain)
    return form
