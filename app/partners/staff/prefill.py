"""Filling a structure's form from the public company look-up: empty fields only."""

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import Field

from app.base import db
from app.base.core.text import clean
from app.partners import companies, shown
from app.partners.forms import NewForm, SheetForm
from app.partners.rules.lookups import Company
from app.territory import here
from app.territory import queries as territory

ASKED = "prefill"
"""The name of the buttons: empty for what the form says, else the SIRET of a choice."""


@dataclass(frozen=True)
class Prefilled:
    """What the look-up said: a sentence, and companies to choose from when there are several."""

    said: str
    sure: bool = False
    choices: tuple[Company, ...] = ()


def asked() -> bool:
    """Tell whether the form was sent by a button of the look-up."""
    return ASKED in request.form


def fill(form: SheetForm) -> Prefilled:
    """Look up the SIRET chosen or typed, else the name, and fill what is empty."""
    text = clean(request.form.get(ASKED, ""), limit=20) or form.siret.data or form.name.data or ""
    if not text.strip():
        return Prefilled(_("Écrivez d’abord un SIRET ou un nom, puis demandez à préremplir."))
    found = companies.search(text)
    if found is None:
        return Prefilled(
            _("L’annuaire des entreprises ne répond pas. Remplissez la fiche à la main.")
        )
    if not found:
        return Prefilled(
            _("L’annuaire des entreprises ne connaît pas « %(text)s ».", text=text[:60])
        )
    if len(found) > 1:
        said = _("Plusieurs entreprises répondent. Choisissez la bonne :")
        return Prefilled(said, choices=tuple(found))
    return _filled(form, found[0])


def _filled(form: SheetForm, company: Company) -> Prefilled:
    values: dict[str, Any] = {
        "name": company.name,
        "siret": shown.spaced(company.siret),
        "legal_name": company.legal_name,
        "naf": company.naf,
        "kind": company.kind.value,
    }
    if isinstance(form, NewForm):
        known = territory.commune(db.session(), company.insee)
        values |= {
            "address": company.address,
            "commune": here.commune_label(company.insee) if known else "",
        }
    filled = [name for name, value in values.items() if value and _put(form[name], value)]
    if company.public_body and not form.public_body.data and "kind" in filled:
        form.public_body.data = True
    said = _("L’annuaire des entreprises a trouvé %(label)s.", label=company.label)
    if not company.open:
        said += " " + _("Attention : il la dit fermée.")
    if not filled:
        said += " " + _("La fiche était déjà remplie : rien n’a changé.")
        return Prefilled(said, sure=True)
    labels = ", ".join(str(form[name].label.text).lower() for name in filled)
    said += " " + _("Rempli : %(labels)s. Relisez, puis enregistrez.", labels=labels)
    return Prefilled(said, sure=company.open)


def _put(field: Field, value: Any) -> bool:
    """Fill a field that is empty; tell whether it was."""
    if str(field.data or "").strip():
        return False
    field.data = value
    return True
