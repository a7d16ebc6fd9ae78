"""What staff write of an agreement while nobody has signed it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session

from app.agreements import queries
from app.agreements.actions.trail import changed, note
from app.agreements.models import Agreement, AgreementCounter, AgreementStatus, Article, Side
from app.agreements.rules import states
from app.agreements.rules.sheets import FROZEN_TEXT, AgreementFacts, amendment_faults, faults
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.db.upsert import insert
from app.partners.models import Organisation

MEANWHILE: Final = N_("Une autre personne a modifié cette convention entre-temps. Relisez-la.")
BEING_READ: Final = N_(
    "Le texte est chez le partenaire ou prêt à signer."
    " Pour le changer, demandez d’abord une correction."
)
NO_ARTICLE: Final = N_("Gardez au moins un article : une convention sans texte ne dit rien.")
UNTITLED_ARTICLE: Final = N_("Chaque article a un titre : il manque au numéro %(number)s.")
MOST_ARTICLES: Final = 40
TOO_MANY: Final = N_("Quarante articles au plus.")
CLOSED: Final = N_(
    "Cette structure est fermée : une convention se signe avec une structure ouverte."
)


def create(  # noqa: PLR0913 - what, with whom, from which text, who, when
    session: Session,
    organisation: Organisation,
    facts: AgreementFacts,
    articles: Iterable[tuple[str, str]],
    *,
    actor: Actor,
    now: datetime,
    today: date,
    known_id: UUID | None = None,
) -> Agreement:
    """Begin an agreement as a project, with the articles of a template.

    Raises RuleBroken on the first fault of `facts`.
    """
    if organisation.closed_at is not None:
        raise RuleBroken(CLOSED)
    for fault in faults(facts):
        raise fault
    made = Agreement(
        id=known_id or uuid4(),
        organisation_id=organisation.id,
        reference=f"CONV-{today.year}-{_next_number(session, today.year):04d}",
        status_since=today,
        created_at=now,
        created_by=actor.label,
        **vars(facts),
    )
    return _begin(session, made, facts, articles, actor, now)


def amend(  # noqa: PLR0913 - what, of which agreement, who, when
    session: Session,
    parent: Agreement,
    facts: AgreementFacts,
    articles: Iterable[tuple[str, str]],
    *,
    actor: Actor,
    now: datetime,
    today: date,
    known_id: UUID | None = None,
) -> Agreement:
    """Begin an amendment of a signed agreement. Raises RuleBroken, also when it is a draft."""
    queries.locked(session, parent)
    for fault in amendment_faults(facts, parent, parent.last_day):
        raise fault
    number = len(queries.amendments(session, parent.id)) + 1
    made = Agreement(
        id=known_id or uuid4(),
        organisation_id=parent.organisation_id,
        parent_id=parent.id,
        reference=f"{parent.reference}-A{number}",
        status_since=today,
        created_at=now,
        created_by=actor.label,
        **(vars(facts) | {"kind": parent.kind, "replaces_id": None}),
    )
    note(session, parent, "amend", actor, side=Side.OURS, now=now, after={"ref": made.reference})
    return _begin(session, made, facts, articles, actor, now)


def correct(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    agreement: Agreement,
    facts: AgreementFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Change a draft's sheet; tell whether anything changed. Raises Stale, RuleBroken."""
    open_text(session, agreement, seen)
    before = AgreementFacts.of(agreement)
    if agreement.parent_id is None:
        found = list(faults(facts))
    else:
        parent = queries.agreement(session, agreement.parent_id)
        found = list(amendment_faults(facts, parent, parent.last_day))
    for fault in found:
        raise fault
    if before == facts:
        return False
    for name, value in vars(facts).items():
        setattr(agreement, name, value)
    agreement.version += 1
    note(
        session,
        agreement,
        "correct-sheet",
        actor,
        side=Side.OURS,
        now=now,
        before=changed(facts, before),
        after=changed(before, facts),
    )
    return True


def write(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    agreement: Agreement,
    articles: Sequence[tuple[str, str]],
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Write a draft's articles anew, in their order. Raises Stale, RuleBroken."""
    open_text(session, agreement, seen)
    if not articles:
        raise RuleBroken(NO_ARTICLE)
    if len(articles) > MOST_ARTICLES:
        raise RuleBroken(TOO_MANY)
    for number, (title, _text) in enumerate(articles, 1):
        if not title.strip():
            raise RuleBroken(UNTITLED_ARTICLE, number=number)
    kept = [(row.title, row.text) for row in agreement.articles]
    if kept == list(articles):
        return False
    agreement.articles = _rows(agreement, articles)
    agreement.version += 1
    note(
        session,
        agreement,
        "write",
        actor,
        side=Side.OURS,
        now=now,
        after={"articles": len(articles)},
    )
    return True


def drop(session: Session, agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """Give a draft up: no list shows it any more. Raises RuleBroken once it is signed."""
    queries.locked(session, agreement)
    if agreement.frozen:
        raise RuleBroken(FROZEN_TEXT)
    agreement.dropped_at = now
    agreement.unread_since = None
    agreement.version += 1
    note(session, agreement, "drop", actor, side=Side.OURS, now=now)


def comment(  # noqa: PLR0913 - who says what, when
    session: Session, agreement: Agreement, words: str, *, side: Side, actor: Actor, now: datetime
) -> None:
    """Write a word about an agreement; the other side finds it on its page."""
    queries.locked(session, agreement)
    agreement.unread_since = now if side is Side.THEIRS else None
    note(session, agreement, "comment", actor, side=side, now=now, words=words, after={})


def hear(session: Session, agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """Note that we read what the structure wrote."""
    queries.locked(session, agreement)
    if agreement.unread_since is not None:
        agreement.unread_since = None
        note(session, agreement, "hear", actor, side=Side.OURS, now=now, after={})


def settle(session: Session, agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """Say that an ended agreement has no follow-up: the morning list forgets it."""
    queries.locked(session, agreement)
    if agreement.settled_at is None and agreement.status in states.ENDED:
        agreement.settled_at = now
        note(session, agreement, "settle", actor, side=Side.OURS, now=now, after={})


def open_text(session: Session, agreement: Agreement, seen: int | None) -> None:
    """Lock an agreement whose text is about to change.

    Raises RuleBroken when it is signed or in somebody else's hands, Stale when it has changed.
    """
    queries.locked(session, agreement)
    if agreement.frozen:
        raise RuleBroken(FROZEN_TEXT)
    if seen is not None and seen != agreement.version:
        raise Stale(MEANWHILE)
    if agreement.status not in states.WRITABLE:
        raise RuleBroken(BEING_READ)


def _begin(  # noqa: PLR0913, PLR0917 - one step of two actions
    session: Session,
    made: Agreement,
    facts: AgreementFacts,
    articles: Iterable[tuple[str, str]],
    actor: Actor,
    now: datetime,
) -> Agreement:
    made.status = AgreementStatus.PROJECT
    session.add(made)
    session.flush()
    made.articles = _rows(made, articles)
    note(session, made, "create", actor, side=Side.OURS, now=now, after=changed(None, facts))
    return made


def _rows(agreement: Agreement, articles: Iterable[tuple[str, str]]) -> list[Article]:
    return [
        Article(agreement_id=agreement.id, position=number, title=title.strip(), text=text.strip())
        for number, (title, text) in enumerate(articles, 1)
    ]


def _next_number(session: Session, year: int) -> int:
    """Return a number that no other agreement of the year has: counted by the database."""
    table: Any = sa.inspect(AgreementCounter).local_table
    statement = insert(session, table).values(year=year, last=1)
    raised = statement.on_conflict_do_update(
        index_elements=["year"], set_={"last": table.c.last + 1}
    )
    return int(session.execute(raised.returning(table.c.last)).scalar_one())
