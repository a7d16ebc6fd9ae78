"""Groups: opened, peopled, met, their decisions numbered, their tasks done."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.files import KeptFile
from app.partnerships.actions.trail import MEANWHILE, changed, note, told
from app.partnerships.models import (
    GroupDecision,
    GroupMeeting,
    GroupMember,
    GroupTask,
    PartnerGroup,
)
from app.partnerships.queries import groups as queries
from app.partnerships.rules.facts import (
    DAYLESS,
    DECIDED,
    FAR,
    FARTHEST,
    WORDLESS,
    GroupFacts,
    MeetingFacts,
    group_faults,
    meeting_faults,
)

NAME_TAKEN: Final = N_("Un autre groupe porte déjà ce nom.")
SEATED: Final = N_("Cette personne est déjà dans le groupe.")
NOBODY: Final = N_("Choisissez une personne.")
DONE: Final = N_("Cette tâche est déjà notée comme faite.")


def facts_of(row: PartnerGroup) -> GroupFacts:
    """Return the facts of a kept group."""
    return GroupFacts(row.name, row.kind, row.purpose)


def meeting_of(row: GroupMeeting) -> MeetingFacts:
    """Return the facts of a kept meeting."""
    return MeetingFacts(row.at, row.minutes_long, row.place, row.agenda, row.minutes)


def add(session: Session, facts: GroupFacts, *, actor: Actor, now: datetime) -> PartnerGroup:
    """Open a group. Raises RuleBroken."""
    for fault in group_faults(facts):
        raise fault
    made = PartnerGroup(name=facts.name, kind=facts.kind, purpose=facts.purpose, created_at=now)
    session.add(made)
    session.flush()
    note(session, "add-group", _subject(made), actor, now=now, after=told(facts))
    return made


def correct(  # noqa: PLR0913 - what, who, since which reading
    session: Session,
    row: PartnerGroup,
    facts: GroupFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int,
) -> None:
    """Change a group. Raises RuleBroken, Stale."""
    _lock(session, row, seen)
    for fault in group_faults(facts):
        raise fault
    before = facts_of(row)
    row.name, row.kind, row.purpose = facts.name, facts.kind, facts.purpose
    row.version += 1
    session.flush()
    note(session, "correct-group", _subject(row), actor, now=now, after=changed(before, facts))


def close(session: Session, row: PartnerGroup, *, actor: Actor, now: datetime, seen: int) -> None:
    """End a group, or open an ended one again; nothing of it is due any more once ended."""
    _lock(session, row, seen)
    row.closed_at = None if row.closed_at else now
    row.version += 1
    session.flush()
    verb = "close-group" if row.closed_at else "open-group"
    note(session, verb, _subject(row), actor, now=now)


def seat(  # noqa: PLR0913 - who, what for
    session: Session,
    group: PartnerGroup,
    *,
    contact_id: UUID | None = None,
    account_id: UUID | None = None,
    title: str = "",
    actor: Actor,
    now: datetime,
) -> GroupMember:
    """Put somebody into a group. Raises RuleBroken when nobody was chosen, or sits there."""
    if (contact_id is None) == (account_id is None):
        raise RuleBroken(NOBODY, field="person")
    for each in queries.seats(session, group.id):
        if (each.contact_id, each.account_id) == (contact_id, account_id):
            raise RuleBroken(SEATED, field="person")
    made = GroupMember(group_id=group.id, contact_id=contact_id, account_id=account_id, title=title)
    session.add(made)
    session.flush()
    note(session, "seat", _subject(group), actor, now=now, after={"member": str(made.id)})
    return made


def unseat(
    session: Session, group: PartnerGroup, row: GroupMember, *, actor: Actor, now: datetime
) -> None:
    """Take somebody out of a group."""
    before: dict[str, object] = {"member": str(row.id)}
    session.delete(row)
    session.flush()
    note(session, "unseat", _subject(group), actor, now=now, before=before)


def meet(
    session: Session, group: PartnerGroup, facts: MeetingFacts, *, actor: Actor, now: datetime
) -> GroupMeeting:
    """Plan a meeting of a group, or note one. Raises RuleBroken."""
    for fault in meeting_faults(facts, today=clock.local(now).date()):
        raise fault
    made = GroupMeeting(group_id=group.id, at=facts.at)
    _write_meeting(made, facts)
    session.add(made)
    session.flush()
    note(session, "meet", _subject(group), actor, now=now, after=told(facts))
    return made


def correct_meeting(  # noqa: PLR0913 - what, who, since which reading
    session: Session,
    row: GroupMeeting,
    facts: MeetingFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int,
    paper: KeptFile | None = None,
) -> None:
    """Change a meeting, write its minutes, add them as a paper. Raises RuleBroken, Stale."""
    session.refresh(row, with_for_update=True)
    if seen != row.version:
        raise Stale(MEANWHILE)
    for fault in meeting_faults(facts, today=clock.local(now).date()):
        raise fault
    before = meeting_of(row)
    _write_meeting(row, facts)
    row.version += 1
    row.sequence += 1
    if paper is not None:
        row.sha256, row.filename, row.media_type = paper.sha256, paper.filename, paper.media_type
    session.flush()
    after = changed(before, facts) | ({"paper": paper.sha256} if paper else {})
    note(session, "correct-meeting", f"group:{row.group_id}", actor, now=now, after=after)


def decide(  # noqa: PLR0913 - what, when, at which meeting
    session: Session,
    group: PartnerGroup,
    text: str,
    day: date,
    *,
    meeting_id: UUID | None,
    actor: Actor,
    now: datetime,
) -> GroupDecision:
    """Write a decision under the next number of the group. Raises RuleBroken."""
    if not text:
        raise RuleBroken(DECIDED, field="decision")
    session.refresh(group, with_for_update=True)
    made = GroupDecision(
        group_id=group.id,
        meeting_id=meeting_id,
        number=queries.last_number(session, group.id) + 1,
        day=day,
        text=text,
    )
    session.add(made)
    session.flush()
    note(session, "decide", _subject(group), actor, now=now, after={"number": made.number})
    return made


def assign(  # noqa: PLR0913 - what, until when, who does it
    session: Session,
    group: PartnerGroup,
    text: str,
    until: date | None,
    *,
    account_id: UUID | None = None,
    contact_id: UUID | None = None,
    meeting_id: UUID | None = None,
    actor: Actor,
    now: datetime,
) -> GroupTask:
    """Give somebody of a group something to do. Raises RuleBroken."""
    if not text:
        raise RuleBroken(WORDLESS, field="task")
    if until is None:
        raise RuleBroken(DAYLESS, field="until")
    if until > clock.local(now).date() + FARTHEST:
        raise RuleBroken(FAR, field="until")
    made = GroupTask(
        group_id=group.id,
        meeting_id=meeting_id,
        text=text,
        until=until,
        account_id=account_id,
        contact_id=contact_id,
    )
    session.add(made)
    session.flush()
    after: dict[str, object] = {"task": str(made.id), "until": until.isoformat()}
    note(session, "assign", _subject(group), actor, now=now, after=after)
    return made


def finish(
    session: Session, group: PartnerGroup, row: GroupTask, *, actor: Actor, now: datetime
) -> None:
    """Note a task as done. Raises RuleBroken when it is."""
    session.refresh(row, with_for_update=True)
    if row.done_at is not None:
        raise RuleBroken(DONE)
    row.done_at = now
    session.flush()
    note(session, "finish", _subject(group), actor, now=now, after={"task": str(row.id)})


def _lock(session: Session, row: PartnerGroup, seen: int) -> None:
    session.refresh(row, with_for_update=True)
    if seen != row.version:
        raise Stale(MEANWHILE)


def _write_meeting(row: GroupMeeting, facts: MeetingFacts) -> None:
    row.at, row.minutes_long, row.place = facts.at, facts.minutes_long, facts.place
    row.agenda, row.minutes = facts.agenda, facts.minutes


def _subject(row: PartnerGroup) -> str:
    return f"group:{row.id}"
