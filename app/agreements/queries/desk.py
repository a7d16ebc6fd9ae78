"""The list of agreements: filtered and sorted by the database, its status as it is today."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from app.agreements.models import Agreement, AgreementKind
from app.agreements.models import AgreementStatus as S
from app.agreements.rules.states import Turn
from app.base.core.text import fold
from app.partners.models import Organisation


@dataclass(frozen=True)
class Asked:
    """What a list is filtered by; an empty filter asks nothing."""

    today: date
    status: S | None = None
    kind: AgreementKind | None = None
    turn: Turn | None = None
    ends_before: date | None = None
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One agreement of the list, with the name of its structure."""

    agreement: Agreement
    name: str


SORTS: Final = ("structure", "reference", "etat", "debut", "fin")


def lines(
    session: Session, asked: Asked, sort: str = "", *, limit: int | None = None, offset: int = 0
) -> list[Line]:
    """Return the agreements that pass the filters."""
    query = (
        select(Agreement, Organisation.name)
        .join(Organisation, col(Organisation.id) == col(Agreement.organisation_id))
        .where(*_passing(asked))
        .order_by(*_order(sort, asked.today))
        .offset(offset)
    )
    if limit is not None:
        query = query.limit(limit)
    return [Line(row, name) for row, name in session.exec(query)]


def count(session: Session, asked: Asked) -> int:
    """Return how many agreements pass the filters."""
    query = select(func.count()).select_from(Agreement).where(*_passing(asked))
    if asked.words:
        query = query.join(Organisation, col(Organisation.id) == col(Agreement.organisation_id))
    return session.exec(query).one()


def standing(today: date) -> sa.ColumnElement[str]:
    """Return the status as it is today, whether or not the daily job ran."""
    ended = col(Agreement.last_day) < today
    living = col(Agreement.status).in_([S.SIGNED, S.ACTIVE])
    return sa.case(
        (living & ended, S.EXPIRED.value),
        (living & (col(Agreement.starts_on) <= today), S.ACTIVE.value),
        else_=sa.cast(col(Agreement.status), sa.String),
    )


def _passing(asked: Asked) -> list[Any]:
    """Return the conditions that the filters ask for."""
    found: list[Any] = [col(Agreement.dropped_at).is_(None)]
    if asked.status is not None:
        found.append(standing(asked.today) == asked.status.value)
    if asked.kind is not None:
        found.append(col(Agreement.kind) == asked.kind)
    if asked.turn is not None:
        found.append(_turn(asked.turn))
    if asked.ends_before is not None:
        found += [
            col(Agreement.term_ends_on) <= asked.ends_before,
            standing(asked.today).in_([S.SIGNED.value, S.ACTIVE.value]),
        ]
    if asked.words:
        reference = col(Agreement.reference).icontains(asked.words, autoescape=True)
        named = [
            col(Organisation.folded).contains(word, autoescape=True)
            for word in fold(asked.words).split()
        ]
        found.append(reference | sa.and_(*named) if named else reference)
    return found


def _turn(turn: Turn) -> sa.ColumnElement[bool]:
    status = col(Agreement.status)
    waits = col(Agreement.our_signed_on).is_not(None) & col(Agreement.their_signed_on).is_(None)
    theirs = (status == S.REVIEW) | ((status == S.TO_SIGN) & waits)
    ours = status.in_([S.PROJECT, S.CORRECTION]) | ((status == S.TO_SIGN) & ~waits)
    return {Turn.THEIRS: theirs, Turn.OURS: ours}.get(turn, ~(theirs | ours))


def _order(sort: str, today: date) -> list[Any]:
    newest = [col(Agreement.reference).desc(), col(Agreement.id)]
    last = sa.case((col(Agreement.term_ends_on).is_(None), 1), else_=0)
    firsts: dict[str, list[Any]] = {
        "structure": [col(Organisation.folded)],
        "reference": [],
        "etat": [standing(today)],
        "debut": [col(Agreement.starts_on).desc()],
        "fin": [last, col(Agreement.term_ends_on)],
    }
    return [*firsts.get(sort, []), *newest]
