"""Who reads agreements, who changes them, and where a page stands."""

from typing import Final

from flask_babel import gettext as _

from app.agreements.models import Agreement
from app.partners.staff.door import READERS, WRITERS, may_write

__all__ = ["BASE", "READERS", "WRITERS", "crumbs", "may_write"]
BASE: Final = "/gestion/conventions"


def crumbs(agreement: Agreement, name: str, *more: str) -> list[tuple[str, str]]:
    """Return where a page about an agreement stands."""
    here = f"/gestion/partenaires/{agreement.organisation_id}/conventions"
    first = [(_("Conventions"), BASE), (name, here)]
    if not more:
        return [*first, (agreement.reference, "")]
    return [*first, (agreement.reference, f"{BASE}/{agreement.id}"), *((each, "") for each in more)]
