"""What is decided of a family."""

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.web.forms import whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.catalog.models import Family
from app.feasibility import actions, queries, shown
from app.feasibility.forms import DecisionForm
from app.feasibility.picture import portrait
from app.feasibility.staff.door import BASE, READERS, address, family_of

bp = Blueprint("feasibility_decisions", __name__, url_prefix=BASE)


@bp.get("/<product_family>/decision")
@may(*READERS)
def new(product_family: str) -> Response:
    """Show a decision to note."""
    family, form = family_of(product_family), DecisionForm(formdata=None)
    last = queries.last_decision(db.session(), family)
    form.version.data = str(last.number if last else 0)
    form.decided_on.show(clock.today())
    return _draw(family, form)


@bp.post("/<product_family>/decision")
@may(*READERS)
def decide(product_family: str) -> Response:
    """Note a decision with what the sheet answers today; on a conflict keep what was typed."""
    family, form, session = family_of(product_family), DecisionForm(), db.session()
    if not form.validate():
        return _draw(family, form, status=422)
    today = clock.today()
    try:
        actions.decide(
            session,
            family,
            form.facts(),
            portrait(session, family, today).answer,
            actor=current_actor(),
            now=clock.now(),
            today=today,
            seen=whole_number(form.version.data),
        )
    except Stale as refusal:
        last = queries.last_decision(session, family)
        form.version.data = str(last.number if last else 0)
        form.broken(refusal)
        return _draw(family, form, status=409)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(family, form, status=422)
    flash(_("La décision est notée ; celles d’avant restent."), "success")
    return go(address(family) + "#decisions")


def _draw(family: Family, form: DecisionForm, *, status: int = 200) -> Response:
    found = portrait(db.session(), family, clock.today())
    return page(
        "feasibility/staff/decision.html",
        status=status,
        family=family,
        form=form,
        portrait=found,
        shown=shown,
        here=request.path,
        back=address(family),
    )
