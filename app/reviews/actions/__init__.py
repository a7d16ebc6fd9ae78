"""What is changed of a review: its texts, what the partner sees of it, its link."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core import codes
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.partners import actions as register
from app.partners.models import Organisation
from app.reviews.models import Edition, Review
from app.reviews.queries import editions as queries
from app.reviews.rules import frozen
from app.reviews.rules import words as rules
from app.reviews.rules.frozen import Sheet
from app.reviews.rules.words import Words

ROOM: Final = "reviews"
MEANWHILE: Final = N_("Une autre personne a modifié ce bilan entre-temps. Relisez-le.")
NOT_SHOWN: Final = N_("Publiez d’abord ce bilan : un lien n’ouvre que ce qui est publié.")
KEY_LENGTH: Final = 12
CODE_LENGTH: Final = 8


def write(  # noqa: PLR0913 - whose, which year, what, who, since which reading
    session: Session,
    organisation: Organisation,
    year: int,
    words: Words,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Keep the texts of a review; tell whether anything changed. Raises Stale, RuleBroken.

    An empty text is the proposed one. What the partner sees does not change: publish for that.
    """
    known = _kept(session, organisation, year, seen)
    refused = rules.fault(words)
    if refused is not None:
        raise refused
    before = words_of(known)
    if before == words:
        return False
    found = known or _begun(session, organisation, year)
    for name, text in vars(words).items():
        setattr(found, name, text)
    _changed(session, found)
    names = [name for name in vars(words) if getattr(before, name) != getattr(words, name)]
    was = {name: "…" if getattr(before, name) else "" for name in names}
    told = {name: "…" if getattr(words, name) else "" for name in names}
    _note(session, "write", found, actor, now, was, told)
    return True


def publish(  # noqa: PLR0913 - whose, what, who, since which reading
    session: Session,
    organisation: Organisation,
    sheet: Sheet,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> Edition | None:
    """Freeze a review and show it to the partner; None when that very edition is shown already.

    The same form sent twice is one edition. The first one opens the link. Raises Stale, RuleBroken.
    """
    year = sheet.figures.year
    register.lock(session, organisation)
    content = frozen.written(sheet)
    print_ = frozen.fingerprint(content)
    known = queries.locked_review(session, organisation.id, year)
    shown = queries.edition(session, known) if known else None
    if shown is not None and shown.sha256 == print_:
        return None
    known = _kept(session, organisation, year, seen)
    refused = rules.fault(sheet.words)
    if refused is not None:
        raise refused
    found = known or _begun(session, organisation, year)
    if not found.editions:
        found.link_key = codes.reference(KEY_LENGTH)
    found.editions += 1
    before, found.shown = found.shown, found.editions
    _changed(session, found)
    made = Edition(
        review_id=found.id,
        number=found.editions,
        content=content,
        sha256=print_,
        published_at=now,
        published_by=actor.label,
    )
    session.add(made)
    session.flush()
    told = {"shown": made.number, "sha256": print_}
    _note(session, "publish", found, actor, now, {"shown": before}, told)
    return made


def withdraw(  # noqa: PLR0913 - whose, which year, who, since which reading
    session: Session,
    organisation: Organisation,
    year: int,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Show the partner nothing any more; editions are kept. Raises Stale."""
    found = _kept(session, organisation, year, seen)
    if found is None or found.shown is None:
        return
    before, found.shown = found.shown, None
    _changed(session, found)
    _note(session, "withdraw", found, actor, now, {"shown": before}, {"shown": None})


def renew_link(  # noqa: PLR0913 - whose, which year, who, since which reading
    session: Session,
    organisation: Organisation,
    year: int,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Give the review another link: the one before opens nothing any more. Raises RuleBroken, Stale."""
    found = _kept(session, organisation, year, seen)
    if found is None or found.shown is None:
        raise RuleBroken(NOT_SHOWN)
    before, found.link_key = found.link_key, codes.reference(KEY_LENGTH)
    _changed(session, found)
    _note(session, "renew-link", found, actor, now, {"link": bool(before)}, {"link": True})


def revoke_link(  # noqa: PLR0913 - whose, which year, who, since which reading
    session: Session,
    organisation: Organisation,
    year: int,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Close the link: who has it meets an unknown page. Raises Stale."""
    found = _kept(session, organisation, year, seen)
    if found is None or found.link_key is None:
        return
    found.link_key = None
    _changed(session, found)
    _note(session, "revoke-link", found, actor, now, {"link": True}, {"link": False})


def settle(session: Session, gone_id: UUID, kept_id: UUID, actor: Actor, now: datetime) -> None:
    """Leave one review of each year to a structure made of two: the one its partner sees."""
    kept = {each.year: each for each in queries.of_structure(session, kept_id)}
    for gone in queries.of_structure(session, gone_id):
        twin = kept.get(gone.year)
        if twin is None:
            continue
        aside = twin if gone.shown and not twin.shown else gone
        aside.set_aside_at, aside.shown, aside.link_key = now, None, None
        _changed(session, aside)
        _note(session, "set-aside", aside, actor, now, {}, {"set_aside": True})


def words_of(found: Review | None) -> Words:
    """Return the texts that somebody wrote."""
    if found is None:
        return Words()
    return Words(**{name: getattr(found, name) for name in rules.LIMITS})


def _kept(
    session: Session, organisation: Organisation, year: int, seen: int | None
) -> Review | None:
    """Return the review to change, if somebody began it. Raises Stale, RuleBroken.

    The structure's row is locked first: two hands that begin the same review wait for each other,
    and the second one reads the review again before it compares. One that was merged meanwhile
    has no review of its own any more.
    """
    register.lock(session, organisation)
    found = queries.locked_review(session, organisation.id, year)
    if seen is not None and seen != (found.version if found else 0):
        raise Stale(MEANWHILE)
    return found


def _begun(session: Session, organisation: Organisation, year: int) -> Review:
    """Return the review that somebody begins, its structure locked."""
    made = Review(
        organisation_id=organisation.id,
        year=year,
        code=codes.reference(CODE_LENGTH),
        version=1,
    )
    session.add(made)
    session.flush()
    return made


def _changed(session: Session, found: Review) -> None:
    found.version += 1
    session.add(found)
    session.flush()


def _note(  # noqa: PLR0913, PLR0917 - the facts of a trail
    session: Session,
    verb: str,
    found: Review,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    subject = f"review:{found.id}"
    about = {"organisation": str(found.organisation_id), "year": found.year}
    audit.record(
        session, ROOM, verb, subject, actor, now=now, before=before, after={**about, **after}
    )
