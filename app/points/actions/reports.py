"""An error somebody saw: received, answered, and the address forgotten in time."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.actors import VISITOR, Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_, clean
from app.base.outbox import actions as outbox
from app.points.actions.published import note
from app.points.models import Point, PointReport, ReportKind, ReportStatus
from app.points.rules.sheets import EMAIL

KEEP_EMAIL = timedelta(days=30)
"""How long after closing the address is kept, in case the answer calls for another word."""

_SUBJECT = N_("Votre signalement : %(name)s")
_THANKS = N_("Bonjour,\n\nVous nous avez signalé une erreur sur la fiche « %(name)s ».")
_SIGNED = N_("Merci de votre aide : grâce à vous, d’autres feront bonne route.")


def report(  # noqa: PLR0913 - what was wrong, who asks for an answer
    session: Session,
    point: Point,
    kind: ReportKind,
    text: str,
    *,
    now: datetime,
    email: str = "",
) -> PointReport:
    """Put an error into staff's queue.

    Raises RuleBroken when nothing says what is wrong, or on an address that is none.
    """
    text, email = clean(text, limit=2000, lines=True), clean(email, limit=254)
    if not text and kind is ReportKind.OTHER:
        raise RuleBroken(N_("Dites en quelques mots ce qui ne va pas."), field="text")
    if email and not EMAIL.fullmatch(email):
        raise RuleBroken(N_("Écrivez le courriel ainsi : nom@exemple.fr."), field="email")
    row = PointReport(point_id=point.id, kind=kind, text=text, email=email or None, at=now)
    session.add(row)
    session.flush()
    note(session, "report", point, VISITOR, now=now, after={"kind": kind.value})
    return row


def answer_report(  # noqa: PLR0913 - what becomes of it, who says so
    session: Session,
    row: PointReport,
    status: ReportStatus,
    answer: str,
    *,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Close a report; whoever left an address gets the answer by mail.

    Raises RuleBroken when an answer is announced and empty, Stale when somebody was faster.
    """
    session.refresh(row, with_for_update=True)
    if row.status is not ReportStatus.NEW or (version is not None and row.version != version):
        raise Stale(N_("Quelqu’un a déjà traité ce signalement."))
    answer = clean(answer, limit=2000, lines=True)
    if status is ReportStatus.NEW or (status is ReportStatus.ANSWERED and not answer):
        raise RuleBroken(N_("Écrivez la réponse."), field="answer")
    row.status, row.answer, row.answered_by = status, answer, actor.label
    row.closed_at, row.version = max(now, row.at), row.version + 1
    session.add(row)
    session.flush()
    point = session.get_one(Point, row.point_id)
    if row.email and answer:
        _send(session, point, row, row.email, now=now)
    note(session, "answer", point, actor, now=now, after={"status": status.value})


def forget_emails(session: Session, *, now: datetime) -> int:
    """Erase the addresses of reports closed 30 days ago or more; return how many."""
    done = session.execute(
        sa.update(PointReport)
        .where(col(PointReport.email).is_not(None), col(PointReport.closed_at) <= now - KEEP_EMAIL)
        .values(email=None),
        execution_options={"synchronize_session": "fetch"},
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _send(session: Session, point: Point, row: PointReport, email: str, *, now: datetime) -> None:
    values = {"name": point.name}
    outbox.mail(
        session,
        to=email,
        subject=_SUBJECT % values,
        text="\n\n".join([_THANKS % values, row.answer, _SIGNED]) + "\n",
        dedupe=f"point-report-{row.id}",
        now=now,
    )
