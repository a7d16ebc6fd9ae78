"""The sheets of a partnership: diagnosis, expectations, what the partner gains."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, flash
from flask_babel import gettext as _

from app.base import db
from app.base.core import clock
from app.base.core.errors import NotFound, Stale
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.partners.models import Organisation
from app.partners.staff.door import READERS, WRITERS, heading, may_write
from app.partnerships import catalogue, queries
from app.partnerships.actions import sheets as actions
from app.partnerships.forms.steps import SHEET_TEXTS, SheetForm
from app.partnerships.models import PartnershipSheet, SheetKind
from app.partnerships.staff.door import structure, tab_address
from app.partnerships.staff.in_words import SHEET_LABELS

bp = Blueprint(
    "partnership_sheets",
    __name__,
    url_prefix="/gestion/partenaires/<uuid:organisation_id>/partenariat/fiches",
)
KINDS: Final = "any(diagnostic, attentes, argumentaire)"


@bp.get(f"/<{KINDS}:kind>")
@may(*READERS)
def show(organisation_id: UUID, kind: str) -> Response:
    """Show a sheet, to be written by whoever may."""
    organisation, row = _found(organisation_id, SheetKind(kind))
    form = SheetForm(formdata=None)
    form.fill(row, clock.today())
    return _draw(organisation, SheetKind(kind), row, form)


@bp.post(f"/<{KINDS}:kind>")
@may(*WRITERS)
def write(organisation_id: UUID, kind: str) -> Response:
    """Write a sheet; when somebody did meanwhile, keep what was typed beside what is kept."""
    sheet = SheetKind(kind)
    organisation, row = _found(organisation_id, sheet)
    form = SheetForm()
    if not form.validate():
        return _draw(organisation, sheet, row, form, status=422)
    partnership = queries.known(db.session(), organisation_id)
    facts = form.facts(sheet, clock.today())
    try:
        actions.write(
            db.session(),
            partnership,
            facts,
            actor=current_actor(),
            now=clock.now(),
            seen=form.seen,
        )
    except Stale:
        form.version.data = str(row.version if row else 0)
        return _draw(organisation, sheet, row, form, status=409, conflict=True)
    flash(_("La fiche est enregistrée."), "success")
    return go(tab_address(organisation_id))


def _found(organisation_id: UUID, kind: SheetKind) -> tuple[Organisation, PartnershipSheet | None]:
    """Return a structure and its sheet; without a partnership there are no sheets."""
    organisation = structure(organisation_id)
    partnership = queries.partnership(db.session(), organisation_id)
    if partnership is None:
        raise NotFound
    return organisation, queries.sheets(db.session(), partnership.id).get(kind)


def _draw(  # noqa: PLR0913 - what, whose, as typed
    organisation: Organisation,
    kind: SheetKind,
    row: PartnershipSheet | None,
    form: SheetForm,
    *,
    status: int = 200,
    conflict: bool = False,
) -> Response:
    labels = [_(each) for each in SHEET_LABELS[kind]]
    for name, label in zip(SHEET_TEXTS, labels, strict=True):
        form[name].label.text = label
    kept = [getattr(row, name) for name in SHEET_TEXTS] if row else [""] * 4
    ready = catalogue.prompts(organisation.kind).texts if kind is SheetKind.ARGUMENT else None
    return page(
        "partnerships/staff/sheet.html",
        status=status,
        heading=heading(organisation, "partenariat"),
        here=tab_address(organisation.id),
        kind=kind,
        row=row,
        form=form,
        kept=list(zip(labels, kept, strict=True)),
        ready=list(zip(labels, ready, strict=True)) if ready else [],
        conflict=conflict,
        writes=may_write(),
    )
