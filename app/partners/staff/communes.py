"""Communes as staff type them on a structure's pages."""

import re

from app.base import db
from app.base.core.errors import RuleBroken
from app.partners.rules.sites import NOWHERE
from app.territory import here
from app.territory import queries as territory

_INSEE = re.compile(r"[0-9][0-9AB][0-9]{3}")


def commune_code(typed: str, field: str = "commune") -> str:
    """Return the INSEE code of a commune typed by its name, its postcode or its code.

    A postcode is read before a code: people know the first. Raises RuleBroken.
    """
    text = typed.strip()
    if not text:
        raise RuleBroken(NOWHERE, field=field)
    try:
        return here.commune_meant(text, field)
    except RuleBroken:
        code = text.upper()
        if _INSEE.fullmatch(code) and territory.commune(db.session(), code) is not None:
            return code
        raise
