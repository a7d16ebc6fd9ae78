"""One assumption of a family, and what is noted of its market."""

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.web.forms import sentence_of, whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.catalog.models import Family
from app.feasibility import actions, forms, queries
from app.feasibility.forms import AssumptionForm, ForgetForm, SheetForm
from app.feasibility.models import Assumption
from app.feasibility.staff.door import BASE, READERS, address, assumption_of, family_of

bp = Blueprint("feasibility_assumptions", __name__, url_prefix=BASE)


@bp.get("/<product_family>/hypotheses/<assumption>")
@may(*READERS)
def edit(product_family: str, assumption: str) -> Response:
    """Show one assumption to write or to correct."""
    family, kind = family_of(product_family), assumption_of(assumption)
    form = forms.of(kind, formdata=None)
    row = queries.assumptions(db.session(), family).get(kind)
    if row is not None:
        form.show(row)
    else:
        form.version.data = "0"
        form.as_of.show(clock.today())
    return _draw(family, kind, form)


@bp.post("/<product_family>/hypotheses/<assumption>")
@may(*READERS)
def save(product_family: str, assumption: str) -> Response:
    """Write an assumption; on a conflict keep what was typed."""
    family, kind = family_of(product_family), assumption_of(assumption)
    form = forms.of(kind)
    if not form.validate():
        return _draw(family, kind, form, status=422)
    try:
        actions.assume(
            db.session(),
            family,
            kind,
            form.facts(),
            actor=current_actor(),
            now=clock.now(),
            today=clock.today(),
            seen=whole_number(form.version.data),
        )
    except Stale as refusal:
        row = queries.assumptions(db.session(), family).get(kind)
        form.version.data = str(row.version if row else 0)
        form.broken(refusal)
        return _draw(family, kind, form, status=409)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(family, kind, form, status=422)
    flash(_("L’hypothèse est enregistrée."), "success")
    return go(address(family) + "#hypotheses")


@bp.post("/<product_family>/hypotheses/<assumption>/retrait")
@may(*READERS)
def forget(product_family: str, assumption: str) -> Response:
    """Take an assumption away: it is unknown again."""
    family, kind = family_of(product_family), assumption_of(assumption)
    seen = whole_number(ForgetForm().version.data)
    try:
        actions.forget(
            db.session(), family, kind, actor=current_actor(), now=clock.now(), seen=seen
        )
    except Stale as refusal:
        flash(sentence_of(refusal), "danger")
    else:
        flash(_("L’hypothèse est retirée : la réponse l’attend de nouveau."), "success")
    return go(address(family) + "#hypotheses")


@bp.get("/<product_family>/marche")
@may(*READERS)
def market(product_family: str) -> Response:
    """Show what is noted of a market."""
    family, form = family_of(product_family), SheetForm(formdata=None)
    row = queries.sheet(db.session(), family)
    if row is not None:
        form.show(row)
    else:
        form.version.data = "0"
    return _draw_market(family, form)


@bp.post("/<product_family>/marche")
@may(*READERS)
def describe(product_family: str) -> Response:
    """Write what is known of a market; on a conflict keep what was typed."""
    family, form, session = family_of(product_family), SheetForm(), db.session()
    if not form.validate():
        return _draw_market(family, form, status=422)
    seen, hand, now = whole_number(form.version.data), current_actor(), clock.now()
    try:
        actions.describe(session, family, form.facts(), actor=hand, now=now, seen=seen)
    except Stale as refusal:
        row = queries.sheet(session, family)
        form.version.data = str(row.version if row else 0)
        form.broken(refusal)
        return _draw_market(family, form, status=409)
    flash(_("Le marché est décrit."), "success")
    return go(address(family) + "#marche")


def _draw(family: Family, kind: Assumption, form: AssumptionForm, *, status: int = 200) -> Response:
    row = queries.assumptions(db.session(), family).get(kind)
    return page(
        "feasibility/staff/assumption.html",
        status=status,
        family=family,
        kind=kind,
        form=form,
        row=row,
        here=request.path,
        back=address(family),
    )


def _draw_market(family: Family, form: SheetForm, *, status: int = 200) -> Response:
    return page(
        "feasibility/staff/market.html",
        status=status,
        family=family,
        form=form,
        here=request.path,
        back=address(family),
    )
