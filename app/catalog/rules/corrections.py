"""What staff may change of an object, and what makes no sense."""

from dataclasses import dataclass

from app.base.core.errors import RuleBroken
from app.base.core.text import N_, fold
from app.catalog.models import Battery, DataBearing, Flow, Subfamily

HEAVIEST_G = 1_000_000
LARGEST_ML = 10_000_000
MOST_SYNONYMS = 250
LONGEST_NAME = 80


@dataclass(frozen=True)
class Correction:
    """An object as staff want it; masses in grams, volumes in millilitres."""

    name: str
    subfamily: Subfamily
    flow: Flow | None
    mass_g: int
    volume_ml: int
    data_bearing: DataBearing = DataBearing.NO
    battery: Battery = Battery.NO
    bonus_possible: bool = False
    works: str = ""
    broken: str = ""
    before: str = ""
    never: str = ""
    retired: bool = False
    synonyms: tuple[str, ...] = ()


def check(correction: Correction) -> None:
    """Raise RuleBroken on the first thing that makes no sense, naming its field."""
    if not fold(correction.name):
        raise RuleBroken(N_("Donnez un nom à cet objet."), field="name")
    if not 0 < correction.mass_g <= HEAVIEST_G:
        raise RuleBroken(N_("Le poids va de 1 gramme à 1 tonne."), field="mass_g")
    if not 0 < correction.volume_ml <= LARGEST_ML:
        raise RuleBroken(N_("Le volume va de 1 millilitre à 10 mètres cubes."), field="volume_ml")
    if len(correction.synonyms) > MOST_SYNONYMS:
        raise RuleBroken(
            N_("Gardez au plus %(n)d autres mots pour un objet."), field="synonyms", n=MOST_SYNONYMS
        )
    too_long = next((word for word in correction.synonyms if len(word) > LONGEST_NAME), None)
    if too_long or len(correction.name) > LONGEST_NAME:
        raise RuleBroken(
            N_("Un nom tient en %(n)d signes : raccourcissez « %(name)s »."),
            field="synonyms" if too_long else "name",
            n=LONGEST_NAME,
            name=(too_long or correction.name)[:LONGEST_NAME],
        )
