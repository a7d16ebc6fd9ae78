"""Who is visited in the demonstration: invented people, things and doors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final

from app.pickups.models import Condition, Source
from app.pickups.rules import Outcome

TUESDAY, FRIDAY, SATURDAY = "Mardi, Montargis", "Vendredi, Montargis", "Samedi, petite camionnette"
EAST, SOUTH, EVERYWHERE = "Mercredi, est", "Un lundi sur deux, sud", "Jeudi matin"
MONTARGIS, AMILLY, CHALETTE, VILLEMANDEUR = "45208", "45004", "45068", "45338"
CEPOY, PANNES, FERRIERES = "45061", "45247", "45145"
COURTENAY, CHATEAU_RENARD, DOUCHY, LORRIS = "45115", "45083", "45129", "45187"
DAYS: Final = 14
"""How far before and after today the visits lie."""
EARLIER: Final = timedelta(days=6)
"""How long before the first day looked at they were booked."""
MORNING: Final = time(9, 30)
_WORKS, _BROKEN = Condition.WORKS, Condition.BROKEN


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One invented visit: `day` 0 is the pattern's next day from today on, -1 its last one.

    Without a pattern the person waits, or is called back. `phone` ends a number that is kept
    for fiction: 06 39 98 and these four digits.
    """

    who: str
    things: Mapping[str, tuple[int, Condition]]
    insee: str
    address: str
    phone: str
    mail: bool = False
    pattern: str = ""
    day: int = 0
    floor: int = 0
    lift: bool = False
    access: str = ""
    waits: bool = False
    clearance: bool = False
    source: Source = Source.PUBLIC
    confirmed: bool = True
    """Confirmed by the team where the terms ask for it."""
    refused: str = ""
    cancelled: bool = False
    outcome: Outcome | None = None

    @property
    def form_key(self) -> str:
        """Return the key of the one form that this visit was asked with."""
        return f"demonstration-{self.phone}"


PAST: Final = (
    Visit(
        who="Odette Lambert",
        things={"refrigerateur": (1, _BROKEN), "lave-linge": (1, _BROKEN)},
        insee=MONTARGIS,
        address="14 rue des Lilas",
        phone="0101",
        mail=True,
        pattern=TUESDAY,
        day=-1,
        floor=1,
        outcome=Outcome(verb="collect", noted_mass_g=118_000),
    ),
    Visit(
        who="Karim Benali",
        things={"ecran-d-ordinateur": (3, _WORKS), "ordinateur-fixe": (2, _WORKS)},
        insee=CHALETTE,
        address="3 allée du Canal",
        phone="0102",
        pattern=TUESDAY,
        day=-1,
        outcome=Outcome(
            verb="collect",
            left={0: 1},
            noted_mass_g=22_500,
            reason="Un écran cassé, verre à nu : à déposer en déchèterie.",
        ),
    ),
    Visit(
        who="Jeanne Moreau-Petit",
        things={"canape": (1, _WORKS)},
        insee=AMILLY,
        address="27 rue de la Mare",
        phone="0103",
        pattern=FRIDAY,
        day=-1,
        floor=2,
        outcome=Outcome(verb="leave", reason="Trop lourd ou impossible à passer"),
    ),
    Visit(
        who="Association Les Mains Vertes",
        things={"tondeuse-electrique": (2, _BROKEN), "perceuse": (4, _WORKS)},
        insee=COURTENAY,
        address="1 place du Lavoir",
        phone="0104",
        mail=True,
        pattern=EAST,
        day=-1,
        outcome=Outcome(verb="collect", noted_mass_g=36_000),
    ),
    Visit(
        who="Paul Girard",
        things={"four-a-micro-ondes": (1, _BROKEN)},
        insee=MONTARGIS,
        address="8 rue du Moulin",
        phone="0105",
        pattern=SATURDAY,
        day=-1,
        outcome=Outcome(verb="absent"),
    ),
)
COMING: Final = (
    Visit(
        who="Ana Ferreira",
        things={"refrigerateur": (1, _WORKS), "ecran-d-ordinateur": (2, _BROKEN)},
        insee=MONTARGIS,
        address="5 rue du Port",
        phone="0106",
        mail=True,
        pattern=TUESDAY,
        floor=3,
        access="Code 12A4, porte de gauche. On peut se garer dans la cour.",
    ),
    Visit(
        who="Lucien Fabre",
        things={"lave-vaisselle": (1, _BROKEN)},
        insee=VILLEMANDEUR,
        address="40 rue de la Libération",
        phone="0107",
        pattern=TUESDAY,
        source=Source.PHONE,
    ),
    Visit(
        who="Mairie annexe, M. Roche",
        things={"table": (4, _WORKS), "chaise": (12, _WORKS)},
        insee=CEPOY,
        address="2 place de l’Église",
        phone="0108",
        mail=True,
        pattern=TUESDAY,
        confirmed=False,
    ),
    Visit(
        who="Sarah Cohen",
        things={"televiseur": (1, _WORKS), "imprimante": (1, _BROKEN)},
        insee=CHALETTE,
        address="16 rue des Tilleuls",
        phone="0109",
        pattern=TUESDAY,
        floor=5,
        lift=True,
    ),
    Visit(
        who="Mehdi Haddad",
        things={"velo": (2, _WORKS), "velo-enfant": (1, _BROKEN)},
        insee=PANNES,
        address="11 chemin des Vignes",
        phone="0110",
        pattern=FRIDAY,
    ),
    Visit(
        who="Claire Dumont",
        things={"ordinateur-portable": (3, _WORKS)},
        insee=MONTARGIS,
        address="62 rue Dorée",
        phone="0111",
        mail=True,
        pattern=SATURDAY,
    ),
    Visit(
        who="Yvonne Marchand",
        things={"congelateur": (1, _BROKEN)},
        insee=COURTENAY,
        address="9 rue de la Forge",
        phone="0112",
        pattern=EAST,
        access="Maison au fond de la cour, chien gentil.",
    ),
    Visit(
        who="Thomas Leroux",
        things={"commode": (1, _WORKS), "table-de-chevet": (2, _WORKS)},
        insee=CHATEAU_RENARD,
        address="4 rue des Remparts",
        phone="0113",
        mail=True,
        pattern=EAST,
        floor=1,
    ),
    Visit(
        who="Nadia Kaci",
        things={"lave-linge": (1, _BROKEN), "aspirateur": (1, _BROKEN)},
        insee=DOUCHY,
        address="Lieu-dit Les Essarts",
        phone="0114",
        pattern=EAST,
        day=1,
        confirmed=False,
    ),
    Visit(
        who="Gérard Lopez",
        things={"four-electrique": (1, _BROKEN), "televiseur-cathodique": (1, _BROKEN)},
        insee=LORRIS,
        address="7 Grande-Rue",
        phone="0115",
        pattern=SOUTH,
    ),
    Visit(
        who="Inès Robert",
        things={"fauteuil": (2, _WORKS)},
        insee=FERRIERES,
        address="19 rue de l’Abbaye",
        phone="0116",
        mail=True,
        pattern=EVERYWHERE,
    ),
    Visit(
        who="Bruno Caron",
        things={"armoire": (1, _WORKS)},
        insee=AMILLY,
        address="31 rue du Gros-Moulin",
        phone="0117",
        pattern=FRIDAY,
        refused="L’armoire ne passe pas l’escalier d’après la photo.",
    ),
    Visit(
        who="Léa Fontaine",
        things={"refrigerateur": (1, _WORKS)},
        insee=VILLEMANDEUR,
        address="22 rue des Prés",
        phone="0118",
        pattern=TUESDAY,
        day=1,
        cancelled=True,
    ),
    Visit(
        who="Hélène Masson",
        things={"lave-linge": (1, _BROKEN)},
        insee=AMILLY,
        address="6 impasse du Puits",
        phone="0119",
        waits=True,
    ),
    Visit(
        who="Famille Perrin",
        things={"canape": (1, _WORKS), "livre": (60, _WORKS), "buffet": (1, _WORKS)},
        insee=MONTARGIS,
        address="2 rue de la Sirène",
        phone="0120",
        clearance=True,
        source=Source.PHONE,
    ),
)
