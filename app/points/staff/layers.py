"""The three layers of a place side by side, and corrections taken back."""

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.base.web.forms import sentence_of
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.points import actions, queries
from app.points.queries import Layer
from app.points.staff import facts_in_words
from app.points.staff.door import READERS, WRITERS, point_of
from app.points.staff.menu import heading

bp = Blueprint("point_layers", __name__, url_prefix="/gestion/points")


@bp.get("/<int:point_id>/couches")
@may(*READERS)
def show(point_id: int) -> Response:
    """Compare what was imported, corrected and published."""
    point = point_of(point_id)
    return page(
        "points/staff/layers.html",
        point=point,
        heading=heading(point, "couches"),
        sources=queries.sources_of(db.session(), point_id),
        rows=[_row(layer) for layer in queries.layers(db.session(), point) if _told(layer)],
    )


@bp.post("/<int:point_id>/couches/<field>/retrait")
@may(*WRITERS)
def withdraw(point_id: int, field: str) -> Response:
    """Take back a correction: the imported value returns."""
    point = point_of(point_id)
    try:
        actions.withdraw(db.session(), point, field, actor=current_actor(), now=clock.now())
    except Stale:
        raise
    except RuleBroken as refusal:
        db.session().rollback()
        flash(
            _(
                "Cette correction ne peut pas être retirée : %(why)s",
                why=sentence_of(refusal),
            ),
            "danger",
        )
        return go(url_for(".show", point_id=point_id))
    flash(_("La correction est retirée."), "success")
    return go(url_for(".show", point_id=point_id))


def _told(layer: Layer) -> bool:
    """Tell whether any layer says something about this fact."""
    empty: tuple[object, ...] = (None, "", [], False)
    return layer.correction is not None or any(
        value not in empty for value in (layer.imported, layer.published)
    )


def _row(layer: Layer) -> dict[str, object]:
    field, correction = layer.field, layer.correction
    return {
        "field": field,
        "label": facts_in_words.label(field),
        "imported": facts_in_words.value(field, layer.imported),
        "corrected": facts_in_words.value(field, layer.corrected) if correction else "",
        "published": facts_in_words.value(field, layer.published),
        "correction": correction,
    }
