"""Good practices: one, a list, and what a file would change."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.base.core.errors import NotFound
from app.catalog.models import Family
from app.partnerships.models import GoodPractice, PracticeFamily, PracticeStep, Step


@dataclass(frozen=True)
class Wanted:
    """What the list of notes is narrowed to; `words` folded."""

    family: Family | None = None
    step: Step | None = None
    words: str = ""


def practice(session: Session, practice_id: UUID) -> GoodPractice:
    """Return a note. Raises NotFound."""
    found = session.get(GoodPractice, practice_id)
    if found is None:
        raise NotFound
    return found


def count(session: Session, wanted: Wanted) -> int:
    """Return how many notes pass the filters."""
    return session.exec(select(func.count()).select_from(_narrowed(wanted).subquery())).one()


def lines(
    session: Session, wanted: Wanted, *, limit: int | None = None, offset: int = 0
) -> list[GoodPractice]:
    """Return one page of notes, by title."""
    query = _narrowed(wanted).order_by(col(GoodPractice.folded), col(GoodPractice.id))
    return list(session.exec(query.limit(limit).offset(offset)))


def here_already(session: Session, ids: Collection[UUID]) -> dict[UUID, GoodPractice]:
    """Return the notes of a file that this installation has."""
    rows = session.exec(select(GoodPractice).where(col(GoodPractice.id).in_(set(ids))))
    return {row.id: row for row in rows}


def _narrowed(wanted: Wanted) -> SelectOfScalar[GoodPractice]:
    query = select(GoodPractice).where(col(GoodPractice.withdrawn_at).is_(None))
    if wanted.family is not None:
        about = select(PracticeFamily.practice_id).where(
            col(PracticeFamily.family) == wanted.family
        )
        query = query.where(col(GoodPractice.id).in_(about))
    if wanted.step is not None:
        at = select(PracticeStep.practice_id).where(col(PracticeStep.step) == wanted.step)
        query = query.where(col(GoodPractice.id).in_(at))
    if wanted.words:
        query = query.where(col(GoodPractice.folded).contains(wanted.words, autoescape=True))
    return query
