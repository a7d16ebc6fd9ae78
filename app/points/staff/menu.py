"""The head of every screen about one place: its name, its state, its tabs."""

from typing import Any

from flask_babel import gettext as _

from app.points.models import Point
from app.points.staff.door import writes


def heading(point: Point | None, here: str) -> dict[str, Any]:
    """Return the title, the tabs (`here` is the one shown), whether the person may write."""
    if point is None:
        return {"title": _("Ajouter un lieu"), "tabs": [], "writes": writes()}
    base = f"/gestion/points/{point.id}"
    named = [
        ("fiche", _("Fiche"), base),
        ("jours", _("Jours exceptionnels"), f"{base}/jours-exceptionnels"),
        ("photo", _("Photo"), f"{base}/photo"),
        ("structure", _("Structure"), f"{base}/structure"),
        ("couches", _("Sources et corrections"), f"{base}/couches"),
    ]
    tabs = [(label, url, key == here) for key, label, url in named]
    return {"title": point.name, "tabs": tabs, "writes": writes()}
