"""A draft's way: sent to be read, corrected, agreed."""

from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from app.agreements import queries
from app.agreements.actions.trail import tell_move
from app.agreements.models import Agreement, AgreementStatus, Side
from app.agreements.rules import states
from app.agreements.rules.states import Who
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_

WHY: Final = N_("Dites pourquoi, en quelques mots : l’autre partie le lira.")


def advance(  # noqa: PLR0913 - who does what, why
    session: Session,
    agreement: Agreement,
    verb: str,
    *,
    by: Who,
    actor: Actor,
    now: datetime,
    today: date,
    words: str = "",
    heard: bool = False,
) -> None:
    """Take a draft along one arrow of the diagram.

    `heard`: we write down what the structure said on the phone. Raises RuleBroken when the arrow
    does not exist for `by`, needs more than a word, or lacks its why.
    """
    queries.locked(session, agreement)
    if verb in states.WITH_FACTS or by is Who.CALENDAR:
        raise RuleBroken(N_("Ce n’est pas à vous de le faire."))
    before = agreement.status
    target = states.next_status(before, verb, by)
    if states.MOVES[verb].why and not words.strip():
        raise RuleBroken(WHY, field="words")
    agreement.status, agreement.status_since = target, today
    agreement.unread_since = now if by is Who.THEIRS else None
    if target is not AgreementStatus.TO_SIGN:
        agreement.our_signed_on = agreement.their_signed_on = None
    agreement.version += 1
    side = Side.THEIRS if by is Who.THEIRS or heard else Side.OURS
    tell_move(session, agreement, verb, actor, now, before, side=side, words=words)
