"""The rail of the back office: a door for each room, shown to who may open it."""

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.base.core.text import N_


@dataclass(frozen=True)
class Door:
    """A room's entrance: its first page, its word and its pictogram."""

    room: str
    endpoint: str
    label: str
    icon: str


DOORS = (
    Door("today", "today.index", N_("Aujourd’hui"), "calendar"),
    Door("pickups", "pickups_staff.index", N_("Enlèvements"), "box"),
    Door("road", "road.index", N_("Tournée"), "pickup"),
    Door("slots", "slots_staff.index", N_("Créneaux"), "clock"),
    Door("policies", "pickup_policies.index", N_("Règles d’enlèvement"), "list"),
    Door("partners", "partners_staff.index", N_("Partenaires"), "people"),
    Door("dependency", "dependency.index", N_("Dépendance"), "list"),
    Door("feasibility", "feasibility.index", N_("Faisabilité"), "list"),
    Door("actor_map", "actor_map_staff.index", N_("Carte des acteurs"), "place"),
    Door("authorisations", "authorisations_staff.index", N_("Autorisations"), "list"),
    Door("fundings", "fundings_staff.index", N_("Financements"), "list"),
    Door("partnerships", "partnerships.index", N_("Partenariats"), "list"),
    Door("exchanges", "exchanges.index", N_("Échanges"), "mail"),
    Door("groups", "partner_groups.index", N_("Groupes"), "people"),
    Door("agreements", "agreements_staff.index", N_("Conventions"), "edit"),
    Door("synergies", "synergies_staff.index", N_("Synergies"), "people"),
    Door("points", "points_staff.index", N_("Points d’apport"), "place"),
    Door("reports", "point_reports.index", N_("Signalements"), "flag"),
    Door("imports", "point_imports.index", N_("Imports"), "upload"),
    Door("objects", "catalog_staff.index", N_("Objets"), "list"),
    Door("outbox", "outbox_staff.index", N_("Courriers"), "mail"),
    Door("accounts", "accounts_staff.index", N_("Comptes"), "people"),
    Door("trail", "journal.index", N_("Journal"), "clock"),
)
"""In the order of what one does; a room that is not mounted has no door."""


def opens(room: str) -> bool:
    """Tell whether the signed-in person may open the first page of `room`."""
    return any(door.room == room and _may_open(door) for door in DOORS)


def doors() -> list[tuple[str, str, str, bool]]:
    """Return (label, address, icon, current) for each door the person may open."""
    return [
        (_(door.label), url_for(door.endpoint), door.icon, _is_here(door))
        for door in DOORS
        if _may_open(door)
    ]


def _may_open(door: Door) -> bool:
    view = current_app.view_functions.get(door.endpoint)
    roles = getattr(view, "__who__", "").split()
    return view is not None and any(current_user.has_role(role) for role in roles)


def _is_here(door: Door) -> bool:
    """Tell whether the page asked for is behind this door and no narrower one."""
    behind = [d for d in DOORS if d.endpoint in current_app.view_functions]
    fits = [d for d in behind if request.path.startswith(url_for(d.endpoint))]
    return bool(fits) and max(fits, key=lambda d: len(url_for(d.endpoint))) is door


def init_app(app: Flask) -> None:
    """Give every guarded page of the back office its rail."""

    @app.context_processor
    def rail() -> dict[str, object]:
        if not request.path.startswith(("/gestion", "/mon-compte", "/tournee")):
            return {}
        if not current_user.is_authenticated:
            return {}
        if not opens("today"):
            return {"home_url": "/"}
        return {
            "rail": doors(),
            "code_url": url_for("today.find"),
            "home_url": url_for("today.index"),
        }
