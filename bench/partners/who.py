"""Who: structures of all kinds with their sites, people and accounts."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.accounts import passwords
from app.accounts.models import Account, AccountRole, Role
from app.base.audit.models import TrailEntry, TrailHead
from app.base.audit.rules import seal
from app.base.core.text import fold
from app.catalog.models import Family
from app.partners.models import (
    Activity,
    Contact,
    Function,
    Level,
    Member,
    MemberRole,
    Organisation,
    OrganisationFamily,
    OrganisationKind,
    OrganisationPublic,
    OrganisationRole,
    PartnerRole,
    Public,
    Site,
    Supply,
)
from bench.ground import around
from bench.partners.rows import Ground, Row, write

PASSWORD: Final = "trois girafes sous la pluie"  # noqa: S105 - of an invented person
KEEPER: Final = "partenariats@bench.test"
MEMBER: Final = "partenaire@bench.test"
_COLLEAGUES: Final = 4
_TRAIL: Final = 4
"""Entries a structure."""
_WHAT: Final = (
    *("Ressourcerie", "Menuiserie", "Garage", "Mairie", "École", "Atelier", "Boulangerie"),
    *("Association", "Résidence", "Cycles", "Informatique", "Transports", "Imprimerie", "Club"),
    *("Collège", "Lycée", "Entrepôt", "Pharmacie", "Librairie", "Électroménager", "Fondation"),
)
_WHOSE: Final = (
    *("Durand", "Martin", "Bernard", "Petit", "Robert", "Richard", "Moreau", "Simon", "Laurent"),
    *("Lefebvre", "Michel", "Garcia", "David", "Bertrand", "Roux", "Vincent", "Fournier", "Morel"),
    *("Girard", "André", "Mercier", "Dupont", "Lambert", "Bonnet", "Legrand", "Rousseau"),
)


def load(session: Session, ground: Ground) -> None:
    """Write accounts, structures and what hangs on them."""
    _accounts(session, ground)
    write(session, Organisation, _structures(ground))
    for table, name, words in (
        (OrganisationRole, "role", list(PartnerRole)),
        (OrganisationPublic, "public", list(Public)),
        (OrganisationFamily, "family", list(Family)),
    ):
        write(session, table, _beside(ground, name, words))
    write(session, Site, _sites(ground))
    write(session, Contact, _contacts(ground))
    write(session, Supply, _supplies(ground))
    (member,) = _people(session, [(MEMBER, Role.PARTNER)])
    manager = MemberRole.MANAGER
    seen = {"account_id": member, "organisation_id": ground.structures[0], "role": manager}
    write(session, Member, [seen])
    write(session, TrailEntry, _trail(session, ground))


def _accounts(session: Session, ground: Ground) -> None:
    known = [(KEEPER, Role.PARTNERSHIPS)]
    known += [(f"collegue{n}@bench.test", Role.PARTNERSHIPS) for n in range(_COLLEAGUES)]
    ground.staff = _people(session, known)


def _people(session: Session, known: list[tuple[str, Role]]) -> list[UUID]:
    password, made = passwords.hashed(PASSWORD), []
    for email, role in known:
        person = Account(email=email, name=email.partition("@")[0], password=password)
        person.confirmed_at = person.created_at
        person.roles = [AccountRole(account_id=person.id, role=role)]
        made.append(person)
    session.add_all(made)
    session.flush()
    return [person.id for person in made]


def _structures(ground: Ground) -> Iterator[Row]:
    chance = ground.chance
    for number in range(ground.size.structures):
        town = chance.choices(ground.towns, [town.population for town in ground.towns])[0]
        name = f"{chance.choice(_WHAT)} {chance.choice(_WHOSE)} {chance.choice(_WHOSE)}"
        if number % 50 == 49:  # written again, one letter apart
            name = f"{ground.names[chance.choice(ground.structures)]}s"
        key = ground.id()
        ground.structures.append(key)
        ground.names[key] = name
        siret = f"{number + 300_000_000:09d}{town.insee}" if number % 2 else None
        closed = number > 20 and chance.random() < 0.04
        yield {
            "id": key,
            "name": name,
            "folded": fold(f"{name} {siret or ''}"),
            "kind": chance.choice(list(OrganisationKind)),
            "siret": siret,
            "level": chance.choice(list(Level)),
            "activity": chance.choice([None, *Activity]),
            "policy": ground.words(20),
            "note": ground.words(15),
            "public_since": ground.day(-700, -1) if chance.random() < 0.4 else None,
            "public_words": ground.words(10),
            "created_at": ground.at(-900, -30),
            "closed_at": ground.at(-300, -1) if closed else None,
        }


def _beside(ground: Ground, name: str, words: list[object]) -> Iterator[Row]:
    for key in ground.structures:
        for word in ground.chance.sample(words, ground.chance.randint(0, 3)):
            yield {"organisation_id": key, name: word}


def _sites(ground: Ground) -> Iterator[Row]:
    chance = ground.chance
    for key in ground.structures:
        for number in range(chance.choice((1, 1, 1, 2, 3))):
            town = chance.choices(ground.towns, [town.population for town in ground.towns])[0]
            lat, lon = around(town, chance)
            yield {
                "id": ground.id(),
                "organisation_id": key,
                "name": f"Site {number}" if number else "",
                "main": number == 0,
                "insee": town.insee,
                "address": f"{chance.randint(1, 90)} rue {chance.choice(_WHOSE)}",
                "lat": lat,
                "lon": lon,
            }


def _contacts(ground: Ground) -> Iterator[Row]:
    chance = ground.chance
    for key in ground.structures:
        ground.contacts[key] = [ground.id() for _person in range(chance.randint(1, 4))]
        for number, contact in enumerate(ground.contacts[key]):
            yield {
                "id": contact,
                "organisation_id": key,
                "name": f"{chance.choice(_WHOSE)} {contact.hex[:6]}",
                "function": chance.choice(list(Function)),
                "email": f"{contact.hex[:8]}@exemple.test",
                "relay": number == 0,
                "until": ground.day(-300, -1) if number == 3 else None,
                "created_at": ground.at(-900, -30),
            }


def _supplies(ground: Ground) -> Iterator[Row]:
    for key in ground.some(ground.structures, 0.3):
        for family in ground.chance.sample(list(Family), 2):
            yield {
                "id": ground.id(),
                "organisation_id": key,
                "year": ground.today.year,
                "family": family,
                "units": ground.chance.randint(1, 200),
                "mass_g": ground.chance.randint(1_000, 900_000),
                "source": "un entretien",
            }


def _trail(session: Session, ground: Ground) -> Iterator[Row]:
    """Yield a chain that holds: sealed as the application seals it."""
    last = ""
    for number in range(1, ground.size.structures * _TRAIL + 1):
        entry = TrailEntry(
            id=ground.id(),
            room="partners",
            number=number,
            at=ground.at(-600, -1),
            actor_id=ground.staff[0],
            actor="Sofia Garnier",
            verb="correct",
            subject=f"organisation:{ground.structures[number // _TRAIL % ground.size.structures]}",
            before={"note": ""},
            after={"note": "…"},
            previous_hash=last,
            hash="",
        )
        last = entry.hash = seal(entry)
        yield {name: getattr(entry, name) for name in TrailEntry.model_fields}
    session.merge(TrailHead(room="partners", number=number, hash=last))
