"""A structure's practical arrangements: written, sent to its relay persons, answers noted."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.agreements import links, messages, queries
from app.agreements.actions import arrangements as actions
from app.agreements.actions.arrangements import ArrangementFacts
from app.agreements.forms import ArrangementForm, read_id
from app.agreements.models import AcceptedBy, Agreement, Arrangement
from app.agreements.queries import arrangements as looks
from app.agreements.queries import promises
from app.agreements.rules import states
from app.agreements.staff.door import READERS, WRITERS
from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.core.text import clean
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners import queries as partners
from app.partners.models import Organisation
from app.partners.staff.door import heading, may_write

bp = Blueprint("arrangements_staff", __name__, url_prefix="/gestion/partenaires")


@bp.get("/<uuid:organisation_id>/modalites")
@may(*READERS)
def show(organisation_id: UUID) -> Response:
    """Show the arrangements in force, and who accepted them."""
    session, today = db.session(), clock.today()
    organisation = partners.organisation(session, organisation_id)
    found = looks.in_force(session, organisation_id, today)
    agreements = {each.id: each for each in queries.of_structure(session, organisation_id)}
    written = {each.arrangement.agreement_id for each in found}
    return page(
        "agreements/staff/arrangements.html",
        heading=heading(organisation, "modalites"),
        found=[
            {
                "page": each,
                "agreement": agreements.get(each.arrangement.agreement_id)
                if each.arrangement.agreement_id
                else None,
                "old": looks.versions(session, each.arrangement.id)[1:],
                "edit": _edit_address(organisation_id, each.arrangement.agreement_id),
            }
            for each in found
        ],
        links={
            (each.version.id, answer.contact.id): links.address(each.version.id, answer.contact.id)
            for each in found
            for answer in each.answers
            if answer.acceptance is None
        },
        relays=looks.relays(session, organisation_id, today),
        alone=None not in written,
        missing=[
            each
            for each in agreements.values()
            if each.id not in written
            and each.parent_id is None
            and promises.stands(each, today) in states.LIVING
        ],
        here=url_for(".show", organisation_id=organisation_id),
        writes=may_write(),
    )


@bp.get("/<uuid:organisation_id>/modalites/fiche")
@may(*WRITERS)
def edit(organisation_id: UUID) -> Response:
    """Show the arrangements to write, as they are in force."""
    organisation, agreement, kept = _asked(organisation_id)
    form = ArrangementForm(formdata=None)
    form.version.data = str(kept.latest if kept else 0)
    if kept is not None:
        form.fill(ArrangementFacts.of(looks.versions(db.session(), kept.id)[0]))
    return _draw(form, organisation, agreement)


@bp.post("/<uuid:organisation_id>/modalites/fiche")
@may(*WRITERS)
def save(organisation_id: UUID) -> Response:
    """Write a new version, and ask the relay persons when that is wished."""
    organisation, agreement, _kept = _asked(organisation_id)
    form = ArrangementForm()
    if not form.validate():
        return _draw(form, organisation, agreement, status=422)
    told: dict[str, Any] = {"actor": current_actor(), "now": clock.now()}
    try:
        made = actions.write(
            db.session(), organisation, agreement, form.facts(), seen=form.seen, **told
        )
    except Stale as stale:
        form.broken(stale)
        page_now = looks.find(db.session(), organisation.id, agreement.id if agreement else None)
        form.version.data = str(page_now.latest if page_now else 0)
        return _draw(form, organisation, agreement, status=409)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _draw(form, organisation, agreement, status=422)
    if made is None:
        flash(_("Rien n’a changé : la version en vigueur reste la même."), "info")
    else:
        flash(_("Version %(n)s écrite : chaque personne relais doit l’accepter.", n=made.number))
    return go(url_for(".show", organisation_id=organisation_id))


@bp.post("/<uuid:organisation_id>/modalites/<uuid:version_id>/demande")
@may(*WRITERS)
def ask(organisation_id: UUID, version_id: UUID) -> Response:
    """Ask by mail those who have not answered yet."""
    session, today = db.session(), clock.today()
    organisation = partners.organisation(session, organisation_id)
    version, arrangement = looks.version(session, version_id)
    if arrangement.organisation_id != organisation.id or version.number != arrangement.latest:
        raise NotFound
    waiting = [
        each
        for each in looks.relays(session, organisation_id, today)
        if looks.acceptance(session, version_id, each.id) is None
    ]
    count = messages.ask(session, organisation, version, waiting)
    flash(
        ngettext("%(num)d courrier part.", "%(num)d courriers partent.", count)
        if count
        else _(
            "Aucune personne relais n’a donné d’adresse et accepté qu’on lui écrive : appelez-la."
        ),
        "success" if count else "warn",
    )
    return go(url_for(".show", organisation_id=organisation_id))


@bp.post("/<uuid:organisation_id>/modalites/<uuid:version_id>/accord")
@may(*WRITERS)
def note(organisation_id: UUID, version_id: UUID) -> Response:
    """Note that a relay person said yes, on the phone or on the spot."""
    session = db.session()
    version, arrangement = looks.version(session, version_id)
    if arrangement.organisation_id != organisation_id:
        raise NotFound
    actions.accept(
        session,
        version,
        arrangement,
        read_id(request.form.get("contact")) or UUID(int=0),
        how=AcceptedBy.STAFF,
        words=clean(request.form.get("words", ""), limit=120),
        actor=current_actor(),
        now=clock.now(),
        today=clock.today(),
    )
    flash(_("L’accord est noté."), "success")
    return go(url_for(".show", organisation_id=organisation_id))


def _asked(organisation_id: UUID) -> tuple[Organisation, Agreement | None, Arrangement | None]:
    """Return whose arrangements the address asks for. Raises NotFound."""
    session = db.session()
    organisation = partners.organisation(session, organisation_id)
    wished = request.args.get("convention", "")
    agreement = None
    if wished:
        agreement = queries.agreement(session, read_id(wished) or UUID(int=0))
        if agreement.organisation_id != organisation.id:
            raise NotFound
    return (
        organisation,
        agreement,
        looks.find(session, organisation_id, agreement.id if agreement else None),
    )


def _edit_address(organisation_id: UUID, agreement_id: UUID | None) -> str:
    return url_for(".edit", organisation_id=organisation_id, convention=agreement_id)


def _draw(
    form: ArrangementForm,
    organisation: Organisation,
    agreement: Agreement | None,
    *,
    status: int = 200,
) -> Response:
    return page(
        "agreements/staff/arrangement_edit.html",
        status=status,
        form=form,
        heading=heading(organisation, "modalites"),
        agreement=agreement,
        here=_edit_address(organisation.id, agreement.id if agreement else None),
        back=url_for(".show", organisation_id=organisation.id),
    )
