"""An error somebody saw: received, answered, and the address forgotten in time."""

import hashlib
import json
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.core.actors import VISITOR, Actor
from app.base.core.emails import is_email
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_, clean
from app.base.db.upsert import insert_once
from app.base.outbox import actions as outbox
from app.points.actions.published import note
from app.points.models import Point, PointReport, ReportKind, ReportStatus
from app.points.queries.lists import waiting_report

KEEP_EMAIL = timedelta(days=30)
"""How long after closing the address is kept, in case the answer calls for another word."""
LEFT_ALONE = timedelta(days=180)
"""An address nobody answered in half a year will not be answered."""

_SUBJECT = N_("Votre signalement : %(name)s")
_THANKS = N_("Bonjour,\n\nVous nous avez signalé une erreur sur la fiche « %(name)s ».")
_SETTLED = {
    ReportStatus.CORRECTED: N_("Nous avons vérifié, puis corrigé la fiche."),
    ReportStatus.SET_ASIDE: N_("Nous avons vérifié : la fiche reste comme elle est."),
}
"""What somebody who left an address is told when staff wrote nothing."""
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
    """Put an error into staff's queue; the same person's same words wait once.

    Raises RuleBroken when nothing says what is wrong, or on an address that is none.
    """
    text, email = clean(text, limit=2000, lines=True), clean(email, limit=254)
    if not text and kind is ReportKind.OTHER:
        raise RuleBroken(N_("Dites en quelques mots ce qui ne va pas."), field="text")
    if email and not is_email(email):
        raise RuleBroken(N_("Écrivez l’adresse e-mail ainsi : nom@exemple.fr."), field="email")
    mark = _fingerprint(point, kind, text, email)
    row = PointReport(
        point_id=point.id, kind=kind, text=text, email=email or None, at=now, fingerprint=mark
    )
    if insert_once(session, PointReport, row.model_dump()):
        note(session, "report", point, VISITOR, now=now, after={"kind": kind.value})
    return waiting_report(session, mark)


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
    row.closed_at, row.version, row.fingerprint = max(now, row.at), row.version + 1, ""
    session.add(row)
    session.flush()
    point = session.get_one(Point, row.point_id)
    if row.email:
        _send(session, point, row, row.email, now=now)
    note(session, "answer", point, actor, now=now, after={"status": status.value})


def forget_emails(session: Session, *, now: datetime) -> int:
    """Erase the addresses of reports closed 30 days ago, or left 180 days; return how many."""
    old = sa.or_(
        col(PointReport.closed_at) <= now - KEEP_EMAIL, col(PointReport.at) <= now - LEFT_ALONE
    )
    done = session.execute(
        sa.update(PointReport).where(col(PointReport.email).is_not(None), old).values(email=None),
        execution_options={"synchronize_session": "fetch"},
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def _fingerprint(point: Point, kind: ReportKind, text: str, email: str) -> str:
    """Return what two rows of the same report have in common."""
    told = json.dumps([point.id, kind.value, text, email.lower()])
    return hashlib.sha256(told.encode()).hexdigest()


def _send(session: Session, point: Point, row: PointReport, email: str, *, now: datetime) -> None:
    values = {"name": point.name}
    outbox.mail(
        session,
        to=email,
        subject=_SUBJECT % values,
        text="\n\n".join([_THANKS % values, row.answer or _SETTLED[row.status], _SIGNED]) + "\n",
        dedupe=f"point-report-{row.id}",
        now=now,
    )
