"""Reading an answer of the public company look-up, which may be anything.

What does not fit is left out. Source: recherche-entreprises.api.gouv.fr, /search.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from stdnum.fr import siret as number

from app.base.core.text import clean
from app.partners.models import OrganisationKind
from app.territory.rules.answers import commune_code

MOST: Final = 5
HIDDEN: Final = "P"
"""Whoever asked INSEE not to be shown is not shown here either."""
_TAIL: Final = re.compile(r"\s*\d{5} [^\d]*$")
_KINDS: Final = {
    "7210": OrganisationKind.COMMUNE,
    "7220": OrganisationKind.DEPARTMENT,
    "7230": OrganisationKind.REGION,
    "7343": OrganisationKind.EPCI,
    "7344": OrganisationKind.EPCI,
    "7346": OrganisationKind.EPCI,
    "7348": OrganisationKind.EPCI,
    "5546": OrganisationKind.LANDLORD,
    "4140": OrganisationKind.LANDLORD,
    "9300": OrganisationKind.FUND,
    "7381": OrganisationKind.CHAMBER,
    "7382": OrganisationKind.CHAMBER,
}
"""Legal category of INSEE → what we call it."""


@dataclass(frozen=True)
class Company:
    """What the look-up says of one establishment; `kind` is a guess."""

    siret: str
    name: str
    legal_name: str
    naf: str
    public_body: bool
    kind: OrganisationKind
    address: str
    postcode: str
    insee: str
    town: str
    lat: float | None
    lon: float | None
    open: bool

    @property
    def label(self) -> str:
        """Return what tells it from its namesakes."""
        where = " ".join(filter(None, (self.postcode, self.town)))
        return ", ".join(filter(None, (self.name, self.address, where)))


def read(body: bytes, asked: str = "") -> list[Company]:
    """Return the companies of an answer, in its order: the establishment asked for, else the seat.

    `asked` is the SIRET that was looked for, or a name. Raises ValueError when the whole is no
    answer of the look-up.
    """
    try:
        answer = json.loads(body)
    except (RecursionError, UnicodeDecodeError) as failure:
        raise ValueError from failure
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        message = "no results"
        raise ValueError(message)  # noqa: TRY004 - a malformed answer, whatever its type
    found = [_company(each, asked) for each in results[:MOST]]
    return [each for each in found if each is not None]


def _company(unit: Any, asked: str) -> Company | None:
    try:
        place = _establishment(unit, asked)
        if HIDDEN in {unit.get("statut_diffusion"), place.get("statut_diffusion_etablissement")}:
            return None
        siret = str(place["siret"])
        legal = clean(str(unit["nom_raison_sociale"] or unit["nom_complet"]), limit=200)
        sign = next(iter(place.get("liste_enseignes") or []), "") or place.get("nom_commercial")
        category = str(unit.get("nature_juridique") or "")
        address = _TAIL.sub("", clean(str(place.get("adresse") or ""), limit=200))
        lat, lon = _position(place)
        found = Company(
            siret=siret,
            name=spoken(clean(str(sign or legal), limit=160)),
            legal_name=legal,
            naf=clean(str(place.get("activite_principale") or ""), limit=6),
            public_body=category.startswith("7"),
            kind=_kind(category, unit.get("complements")),
            address=spoken(address),
            postcode=clean(str(place.get("code_postal") or ""), limit=5),
            insee=commune_code(clean(str(place.get("commune") or ""), limit=5)),
            town=spoken(clean(str(place.get("libelle_commune") or ""), limit=80)),
            lat=lat,
            lon=lon,
            open=place.get("etat_administratif") != "F" and unit.get("etat_administratif") != "C",
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return found if legal and number.is_valid(siret) else None


def _establishment(unit: Mapping[str, Any], asked: str) -> Mapping[str, Any]:
    """Return the establishment that was asked for by its SIRET, else the seat."""
    places = [unit["siege"], *(unit.get("matching_etablissements") or [])]
    found: Mapping[str, Any] = next(
        (place for place in places if place and place.get("siret") == asked), unit["siege"]
    )
    return found


def _position(place: Mapping[str, Any]) -> tuple[float | None, float | None]:
    try:
        lat, lon = float(place["latitude"]), float(place["longitude"])
    except (KeyError, TypeError, ValueError):
        return None, None
    on_earth = abs(lat) <= 90 and abs(lon) <= 180  # noqa: PLR2004 - degrees; refuses NaN too
    return (lat, lon) if on_earth else (None, None)


def _kind(category: str, flags: Any) -> OrganisationKind:
    known = flags if isinstance(flags, dict) else {}
    if category in _KINDS:
        return _KINDS[category]
    if known.get("est_siae"):
        return OrganisationKind.SIAE
    if known.get("est_association") or category.startswith("92"):
        return OrganisationKind.ASSOCIATION
    if category.startswith("7"):
        return OrganisationKind.STATE if category.startswith("71") else OrganisationKind.OTHER
    if known.get("est_entrepreneur_individuel"):
        return OrganisationKind.CRAFT
    return OrganisationKind.COMPANY


def spoken(text: str) -> str:
    """Return words that INSEE writes in capitals as people write them."""
    if text != text.upper():
        return text
    words = [
        word if any(sign.isdigit() for sign in word) or len(word) == 1 else word.capitalize()
        for word in text.split(" ")
    ]
    small = {"De", "Du", "Des", "La", "Le", "Les", "Et", "Sur", "En", "Aux", "Au"}
    return " ".join(word.lower() if at and word in small else word for at, word in enumerate(words))
