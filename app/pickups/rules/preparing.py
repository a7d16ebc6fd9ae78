"""What people get ready before we come. Things in, sentences out."""

from collections.abc import Collection
from dataclasses import dataclass

from app.base.core.text import N_
from app.catalog.models import Battery, DataBearing, Subfamily

ALWAYS = N_("Mettez les objets ensemble, faciles à atteindre. Une personne majeure doit être là.")
UNKNOWN = N_("Débranchez et videz ce qui peut l’être.")
DATA = N_(
    "Ordinateur, téléphone, tablette, objet connecté : copiez vos fichiers, déconnectez vos "
    "comptes, effacez vos données. Vous n’y arrivez pas ? Dites-le à l’équipe."
)
_COLD = N_(
    "Réfrigérateur, congélateur : la veille, videz, dégivrez, débranchez ; laissez la porte "
    "entrouverte."
)
_WATER = N_("Lave-linge, lave-vaisselle, four : fermez l’eau, débranchez, videz les tuyaux.")
_PHONE = N_("Téléphone : ôtez la carte SIM et le code.")
_FURNITURE = N_("Meubles : videz-les ; démontés, gardez vis et notice dans un sachet.")
_BEDDING = N_("Matelas, sommier : enveloppez-le. Des punaises de lit ? Dites-le avant.")
_BATTERY = N_("Batterie gonflée ou abîmée : mettez-la à part et dites-le à l’équipe.")
_BY_KIND = (
    (frozenset({Subfamily.GEM_FROID}), _COLD),
    (frozenset({Subfamily.GEM_HORS_FROID}), _WATER),
    (frozenset({Subfamily.TELEPHONES}), _PHONE),
    (frozenset({Subfamily.MEUBLES}), _FURNITURE),
    (frozenset({Subfamily.LITERIE}), _BEDDING),
)


@dataclass(frozen=True)
class Kind:
    """What the dictionary knows of one thing to fetch."""

    subfamily: Subfamily
    data_bearing: DataBearing
    battery: Battery


def to_prepare(kinds: Collection[Kind], *, unknown: bool) -> list[str]:
    """Return what to get ready, one sentence each; `unknown`: some thing is in no dictionary."""
    present = {kind.subfamily for kind in kinds}
    said = [ALWAYS]
    if any(kind.data_bearing is not DataBearing.NO for kind in kinds):
        said.append(DATA)
    said += [sentence for kinds_meant, sentence in _BY_KIND if kinds_meant & present]
    if any(kind.battery is Battery.YES for kind in kinds):
        said.append(_BATTERY)
    return [*said, UNKNOWN] if unknown else said
