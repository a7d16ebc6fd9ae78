"""Communes as rows: which are served, which is nearest, where one can lie."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.territory import gazetteer, reference
from app.territory.models import Commune
from app.territory.rules import outlines
from app.territory.rules.territories import Territory


def territory(session: Session, setting: str) -> Territory:
    """Return the territory a setting of codes means. Raises RuleBroken on an unknown code."""
    return gazetteer.of(session).territory(setting)


def communes(session: Session, of: Territory | Collection[str]) -> list[Commune]:
    """Return the communes of a territory, or of INSEE codes, by name."""
    codes = of.insee if isinstance(of, Territory) else of
    query = select(Commune).where(col(Commune.insee).in_(sorted(codes)))
    return list(session.exec(query.order_by(Commune.folded, Commune.insee)).all())


def commune(session: Session, insee: str) -> Commune | None:
    """Return a commune by its INSEE code."""
    return session.get(Commune, insee)


def codes(session: Session, insee: str) -> frozenset[str]:
    """Return the codes that name a commune in a place's rules: its own and its EPCI's."""
    names = gazetteer.of(session)
    rank = names.rank_of(insee)
    return frozenset() if rank is None else frozenset(filter(None, (insee, names.epci[rank])))


def nearest_commune(session: Session, lat: float, lon: float) -> str:
    """Return the INSEE code of the commune a point lies in, else the one with the nearest centre.

    In process: outlines where we have them, centres elsewhere. Raises RuleBroken off the globe.
    """
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - degrees; refuses NaN too
        raise RuleBroken(N_("Ces coordonnées ne sont pas sur Terre."))
    for insee in reference.features():
        border = reference.border(insee)
        if border and outlines.contains(border, lat, lon):
            return insee
    return gazetteer.of(session).nearest(lat, lon)


def outline(session: Session, of: Territory) -> dict[str, object]:
    """Return a territory's outline as GeoJSON: its communes, else their départements."""
    known = reference.features()
    drawn = [known[insee] for insee in sorted(of.insee) if insee in known]
    if len(drawn) < len(of.insee):
        rest = {one.department for one in communes(session, of.insee - known.keys())}
        drawn += [reference.departments()[code] for code in sorted(rest)]
    features = [_drawn(feature) for feature in drawn]
    return {"type": "FeatureCollection", "attribution": "© IGN", "features": features}


def is_plausible(commune: Commune, lat: float, lon: float) -> bool:
    """Tell whether a point can lie in a commune: by its outline, else by its size."""
    border = reference.border(commune.insee)
    if border:
        return outlines.is_inside(border, lat, lon)
    return outlines.is_within_reach((commune.lat, commune.lon), commune.area_ha, lat, lon)


def _drawn(feature: reference.Row) -> dict[str, object]:
    """Return a feature with only what a map needs."""
    properties = {name: feature["properties"][name] for name in ("code", "nom")}
    return {"type": "Feature", "properties": properties, "geometry": feature["geometry"]}
