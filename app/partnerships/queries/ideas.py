"""Who of the register stands behind a door already: structures by kind."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.partners.models import Organisation, OrganisationKind


def by_kind(
    session: Session, kinds: Collection[OrganisationKind]
) -> dict[OrganisationKind, list[tuple[UUID, str, str]]]:
    """Return (id, name, folded name) of the open structures of some kinds, by name.

    A territory has some thousands of them at most; the words of a door are looked for in memory.
    """
    rows = session.execute(
        sa.select(
            col(Organisation.kind),
            col(Organisation.id),
            col(Organisation.name),
            col(Organisation.folded),
        )
        .where(col(Organisation.closed_at).is_(None), col(Organisation.kind).in_(set(kinds)))
        .order_by(col(Organisation.folded), col(Organisation.id))
    )
    found: dict[OrganisationKind, list[tuple[UUID, str, str]]] = {}
    for kind, organisation_id, name, folded in rows:
        found.setdefault(kind, []).append((organisation_id, name, folded))
    return found
