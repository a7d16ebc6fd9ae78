"""What hangs on the demonstration's structures: people, places, papers, estimates, a double."""

import tomllib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.base import files as papers
from app.base.core.actors import SYSTEM
from app.base.core.clock import LOCAL
from app.catalog.models import Family
from app.partners import queries
from app.partners.actions import contacts, organisations, sites, supplies
from app.partners.actions.demo import structure_id
from app.partners.actions.papers import add_paper
from app.partners.models import Function, Organisation, OrganisationKind, PaperKind
from app.partners.rules.contacts import ContactFacts
from app.partners.rules.sheets import OrganisationFacts
from app.partners.rules.sites import SiteFacts
from app.partners.rules.supplies import SupplyFacts
from app.territory.models import Commune


def load_parts(session: Session, today: date, data_dir: Path | None = None) -> bool:
    """Hang them on the structures once; tell whether that was now.

    Papers go to `data_dir`; without it there are none.
    """
    text = files("app.partners").joinpath("data/parts.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    if session.get(Organisation, structure_id(told["double"][0]["ref"])) is not None:
        return False
    now = datetime.combine(today - timedelta(days=60), time(10), LOCAL).astimezone(UTC)
    steps: dict[str, Callable[[Session, dict[str, Any], date, datetime], None]] = {
        "contact": _contact,
        "site": _site,
        "supply": _supply,
        "double": _double,
    }
    for kind, enter in steps.items():
        for row in told[kind]:
            enter(session, row, today, now)
    for row in told["paper"] if data_dir else ():
        assert data_dir is not None
        kept = papers.keep(data_dir, row["text"].encode(), f"{row['title']}.txt")
        add_paper(
            session,
            _owner(session, row),
            kept,
            title=row["title"],
            kind=PaperKind(row["kind"]),
            shared=row["shared"],
            actor=SYSTEM,
            now=now,
        )
    return True


def _owner(session: Session, row: dict[str, Any]) -> Organisation:
    return queries.organisation(session, structure_id(row["structure"]))


def _contact(session: Session, row: dict[str, Any], today: date, now: datetime) -> None:
    owner = _owner(session, row)

    def day(name: str) -> date | None:
        return today + timedelta(days=row[name]) if name in row else None

    before = {each.name: each for each in queries.contacts(session, owner.id, former=True)}
    facts = ContactFacts(
        name=row["name"],
        function=Function(row["function"]),
        title=row["title"],
        email=row.get("email", ""),
        phone=row.get("phone", ""),
        relay=row.get("relay", False),
        consent_on=day("consent"),
        consent_how=row.get("how", ""),
        since=day("since"),
    )
    made = contacts.add_contact(
        session, owner, facts, actor=SYSTEM, now=now, replaces=before.get(row.get("replaces", ""))
    )
    until = day("until")
    if until is not None:
        contacts.end_contact(session, made, until, actor=SYSTEM, now=now)


def _site(session: Session, row: dict[str, Any], _today: date, now: datetime) -> None:
    lat, lon = session.get_one(Commune, row["commune"]).centre
    facts = SiteFacts(row["commune"], row["name"], row["address"], lat, lon)
    sites.add_site(session, _owner(session, row), facts, actor=SYSTEM, now=now)


def _supply(session: Session, row: dict[str, Any], today: date, now: datetime) -> None:
    family, mass_g = Family(row["family"]), row["mass_kg"] * 1000
    facts = SupplyFacts(today.year, family, row["units"], mass_g, row["source"])
    supplies.estimate(session, _owner(session, row), facts, actor=SYSTEM, now=now)


def _double(session: Session, row: dict[str, Any], _today: date, now: datetime) -> None:
    facts = OrganisationFacts(
        name=row["name"], kind=OrganisationKind(row["kind"]), note=row["note"]
    )
    known = structure_id(row["ref"])
    made = organisations.add(session, facts, actor=SYSTEM, now=now, known_id=known)
    lat, lon = session.get_one(Commune, row["commune"]).centre
    place = SiteFacts(row["commune"], lat=lat, lon=lon, main=True)
    sites.add_site(session, made, place, actor=SYSTEM, now=now)
