"""Who opens the partnerships' pages, the tabs between them, and who may be chosen."""

from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from flask_login import current_user

from app.base import db
from app.partners import queries as partners
from app.partners.models import Contact, Organisation
from app.partnerships import queries

BOARD: Final = "/gestion/partenariats"
EXCHANGES: Final = "/gestion/echanges"
GROUPS: Final = "/gestion/groupes"


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """Return the pages about all partnerships, `here` being the one shown."""
    named = [
        ("aujourdhui", _("Aujourd’hui"), f"{BOARD}/aujourdhui"),
        ("tableau", _("Tableau"), BOARD),
        ("liste", _("Liste"), f"{BOARD}/liste"),
        ("echanges", _("Échanges"), EXCHANGES),
        ("groupes", _("Groupes"), GROUPS),
        ("pratiques", _("Bonnes pratiques"), f"{BOARD}/bonnes-pratiques"),
        ("idees", _("Idées"), f"{BOARD}/idees"),
    ]
    return [(label, url, key == here) for key, label, url in named]


def own_id() -> UUID:
    """Return the account of who is signed in."""
    found: UUID = current_user.id
    return found


def people() -> list[tuple[str, str]]:
    """Return whoever may have something to do, to choose from."""
    return [(str(key), name) for key, name in queries.owners(db.session())]


def contact_choices(contacts: list[Contact]) -> list[tuple[str, str]]:
    """Return contacts to choose from, with their function."""
    return [
        (str(each.id), f"{each.name}, {each.title or _(each.function.label)}") for each in contacts
    ]


def structure(organisation_id: UUID) -> Organisation:
    """Return a structure. Raises NotFound."""
    return partners.organisation(db.session(), organisation_id)


def tab_address(organisation_id: UUID, tab: str = "partenariat") -> str:
    """Return the address of a page of ours about one structure."""
    return f"/gestion/partenaires/{organisation_id}/{tab}"
