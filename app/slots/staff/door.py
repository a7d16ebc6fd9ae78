"""Who reads the calendar, who changes it, and the tabs between its pages."""

from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from flask_login import current_user

from app.base import db
from app.slots import queries

READERS: Final = ("accueil", "admin", "chauffeur", "direction")
WRITERS: Final = ("accueil", "admin", "direction")
BASE: Final = "/gestion/creneaux"
AGENDA: Final = "/gestion/enlevements/agenda?jour="
"""Where one sees who is booked on a day: a room above, so its address is written out."""


def may_write() -> bool:
    """Tell whether the signed-in person may change the calendar."""
    return any(current_user.has_role(role) for role in WRITERS)


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """Return the pages of the calendar, `here` being the one shown."""
    named = [
        ("creneaux", _("Créneaux"), BASE),
        ("jours", _("Jours exceptionnels"), f"{BASE}/jours-exceptionnels"),
        ("secteurs", _("Secteurs"), f"{BASE}/secteurs"),
    ]
    return [(label, url, key == here) for key, label, url in named]


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones as a list to choose from."""
    return [(str(zone.id), zone.name) for zone in queries.zones(db.session())]


def read_id(text: str) -> UUID | None:
    """Return the id that a filter holds, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
