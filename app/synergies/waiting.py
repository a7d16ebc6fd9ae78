"""Which things structures look for, family by family: what the feasibility reads of needs."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlmodel import Session

from app.base.core import clock
from app.catalog import queries as catalog
from app.partners.registry import Waiting
from app.synergies import queries

SURE: Final = 0.6
"""From this score on the dictionary's answer is taken; below, the need has no family."""


def waiting(session: Session, _today: date) -> Iterator[Waiting]:
    """Yield the online needs of things whose words the dictionary knows; the family is a guess."""
    known = catalog.held(session)
    for row in queries.things_needed(session):
        hits = known.words.search(row.title, 1)
        if not hits or hits[0].score < SURE:
            continue
        yield Waiting(
            family=known.briefs[hits[0].id].subfamily.family,
            words=row.title,
            day=clock.local(row.created_at).date(),
            href=f"/gestion/synergies/{row.id}",
            organisation_id=row.organisation_id,
            guessed=True,
        )
