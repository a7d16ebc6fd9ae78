"""Every change to the outbox: asking, claiming, closing."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.db.upsert import insert, insert_once
from app.base.outbox import rules
from app.base.outbox.models import OutboxRow, PeriodRun, WorkerBeat
from app.base.outbox.rules import CalendarPart

MAIL = "mail"
SMS = "sms"


def mail(  # noqa: PLR0913 - a letter has this many parts
    session: Session,
    *,
    to: str,
    subject: str,
    text: str,
    dedupe: str,
    now: datetime,
    html: str | None = None,
    calendar: CalendarPart | None = None,
    run_at: datetime | None = None,
) -> None:
    """Ask for a letter to be sent once after the commit."""
    letter: dict[str, object] = {"to": to, "subject": subject, "text": text, "html": html}
    if calendar is not None:
        letter["calendar"] = asdict(calendar)
    job(session, MAIL, letter, dedupe=dedupe, now=now, run_at=run_at)


def sms(  # noqa: PLR0913 - a message has this many parts
    session: Session,
    *,
    to: str,
    text: str,
    dedupe: str,
    now: datetime,
    run_at: datetime | None = None,
) -> None:
    """Ask for a text message to be sent after the commit; `to` is a number in E.164."""
    job(session, SMS, {"to": to, "text": text}, dedupe=dedupe, now=now, run_at=run_at)


def job(  # noqa: PLR0913 - a row has this many parts
    session: Session,
    kind: str,
    payload: Mapping[str, object],
    *,
    dedupe: str,
    now: datetime,
    run_at: datetime | None = None,
) -> None:
    """Ask for the job `kind` to be done once; a second row of the same `dedupe` is dropped."""
    row = OutboxRow(kind=kind, payload=dict(payload), dedupe=dedupe, run_at=run_at or now)
    insert_once(session, OutboxRow, row.model_dump())


def withdraw(session: Session, dedupe: str, *, kind: str = "") -> None:
    """Take back what did not leave yet and whose `dedupe` begins so: it is no longer true.

    Of one kind, when given. What may have left stays to be seen.
    """
    statement = sa.delete(OutboxRow).where(
        col(OutboxRow.dedupe).startswith(dedupe, autoescape=True),
        col(OutboxRow.done_at).is_(None),
        col(OutboxRow.lease_until).is_(None),
        col(OutboxRow.handed_at).is_(None),
    )
    if kind:
        statement = statement.where(col(OutboxRow.kind) == kind)
    session.execute(statement.execution_options(synchronize_session=False))


def claim(session: Session, *, now: datetime) -> OutboxRow | None:
    """Take the next due row under a lease, or None; two workers never take the same."""
    due = (
        sa.select(col(OutboxRow.id))
        .where(
            col(OutboxRow.done_at).is_(None),
            col(OutboxRow.failed_at).is_(None),
            col(OutboxRow.run_at) <= now,
            sa.or_(col(OutboxRow.lease_until).is_(None), col(OutboxRow.lease_until) < now),
        )
        .order_by(col(OutboxRow.run_at), col(OutboxRow.id))
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    statement = (
        sa.update(OutboxRow)
        .where(col(OutboxRow.id) == due)
        .values(lease_until=now + rules.LEASE, attempts=OutboxRow.attempts + 1)
        .returning(OutboxRow)
        .execution_options(populate_existing=True)
    )
    return session.execute(statement).scalar_one_or_none()


def hand_over(session: Session, row: OutboxRow, *, now: datetime) -> bool:
    """Note, before it leaves, that a claimed message is handed to its provider.

    Tell whether it may leave: not when it was handed over before, nor when the lease is
    somebody else's by now. A provider has no number by which it would know a repeat.
    """
    noted = session.execute(
        sa.update(OutboxRow)
        .where(
            col(OutboxRow.id) == row.id,
            col(OutboxRow.handed_at).is_(None),
            col(OutboxRow.done_at).is_(None),
            col(OutboxRow.attempts) == row.attempts,
        )
        .values(handed_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(noted.rowcount)  # type: ignore[attr-defined]


def leave_unsure(session: Session, row_id: UUID, *, now: datetime) -> None:
    """Leave to a person a message that may have left: it is not sent again by itself."""
    session.execute(
        sa.update(OutboxRow)
        .where(
            col(OutboxRow.id) == row_id,
            col(OutboxRow.handed_at).is_not(None),
            col(OutboxRow.done_at).is_(None),
        )
        .values(lease_until=None, failed_at=now, error=rules.UNSURE)
        .execution_options(synchronize_session=False)
    )


def close(session: Session, row_id: UUID, *, now: datetime) -> None:
    """Mark a claimed row done."""
    session.execute(
        sa.update(OutboxRow)
        .where(col(OutboxRow.id) == row_id)
        .values(done_at=now, lease_until=None, error=None)
    )


def postpone(session: Session, row: OutboxRow, error: str, *, now: datetime) -> None:
    """Give a failed row back for later, or leave it for a person after too many attempts."""
    failed_at = now if rules.gives_up(row.attempts) else None
    session.execute(
        sa.update(OutboxRow)
        .where(col(OutboxRow.id) == row.id)
        .values(
            lease_until=None,
            handed_at=None,
            run_at=now + rules.pause(row.attempts),
            failed_at=failed_at,
            error=error[:300],
        )
    )


def start_period(session: Session, job_name: str, period: str, *, now: datetime) -> bool:
    """Tell whether this call is the first to run `job_name` in `period`, and remember it."""
    return insert_once(session, PeriodRun, {"job": job_name, "period": period, "at": now})


def retry(session: Session, row_id: UUID | None = None, *, now: datetime) -> int:
    """Give a row that was given up (None: all of them) its attempts back; return how many.

    A row that waits, or is done, is left alone: nothing leaves twice. What may have left goes
    again only when it is named.
    """
    statement = (
        sa.update(OutboxRow)
        .where(col(OutboxRow.failed_at).is_not(None), col(OutboxRow.done_at).is_(None))
        .values(failed_at=None, attempts=0, run_at=now, lease_until=None, handed_at=None)
        .execution_options(synchronize_session=False)
    )
    if row_id is None:
        statement = statement.where(col(OutboxRow.handed_at).is_(None))
    else:
        statement = statement.where(col(OutboxRow.id) == row_id)
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def beat(session: Session, name: str, *, now: datetime) -> None:
    """Note that the worker `name` lives, and forget those not seen for a day."""
    table: Any = sa.inspect(WorkerBeat).local_table
    statement = insert(session, table).values(name=name[:40], seen_at=now)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"seen_at": now}))
    session.execute(
        sa.delete(WorkerBeat).where(col(WorkerBeat.seen_at) < now - rules.BEATS_KEPT_FOR)
    )


def forget_old(session: Session, *, now: datetime) -> int:
    """Delete the rows done, or given up, long ago, and the periods over; return how many rows."""
    old = now - rules.KEPT_FOR
    session.execute(sa.delete(PeriodRun).where(col(PeriodRun.at) < now - rules.PERIODS_KEPT_FOR))
    done = session.execute(
        sa.delete(OutboxRow).where(
            sa.or_(col(OutboxRow.done_at) < old, col(OutboxRow.failed_at) < old)
        )
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
