"""Putting a place on the map from its address, as "Où ?" reads it."""

from typing import Any

from flask_babel import gettext as _

from app.base.core.text import clean
from app.points.forms import SheetForm
from app.territory import here
from app.territory.rules.places import Ask, Found, Place


def fill(form: SheetForm, chosen: str) -> dict[str, Any]:
    """Look the address up and write where it is into the form.

    `chosen` is one of the choices offered before, or empty. Returns `said` (a sentence) and
    `choices` when the address is not clear.
    """
    text = clean(chosen, limit=200) or _address(form)
    answer = here.resolve(text)
    if isinstance(answer, Found):
        _put(form, answer.place)
        said = answer.said or None
        shown = _("Position trouvée : %(label)s.", label=answer.place.label)
        return {"said": _(said.text, **said.values) if said else shown, "choices": (), "sure": True}
    if isinstance(answer, Ask):
        question = answer.question
        return {"said": _(question.text, **question.values), "choices": answer.choices}
    return {"said": _(answer.reason.text, **answer.reason.values), "choices": ()}


def _address(form: SheetForm) -> str:
    """Return the address typed, without the postcode twice."""
    town = (form.insee.data or "").partition("(")[0]
    parts = (form.address.data, form.postcode.data, town)
    return " ".join(part.strip() for part in parts if part and part.strip())[:200]


def _put(form: SheetForm, place: Place) -> None:
    form.lat.data, form.lon.data = f"{place.lat:.6f}", f"{place.lon:.6f}"
    form.insee.data = here.commune_label(place.insee) or form.insee.data
