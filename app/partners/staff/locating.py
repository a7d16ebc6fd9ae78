"""Putting a site on the map from its address, as "Où ?" reads it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.base.core.text import N_
from app.partners.forms import SiteForm
from app.territory import here
from app.territory.rules.places import Ask, Choice, Found

NO_NUMBER = N_("Écrivez des degrés, par exemple 47,9975, ou laissez vide.")


@dataclass(frozen=True)
class Located:
    """What was understood: a sentence, and places to choose from when it is not clear."""

    said: str
    sure: bool = False
    choices: tuple[Choice, ...] = ()


def fill(form: SiteForm, chosen: str) -> Located:
    """Look the address up and write where it is into the form.

    `chosen` is one of the choices offered before, or empty.
    """
    town = (form.commune.data or "").partition("(")[0]
    parts = (form.address.data, town)
    text = chosen or " ".join(part.strip() for part in parts if part and part.strip())[:200]
    answer = here.resolve(text)
    if isinstance(answer, Found):
        place = answer.place
        form.lat.data, form.lon.data = f"{place.lat:.6f}", f"{place.lon:.6f}"
        form.commune.data = here.commune_label(place.insee) or form.commune.data
        shown = _("Position trouvée : %(label)s.", label=place.label)
        return Located(
            _(answer.said.text, **answer.said.values) if answer.said else shown, sure=True
        )
    if isinstance(answer, Ask):
        return Located(_(answer.question.text, **answer.question.values), choices=answer.choices)
    return Located(_(answer.reason.text, **answer.reason.values))
