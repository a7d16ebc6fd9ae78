"""What staff, or the structure itself, say of a contact; when a name is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.partners.models import Contact, Function
from app.partners.rules import sheets

NAMELESS: Final = N_("Donnez le nom de cette personne.")
FUTURE: Final = N_("Cette date est à venir : notez-la quand elle sera passée.")
BACKWARDS: Final = N_("La fin vient avant le début : relisez les deux dates.")
UNREACHABLE: Final = N_(
    "Donnez un courriel ou un téléphone : une personne relais doit être jointe."
)
HOWLESS: Final = N_(
    "Dites comment l’accord a été donné : par courriel, au téléphone, de vive voix…"
)
DAYLESS: Final = N_("Dites quel jour l’accord a été donné.")


@dataclass(frozen=True)
class ContactFacts:
    """A contact as somebody typed it."""

    name: str
    function: Function = Function.OTHER
    title: str = ""
    email: str = ""
    phone: str = ""
    relay: bool = False
    consent_on: date | None = None
    consent_how: str = ""
    since: date | None = None
    site_id: UUID | None = None
    introduced_by: str = ""
    note: str = ""

    @classmethod
    def of(cls, row: Contact) -> "ContactFacts":
        """Return the facts of a kept contact."""
        return cls(**{each.name: getattr(row, each.name) for each in fields(cls)})


def faults(facts: ContactFacts, today: date) -> Iterator[RuleBroken]:
    """Yield what is wrong with a contact."""
    if not facts.name.strip():
        yield RuleBroken(NAMELESS, field="name")
    if facts.relay and not (facts.email or facts.phone):
        yield RuleBroken(UNREACHABLE, field="email")
    for field in ("consent_on", "since"):
        day = getattr(facts, field)
        if day is not None and day > today:
            yield RuleBroken(FUTURE, field=field)
    if facts.consent_on is not None and not facts.consent_how:
        yield RuleBroken(HOWLESS, field="consent_how")
    if facts.consent_how and facts.consent_on is None:
        yield RuleBroken(DAYLESS, field="consent_on")
    for check, text in ((sheets.email, facts.email), (sheets.phone, facts.phone)):
        try:
            check(text)
        except RuleBroken as fault:
            yield fault


def check_end(since: date | None, until: date, today: date) -> None:
    """Refuse a last day that is to come or before the first. Raises RuleBroken (field "until")."""
    if until > today:
        raise RuleBroken(FUTURE, field="until")
    if since is not None and until < since:
        raise RuleBroken(BACKWARDS, field="until")


def forgotten_before(today: date, years: int) -> date:
    """Return the day before which a contact that ended has its name erased."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # a 29 February
        return today.replace(year=today.year - years, day=28)
