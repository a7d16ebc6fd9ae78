"""The practical arrangements: their version in force, and who accepted it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.agreements.models import Arrangement, ArrangementAcceptance, ArrangementVersion
from app.base.core.errors import NotFound
from app.partners.models import Contact


@dataclass(frozen=True)
class Answer:
    """A relay person and what they said of a version; none: they were not heard yet."""

    contact: Contact
    acceptance: ArrangementAcceptance | None


@dataclass(frozen=True)
class InForce:
    """A page of arrangements with its version in force and the answers to it."""

    arrangement: Arrangement
    version: ArrangementVersion
    answers: tuple[Answer, ...]

    @property
    def waiting(self) -> int:
        """Return how many relay persons have not accepted it."""
        return sum(1 for each in self.answers if each.acceptance is None)


def arrangement(session: Session, arrangement_id: UUID) -> Arrangement:
    """Return a page of arrangements. Raises NotFound."""
    found = session.get(Arrangement, arrangement_id)
    if found is None:
        raise NotFound
    return found


def find(session: Session, organisation_id: UUID, agreement_id: UUID | None) -> Arrangement | None:
    """Return the page of a structure, or of one of its agreements."""
    return session.exec(
        select(Arrangement)
        .where(
            col(Arrangement.organisation_id) == organisation_id,
            col(Arrangement.agreement_id) == agreement_id
            if agreement_id
            else col(Arrangement.agreement_id).is_(None),
        )
        .order_by(col(Arrangement.id))
        .limit(1)
    ).first()


def in_force(session: Session, organisation_id: UUID, today: date) -> list[InForce]:
    """Return the pages of a structure, its own before those of its agreements."""
    rows = session.exec(
        select(Arrangement, ArrangementVersion)
        .join(
            ArrangementVersion,
            (col(ArrangementVersion.arrangement_id) == col(Arrangement.id))
            & (col(ArrangementVersion.number) == col(Arrangement.latest)),
        )
        .where(col(Arrangement.organisation_id) == organisation_id)
        .order_by(col(Arrangement.agreement_id).is_not(None), col(Arrangement.id))
    ).all()
    people = relays(session, organisation_id, today)
    said = _said(session, [version.id for _page, version in rows])
    return [
        InForce(
            page,
            version,
            tuple(Answer(person, said.get((version.id, person.id))) for person in people),
        )
        for page, version in rows
    ]


def version(session: Session, version_id: UUID) -> tuple[ArrangementVersion, Arrangement]:
    """Return a version and its page. Raises NotFound."""
    found = session.get(ArrangementVersion, version_id)
    if found is None:
        raise NotFound
    return found, arrangement(session, found.arrangement_id)


def versions(session: Session, arrangement_id: UUID) -> Sequence[ArrangementVersion]:
    """Return every version of a page, the newest first."""
    return session.exec(
        select(ArrangementVersion)
        .where(col(ArrangementVersion.arrangement_id) == arrangement_id)
        .order_by(col(ArrangementVersion.number).desc())
    ).all()


def relays(session: Session, organisation_id: UUID, today: date) -> list[Contact]:
    """Return the relay persons of a structure today, by name."""
    return list(
        session.exec(
            select(Contact)
            .where(
                col(Contact.organisation_id) == organisation_id,
                col(Contact.relay),
                col(Contact.erased_at).is_(None),
                col(Contact.until).is_(None) | (col(Contact.until) >= today),
            )
            .order_by(col(Contact.name), col(Contact.id))
        )
    )


def acceptance(
    session: Session, version_id: UUID, contact_id: UUID
) -> ArrangementAcceptance | None:
    """Return what a relay person said of a version."""
    return session.get(ArrangementAcceptance, (version_id, contact_id))


def waiting(session: Session, before: date, today: date) -> list[tuple[UUID, UUID, date, int]]:
    """Return (structure, page, day written, people not heard) of versions older than `before`."""
    rows = session.execute(
        sa.select(
            col(Arrangement.organisation_id),
            col(Arrangement.id),
            sa.func.min(col(ArrangementVersion.created_at)),
            sa.func.count(col(Contact.id)),
        )
        .join(
            ArrangementVersion,
            (col(ArrangementVersion.arrangement_id) == col(Arrangement.id))
            & (col(ArrangementVersion.number) == col(Arrangement.latest)),
        )
        .join(
            Contact,
            (col(Contact.organisation_id) == col(Arrangement.organisation_id))
            & col(Contact.relay)
            & col(Contact.erased_at).is_(None)
            & (col(Contact.until).is_(None) | (col(Contact.until) >= today)),
        )
        .outerjoin(
            ArrangementAcceptance,
            (col(ArrangementAcceptance.version_id) == col(ArrangementVersion.id))
            & (col(ArrangementAcceptance.contact_id) == col(Contact.id)),
        )
        .where(col(ArrangementAcceptance.contact_id).is_(None))
        .group_by(col(Arrangement.organisation_id), col(Arrangement.id))
        .order_by(col(Arrangement.id))
    )
    found = [(org, page, at.date(), count) for org, page, at, count in rows]
    return [each for each in found if each[2] < before]


def _said(
    session: Session, versions: Sequence[UUID]
) -> dict[tuple[UUID, UUID], ArrangementAcceptance]:
    rows = session.exec(
        select(ArrangementAcceptance).where(col(ArrangementAcceptance.version_id).in_(versions))
    )
    return {(row.version_id, row.contact_id): row for row in rows}
