"""What the morning list says of authorisations."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from app.authorisations import queries
from app.base.core.text import N_
from app.partners import queries as partners
from app.partners.registry import Due

SOON = N_("%(kind)s (%(who)s) : finit le %(day)s.")
OVER = N_("%(kind)s (%(who)s) : expirée depuis le %(day)s.")
US = N_("nous")


def due(session: Session, today: date) -> Iterator[Due]:
    """Yield the authorisations whose end is near or past."""
    rows = queries.ending(session, today)
    names = partners.names(session, {r.organisation_id for r in rows if r.organisation_id})
    for row in rows:
        assert row.ends is not None
        yield Due(
            key=f"authorisation:{row.id}",
            day=row.ends,
            sentence=OVER if row.ends < today else SOON,
            values={
                "kind": row.kind.label,
                "who": names.get(row.organisation_id, "") if row.organisation_id else US,
                "day": f"{row.ends:%d/%m/%Y}",
            },
            href=f"/gestion/autorisations/{row.id}",
            organisation_id=row.organisation_id,
            kind=N_("autorisation"),
        )
