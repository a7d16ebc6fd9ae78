"""Who would take or buy what a family gives, and who does it already."""

from uuid import UUID

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.catalog.models import Family
from app.feasibility import actions, queries
from app.feasibility.forms import PlayerForm
from app.feasibility.models import Side
from app.feasibility.staff.door import BASE, READERS, address, family_of
from app.partners import queries as partners

bp = Blueprint("feasibility_players", __name__, url_prefix=BASE)


@bp.get("/<product_family>/acteurs/nouveau")
@may(*READERS)
def new(product_family: str) -> Response:
    """Show an empty form; `cote` says on which side."""
    family, form = family_of(product_family), PlayerForm(formdata=None)
    asked = request.args.get("cote", "")
    form.side.data = asked if asked in set(Side) else Side.OUTLET.value
    return _draw(family, form)


@bp.post("/<product_family>/acteurs/nouveau")
@may(*READERS)
def create(product_family: str) -> Response:
    """Note somebody, or show the form again with what it lacks."""
    family, form = family_of(product_family), _offered(PlayerForm())
    if not form.validate():
        return _draw(family, form, status=422)
    try:
        actions.name(db.session(), family, form.facts(), actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(family, form, status=422)
    flash(_("C’est noté."), "success")
    return go(address(family) + "#acteurs")


@bp.post("/<product_family>/acteurs/<uuid:player_id>/retrait")
@may(*READERS)
def remove(product_family: str, player_id: UUID) -> Response:
    """Take somebody off the list."""
    family = family_of(product_family)
    row = queries.player(db.session(), family, player_id)
    actions.unname(db.session(), row, actor=current_actor(), now=clock.now())
    flash(_("C’est retiré de la liste."), "success")
    return go(address(family) + "#acteurs")


def _offered(form: PlayerForm) -> PlayerForm:
    form.offer(partners.choices(db.session()))
    return form


def _draw(family: Family, form: PlayerForm, *, status: int = 200) -> Response:
    return page(
        "feasibility/staff/player.html",
        status=status,
        family=family,
        form=_offered(form),
        here=address(family, "acteurs", "nouveau"),
        back=address(family),
    )
