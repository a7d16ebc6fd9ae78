"""The demonstration's needs and offers: invented, of invented structures."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlmodel import Session

from app.base.core.actors import SYSTEM
from app.base.core.clock import LOCAL
from app.partners import queries as partners
from app.partners.actions.contacts import add_contact
from app.partners.actions.demo import structure_id
from app.partners.models import Contact
from app.partners.rules.contacts import ContactFacts
from app.synergies import queries
from app.synergies.actions import proposals
from app.synergies.actions.entries import add, move
from app.synergies.actions.results import tell
from app.synergies.models import (
    Domain,
    Manner,
    Material,
    Measure,
    Method,
    Side,
    SynergyEntry,
    Unit,
)
from app.synergies.queries import proposals as asked_about
from app.synergies.queries.proposals import Pair
from app.synergies.rules.results import ResultFacts
from app.synergies.rules.sheets import EntryFacts
from app.synergies.rules.states import Who

NEED, OFFER = Side.NEED, Side.OFFER
_ENTRIES: Final = (
    ("ateliers-du-loing", NEED, Domain.MATERIALS, "Cartons et calages pour emballer des écrans",
     "Propres et secs, toutes tailles, pour expédier des écrans remis en état.",
     300, Unit.KILOGRAMS, 120, True, "publish"),
    ("papeterie-des-ecluses", OFFER, Domain.MATERIALS, "Cartons d’emballage et calages déclassés",
     "Chutes de fabrication, en palettes, à prendre sur place.",
     240, Unit.KILOGRAMS, 90, True, "publish"),
    ("ateliers-du-loing", NEED, Domain.MATERIALS, "Bois de palette pour des établis",
     "Palettes non traitées.", 40, Unit.PIECES, 60, False, "draft"),
    ("puce-et-partage", NEED, Domain.SKILLS, "Formation aux gestes et postures",
     "Six places pour nos jeunes adultes, en petit groupe.", 6, Unit.PLACES, 75, False, "publish"),
    ("club-du-loing", OFFER, Domain.SKILLS, "Places en formation gestes et postures",
     "Session de nos adhérents, ouverte aux structures voisines.",
     4, Unit.PLACES, 45, False, "publish"),
    ("velos-retrouves", NEED, Domain.MEANS, "Camionnette un samedi par mois",
     "Pour ramener les vélos des déchetteries.", 8, Unit.HOURS, 200, True, "publish"),
    ("transports-moreau-fictif", OFFER, Domain.MEANS, "Camionnette disponible le samedi",
     "Avec hayon, conducteur à prévoir.", 16, Unit.HOURS, 12, True, "publish"),
    ("banque-du-gatinais", NEED, Domain.MOBILITY, "Vélos pour les trajets de nos salariés",
     "Pour le plan de mobilité du siège.", 10, Unit.PIECES, 150, False, "publish"),
    ("club-du-loing", NEED, Domain.MEANS, "Salle de réunion pour vingt personnes",
     "Deux matinées par mois, avec un écran.", 8, Unit.HOURS, 160, False, "publish"),
    ("habitat-gatinais", OFFER, Domain.MEANS, "Salle de réunion, vingt places",
     "Avec vidéoprojecteur, le jeudi.", 16, Unit.HOURS, 160, False, "publish"),
    ("habitat-gatinais", NEED, Domain.MATERIALS, "Restes de peinture et de carrelage",
     "Pour les ateliers de bricolage de nos locataires, pots entamés acceptés.",
     60, Unit.KILOGRAMS, 120, False, "submit"),
)  # fmt: skip

_MATERIALS: Final = {
    "Cartons et calages pour emballer des écrans": Material.PACKAGING,
    "Cartons d’emballage et calages déclassés": Material.PACKAGING,
    "Bois de palette pour des établis": Material.WOOD,
    "Restes de peinture et de carrelage": Material.BUILDING,
}
_PEOPLE: Final = (
    ("ateliers-du-loing", "Samir Benali", "s.benali@ateliers-du-loing.exemple.test"),
    ("papeterie-des-ecluses", "Lise Morel", "l.morel@papeterie-ecluses.exemple.test"),
    ("club-du-loing", "Hugo Perrin", "h.perrin@club-loing.exemple.test"),
)
"""Whom three structures open: invented, agreed to be written to."""


def load_demo(session: Session, today: date) -> int:
    """Put the invented needs and offers in, once; return how many came."""
    if queries.any_known(session):
        return 0
    now = _morning(today - timedelta(days=20))
    known: dict[str, SynergyEntry] = {}
    for ref, side, domain, title, words, amount, unit, days, recurring, state in _ENTRIES:
        owner = structure_id(ref)
        site = partners.sites(session, owner)[0]
        assert site.lat is not None
        assert site.lon is not None
        facts = EntryFacts(
            organisation_id=owner,
            side=side,
            domain=domain,
            title=title,
            insee=site.insee,
            lat=site.lat,
            lon=site.lon,
            words=words,
            quantity=amount * 1000,
            unit=unit,
            starts=today - timedelta(days=20),
            until=today + timedelta(days=days),
            recurring=recurring,
            material=_MATERIALS.get(title),
        )
        row = known[title] = add(session, facts, actor=SYSTEM, now=now)
        if state != "draft":
            move(session, row, state, actor=SYSTEM, now=now, today=today)
    _put_in_touch(session, known, today)
    return len(_ENTRIES)


def _put_in_touch(session: Session, known: dict[str, SynergyEntry], today: date) -> None:
    """Open one match and note what it brought; let another wait for an answer."""
    asked = today - timedelta(days=18)
    at: dict[str, Any] = {"actor": SYSTEM, "now": _morning(asked), "today": asked}
    people = {ref: _person(session, ref, name, email, asked) for ref, name, email in _PEOPLE}
    cartons = _proposed(
        session,
        known["Cartons et calages pour emballer des écrans"],
        known["Cartons d’emballage et calages déclassés"],
        at,
    )
    phone: dict[str, Any] = at | {"how": Manner.PHONE, "who": Who.STAFF}
    proposals.say_yes(session, cartons, NEED, people["ateliers-du-loing"], **phone)
    proposals.say_yes(session, cartons, OFFER, people["papeterie-des-ecluses"], **phone)
    brought = today - timedelta(days=6)
    for measure, thousandths, method, words in (
        (Measure.MASS, 120_500, Method.WEIGHED, "Deux palettes, pesées à l’arrivée"),
        (Measure.DISTANCE, 84_000, Method.ESTIMATE, "Deux allers-retours évités"),
    ):
        facts = ResultFacts(measure, thousandths, brought, method, words)
        tell(session, cartons, facts, actor=SYSTEM, now=_morning(brought), today=brought)
    asked = today - timedelta(days=9)
    later = {"now": _morning(asked), "today": asked}
    room = _proposed(
        session,
        known["Salle de réunion pour vingt personnes"],
        known["Salle de réunion, vingt places"],
        at | later,
    )
    proposals.say_yes(session, room, NEED, people["club-du-loing"], **(phone | later))


def _proposed(
    session: Session, need: SynergyEntry, offer: SynergyEntry, at: dict[str, Any]
) -> Pair:
    row, _new = proposals.propose(session, need, offer, **at)
    return asked_about.pair(session, row.id)


def _person(session: Session, ref: str, name: str, email: str, since: date) -> Contact:
    """Return a contact of a structure, known already or entered now."""
    owner = partners.organisation(session, structure_id(ref))
    found = next((c for c in partners.contacts(session, owner.id) if c.name == name), None)
    facts = ContactFacts(name, email=email, consent_on=since, consent_how="au téléphone")
    return found or add_contact(session, owner, facts, actor=SYSTEM, now=_morning(since))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), LOCAL).astimezone(UTC)
