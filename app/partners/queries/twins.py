"""Structures that may be one: proposed, and those that somebody said are two."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.partners.models import NotTwins, Organisation, Site
from app.partners.rules.likeness import Likeness, Print, likeness

MOST = 200
"""Pairs proposed at most."""
MOST_ALIKE = 40
"""Structures of one number or place that are compared with each other."""
NEIGHBOURS = 6
"""How many names after it, in some order, a name is compared with."""
Pair = tuple[UUID, UUID, Likeness]


def prints(session: Session) -> list[Print]:
    """Return what every followed structure is compared by, by name."""
    main = sa.and_(col(Site.organisation_id) == col(Organisation.id), col(Site.main))
    rows = session.execute(
        sa.select(
            col(Organisation.id),
            col(Organisation.name),
            col(Organisation.siret),
            col(Site.insee),
            col(Site.address),
        )
        .outerjoin(Site, main)
        .where(col(Organisation.closed_at).is_(None))
        .order_by(col(Organisation.folded), col(Organisation.id))
    )
    return [Print(row[0], row[1], row[2], row[3] or "", row[4] or "") for row in rows]


def proposed(session: Session, *, limit: int = MOST) -> list[Pair]:
    """Return the pairs of followed structures that may be one, the surest first."""
    known = prints(session)
    two = said_two(session)
    found: dict[tuple[UUID, UUID], Likeness] = {}
    for one, other in _candidates(known):
        alike = likeness(one, other)
        if alike is None:  # nearly all of them
            continue
        pair = in_order(one.id, other.id)
        if pair not in two:
            found[pair] = alike
    order = list(Likeness)
    ranked = sorted(found.items(), key=lambda item: (order.index(item[1]), item[0]))
    return [(first, second, alike) for (first, second), alike in ranked[:limit]]


def like(session: Session, name: str, siret: str | None, *, limit: int = 5) -> list[Organisation]:
    """Return the followed structures that one about to be entered may already be."""
    new = Print(UUID(int=0), name, siret)
    alike = [one.id for one in prints(session) if likeness(new, one) is not None][:limit]
    rows = select(Organisation).where(col(Organisation.id).in_(alike))
    return list(session.exec(rows.order_by(col(Organisation.folded), col(Organisation.id))))


def said_two(session: Session) -> set[tuple[UUID, UUID]]:
    """Return the pairs that somebody said are two structures, in order."""
    rows = session.execute(select(NotTwins.first_id, NotTwins.second_id))
    return {(first, second) for first, second in rows}


def in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Return two ids in the order in which a pair is kept."""
    return (one, other) if one < other else (other, one)


def _candidates(known: list[Print]) -> Iterable[tuple[Print, Print]]:
    """Yield pairs worth comparing: they share a number or a place, or stand close in some order.

    All with all would be twelve million pairs for 5,000 structures; names that are close stand
    close when sorted from their beginning or from their end.
    """
    groups: dict[str, list[Print]] = defaultdict(list)
    for one in known:
        if one.siret:
            groups[f"siren {one.siret[:9]}"].append(one)
        if one.place:
            groups[f"place {one.place}"].append(one)
    for group in groups.values():
        yield from combinations(group[:MOST_ALIKE], 2)
    orders: tuple[Callable[[Print], str], ...] = (
        lambda one: one.key,
        lambda one: one.key[::-1],
    )
    for order in orders:
        ranked = sorted(known, key=order)
        for at, one in enumerate(ranked):
            yield from ((one, other) for other in ranked[at + 1 : at + 1 + NEIGHBOURS])
