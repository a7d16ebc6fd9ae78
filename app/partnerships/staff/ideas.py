"""Doors to knock at by family, and who of the register stands behind each."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _

from app.base import db
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.catalog.models import Family
from app.partners.models import OrganisationKind
from app.partners.staff.door import READERS, may_write
from app.partnerships import catalogue
from app.partnerships.catalogue import DoorIdea
from app.partnerships.queries import ideas as queries
from app.partnerships.staff.door import BOARD, tabs

bp = Blueprint("partnership_ideas", __name__, url_prefix=f"{BOARD}/idees")
SHOWN = 5
ADD = "/gestion/partenaires/nouveau"
"""Where the register takes a structure in; it may have no such page."""


@dataclass(frozen=True)
class Door:
    """A door with who stands behind it already."""

    idea: DoorIdea
    count: int
    first: list[tuple[UUID, str]]
    add: str
    """The address where one adds such a structure."""


@bp.get("")
@may(*READERS)
def index() -> Response:
    """Show the doors of one family, or all of them."""
    asked = request.args.get("famille", "")
    chosen = Family(asked) if asked in set(Family) else None
    wanted = [d for d in catalogue.doors() if chosen is None or d.family is chosen]
    kinds = {kind for idea in wanted for kind in idea.kinds}
    known = queries.by_kind(db.session(), kinds)
    doors = [_door(idea, known) for idea in wanted]
    return page(
        "partnerships/staff/ideas.html",
        tabs=tabs("idees"),
        families=_families(chosen),
        groups=[
            (family, [door for door in doors if door.idea.family is family])
            for family in Family
            if any(door.idea.family is family for door in doors)
        ],
        nobody=sum(not door.count for door in doors),
        writes=may_write() and current_app.url_map.bind("").test(ADD),
    )


def _families(chosen: Family | None) -> list[tuple[str, str, bool]]:
    here = f"{BOARD}/idees"
    there = {idea.family for idea in catalogue.doors()}
    return [
        (_("Toutes"), here, chosen is None),
        *(
            (_(family.label), f"{here}?famille={family.value}", family is chosen)
            for family in Family
            if family in there
        ),
    ]


def _door(idea: DoorIdea, known: dict[OrganisationKind, list[tuple[UUID, str, str]]]) -> Door:
    behind = [
        (organisation_id, name)
        for kind in sorted(idea.kinds)
        for organisation_id, name, folded in known.get(kind, ())
        if idea.opens_to(kind, folded)
    ]
    query = urlencode({"type": min(idea.kinds).value, "famille": idea.family.value})
    return Door(idea, len(behind), behind[:SHOWN], f"{ADD}?{query}")
