"""The demonstration's visits: invented people, booked and noted as real ones are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlmodel import Session

from app.base.core.actors import VISITOR, Actor
from app.base.core.clock import instant
from app.base.core.errors import RuleBroken
from app.catalog import queries as catalog
from app.pickups import queries
from app.pickups.actions.booking import book
from app.pickups.actions.changes import advance
from app.pickups.actions.outcomes import note_outcome
from app.pickups.models import Condition, Pickup, PickupStatus, Source
from app.pickups.rules import Booking, Line, Outcome, Who
from app.slots import queries as slots
from app.slots.rules import Slot, Window
from app.territory.models import Commune

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


_PAST: Final = (
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
_COMING: Final = (
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


def load_demo(session: Session, desk: Actor, *, today: date) -> int:
    """Book the invented visits by the hand of `desk`, and tell nobody; return how many came.

    Those whose form is known stay as they are, and so does what became of them. A visit that
    the calendar or the terms of this installation have no room for is left out.
    """
    visits = (*_PAST, *_COMING)
    return sum(_made(session, visit, desk, today) for visit in visits)


def _made(session: Session, visit: Visit, desk: Actor, today: date) -> bool:
    if session.get(Commune, visit.insee) is None:
        return False
    if queries.by_form_key(session, visit.form_key) is not None:
        return False
    first = today - timedelta(days=DAYS) if visit.day < 0 else today
    asked_on = first - EARLIER
    now = instant(asked_on, MORNING)
    slot = _slot(session, visit, Window(first, first + timedelta(days=DAYS - 1)), now)
    if slot is None and not (visit.waits or visit.clearance):
        return False
    by = desk if visit.source is Source.PHONE else VISITOR
    try:
        pickup = book(session, _wish(session, visit, slot), actor=by, today=asked_on, now=now)
    except RuleBroken:
        return False
    _answered(session, pickup, visit, desk, now + timedelta(hours=2))
    if visit.outcome is not None and slot is not None:
        _noted(session, pickup, visit.outcome, desk, slot)
    return True


def _slot(session: Session, visit: Visit, window: Window, now: datetime) -> Slot | None:
    known = slots.open_slots(session, window, insee=visit.insee, now=now)
    days = [slot for slot in known if slot.name == visit.pattern]
    return days[visit.day] if -len(days) <= visit.day < len(days) else None


def _wish(session: Session, visit: Visit, slot: Slot | None) -> Booking:
    return Booking(
        form_key=visit.form_key,
        lines=tuple(_lines(session, visit.things)),
        insee=visit.insee,
        address=visit.address,
        floor=visit.floor,
        lift=visit.lift,
        access=visit.access,
        contact_name=visit.who,
        email=f"demo-{visit.phone}@exemple.test" if visit.mail else None,
        phone=f"+3363998{visit.phone}",
        slot=slot.key if slot is not None else "",
        waits=visit.waits,
        clearance=visit.clearance,
        source=visit.source,
    )


def _lines(session: Session, things: Mapping[str, tuple[int, Condition]]) -> Iterable[Line]:
    """Yield what the dictionary knows of each thing; what it does not know is left out."""
    for slug, (quantity, condition) in things.items():
        row = catalog.by_slug(session, slug)
        if row is None:
            continue
        yield Line(
            name=row.name,
            quantity=quantity,
            condition=condition,
            object_id=row.id,
            family=row.family.value,
            subfamily=row.subfamily.value,
            mass_g=row.mass_g,
            volume_ml=row.volume_ml,
        )


def _answered(session: Session, pickup: Pickup, visit: Visit, desk: Actor, now: datetime) -> None:
    """Do what the team, or the person, did after the booking."""
    if visit.refused:
        advance(session, pickup, "refuse", by=Who.STAFF, actor=desk, now=now, reason=visit.refused)
    elif visit.cancelled:
        advance(session, pickup, "cancel", by=Who.ASKER, actor=VISITOR, now=now)
    elif visit.confirmed and pickup.status is PickupStatus.REQUESTED:
        advance(session, pickup, "confirm", by=Who.STAFF, actor=desk, now=now)


def _noted(session: Session, pickup: Pickup, outcome: Outcome, desk: Actor, slot: Slot) -> None:
    note_outcome(
        session,
        pickup,
        outcome,
        by=Who.STAFF,
        actor=desk,
        today=slot.day,
        now=instant(slot.day, slot.ends),
    )
