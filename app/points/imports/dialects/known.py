"""Whose words a file speaks: ours, ADEME's, OpenStreetMap's, or those of an actors' list."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.base.core.text import N_
from app.base.tabular.lines import Record
from app.points.imports.dialects import actors, ademe, own, tags
from app.points.imports.lines import Draft


@dataclass(frozen=True, slots=True)
class Dialect:
    """A way of naming facts; `source` and `licence` are what it says when the person does not."""

    code: str
    label: str
    read: Callable[[Record], Draft]
    source: str = ""
    licence: str = ""
    attribution: str = ""


OWN = Dialect("rebond", N_("Colonnes de Rebond"), own.read)
ADEME = Dialect(
    "ademe",
    N_("Acteurs de l’économie circulaire (ADEME)"),
    ademe.read,
    source="ADEME, Que faire de mes objets et déchets",
    licence="Licence Ouverte",
)
ACTORS = Dialect("acteurs", N_("Liste d’acteurs"), actors.read)
OSM = Dialect(
    "osm",
    N_("OpenStreetMap"),
    tags.read,
    source="OpenStreetMap",
    licence="ODbL 1.0",
    attribution="© les contributeurs d’OpenStreetMap",
)
DIALECTS = {one.code: one for one in (OWN, ADEME, ACTORS, OSM)}


def spoken(columns: Collection[str]) -> Dialect | None:
    """Return the dialect that these column keys belong to, or None."""
    keys = frozenset(columns)
    if ademe.KIND in keys and "nom" in keys:
        return ADEME
    if actors.KIND in keys and "nom" in keys:
        return ACTORS
    if keys & tags.MAIN_KEYS and not own.NAMES & keys - {"name"}:
        return OSM
    if keys & own.NAMES:
        return OWN
    return None
