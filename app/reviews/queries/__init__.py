"""What the reviews read of the register."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.catalog.models import Family
from app.partners.models import Organisation, Supply


@dataclass(frozen=True)
class Prospect:
    """A structure that could give, by its last estimate."""

    organisation_id: UUID
    name: str
    family: Family
    year: int
    units: int
    mass_g: int


def prospects(
    session: Session, families: Collection[Family], besides: Collection[UUID], *, most: int = 20
) -> list[Prospect]:
    """Return who could give things of some families, by its last estimate, the largest first.

    Those who gave already (`besides`) are left out.
    """
    last = (
        sa.select(
            col(Supply.organisation_id),
            col(Supply.family),
            sa.func.max(col(Supply.year)).label("y"),
        )
        .where(col(Supply.family).in_(families))
        .group_by(col(Supply.organisation_id), col(Supply.family))
        .subquery()
    )
    rows = session.execute(
        sa.select(Supply, col(Organisation.name))
        .join(
            last,
            sa.and_(
                col(Supply.organisation_id) == last.c.organisation_id,
                col(Supply.family) == last.c.family,
                col(Supply.year) == last.c.y,
            ),
        )
        .join(Organisation, col(Organisation.id) == col(Supply.organisation_id))
        .where(col(Organisation.closed_at).is_(None), col(Supply.organisation_id).not_in(besides))
        .order_by(col(Supply.mass_g).desc(), col(Supply.units).desc(), col(Organisation.name))
        .limit(most)
    )
    return [
        Prospect(row.organisation_id, name, row.family, row.year, row.units, row.mass_g)
        for row, name in rows
    ]
