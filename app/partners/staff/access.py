"""Who of a structure enters its own space: invited, let out."""

from uuid import UUID

from flask import Blueprint, Response, flash
from flask_babel import gettext as _

from app.accounts import actions as accounts
from app.accounts import doors, letters
from app.accounts import queries as people
from app.accounts.models import Account, Role
from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners import actions, queries
from app.partners.forms import AccessForm
from app.partners.models import MemberRole, Organisation
from app.partners.rules import sheets
from app.partners.rules.contacts import NAMELESS
from app.partners.staff.door import BASE, WRITERS, heading

bp = Blueprint("partner_access", __name__, url_prefix=f"{BASE}/<uuid:organisation_id>/acces")


@bp.get("")
@may(*WRITERS)
def index(organisation_id: UUID) -> Response:
    """List who enters the structure's own space."""
    organisation = queries.organisation(db.session(), organisation_id)
    form = AccessForm(formdata=None)
    form.role.data = MemberRole.MANAGER.value
    return _draw(organisation, form)


@bp.post("")
@may(*WRITERS)
def invite(organisation_id: UUID) -> Response:
    """Let somebody in; who has no account yet gets an invitation."""
    organisation = queries.organisation(db.session(), organisation_id)
    form = AccessForm()
    if not form.validate():
        return _draw(organisation, form, status=422)
    try:
        account, is_new = _account(form)
        actions.add_member(
            db.session(),
            organisation,
            account,
            form.role.word or MemberRole.READER,
            actor=current_actor(),
            now=clock.now(),
        )
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(organisation, form, status=422)
    if is_new:
        letters.invite(account)
        flash(_("L’invitation part à %(to)s.", to=account.email), "success")
    else:
        flash(_("Cette personne entre maintenant dans l’espace."), "success")
    return go(f"{BASE}/{organisation.id}/acces")


@bp.post("/<uuid:account_id>/retrait")
@may(*WRITERS)
def remove(organisation_id: UUID, account_id: UUID) -> Response:
    """Let somebody in no more; the account stays."""
    member = queries.member(db.session(), account_id)
    if member is None or member.organisation_id != organisation_id:
        raise NotFound
    actions.remove_member(db.session(), member, actor=current_actor(), now=clock.now())
    flash(_("Cette personne n’entre plus dans l’espace de la structure."), "success")
    return go(f"{BASE}/{organisation_id}/acces")


def _account(form: AccessForm) -> tuple[Account, bool]:
    """Return the account of an address, opened when there is none, and whether it is new.

    Raises RuleBroken.
    """
    session = db.session()
    address = sheets.email(form.email.data or "")
    if not address:
        raise RuleBroken(sheets.EMAIL, field="email")
    known = people.by_email(session, address)
    if known is not None:
        actions.check_may_enter(session, known)
        return known, False
    if not form.name.data:
        raise RuleBroken(NAMELESS, field="name")
    made = accounts.create(
        session,
        email=address,
        name=form.name.data,
        roles=[Role.PARTNER],
        by=doors.me(),
        now=clock.now(),
    )
    return made, True


def _draw(organisation: Organisation, form: AccessForm, *, status: int = 200) -> Response:
    return page(
        "partners/staff/access.html",
        status=status,
        heading=heading(organisation, "identite"),
        form=form,
        members=queries.members(db.session(), organisation.id),
    )
