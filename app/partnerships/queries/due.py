"""What the partnerships have due: lent to the register's morning list."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.base.audit.unchanged import while_unchanged
from app.base.core import clock
from app.base.core.text import N_
from app.base.db import enum
from app.partners.models import Organisation
from app.partners.registry import Due
from app.partnerships.models import (
    Exchange,
    ExchangeKind,
    ExchangeState,
    GroupMeeting,
    GroupTask,
    PartnerGroup,
    Partnership,
    Standing,
)

MOST: Final = 500
"""Lines of one kind: a list that nobody reads to its end need not be whole."""
TO_COME: Final = {
    ExchangeKind.MEETING: N_("%(structure)s : rendez-vous à %(hour)s – %(what)s"),
    ExchangeKind.CALL: N_("%(structure)s : appeler à %(hour)s – %(what)s"),
    ExchangeKind.MAIL: N_("%(structure)s : écrire – %(what)s"),
    ExchangeKind.VISIT: N_("%(structure)s : visite à %(hour)s – %(what)s"),
}
TO_NOTE: Final = {
    ExchangeKind.MEETING: N_("%(structure)s : rendez-vous à noter – %(what)s"),
    ExchangeKind.CALL: N_("%(structure)s : appel à faire ou à noter – %(what)s"),
    ExchangeKind.MAIL: N_("%(structure)s : courriel à écrire ou à noter – %(what)s"),
    ExchangeKind.VISIT: N_("%(structure)s : visite à noter – %(what)s"),
}
_OF_PARTNERSHIP: Final = (
    col(Partnership.id),
    col(Partnership.organisation_id),
    col(Organisation.name),
    col(Partnership.owner_id),
    col(Partnership.next_action),
    col(Partnership.next_on),
    col(Partnership.next_owner_id),
    col(Partnership.paused_until),
)
_OF_EXCHANGE: Final = (
    col(Exchange.id),
    col(Exchange.organisation_id),
    col(Organisation.name),
    col(Exchange.kind),
    col(Exchange.at),
    col(Exchange.subject),
    col(Exchange.owner_id),
    col(Exchange.follow_up),
    col(Exchange.follow_up_on),
    col(Exchange.follow_up_owner_id),
)
"""What a line is made of: never the twenty thousand letters that an exchange may hold."""
_planned_state: Final = sa.literal(ExchangeState.PLANNED, enum(ExchangeState), literal_execute=True)
"""Written out in the statement: under a parameter no database takes the index of the planned.

Ordered by hour and subject: by hour and id, SQLite walks the index of all exchanges instead.
"""
WATCHED: Final = ("partners", "partnerships")
"""The rooms whose changes change what is due here."""


def due_of(session: Session, today: date) -> Iterable[Due]:
    """Return what is late or due today."""
    return due_until(session, today, today)


def soon(session: Session, today: date, *, days: int = 7) -> list[Due]:
    """Return what comes in the next days, today left out."""
    found = due_until(session, today, today + timedelta(days=days))
    return sorted((d for d in found if d.day > today), key=lambda due: (due.day, due.key))


def due_until(session: Session, today: date, last: date) -> list[Due]:
    """Return what is late at `today`, and what comes until the day `last`."""
    key = ("due", today, last)
    return while_unchanged(session, WATCHED, key, lambda: _due_until(session, today, last))


def _due_until(session: Session, today: date, last: date) -> list[Due]:
    end = clock.instant(last + timedelta(days=1), clock.MIDNIGHT)
    return [
        *_next_actions(session, last),
        *_pauses(session, last),
        *_follow_ups(session, last),
        *_planned(session, today, end),
        *_tasks(session, last),
        *_group_meetings(session, today, end),
    ]


def hour(instant: datetime) -> str:
    """Return "9 h" or "13 h 45" as the wall shows an instant."""
    wall = clock.local(instant)
    return f"{wall.hour}\u00a0h\u00a0{wall.minute:02d}" if wall.minute else f"{wall.hour}\u00a0h"


def _next_actions(session: Session, last: date) -> Iterator[Due]:
    rows = session.execute(
        sa.select(*_OF_PARTNERSHIP)
        .join(Organisation, col(Organisation.id) == Partnership.organisation_id)
        .where(
            col(Partnership.standing) == Standing.ACTIVE,
            col(Partnership.next_on).is_not(None),
            col(Partnership.next_on) <= last,
        )
        .order_by(col(Partnership.next_on), col(Partnership.id))
        .limit(MOST)
    )
    for row in rows:
        yield Due(
            key=f"partnership-next-{row.id}",
            day=row.next_on,
            sentence=N_("%(structure)s : %(what)s"),
            values={"structure": row.name, "what": row.next_action},
            href=f"/gestion/partenaires/{row.organisation_id}/partenariat",
            organisation_id=row.organisation_id,
            owner_id=row.next_owner_id or row.owner_id,
            kind=N_("Prochaine action"),
        )


def _pauses(session: Session, last: date) -> Iterator[Due]:
    rows = session.execute(
        sa.select(*_OF_PARTNERSHIP)
        .join(Organisation, col(Organisation.id) == Partnership.organisation_id)
        .where(
            col(Partnership.standing) == Standing.PAUSED,
            col(Partnership.paused_until).is_not(None),
            col(Partnership.paused_until) <= last,
        )
        .order_by(col(Partnership.paused_until), col(Partnership.id))
        .limit(MOST)
    )
    for row in rows:
        yield Due(
            key=f"partnership-pause-{row.id}",
            day=row.paused_until,
            sentence=N_("%(structure)s : la pause se termine, reprendre ?"),
            values={"structure": row.name},
            href=f"/gestion/partenaires/{row.organisation_id}/partenariat",
            organisation_id=row.organisation_id,
            owner_id=row.owner_id,
            kind=N_("Fin de pause"),
        )


def _follow_ups(session: Session, last: date) -> Iterator[Due]:
    rows = session.execute(
        sa.select(*_OF_EXCHANGE)
        .join(Organisation, col(Organisation.id) == Exchange.organisation_id)
        .where(
            col(Exchange.follow_up_on).is_not(None),
            col(Exchange.followed_at).is_(None),
            col(Exchange.follow_up_on) <= last,
        )
        .order_by(col(Exchange.follow_up_on), col(Exchange.id))
        .limit(MOST)
    )
    for row in rows:
        yield Due(
            key=f"exchange-follow-up-{row.id}",
            day=row.follow_up_on,
            sentence=N_("%(structure)s : %(what)s"),
            values={"structure": row.name, "what": row.follow_up},
            href=f"/gestion/echanges/{row.id}",
            organisation_id=row.organisation_id,
            owner_id=row.follow_up_owner_id or row.owner_id,
            kind=N_("Suite d’un échange"),
        )


def _planned(session: Session, today: date, end: datetime) -> Iterator[Due]:
    rows = session.execute(
        sa.select(*_OF_EXCHANGE)
        .join(Organisation, col(Organisation.id) == Exchange.organisation_id)
        .where(col(Exchange.state) == _planned_state, col(Exchange.at) < end)
        .order_by(col(Exchange.at), col(Exchange.subject), col(Exchange.id))
        .limit(MOST)
    )
    for row in rows:
        day = clock.local(row.at).date()
        words = TO_NOTE if day < today else TO_COME
        yield Due(
            key=f"exchange-planned-{row.id}",
            day=day,
            sentence=words[row.kind],
            values={"structure": row.name, "what": row.subject, "hour": hour(row.at)},
            href=f"/gestion/echanges/{row.id}",
            organisation_id=row.organisation_id,
            owner_id=row.owner_id,
            kind=row.kind.label,
        )


def _tasks(session: Session, last: date) -> Iterator[Due]:
    rows = session.execute(
        select(GroupTask, PartnerGroup.name)
        .join(PartnerGroup, col(PartnerGroup.id) == GroupTask.group_id)
        .where(
            col(GroupTask.done_at).is_(None),
            col(GroupTask.until) <= last,
            col(PartnerGroup.closed_at).is_(None),
        )
        .order_by(col(GroupTask.until), col(GroupTask.id))
        .limit(MOST)
    )
    for row, name in rows:
        yield Due(
            key=f"group-task-{row.id}",
            day=row.until,
            sentence=N_("%(group)s : %(what)s"),
            values={"group": name, "what": row.text},
            href=f"/gestion/groupes/{row.group_id}#taches",
            owner_id=row.account_id,
            kind=N_("Tâche d’un groupe"),
        )


def _group_meetings(session: Session, today: date, end: datetime) -> Iterator[Due]:
    rows = session.execute(
        select(GroupMeeting, PartnerGroup.name)
        .join(PartnerGroup, col(PartnerGroup.id) == GroupMeeting.group_id)
        .where(
            col(GroupMeeting.at) >= clock.instant(today, clock.MIDNIGHT),
            col(GroupMeeting.at) < end,
            col(PartnerGroup.closed_at).is_(None),
        )
        .order_by(col(GroupMeeting.at), col(GroupMeeting.id))
        .limit(MOST)
    )
    for row, name in rows:
        yield Due(
            key=f"group-meeting-{row.id}",
            day=clock.local(row.at).date(),
            sentence=N_("%(group)s : réunion à %(hour)s"),
            values={"group": name, "hour": hour(row.at)},
            href=f"/gestion/groupes/{row.group_id}/reunions/{row.id}",
            kind=N_("Réunion d’un groupe"),
        )
