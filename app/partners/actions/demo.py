"""The demonstration's structures: invented, on real communes."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session

from app.base.core.actors import SYSTEM
from app.base.core.clock import LOCAL
from app.catalog.models import Family
from app.partners.actions.organisations import add
from app.partners.models import (
    Activity,
    Level,
    Member,
    MemberRole,
    Organisation,
    OrganisationKind,
    PartnerRole,
    Public,
    Site,
)
from app.partners.rules.sheets import OrganisationFacts
from app.territory.models import Commune

OWN_SPACE: Final = "habitat-gatinais"
"""The structure whose own space the demonstration's partner account opens."""


def structure_id(ref: str) -> UUID:
    """Return the id of a structure of the demonstration: rooms above tell its story by it."""
    return uuid5(NAMESPACE_URL, f"rebond demo structure {ref}")


def load_demo(session: Session, today: date, *, member: UUID | None = None) -> int:
    """Put the invented structures in; those already there stay. Return how many came.

    `member` is the account that opens one structure's own space.
    """
    now = datetime.combine(today - timedelta(days=90), time(9), LOCAL).astimezone(UTC)
    new = [row for row in rows() if session.get(Organisation, structure_id(row["ref"])) is None]
    for row in new:
        _enter(session, row, now)
    for row in new:
        if row.get("introduced_by"):
            made = session.get_one(Organisation, structure_id(row["ref"]))
            made.introduced_by_id = structure_id(row["introduced_by"])
    if member is not None and session.get(Member, member) is None:
        owner = structure_id(OWN_SPACE)
        session.add(Member(account_id=member, organisation_id=owner, role=MemberRole.MANAGER))
    session.flush()
    return len(new)


def rows() -> list[dict[str, Any]]:
    """Return the invented structures as the file tells them."""
    text = files("app.partners").joinpath("data/demo.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["structure"])


def _enter(session: Session, row: dict[str, Any], now: datetime) -> None:
    kind = OrganisationKind(row["kind"])
    facts = OrganisationFacts(
        name=row["name"],
        kind=kind,
        public_body=kind.public_by_nature,
        level=Level(row.get("level", Level.LOCAL)),
        activity=Activity(row["activity"]) if "activity" in row else None,
        policy=row.get("policy", ""),
        public_since=now.date() if "public" in row else None,
        public_words=row.get("public", ""),
        roles=frozenset(map(PartnerRole, row["roles"])),
        publics=frozenset(map(Public, row["publics"])),
        families=frozenset(map(Family, row["families"])),
    )
    made = add(session, facts, actor=SYSTEM, now=now, known_id=structure_id(row["ref"]))
    commune = session.get_one(Commune, row["commune"])
    session.add(
        Site(
            organisation_id=made.id,
            main=True,
            insee=commune.insee,
            address=row["address"],
            lat=commune.hall_lat or commune.lat,
            lon=commune.hall_lon or commune.lon,
        )
    )
