"""The trace that every change of an agreement leaves: an event on its page, an entry in the trail."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.agreements.models import Agreement, AgreementEvent, AgreementStatus, Side
from app.base.audit import actions as audit
from app.base.core.actors import Actor

ROOM = "agreements"
WORDS = frozenset({"title"})
"""Free words, where somebody may be named: the trail says that they changed, not what they were."""


def note(  # noqa: PLR0913 - the facts of an event
    session: Session,
    agreement: Agreement,
    verb: str,
    actor: Actor,
    *,
    side: Side | None,
    now: datetime,
    words: str = "",
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Append the event and the trail's entry, and flush so that a constraint speaks here."""
    session.add(agreement)
    session.flush()
    session.add(
        AgreementEvent(
            agreement_id=agreement.id, verb=verb, side=side, actor=actor.label, words=words, at=now
        )
    )
    told = dict(after) if after is not None else {"status": agreement.status.value}
    if words:
        told["words"] = "…"
    record(session, verb, f"agreement:{agreement.reference}", actor, now, before, told)


def record(  # noqa: PLR0913, PLR0917 - the facts of a trail
    session: Session,
    verb: str,
    subject: str,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Tell the trail what happened."""
    audit.record(session, ROOM, verb, subject, actor, now=now, before=before, after=after)


def changed(before: object | None, after: object) -> dict[str, object]:
    """Return what `after` says otherwise than `before`, as plain JSON without anybody's words."""
    return {
        name: "…" if name in WORDS and value else plain(value)
        for name, value in vars(after).items()
        if before is None or getattr(before, name) != value
    }


def plain(value: Any) -> object:
    """Return a value as JSON holds it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def tell_move(  # noqa: PLR0913, PLR0917 - the facts of a move
    session: Session,
    agreement: Agreement,
    verb: str,
    actor: Actor,
    now: datetime,
    before: AgreementStatus,
    *,
    side: Side | None,
    words: str = "",
) -> None:
    """Tell that an agreement went from one status to the next; none: the calendar did it."""
    note(
        session,
        agreement,
        verb,
        actor,
        side=side,
        now=now,
        words=words,
        before={"status": before.value},
    )
