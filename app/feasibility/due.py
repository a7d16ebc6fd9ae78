"""What the morning list says of decisions: those to look at again."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from app.base.core.text import N_
from app.feasibility import queries
from app.partners.registry import Due

SOON = N_("%(family)s : décision « %(choice)s » à revoir le %(day)s.")
LATE = N_("%(family)s : décision « %(choice)s » à revoir depuis le %(day)s.")


def due(session: Session, today: date) -> Iterator[Due]:
    """Yield the decisions whose review is near or late."""
    for row in queries.to_review(session, today):
        assert row.review_on is not None
        yield Due(
            key=f"feasibility:{row.id}",
            day=row.review_on,
            sentence=LATE if row.review_on < today else SOON,
            values={
                "family": row.family.label,
                "choice": row.choice.label,
                "day": f"{row.review_on:%d/%m/%Y}",
            },
            href=f"/gestion/faisabilite/{row.family.value}",
            kind=N_("faisabilité"),
        )
