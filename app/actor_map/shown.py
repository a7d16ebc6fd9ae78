"""A structure as a line of the list, and a pin where the map can hold it."""

from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from app.actor_map import words
from app.actor_map.queries.actors import Actor
from app.base.core.geo import distance_m
from app.territory import here

AROUND_M: Final = 100_000
"""Farther from the middle of the territory a structure has no pin: it would shrink the map."""
WEB: Final = ("https://", "http://")


@dataclass(frozen=True)
class Line:
    """A structure, made ready: `lat` is None for one that the map does not show."""

    id: str
    name: str
    url: str
    kind: str
    level: str
    where: str
    roles: str
    families: str
    words: str
    public: bool
    step: str
    lat: float | None
    lon: float | None


def line(actor: Actor, *, staff: bool = False) -> Line:
    """Return a structure as its line; staff are led to its sheet, others to its site."""
    pinned = _is_around(actor)
    where = actor.commune
    if actor.habitat:
        habitat = _(words.HABITAT[actor.habitat])
        where = _("%(place)s (habitat %(habitat)s)", place=actor.commune, habitat=habitat)
    if where and not pinned:
        where = _("%(place)s, hors de la carte", place=where)
    outside = actor.website if actor.website.startswith(WEB) else f"#s-{actor.id}"
    return Line(
        id=f"s-{actor.id}",
        name=actor.name,
        url=f"/gestion/partenaires/{actor.id}" if staff else outside,
        kind=_(actor.kind.label),
        level=_(actor.level.label),
        where=where,
        roles=", ".join(_(each.label) for each in actor.roles),
        families=words.families(actor.families),
        words=actor.words,
        public=actor.public,
        step=_(actor.step.label) if staff and actor.step else "",
        lat=actor.lat if pinned else None,
        lon=actor.lon if pinned else None,
    )


def _is_around(actor: Actor) -> bool:
    if actor.lat is None or actor.lon is None:
        return False
    ours = here.territory()
    if actor.insee in ours:
        return True
    return distance_m(ours.lat, ours.lon, actor.lat, actor.lon) <= AROUND_M
