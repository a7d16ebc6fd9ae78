"""Between a structure's form and its facts."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from app.base import db
from app.base.core.errors import RuleBroken
from app.base.web.forms import whole_number
from app.partners import queries
from app.partners.forms import SheetForm
from app.partners.forms.sheet import PLAIN
from app.partners.models import Level, Organisation
from app.partners.rules import OrganisationFacts, sheets
from app.partners.staff import choosing

_READ: dict[str, Callable[[str], Any]] = {
    "siret": sheets.compact_siret,
    "naf": sheets.naf,
    "website": sheets.website,
    "email": sheets.email,
    "phone": sheets.phone,
}
_NOTHING = {"siret": None}


def read(form: SheetForm) -> OrganisationFacts | None:
    """Return the facts that a form says; None when something is wrong, said beside its field."""
    faults: list[RuleBroken] = []

    def tried(read: Callable[[], Any], otherwise: Any = "") -> Any:
        try:
            return read()
        except RuleBroken as fault:
            faults.append(fault)
            return otherwise

    plain: dict[str, Any] = {
        name: tried(partial(_READ.get(name, str), form[name].data or ""), _NOTHING.get(name, ""))
        for name in PLAIN
    }
    if form.kind.word is None:
        faults.append(RuleBroken(sheets.KINDLESS, field="kind"))
    links: dict[str, Any] = {
        "parent_id": tried(lambda: choosing.meant(form.parent.data or "", "parent"), None),
        "introduced_by_id": tried(
            lambda: choosing.meant(form.introducer.data or "", "introducer"), None
        ),
    }
    if not plain["name"].strip():
        faults.insert(0, RuleBroken(sheets.NAMELESS, field="name"))
    for fault in faults:
        form.broken(fault)
    if faults:
        return None
    return OrganisationFacts(
        kind=form.kind.word,
        public_body=bool(form.public_body.data),
        level=form.level.word or Level.LOCAL,
        activity=form.activity.word,
        public_since=form.public_since.day,
        roles=form.roles.ticked,
        publics=form.publics.ticked,
        families=form.families.ticked,
        **plain,
        **links,
    )


def fill(form: SheetForm, organisation: Organisation) -> None:
    """Show a structure's facts in a form."""
    facts = OrganisationFacts.of(organisation)
    for name in PLAIN:
        form[name].data = getattr(facts, name) or ""
    form.kind.data, form.level.data = facts.kind.value, facts.level.value
    form.activity.data = facts.activity.value if facts.activity else ""
    form.public_body.data = facts.public_body
    form.public_since.data = facts.public_since.isoformat() if facts.public_since else ""
    for name in ("roles", "publics", "families"):
        form[name].data = sorted(each.value for each in getattr(facts, name))
    form.parent.data = _label(facts.parent_id)
    form.introducer.data = _label(facts.introduced_by_id)
    form.version.data = str(organisation.version)


def seen(form: SheetForm) -> int:
    """Return the version of the sheet that the form was opened on."""
    return whole_number(form.version.data)


def _label(organisation_id: UUID | None) -> str:
    if organisation_id is None:
        return ""
    return choosing.label(queries.organisation(db.session(), organisation_id))
