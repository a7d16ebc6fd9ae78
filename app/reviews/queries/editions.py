"""Reviews and their editions: a structure's, a link's, a poster's."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.base.core.errors import NotFound
from app.partners.models import Organisation
from app.reviews.models import Edition, Review


def review(session: Session, organisation_id: UUID, year: int) -> Review | None:
    """Return the review of a structure's year, when somebody has written in it."""
    return session.exec(_of_year(organisation_id, year)).first()


def locked_review(session: Session, organisation_id: UUID, year: int) -> Review | None:
    """Return the review of a structure's year as it is now, kept for a change.

    A page read it before somebody else changed it: what it read is read again.
    """
    query = _of_year(organisation_id, year).with_for_update()
    return session.exec(query, execution_options={"populate_existing": True}).first()


def of_structure(session: Session, organisation_id: UUID) -> Sequence[Review]:
    """Return a structure's reviews, the newest year first."""
    return session.exec(
        select(Review)
        .where(col(Review.organisation_id) == organisation_id, col(Review.set_aside_at).is_(None))
        .order_by(col(Review.year).desc(), col(Review.id))
    ).all()


def edition(session: Session, found: Review) -> Edition | None:
    """Return the edition that the partner sees."""
    return session.get(Edition, (found.id, found.shown)) if found.shown else None


def outside(session: Session, found: Review) -> Edition | None:
    """Return the edition that a link or a poster opens: none once the structure is not followed."""
    owner = session.get_one(Organisation, found.organisation_id)
    return edition(session, found) if owner.closed_at is None else None


def editions(session: Session, review_id: UUID) -> Sequence[Edition]:
    """Return all that was ever handed out, the newest first."""
    return session.exec(
        select(Edition)
        .where(col(Edition.review_id) == review_id)
        .order_by(col(Edition.number).desc())
    ).all()


def last_edition(session: Session, found: Review) -> Edition | None:
    """Return the newest edition, shown or not."""
    return session.get(Edition, (found.id, found.editions)) if found.editions else None


def by_link_key(session: Session, link_key: str) -> Review:
    """Return the review whose link is derived from a key. Raises NotFound."""
    found = session.exec(select(Review).where(col(Review.link_key) == link_key)).first()
    if found is None:
        raise NotFound
    return found


def by_code(session: Session, code: str) -> Review:
    """Return the review whose poster bears a code. Raises NotFound."""
    found = session.exec(
        select(Review).where(col(Review.code) == code, col(Review.set_aside_at).is_(None))
    ).first()
    if found is None:
        raise NotFound
    return found


def _of_year(organisation_id: UUID, year: int) -> SelectOfScalar[Review]:
    return select(Review).where(
        col(Review.organisation_id) == organisation_id,
        col(Review.year) == year,
        col(Review.set_aside_at).is_(None),
    )
