"""The rail of the back office: a link for each kind of work, its rooms once somebody is inside."""

from dataclasses import dataclass, replace

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


@dataclass(frozen=True)
class Wing:
    """Doors that belong together: one link of the rail, and its doors once somebody is inside."""

    label: str
    icon: str
    doors: tuple[Door, ...]


WINGS = (
    Wing(
        N_("Aujourd’hui"),
        "calendar",
        (Door("today", "today.index", N_("Aujourd’hui"), "calendar"),),
    ),
    Wing(
        N_("Enlèvements"),
        "box",
        (
            Door("pickups", "pickups_staff.index", N_("Enlèvements"), "box"),
            Door("road", "road.index", N_("Tournée"), "pickup"),
            Door("slots", "slots_staff.index", N_("Créneaux"), "clock"),
            Door("policies", "pickup_policies.index", N_("Règles d’enlèvement"), "list"),
        ),
    ),
    Wing(
        N_("Partenaires"),
        "people",
        (
            Door("partners", "partners_staff.index", N_("Partenaires"), "people"),
            Door("partnerships", "partnerships.index", N_("Partenariats"), "list"),
            Door("exchanges", "exchanges.index", N_("Échanges"), "mail"),
            Door("groups", "partner_groups.index", N_("Groupes"), "people"),
            Door("agreements", "agreements_staff.index", N_("Conventions"), "edit"),
            Door("synergies", "synergies_staff.index", N_("Synergies"), "people"),
            Door("actor_map", "actor_map_staff.index", N_("Carte des acteurs"), "place"),
            Door("authorisations", "authorisations_staff.index", N_("Autorisations"), "list"),
            Door("fundings", "fundings_staff.index", N_("Financements"), "list"),
        ),
    ),
    Wing(
        N_("Chiffres"),
        "chart",
        (
            Door("dependency", "dependency.index", N_("Dépendance"), "list"),
            Door("feasibility", "feasibility.index", N_("Faisabilité"), "list"),
        ),
    ),
    Wing(
        N_("Points d’apport"),
        "place",
        (
            Door("points", "points_staff.index", N_("Points d’apport"), "place"),
            Door("reports", "point_reports.index", N_("Signalements"), "flag"),
            Door("imports", "point_imports.index", N_("Imports"), "upload"),
            Door("objects", "catalog_staff.index", N_("Objets"), "list"),
        ),
    ),
    Wing(
        N_("Administration"),
        "wrench",
        (
            Door("outbox", "outbox_staff.index", N_("Courriers"), "mail"),
            Door("accounts", "accounts_staff.index", N_("Comptes"), "people"),
            Door("trail", "journal.index", N_("Journal"), "clock"),
        ),
    ),
)
"""In the order of what one does; a room that is not mounted has no door."""
DOORS = tuple(door for wing in WINGS for door in wing.doors)


@dataclass(frozen=True)
class Link:
    """One line of the rail; `current` is empty, "page" (here) or "true" (somewhere behind it)."""

    label: str
    url: str
    icon: str
    current: str
    inside: tuple["Link", ...] = ()


def opens(room: str) -> bool:
    """Tell whether the signed-in person may open the first page of `room`."""
    return any(door.room == room and _may_open(door) for door in DOORS)


def links() -> list[Link]:
    """Return the rail: a link for each wing the person may enter, the doors of the one they are in."""
    here = _here()
    found = [(_link(wing, opened, here), here in opened) for wing, opened in _wings()]
    return [each if within else replace(each, inside=()) for each, within in found]


def ways() -> list[Link]:
    """Return all the doors that the person may open, wing by wing, but for the page itself."""
    here = _here()
    return [_link(wing, opened, None) for wing, opened in _wings() if opened != [here]]


def _wings() -> list[tuple[Wing, list[Door]]]:
    """Return the wings the person may enter, with the doors that open."""
    return [(wing, opened) for wing in WINGS if (opened := _opened(wing))]


def _link(wing: Wing, opened: list[Door], here: Door | None) -> Link:
    """Return a wing's link: a lone door stands for itself, a first one of the same name too."""
    first = opened[0]
    if len(opened) == 1:
        return _door(first, here)
    named = [door for door in opened if door.label != wing.label]
    stands = first not in named
    return Link(
        label=_(wing.label),
        url=url_for(first.endpoint),
        icon=wing.icon,
        current=("page" if stands and here is first else "true") if here in opened else "",
        inside=tuple(_door(door, here) for door in named),
    )


def _door(door: Door, here: Door | None) -> Link:
    current = "page" if door is here else ""
    return Link(_(door.label), url_for(door.endpoint), door.icon, current)


def _opened(wing: Wing) -> list[Door]:
    return [door for door in wing.doors if _may_open(door)]


def _may_open(door: Door) -> bool:
    view = current_app.view_functions.get(door.endpoint)
    roles = getattr(view, "__who__", "").split()
    return view is not None and any(current_user.has_role(role) for role in roles)


def _here() -> Door | None:
    """Return the narrowest door that the page asked for is behind."""
    behind = [door for door in DOORS if door.endpoint in current_app.view_functions]
    fits = [door for door in behind if request.path.startswith(url_for(door.endpoint))]
    return max(fits, key=lambda door: len(url_for(door.endpoint)), default=None)


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
            "rail": links(),
            "code_url": url_for("today.find"),
            "home_url": url_for("today.index"),
        }
