"""Where a line says it is: its commune, whether its position can lie there, what else it may be."""

from dataclasses import dataclass
from math import isfinite
from typing import Final

from sqlalchemy.orm import lazyload
from sqlmodel import Session

from app.base.core.geo import distance_m
from app.base.core.text import N_
from app.points.imports.lines import Draft, Options
from app.territory import gazetteer
from app.territory import queries as territory
from app.territory.models import Commune
from app.territory.rules.names import key
from app.territory.rules.ranking import alike

ALIKE: Final = 85.0
"""Likeness from which the name of a commune at its postcode is taken for a misspelling."""

_FLIPPED = N_("le signe de la longitude semble inversé")
_SWAPPED = N_("latitude et longitude semblent échangées")
Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Meant:
    """A commune, and whether the line names it beyond doubt."""

    insee: str
    sure: bool


class Communes:
    """The communes, each looked up once in an import."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names = gazetteer.of(session)
        self._ranks = {insee: rank for rank, insee in enumerate(self._names.insee)}
        self._kept: dict[str, Commune | None] = {}

    def settle(self, draft: Draft, options: Options) -> str | None:
        """Return the INSEE code of a draft's commune, its position checked against it.

        Adds what is wrong to the draft; a position that reads better otherwise is proposed,
        and taken when the options say so. None for a place without position nor commune.
        """
        position = _position(draft)
        meant = self._meant(draft, position)
        if meant is None:
            return self._by_position(draft, position, options)
        if position is None or self._holds(meant.insee, position):
            return meant.insee
        return self._elsewhere(draft, meant, position, options)

    def name(self, insee: str) -> str:
        """Return a commune's name."""
        return self._names.names[self._ranks[insee]]

    def _meant(self, draft: Draft, position: Position | None) -> _Meant | None:
        """Return the commune that codes and name say, the surest of them first."""
        insee = str(draft.facts.get("insee", ""))
        postcode = str(draft.facts.get("postcode", ""))
        there = [rank for _code, rank in self._names.at_postcode(postcode)] if postcode else []
        if insee in self._ranks:
            if there and self._ranks[insee] not in there:
                sentence = N_("Le code postal %(postcode)s n’est pas celui de %(commune)s.")
                name = self.name(insee)
                column = draft.columns.get("postcode", "code_postal")
                draft.warn(column, sentence, postcode=postcode, commune=name)
            return _Meant(insee, sure=True)
        if insee:
            sentence = N_("Aucune commune actuelle n’a le code %(insee)s.")
            draft.warn(draft.columns["insee"], sentence, insee=insee[:10])
            del draft.facts["insee"]
        return self._at_postcode(there, key(draft.commune), position)

    def _at_postcode(
        self, there: list[int], wanted: str, position: Position | None
    ) -> _Meant | None:
        if not there:
            return None
        named = [rank for rank in there if self._names.keys[rank] == wanted]
        close = alike(wanted, [self._names.keys[rank] for rank in there], floor=ALIKE, limit=1)
        chosen = named[:1] or [there[one.rank] for one in close] or there[:1]
        sure = bool(named or close) or len(there) == 1
        if not sure and position:
            chosen = [min(there, key=lambda rank: self._away_m(rank, position))]
        return _Meant(self._names.insee[chosen[0]], sure=sure)

    def _away_m(self, rank: int, position: Position) -> int:
        return distance_m(*position, self._names.lat[rank], self._names.lon[rank])

    def _by_position(self, draft: Draft, position: Position | None, options: Options) -> str | None:
        """Return the commune a bare position lies in; refuse one that is in none."""
        if position is None:
            return None
        insee = self._around(position)
        if insee:
            return insee
        for other, why in _readings(position):
            insee = self._around(other)
            if insee:
                return self._propose(draft, insee, other, why, options)
        draft.refuse(_column(draft), N_("Cette position n’est dans aucune commune de France."))
        return None

    def _around(self, position: Position) -> str | None:
        insee = territory.nearest_commune(self._session, *position)
        return insee if self._holds(insee, position) else None

    def _elsewhere(self, draft: Draft, meant: _Meant, position: Position, options: Options) -> str:
        """Deal with a position that cannot lie in the commune that the line names."""
        for other, why in _readings(position):
            if self._holds(meant.insee, other):
                return self._propose(draft, meant.insee, other, why, options)
        neighbour = self._neighbour(draft, position)
        if neighbour:
            sentence = N_("La position est dans la commune voisine de %(neighbour)s.")
            draft.warn(_column(draft), sentence, neighbour=self.name(neighbour))
            return meant.insee if meant.sure else neighbour
        away = self._away_m(self._ranks[meant.insee], position)
        sentence = N_("La position est à %(km)s km de %(commune)s : vérifiez-la.")
        km = f"{away / 1000:.1f}".replace(".", ",")
        draft.refuse(_column(draft), sentence, km=km, commune=self.name(meant.insee))
        return meant.insee

    def _neighbour(self, draft: Draft, position: Position) -> str | None:
        """Return another commune of the same postcode that holds the position."""
        postcode = str(draft.facts.get("postcode", ""))
        for _code, rank in self._names.at_postcode(postcode) if postcode else []:
            if self._holds(self._names.insee[rank], position):
                return self._names.insee[rank]
        return None

    def _propose(
        self, draft: Draft, insee: str, position: Position, why: str, options: Options
    ) -> str:
        """Propose another reading of a position; take it when the person asked for that."""
        shown = f"{position[0]}, {position[1]}"
        values = {"why": why, "position": shown, "commune": self.name(insee)}
        if options.fix_positions:
            draft.facts["lat"], draft.facts["lon"] = position
            sentence = N_("Position corrigée (%(why)s) : %(position)s, à %(commune)s.")
            draft.warn(_column(draft), sentence, **values)
        else:
            sentence = N_(
                "Position impossible : %(why)s. Voulez-vous dire %(position)s, à %(commune)s ?"
            )
            draft.refuse(_column(draft), sentence, **values)
        return insee

    def _holds(self, insee: str, position: Position) -> bool:
        if insee not in self._kept:
            only_row = [lazyload(Commune.postcodes)]  # type: ignore[arg-type]
            self._kept[insee] = self._session.get(Commune, insee, options=only_row)
        commune = self._kept[insee]
        return commune is not None and territory.is_plausible(commune, *position)


def _position(draft: Draft) -> Position | None:
    """Return latitude and longitude when both read as degrees; sheets say what is wrong."""
    try:
        lat, lon = (
            float(str(draft.facts[name]).strip().replace(",", ".")) for name in ("lat", "lon")
        )
    except (KeyError, ValueError):
        return None
    if not (isfinite(lat) and isfinite(lon)) or (lat, lon) == (0, 0):
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None  # noqa: PLR2004 - degrees


def _readings(position: Position) -> list[tuple[Position, str]]:
    """Return what else a position may have meant, the likeliest first, with why."""
    lat, lon = position
    found = [((lat, -lon), _FLIPPED), ((lon, lat), _SWAPPED)]
    return [(other, why) for other, why in found if abs(other[0]) <= 90]  # noqa: PLR2004 - degrees


def _column(draft: Draft) -> str:
    return draft.columns.get("lon", "longitude")
