"""The signature: which copy, on which days, and from there nothing changes."""

from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from app.agreements import queries
from app.agreements.actions.ends import compute, keep_dates
from app.agreements.actions.trail import note
from app.agreements.models import Agreement, AgreementPaper, AgreementStatus, Side
from app.agreements.rules import states, terms, texts
from app.agreements.rules.sheets import (
    OVER_PARENT,
    OVERLAPS,
    AgreementFacts,
    overlapping,
    terms_of,
)
from app.agreements.rules.states import Who
from app.agreements.rules.texts import Text
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.base.files import KeptFile
from app.partners import queries as partners

SCANS: Final = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})
NO_SCAN: Final = N_("Un exemplaire signé est un PDF ou une photo : envoyez l’un ou l’autre.")
MISSING_SCAN: Final = N_("Ajoutez l’exemplaire signé : c’est lui qui fait foi.")
MISSING_DAY: Final = N_("Dites quel jour chaque partie a signé.")
TO_COME: Final = N_("Ce jour n’est pas encore venu.")
NOT_TO_SIGN: Final = N_("On signe un texte sur lequel les deux parties sont d’accord.")


def deposit(  # noqa: PLR0913 - which paper, from whom, signed when
    session: Session,
    agreement: Agreement,
    kept: KeptFile,
    signed_on: date,
    *,
    side: Side,
    actor: Actor,
    now: datetime,
    today: date,
) -> AgreementPaper:
    """Take a signed copy in from one side, and note the day on which that side signed.

    The same file twice is one paper. Raises RuleBroken when nothing is to be signed.
    """
    queries.locked(session, agreement)
    if agreement.status is not AgreementStatus.TO_SIGN:
        raise RuleBroken(NOT_TO_SIGN)
    _signed_by(agreement, side, signed_on, today)
    paper = take_copy(session, agreement, kept, side=side, actor=actor, now=now)
    if side is Side.THEIRS:
        agreement.unread_since = now
    note(
        session,
        agreement,
        "deposit",
        actor,
        side=side,
        now=now,
        after={"sha256": kept.sha256, "signed_on": signed_on.isoformat()},
    )
    return paper


def note_signature(  # noqa: PLR0913 - who signed when
    session: Session,
    agreement: Agreement,
    signed_on: date,
    *,
    side: Side,
    actor: Actor,
    now: datetime,
    today: date,
) -> None:
    """Note that one side has signed. Raises RuleBroken when nothing is to be signed."""
    queries.locked(session, agreement)
    if agreement.status is not AgreementStatus.TO_SIGN:
        raise RuleBroken(NOT_TO_SIGN)
    _signed_by(agreement, side, signed_on, today)
    after = {"signed_on": signed_on.isoformat()}
    note(session, agreement, "signature", actor, side=side, now=now, after=after)


def sign(  # noqa: PLR0913 - what is signed, by the proof of which paper
    session: Session,
    agreement: Agreement,
    text: Text,
    paper: AgreementPaper | None,
    *,
    actor: Actor,
    now: datetime,
    today: date,
) -> None:
    """Freeze an agreement that both sides signed: from here the database refuses every change.

    Raises RuleBroken without both days and a signed copy, or when another signed agreement with
    the structure is about the same thing on the same days.
    """
    queries.locked(session, agreement)
    before = agreement.status
    states.next_status(before, "sign", Who.OURS)
    if agreement.our_signed_on is None or agreement.their_signed_on is None:
        raise RuleBroken(MISSING_DAY, field="our_signed_on")
    if paper is None or paper.agreement_id != agreement.id:
        raise RuleBroken(MISSING_SCAN, field="file")
    organisation = partners.organisation(session, agreement.organisation_id)
    session.refresh(organisation, with_for_update=True)
    parent = queries.agreement(session, agreement.parent_id) if agreement.parent_id else None
    if parent is not None:
        queries.locked(session, parent)
        if parent.status not in states.LIVING:
            raise RuleBroken(OVER_PARENT)
    else:
        refuse_overlap(session, agreement)
    agreement.partner_name = organisation.name
    agreement.signed_text = texts.canonical(text)
    agreement.text_sha256 = texts.sha256(agreement.signed_text)
    agreement.scan_sha256 = paper.sha256
    agreement.signed_at, agreement.signed_by = now, actor.label
    agreement.status, agreement.status_since = AgreementStatus.SIGNED, today
    agreement.unread_since = None
    agreement.version += 1
    if parent is not None and agreement.ends_on is not None:
        parent.amended_ends_on = agreement.ends_on
    compute(session, parent or agreement, today)
    after = {"status": "signee", "sha256": paper.sha256, "text_sha256": agreement.text_sha256}
    note(
        session,
        agreement,
        "sign",
        actor,
        side=Side.OURS,
        now=now,
        before={"status": before.value},
        after=after,
    )
    keep_dates(session, [agreement], today=today, now=now)


def refuse_overlap(session: Session, agreement: Agreement) -> None:
    """Raise RuleBroken when another signed agreement says the same thing on the same days."""
    facts = AgreementFacts.of(agreement)
    last = terms.last_day(terms_of(facts))
    others = queries.others(session, agreement.organisation_id, [agreement.id])
    other = overlapping(facts, last, others)
    if other is not None:
        raise RuleBroken(OVERLAPS, field="starts_on", reference=other.reference)


def _signed_by(agreement: Agreement, side: Side, day: date, today: date) -> None:
    if day > today:
        raise RuleBroken(TO_COME, field="signed_on")
    if side is Side.OURS:
        agreement.our_signed_on = day
    else:
        agreement.their_signed_on = day
    agreement.status_since = today
    agreement.version += 1


def take_copy(  # noqa: PLR0913 - which paper, from whom
    session: Session,
    agreement: Agreement,
    kept: KeptFile,
    *,
    side: Side,
    actor: Actor,
    now: datetime,
) -> AgreementPaper:
    """Keep a signed copy; the same file twice is one paper.

    Raises RuleBroken when nothing is to be signed, or for a file that is no scan.
    """
    if agreement.status is not AgreementStatus.TO_SIGN:
        raise RuleBroken(NOT_TO_SIGN)
    if kept.media_type not in SCANS:
        raise RuleBroken(NO_SCAN, field="file")
    known = [p for p in queries.papers(session, agreement.id) if p.sha256 == kept.sha256]
    if known:
        return known[0]
    made = AgreementPaper(
        agreement_id=agreement.id,
        side=side,
        filename=kept.filename,
        media_type=kept.media_type,
        sha256=kept.sha256,
        size=kept.size,
        added_at=now,
        added_by=actor.label,
    )
    session.add(made)
    session.flush()
    return made
