"""An agreement written: begun from a template, its sheet, its articles, an amendment begun."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _

from app.agreements import actions, queries
from app.agreements.forms import AgreementForm, AmendmentForm, ArticlesForm, read_id
from app.agreements.models import Agreement, AgreementKind
from app.agreements.rules.sheets import OVERLAPS, AgreementFacts, overlapping, terms_of
from app.agreements.rules.states import LIVING
from app.agreements.rules.terms import DAY, add_months, last_day, term_end
from app.agreements.rules.texts import PLACES
from app.agreements.staff.door import BASE, WRITERS, crumbs
from app.agreements.templates import AMENDMENT, templates
from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners import queries as partners
from app.partners.models import Organisation

bp = Blueprint("agreements_sheets", __name__, url_prefix=BASE)


@bp.get("/nouvelle")
@may(*WRITERS)
def choose() -> Response:
    """Begin an agreement: with whom, from which text; then its sheet."""
    organisation_id = read_id(request.args.get("structure"))
    if organisation_id is None:
        return page("agreements/staff/choose.html", structures=partners.choices(db.session()))
    organisation = partners.organisation(db.session(), organisation_id)
    form = _form(organisation, sent=False)
    wished = request.args.get("objet", "")
    kind = next((each for each in AgreementKind if each.value == wished), AgreementKind.FRAMEWORK)
    form.fill(_wished(kind, organisation))
    return _draw(form, organisation)


@bp.post("/nouvelle")
@may(*WRITERS)
def create() -> Response:
    """Begin an agreement as a project."""
    organisation = partners.organisation(
        db.session(), read_id(request.args.get("structure")) or UUID(int=0)
    )
    form = _form(organisation, sent=True)
    if form.validate():
        facts = form.facts()
        try:
            made = actions.create(
                db.session(),
                organisation,
                facts,
                templates()[facts.kind.value].articles,
                actor=current_actor(),
                now=clock.now(),
                today=clock.today(),
            )
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(
                _("Le projet est commencé : relisez le texte, ajoutez les engagements."), "success"
            )
            _warn_of_overlap(made)
            return go(url_for("agreements_show.show", agreement_id=made.id))
    return _draw(form, organisation, status=422)


@bp.get("/<uuid:agreement_id>/fiche")
@may(*WRITERS)
def edit(agreement_id: UUID) -> Response:
    """Show a draft's sheet."""
    agreement = queries.agreement(db.session(), agreement_id)
    form = _sheet(agreement, sent=False)
    form.fill(AgreementFacts.of(agreement))
    form.version.data = str(agreement.version)
    return _draw_sheet(form, agreement)


@bp.post("/<uuid:agreement_id>/fiche")
@may(*WRITERS)
def save(agreement_id: UUID) -> Response:
    """Write a draft's sheet; on a conflict keep what was typed."""
    agreement = queries.agreement(db.session(), agreement_id)
    form = _sheet(agreement, sent=True)
    if not form.validate():
        return _draw_sheet(form, agreement, status=422)
    facts = form.facts()
    told: dict[str, Any] = {"actor": current_actor(), "now": clock.now()}
    if agreement.parent_id is not None:
        facts = AgreementFacts(agreement.kind, facts.title, facts.starts_on, facts.ends_on)

    def write() -> None:
        actions.correct(db.session(), agreement, facts, seen=form.seen, **told)

    status = _tried(form, agreement, write)
    if status:
        return _draw_sheet(form, agreement, status=status)
    flash(_("La fiche est à jour."), "success")
    _warn_of_overlap(agreement)
    return go(url_for("agreements_show.show", agreement_id=agreement_id))


@bp.get("/<uuid:agreement_id>/articles")
@may(*WRITERS)
def articles(agreement_id: UUID) -> Response:
    """Show a draft's articles, to edit."""
    agreement = queries.agreement(db.session(), agreement_id)
    form = ArticlesForm(formdata=None)
    form.version.data = str(agreement.version)
    rows = [
        (str(row.position), row.title, row.text)
        for row in queries.articles(db.session(), agreement_id)
    ]
    return _draw_articles(form, agreement, rows)


@bp.post("/<uuid:agreement_id>/articles")
@may(*WRITERS)
def write_articles(agreement_id: UUID) -> Response:
    """Write a draft's articles; on a conflict keep what was typed."""
    agreement = queries.agreement(db.session(), agreement_id)
    form = ArticlesForm()
    form.validate()
    form.form_errors.extend(form.faults())
    if form.errors:
        return _draw_articles(form, agreement, form.typed(), status=422)
    told: dict[str, Any] = {"actor": current_actor(), "now": clock.now()}

    def write() -> None:
        actions.write(db.session(), agreement, form.articles(), seen=form.seen, **told)

    status = _tried(form, agreement, write)
    if status:
        return _draw_articles(form, agreement, form.typed(), status=status)
    flash(_("Le texte est à jour."), "success")
    if "more" in request.form:
        return go(url_for(".articles", agreement_id=agreement_id) + "#new-article")
    return go(url_for("agreements_show.show", agreement_id=agreement_id) + "#texte")


@bp.get("/<uuid:agreement_id>/avenant")
@may(*WRITERS)
def amendment(agreement_id: UUID) -> Response:
    """Show an empty amendment of a signed agreement."""
    parent = queries.agreement(db.session(), agreement_id)
    form = AmendmentForm(formdata=None)
    form.title.data = _("Avenant à %(title)s", title=parent.title)[:160]
    form.starts_on.data = max(_next_month(clock.today()), parent.starts_on).isoformat()
    return _draw_amendment(form, parent)


@bp.post("/<uuid:agreement_id>/avenant")
@may(*WRITERS)
def amend(agreement_id: UUID) -> Response:
    """Begin an amendment as a project."""
    parent = queries.agreement(db.session(), agreement_id)
    form = AmendmentForm()
    if form.validate():
        try:
            made = actions.amend(
                db.session(),
                parent,
                form.facts(),
                templates()[AMENDMENT].articles,
                actor=current_actor(),
                now=clock.now(),
                today=clock.today(),
            )
        except RuleBroken as refusal:
            form.broken(refusal)
        else:
            flash(_("L’avenant est commencé."), "success")
            return go(url_for("agreements_show.show", agreement_id=made.id))
    return _draw_amendment(form, parent, status=422)


def _tried(
    form: AgreementForm | AmendmentForm | ArticlesForm,
    agreement: Agreement,
    write: Callable[[], None],
) -> int:
    """Run a change; return the status of its refusal, 0 when it went through."""
    try:
        write()
    except Stale as stale:
        form.broken(stale)
        form.version.data = str(agreement.version)
        return 409
    except RuleBroken as refusal:
        form.broken(refusal)
        return 422
    return 0


def _form(organisation: Organisation, *, sent: bool, without: UUID | None = None) -> AgreementForm:
    form = AgreementForm() if sent else AgreementForm(formdata=None)
    living = queries.others(db.session(), organisation.id, [without] if without else [])
    form.offer((each.id, f"{each.reference} · {each.title}") for each in living)
    return form


def _sheet(agreement: Agreement, *, sent: bool) -> AgreementForm | AmendmentForm:
    if agreement.parent_id is not None:
        return AmendmentForm() if sent else AmendmentForm(formdata=None)
    organisation = partners.organisation(db.session(), agreement.organisation_id)
    return _form(organisation, sent=sent, without=agreement.id)


def _warn_of_overlap(agreement: Agreement) -> None:
    """Say at once what would be refused at the signature."""
    if agreement.parent_id is not None:
        return
    facts = AgreementFacts.of(agreement)
    others = queries.others(db.session(), agreement.organisation_id, [agreement.id])
    other = overlapping(facts, last_day(terms_of(facts)), others)
    if other is not None:
        flash(_(OVERLAPS, reference=other.reference), "warn")


def _draw(form: AgreementForm, organisation: Organisation, *, status: int = 200) -> Response:
    kinds = [
        (_(kind.label), url_for(".choose", structure=organisation.id, objet=kind.value), kind.value)
        for kind in AgreementKind
    ]
    return page(
        "agreements/staff/edit.html",
        status=status,
        form=form,
        organisation=organisation,
        agreement=None,
        kinds=kinds,
        here=url_for(".create", structure=organisation.id),
        back=f"/gestion/partenaires/{organisation.id}/conventions",
        crumbs=[
            (_("Conventions"), BASE),
            (organisation.name, f"/gestion/partenaires/{organisation.id}/conventions"),
            (_("Nouvelle convention"), ""),
        ],
    )


def _draw_sheet(
    form: AgreementForm | AmendmentForm, agreement: Agreement, *, status: int = 200
) -> Response:
    organisation = partners.organisation(db.session(), agreement.organisation_id)
    return page(
        "agreements/staff/edit.html",
        status=status,
        form=form,
        organisation=organisation,
        agreement=agreement,
        kinds=[],
        here=url_for(".edit", agreement_id=agreement.id),
        back=url_for("agreements_show.show", agreement_id=agreement.id),
        crumbs=crumbs(agreement, organisation.name, _("La fiche")),
    )


def _draw_articles(
    form: ArticlesForm,
    agreement: Agreement,
    rows: list[tuple[str, str, str]],
    *,
    status: int = 200,
) -> Response:
    organisation = partners.organisation(db.session(), agreement.organisation_id)
    empty = not rows or any(rows[-1][1:])
    return page(
        "agreements/staff/articles.html",
        status=status,
        form=form,
        agreement=agreement,
        rows=[*rows, (str(len(rows) + 1), "", "")] if empty else rows,
        places=[f"{{{name}}}" for name in PLACES],
        here=url_for(".articles", agreement_id=agreement.id),
        back=url_for("agreements_show.show", agreement_id=agreement.id),
        crumbs=crumbs(agreement, organisation.name, _("Le texte")),
    )


def _draw_amendment(form: AmendmentForm, parent: Agreement, *, status: int = 200) -> Response:
    organisation = partners.organisation(db.session(), parent.organisation_id)
    return page(
        "agreements/staff/edit.html",
        status=status,
        form=form,
        organisation=organisation,
        agreement=None,
        kinds=[],
        here=url_for(".amendment", agreement_id=parent.id),
        back=url_for("agreements_show.show", agreement_id=parent.id),
        crumbs=crumbs(parent, organisation.name, _("Nouvel avenant")),
    )


def _wished(kind: AgreementKind, organisation: Organisation) -> AgreementFacts:
    """Return the sheet to begin with: a year from next month, or what follows an agreement."""
    first = _next_month(clock.today())
    facts = AgreementFacts(kind, templates()[kind.value].title, first, _year(first), notice=3)
    before_id = read_id(request.args.get("apres"))
    if before_id is None:
        return facts
    before = queries.agreement(db.session(), before_id)
    if before.organisation_id != organisation.id or before.parent_id is not None:
        raise NotFound
    begins = max(term_end(terms_of(before), clock.today()) + DAY, clock.today())
    return replace(
        AgreementFacts.of(before),
        kind=kind,
        starts_on=begins,
        ends_on=_year(begins),
        replaces_id=before.id if before.status in LIVING else None,
    )


def _next_month(today: date) -> date:
    return add_months(today.replace(day=1), 1)


def _year(first: date) -> date:
    return add_months(first, 12) - DAY
