"""What a funding's sheet must hold, what it weighs per year, when a report is told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.fundings.models import Funding, FundingStatus, Lever

NAMELESS: Final = N_("Donnez le nom de l’appel ou du programme.")
FUNDERLESS: Final = N_("Choisissez qui finance.")
ORDER: Final = N_("La fin vient avant le début : corrigez l’une des deux dates.")
AMOUNTLESS: Final = N_("Écrivez le montant accordé.")
PERIODLESS: Final = N_("Écrivez le premier et le dernier jour que couvre ce financement.")
MORE: Final = N_("Le montant accordé dépasse ce qui fut demandé : vérifiez les deux.")
WON: Final = frozenset({FundingStatus.GRANTED, FundingStatus.CLOSED})
TOLD_BEFORE: Final = timedelta(days=30)
"""How long before its day a report, or an application to file, is told."""


@dataclass(frozen=True)
class FundingFacts:
    """A funding as somebody typed it."""

    organisation_id: UUID | None
    name: str
    post: str = ""
    status: FundingStatus = FundingStatus.IDEA
    asked_cents: int | None = None
    granted_cents: int | None = None
    file_by: date | None = None
    starts: date | None = None
    ends: date | None = None
    note: str = ""
    levers: frozenset[Lever] = frozenset()

    @classmethod
    def of(cls, row: Funding) -> "FundingFacts":
        """Return the facts of a kept funding."""
        plain = {
            each.name: getattr(row, each.name) for each in fields(cls) if each.name != "levers"
        }
        return cls(**plain, levers=row.lever_set)


@dataclass(frozen=True)
class Grant:
    """What was granted over a period: the facts of a year's figure."""

    cents: int
    starts: date
    ends: date
    levers: frozenset[Lever]


def faults(facts: FundingFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with a sheet."""
    if facts.organisation_id is None:
        yield RuleBroken(FUNDERLESS, field="organisation")
    if not facts.name.strip():
        yield RuleBroken(NAMELESS, field="name")
    if facts.starts and facts.ends and facts.ends < facts.starts:
        yield RuleBroken(ORDER, field="ends")
    if facts.status in WON:
        if facts.granted_cents is None:
            yield RuleBroken(AMOUNTLESS, field="granted")
        if facts.starts is None or facts.ends is None:
            yield RuleBroken(PERIODLESS, field="starts")
    if facts.asked_cents and facts.granted_cents and facts.granted_cents > facts.asked_cents:
        yield RuleBroken(MORE, field="granted")


def shares(grant: Grant) -> dict[int, int]:
    """Return what a grant weighs in each year, in cents, by days; the sum is the grant.

    Rounded down year by year from the first day on, so that nothing is lost on the way.
    """
    days = (grant.ends - grant.starts).days + 1
    found: dict[int, int] = {}
    given = 0
    for year in range(grant.starts.year, grant.ends.year + 1):
        last = min(grant.ends, date(year, 12, 31))
        until = grant.cents * ((last - grant.starts).days + 1) // days
        found[year] = until - given
        given = until
    return found


def by_year(grants: Iterable[Grant]) -> Mapping[int, int]:
    """Return what all grants together weigh in each year, in cents."""
    found: dict[int, int] = {}
    for grant in grants:
        for year, cents in shares(grant).items():
            found[year] = found.get(year, 0) + cents
    return dict(sorted(found.items()))


def by_lever(grants: Iterable[Grant]) -> Mapping[Lever, int]:
    """Return how many grants work by each lever; one may work by several, so money is not split."""
    found = dict.fromkeys(Lever, 0)
    for grant in grants:
        for lever in grant.levers:
            found[lever] += 1
    return found
