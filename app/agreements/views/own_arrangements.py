"""The practical arrangements in a structure's own space, and behind a relay person's secret link."""

from uuid import UUID

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.agreements import links
from app.agreements.actions import arrangements as actions
from app.agreements.handing import house
from app.agreements.models import AcceptedBy
from app.agreements.queries import arrangements as looks
from app.base import db
from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import NotFound
from app.base.web.guards import anyone, current_actor
from app.base.web.hypermedia import go, page
from app.base.web.limits import limit
from app.partners import own
from app.partners import queries as partners
from app.partners.models import Contact

bp = Blueprint("own_arrangements", __name__, url_prefix="/partenaire/modalites")
link = Blueprint("arrangement_link", __name__, url_prefix="/modalites")
RELAY = Actor(id=None, label="personne relais")


@bp.get("")
@own.member_roles()
def index() -> Response:
    """Show the structure its practical arrangements."""
    organisation = own.organisation()
    found = looks.in_force(db.session(), organisation.id, clock.today())
    me = _me()
    return page(
        "agreements/own/arrangements.html",
        heading=own.heading("modalites"),
        found=[
            {
                "page": each,
                "mine": me is not None
                and any(a.contact.id == me.id and a.acceptance is None for a in each.answers),
            }
            for each in found
        ],
        me=me,
    )


@bp.post("/<uuid:version_id>/acceptation")
@own.member_roles()
def accept(version_id: UUID) -> Response:
    """Accept a version as the relay person that one is."""
    version, arrangement = looks.version(db.session(), version_id)
    me = _me()
    if arrangement.organisation_id != own.organisation().id or me is None:
        raise NotFound
    actions.accept(
        db.session(),
        version,
        arrangement,
        me.id,
        how=AcceptedBy.SPACE,
        actor=current_actor(),
        now=clock.now(),
        today=clock.today(),
    )
    flash(_("Merci, votre accord est noté."), "success")
    return go(url_for(".index"))


@link.get("/<uuid:version_id>/<uuid:contact_id>/<secret>")
@anyone
def show(version_id: UUID, contact_id: UUID, secret: str) -> Response:
    """Show the arrangements to a relay person; only the button writes."""
    version, arrangement, contact = links.opened(version_id, contact_id, secret)
    return links.private(
        page(
            "agreements/link.html",
            version=version,
            current=version.number == arrangement.latest,
            contact=contact,
            organisation=partners.organisation(db.session(), arrangement.organisation_id),
            acceptance=looks.acceptance(db.session(), version_id, contact_id),
            here=url_for(".show", version_id=version_id, contact_id=contact_id, secret=secret),
            house=house().name,
        )
    )


@link.post("/<uuid:version_id>/<uuid:contact_id>/<secret>")
@anyone
@limit("40 per hour")
def say_yes(version_id: UUID, contact_id: UUID, secret: str) -> Response:
    """Accept the arrangements behind a secret link."""
    version, arrangement, contact = links.opened(version_id, contact_id, secret)
    if version.number == arrangement.latest:
        actions.accept(
            db.session(),
            version,
            arrangement,
            contact.id,
            how=AcceptedBy.LINK,
            actor=RELAY,
            now=clock.now(),
            today=clock.today(),
        )
    return go(url_for(".show", version_id=version_id, contact_id=contact_id, secret=secret))


def _me() -> Contact | None:
    """Return the relay person whose address the signed-in account has, if there is one."""
    relays = looks.relays(db.session(), own.organisation().id, clock.today())
    return next(
        (each for each in relays if each.email.casefold() == current_user.email.casefold()), None
    )
