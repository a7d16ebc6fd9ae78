"""How a change of the partnerships enters the trail: nobody's words, nobody's name."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.base.core.text import N_

ROOM: Final = "partnerships"
MEANWHILE: Final = N_("Une autre personne a modifié cette page entre-temps. Relisez-la.")


def note(  # noqa: PLR0913 - the facts of a trail
    session: Session,
    verb: str,
    subject: str,
    actor: Actor,
    *,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    """Append one entry to the room's chain and flush."""
    audit.record(session, ROOM, verb, subject, actor, now=now, before=before, after=after)


def told(facts: Any) -> dict[str, object]:
    """Return frozen facts as plain JSON: free words only say that they are there."""
    return {each.name: plain(getattr(facts, each.name)) for each in fields(facts)}


def changed(before: Any, after: Any) -> dict[str, object]:
    """Return what `after` says otherwise than `before`, both frozen facts."""
    return {
        each.name: plain(getattr(after, each.name))
        for each in fields(after)
        if getattr(before, each.name) != getattr(after, each.name)
    }


def plain(value: object) -> object:
    """Return a value as the trail keeps it; text is "…" and people are counted."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, StrEnum | UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, frozenset):
        words = [each.value for each in value if isinstance(each, StrEnum)]
        return sorted(words) if len(words) == len(value) else len(value)
    if isinstance(value, str):
        return "…" if value else ""
    return told(value)
