"""The team's calendar addresses, as staff open and revoke them."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.forms import Form, LineField, sentence_of
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.pickups import feeds, queries
from app.pickups.actions import feeds as actions
from app.pickups.links import private
from app.pickups.models import PickupFeed
from app.pickups.staff.door import WRITERS

bp = Blueprint("pickup_feeds", __name__, url_prefix="/gestion/agendas")


class FeedForm(Form):
    """Whose calendar."""

    name = LineField(
        _l("À qui est cet agenda ?"),
        limit=80,
        description=_l("Par exemple « Téléphone de l’équipe du jeudi »."),
        validators=[DataRequired(_l("Dites à qui est cet agenda : vous saurez lequel révoquer."))],
    )


@bp.get("")
@may(*WRITERS)
def index() -> Response:
    """List the addresses, with the form of a new one."""
    return _draw(FeedForm(formdata=None))


@bp.post("")
@may(*WRITERS)
def create() -> Response:
    """Open an address."""
    form = FeedForm()
    if not form.validate():
        return _draw(form, 422)
    made = actions.open_feed(
        db.session(), form.name.data or "", actor=current_actor(), now=clock.now()
    )
    flash(_("L’adresse de « %(name)s » est prête : copiez-la.", name=made.name), "success")
    return go(url_for(".index"))


@bp.get("/<uuid:feed_id>/revocation")
@may(*WRITERS)
def ask_to_revoke(feed_id: UUID) -> Response:
    """Ask before ending an address."""
    return _ask(queries.feed(db.session(), feed_id))


@bp.post("/<uuid:feed_id>/revocation")
@may(*WRITERS)
def revoke(feed_id: UUID) -> Response:
    """End an address."""
    feed = queries.feed(db.session(), feed_id)
    try:
        actions.revoke_feed(db.session(), feed, actor=current_actor(), now=clock.now())
    except RuleBroken as refusal:
        flash(sentence_of(refusal), "info")
        return go(url_for(".index"))
    flash(_("L’adresse de « %(name)s » ne répond plus.", name=feed.name), "success")
    return go(url_for(".index"))


def _ask(feed: PickupFeed) -> Response:
    return page("pickups/staff/revoke_feed.html", feed=feed)


def _draw(form: FeedForm, status: int = 200) -> Response:
    found = queries.feeds(db.session())
    answer = page(
        "pickups/staff/feeds.html",
        form=form,
        living=_rows([each for each in found if each.revoked_at is None]),
        ended=[each for each in found if each.revoked_at is not None],
        status=status,
    )
    return private(answer)


def _rows(living: Sequence[PickupFeed]) -> list[tuple[PickupFeed, str]]:
    return [(each, feeds.address(each)) for each in living]
