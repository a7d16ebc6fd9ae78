"""Who reads the register, who changes it, and the pages of one structure."""

from typing import Any, Final

from flask import abort, redirect
from flask_babel import gettext as _
from flask_login import current_user

from app.partners.models import Organisation
from app.partners.registry import registry

READERS: Final = ("accueil", "admin", "direction", "dons", "mediation", "partenariats")
WRITERS: Final = ("admin", "direction", "partenariats")
BASE: Final = "/gestion/partenaires"


def may_write() -> bool:
    """Tell whether the signed-in person may change the register."""
    return any(current_user.has_role(role) for role in WRITERS)


def heading(organisation: Organisation, here: str) -> dict[str, Any]:
    """Return the head of every page about a structure; `here` is the tab shown.

    A structure that was merged leads to the same page of the one that remains.
    """
    if organisation.merged_into_id is not None:
        kept = next((tab.address for tab in registry.tabs() if tab.key == here), f"{BASE}/%s")
        abort(redirect(kept % organisation.merged_into_id, 303))
    tabs = [
        (_(tab.label), tab.address % organisation.id, tab.key == here)
        for tab in registry.tabs()
        if not tab.roles or any(current_user.has_role(role) for role in tab.roles)
    ]
    return {"organisation": organisation, "tabs": tabs, "writes": may_write()}
