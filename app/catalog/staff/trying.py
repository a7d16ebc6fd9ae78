"""A small box: what the search answers for a text, as the public will see it."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from app.base import db
from app.base.core.text import clean
from app.catalog import queries

LONGEST = 200
SHOWN = 6


def answer() -> dict[str, Any]:
    """Return what `?essai=` finds; each hit with its score in hundredths."""
    typed = clean(request.args.get("essai", ""), limit=LONGEST)
    if not typed:
        return {"typed": "", "hits": [], "verdict": ""}
    index = queries.index(db.session())
    hits = index.search(typed, SHOWN)
    return {
        "typed": typed,
        "hits": [(hit, round(hit.score * 100)) for hit in hits],
        "verdict": _verdict(outside=not hits and index.outside(typed) is not None, found=hits),
    }


def _verdict(*, outside: bool, found: list[queries.Hit]) -> str:
    if outside:
        return _("La recherche répond que personne ici ne prend cela.")
    if not found:
        return _("La recherche ne trouve rien : ajoutez ce mot à un objet.")
    if found[0].guess:
        return _("Le mot est inconnu : la recherche devine la sorte d’objet.")
    return ""
