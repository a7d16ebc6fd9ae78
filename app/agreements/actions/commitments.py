"""What is promised while nothing is signed, and what is typed of it afterwards."""

from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlmodel import Session

from app.agreements import queries
from app.agreements.actions.agreements import open_text
from app.agreements.actions.trail import changed, note, record
from app.agreements.models import (
    Agreement,
    Commitment,
    CommitmentEntry,
    EntryStatus,
    Side,
    Source,
)
from app.agreements.queries.promises import Held
from app.agreements.rules.sheets import CommitmentFacts, commitment_faults, terms_of
from app.agreements.rules.terms import last_day
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_

MOST: Final = 30
TOO_MANY: Final = N_("Trente engagements au plus dans une convention.")
MEASURED: Final = N_("Cet engagement se mesure sur ce qui arrive : rien n’est à saisir.")
OUTSIDE: Final = N_("Ce jour est hors de l’engagement : du %(first)s au %(last)s.")
TO_COME: Final = N_("Ce jour n’est pas encore venu.")
DECIDED: Final = N_("Cette saisie a déjà reçu sa réponse.")
NOTHING: Final = N_("Écrivez une quantité plus grande que zéro.")


def promise(  # noqa: PLR0913 - what, in which agreement, who, when
    session: Session,
    agreement: Agreement,
    facts: CommitmentFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
    known_id: UUID | None = None,
) -> Commitment:
    """Write a commitment into a draft. Raises Stale, RuleBroken."""
    open_text(session, agreement, seen)
    _refuse_faults(session, agreement, facts)
    kept = queries.commitments(session, agreement.id)
    if len(kept) >= MOST:
        raise RuleBroken(TOO_MANY)
    made = Commitment(
        id=known_id or uuid4(), agreement_id=agreement.id, position=len(kept) + 1, **vars(facts)
    )
    session.add(made)
    agreement.version += 1
    note(session, agreement, "promise", actor, side=Side.OURS, now=now, after=changed(None, facts))
    return made


def correct_promise(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    agreement: Agreement,
    commitment: Commitment,
    facts: CommitmentFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Change a commitment of a draft; tell whether anything changed. Raises Stale, RuleBroken."""
    open_text(session, agreement, seen)
    _refuse_faults(session, agreement, facts)
    before = CommitmentFacts.of(commitment)
    if before == facts:
        return False
    for name, value in vars(facts).items():
        setattr(commitment, name, value)
    session.add(commitment)
    agreement.version += 1
    note(
        session,
        agreement,
        "correct-promise",
        actor,
        side=Side.OURS,
        now=now,
        before=changed(facts, before),
        after=changed(before, facts),
    )
    return True


def drop_promise(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    agreement: Agreement,
    commitment: Commitment,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Take a commitment out of a draft. Raises Stale, RuleBroken."""
    open_text(session, agreement, seen)
    before = changed(None, CommitmentFacts.of(commitment))
    session.delete(commitment)
    agreement.version += 1
    note(
        session, agreement, "drop-promise", actor, side=Side.OURS, now=now, before=before, after={}
    )


def enter(  # noqa: PLR0913 - what, on which day, who
    session: Session,
    held: Held,
    day: date,
    amount: int,
    words: str,
    *,
    side: Side,
    actor: Actor,
    now: datetime,
    today: date,
) -> CommitmentEntry:
    """Note hours, euros or people of one day; what the structure types waits for our yes.

    Raises RuleBroken on a commitment that measures itself or a day outside of it.
    """
    promised = held.promise
    if promised.source is not Source.ENTRIES:
        raise RuleBroken(MEASURED)
    if amount <= 0:
        raise RuleBroken(NOTHING, field="amount")
    if day > today:
        raise RuleBroken(TO_COME, field="day")
    if not held.runs_on(day):
        last = promised.last or today
        raise RuleBroken(
            OUTSIDE, field="day", first=f"{promised.first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}"
        )
    ours = side is Side.OURS
    made = CommitmentEntry(
        commitment_id=held.commitment.id,
        day=day,
        amount=amount,
        words=words,
        status=EntryStatus.CONFIRMED if ours else EntryStatus.PROPOSED,
        side=side,
        added_at=now,
        added_by=actor.label,
        decided_at=now if ours else None,
        decided_by=actor.label if ours else "",
    )
    session.add(made)
    session.flush()
    _tell(session, held, made, "enter" if ours else "propose", actor, now)
    return made


def decide(  # noqa: PLR0913 - which entry, yes or no, who
    session: Session,
    held: Held,
    entry: CommitmentEntry,
    answer: EntryStatus,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Confirm or refuse what the structure proposed, or take back what was noted.

    Raises RuleBroken when it was already decided.
    """
    session.refresh(entry, with_for_update=True)
    withdrawing = answer is EntryStatus.WITHDRAWN
    expected = {EntryStatus.CONFIRMED} if withdrawing else {EntryStatus.PROPOSED}
    if entry.status not in expected or answer is EntryStatus.PROPOSED:
        raise RuleBroken(DECIDED)
    entry.status, entry.decided_at, entry.decided_by = answer, now, actor.label
    session.add(entry)
    verbs = {EntryStatus.CONFIRMED: "confirm", EntryStatus.REFUSED: "refuse"}
    _tell(session, held, entry, verbs.get(answer, "withdraw"), actor, now)


def _tell(  # noqa: PLR0913, PLR0917 - the facts of a trail
    session: Session,
    held: Held,
    entry: CommitmentEntry,
    verb: str,
    actor: Actor,
    now: datetime,
) -> None:
    after = {"day": entry.day.isoformat(), "amount": entry.amount, "entry": entry.status.value}
    subject = f"agreement:{held.agreement.reference}"
    record(
        session, verb, subject, actor, now, None, after | ({"words": "…"} if entry.words else {})
    )


def _refuse_faults(session: Session, agreement: Agreement, facts: CommitmentFacts) -> None:
    last = last_day(terms_of(agreement))
    if agreement.parent_id is not None:
        parent = queries.agreement(session, agreement.parent_id)
        last = last_day(terms_of(parent))
        if agreement.ends_on is not None and last is not None:
            last = max(last, agreement.ends_on)
    for fault in commitment_faults(facts, agreement.starts_on, last):
        raise fault
