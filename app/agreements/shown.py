"""Promises and events as pages show them, in the back office and in a structure's own space."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from app.agreements import in_words
from app.agreements.models import AgreementEvent, Commitment, Counted, Side
from app.agreements.queries.promises import Measured
from app.agreements.rules.phrases import said_amount, said_promise
from app.agreements.rules.promises import Progress
from app.agreements.rules.sheets import CommitmentFacts


def promise(each: Measured) -> dict[str, Any]:
    """Return a signed commitment with how far it is."""
    commitment, found = each.held.commitment, each.progress
    return {
        "id": commitment.id,
        "title": commitment.title,
        "side": commitment.side,
        "reference": each.held.agreement.reference,
        "agreement": each.held.agreement,
        "superseded": each.held.superseded,
        "source": _(in_words.SOURCES[commitment.source]),
        "filters": in_words.filters(commitment.family, commitment.words),
        "said": in_words.progress(commitment.kind, found),
        "rhythm": _(commitment.rhythm.label),
        **period(commitment.kind, found),
    }


def source(commitment: Commitment) -> str:
    """Return what measures a commitment, and which things count."""
    measured = _(in_words.SOURCES[commitment.source])
    things = in_words.filters(commitment.family, commitment.words)
    return _("%(measured)s (%(things)s).", measured=measured, things=things) if things else measured


def period(kind: Counted, found: Progress) -> dict[str, Any]:
    """Return how far a commitment is in one period."""
    label, colour = in_words.TRENDS[found.trend]
    return {
        "number": found.period.number,
        "first": found.period.first,
        "last": found.period.last,
        "done": found.done,
        "quantity": found.period.quantity,
        "bar": min(found.done, found.period.quantity),
        "said": in_words.progress(kind, found),
        "amount": said_amount(kind, found.done),
        "share": found.share,
        "trend": _(label),
        "colour": colour,
        "pace": in_words.pace(kind, found),
    }


def draft(commitment_id: UUID, facts: CommitmentFacts) -> dict[str, Any]:
    """Return a commitment that nobody signed yet."""
    return {
        "id": commitment_id,
        "title": facts.title,
        "side": facts.side,
        "line": said_promise(facts),
        "source": _(in_words.SOURCES[facts.source]),
        "filters": in_words.filters(facts.family, facts.words),
        "draft": True,
    }


def event(row: AgreementEvent) -> dict[str, Any]:
    """Return what happened, in words."""
    return {
        "at": row.at,
        "who": row.actor if row.side else "",
        "theirs": row.side is Side.THEIRS,
        "did": in_words.verb(row.verb),
        "words": row.words,
        "verb": row.verb,
    }
