"""What the morning list says of needs and offers."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from app.base.core.text import N_
from app.partners.registry import Due
from app.synergies import queries

ENDS = N_("« %(title)s » expire le %(day)s : prolonger, ou laisser passer ?")


def due(session: Session, today: date) -> Iterator[Due]:
    """Yield the entries online that end soon."""
    for row in queries.ending(session, today):
        assert row.until is not None
        yield Due(
            key=f"synergy:{row.id}",
            day=row.until,
            sentence=ENDS,
            values={"title": row.title, "day": row.until},
            href=f"/gestion/synergies/{row.id}",
            organisation_id=row.organisation_id,
            kind="synergy",
        )
