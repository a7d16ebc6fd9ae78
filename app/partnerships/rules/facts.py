"""What staff say of a partnership, an exchange, a group, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.catalog.models import Family
from app.partnerships.models.words import ExchangeKind, GroupKind, SheetKind, Step

WORDLESS: Final = N_("Dites ce qu’il faut faire, en quelques mots.")
DAYLESS: Final = N_("Dites pour quel jour.")
FAR: Final = N_("Ce jour est à plus de cinq ans : vérifiez l’année.")
REASON: Final = N_("Donnez une raison : la personne qui reprendra ce dossier la lira.")
UNTIL_PAST: Final = N_("La pause finit après aujourd’hui : choisissez un jour à venir.")
SUBJECT: Final = N_("Dites de quoi il s’agit, en une ligne.")
AHEAD: Final = N_("Cet échange n’a pas encore eu lieu : prévoyez-le, vous le noterez ensuite.")
SILENT: Final = N_("Notez ce qui s’est dit, ou au moins le résultat.")
LONG: Final = N_("Un échange dure d’une minute à une journée.")
TITLE: Final = N_("Donnez un titre à cette note.")
TEXT: Final = N_("Écrivez la note : ce qui a marché, pourquoi, ce qu’il faut éviter.")
NAME: Final = N_("Donnez un nom à ce groupe.")
DECIDED: Final = N_("Écrivez ce qui a été décidé.")
SOONEST: Final = timedelta(minutes=5)
"""Clocks differ a little: what is said to happen in a moment has happened."""
FARTHEST: Final = timedelta(days=5 * 366)
DAY_MINUTES: Final = 1440


@dataclass(frozen=True)
class NextAction:
    """What somebody does next, and when; nothing at all when there is no next action."""

    words: str = ""
    on: date | None = None
    owner_id: UUID | None = None


@dataclass(frozen=True)
class StartFacts:
    """How a partnership begins."""

    step: Step = Step.DIAGNOSIS
    owner_id: UUID | None = None
    trigger: str = ""
    next: NextAction = NextAction()


@dataclass(frozen=True)
class SheetFacts:
    """The four texts of a sheet, and the day on which they were thought."""

    kind: SheetKind
    first: str
    second: str
    third: str
    fourth: str
    written_on: date


@dataclass(frozen=True)
class PracticeFacts:
    """A note on what worked."""

    title: str
    text: str
    source: str = ""
    families: frozenset[Family] = frozenset()
    steps: frozenset[Step] = frozenset()


@dataclass(frozen=True)
class PlanFacts:
    """An exchange to come."""

    kind: ExchangeKind
    at: datetime
    subject: str
    minutes: int = 60
    place: str = ""
    agenda: str = ""
    owner_id: UUID | None = None
    contacts: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class RecordFacts:
    """An exchange that took place; `hand_over` makes its follow-up the next action."""

    kind: ExchangeKind
    at: datetime
    subject: str
    words: str = ""
    promises: str = ""
    result: str = ""
    follow_up: NextAction = NextAction()
    hand_over: bool = False
    owner_id: UUID | None = None
    contacts: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class GroupFacts:
    """A group as somebody describes it."""

    name: str
    kind: GroupKind
    purpose: str = ""


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting of a group."""

    at: datetime
    minutes_long: int = 90
    place: str = ""
    agenda: str = ""
    minutes: str = ""


def action_faults(
    said: NextAction, *, today: date, names: tuple[str, str] = ("next_action", "next_on")
) -> Iterator[RuleBroken]:
    """Yield what is wrong with a next action; `names` are the fields of its words and its day."""
    words, day = names
    if said.on is not None and not said.words:
        yield RuleBroken(WORDLESS, field=words)
    if said.words and said.on is None:
        yield RuleBroken(DAYLESS, field=day)
    if said.on is not None and said.on > today + FARTHEST:
        yield RuleBroken(FAR, field=day)


def start_faults(said: StartFacts, *, today: date) -> Iterator[RuleBroken]:
    """Yield what is wrong with a beginning."""
    yield from action_faults(said.next, today=today)


def pause_faults(reason: str, until: date | None, *, today: date) -> Iterator[RuleBroken]:
    """Yield what is wrong with a pause."""
    if not reason:
        yield RuleBroken(REASON, field="pause_reason")
    if until is not None and until <= today:
        yield RuleBroken(UNTIL_PAST, field="paused_until")
    if until is not None and until > today + FARTHEST:
        yield RuleBroken(FAR, field="paused_until")


def practice_faults(said: PracticeFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with a note."""
    if not said.title:
        yield RuleBroken(TITLE, field="title")
    if not said.text:
        yield RuleBroken(TEXT, field="text")


def plan_faults(said: PlanFacts, *, today: date) -> Iterator[RuleBroken]:
    """Yield what is wrong with an exchange to come."""
    if not said.subject:
        yield RuleBroken(SUBJECT, field="subject")
    if not 1 <= said.minutes <= DAY_MINUTES:
        yield RuleBroken(LONG, field="minutes")
    if said.at.date() > today + FARTHEST:
        yield RuleBroken(FAR, field="day")


def record_faults(said: RecordFacts, *, now: datetime, today: date) -> Iterator[RuleBroken]:
    """Yield what is wrong with the record of an exchange."""
    if not said.subject:
        yield RuleBroken(SUBJECT, field="subject")
    if said.at > now + SOONEST:
        yield RuleBroken(AHEAD, field="day")
    if not said.words and not said.result:
        yield RuleBroken(SILENT, field="words")
    yield from action_faults(said.follow_up, today=today, names=("follow_up", "follow_up_on"))


def group_faults(said: GroupFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with a group."""
    if not said.name:
        yield RuleBroken(NAME, field="name")


def meeting_faults(said: MeetingFacts, *, today: date) -> Iterator[RuleBroken]:
    """Yield what is wrong with a meeting of a group."""
    if not 1 <= said.minutes_long <= DAY_MINUTES:
        yield RuleBroken(LONG, field="minutes_long")
    if said.at.date() > today + FARTHEST:
        yield RuleBroken(FAR, field="day")


def theirs_only(said: NextAction) -> NextAction:
    """Return a next action without an owner when there is nothing to do."""
    return said if said.words else replace(said, owner_id=None)
