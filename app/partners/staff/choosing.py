"""Structures named in a form: as staff type them, and as a form shows them."""

from uuid import UUID

from app.base import db
from app.base.core.errors import RuleBroken
from app.base.core.text import N_, fold
from app.partners.models import Organisation
from app.partners.queries import lists

NONE = N_(
    "Aucune structure suivie ne répond à « %(text)s ». Ajoutez-la d’abord au registre,"
    " ou laissez ce champ vide."
)
SEVERAL = N_("Plusieurs structures répondent à « %(text)s » : %(names)s. Écrivez le nom entier.")
MOST = 20


def meant(text: str, field: str) -> UUID | None:
    """Return the structure that somebody named in a form's `field`; None for an empty text.

    A whole name or SIRET wins over those that only hold the words. Raises RuleBroken.
    """
    words = fold(text.partition(" · ")[0])
    if not words:
        return None
    found = lists.like(db.session(), text.replace(" · ", " "), limit=MOST)
    whole = [each for each in found if words in {fold(each.name), each.siret}]
    fits = whole or found
    if len(fits) == 1:
        return fits[0].id
    shown = text[:60]
    if not fits:
        raise RuleBroken(NONE, field=field, text=shown)
    names = ", ".join(label(each) for each in fits[:4])
    raise RuleBroken(SEVERAL, field=field, text=shown, names=names)


def label(organisation: Organisation) -> str:
    """Return a structure as a form names it: told from its namesakes by its SIRET."""
    return (
        f"{organisation.name} · {organisation.siret}" if organisation.siret else organisation.name
    )
