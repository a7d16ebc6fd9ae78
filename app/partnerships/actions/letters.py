"""A mail that somebody drops becomes an exchange."""

from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.base import files
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.partners import queries as partners
from app.partners.models import Organisation
from app.partnerships import queries
from app.partnerships.actions.exchanges import record
from app.partnerships.models import Exchange, ExchangeAttachment, ExchangeKind
from app.partnerships.queries import exchanges
from app.partnerships.rules.facts import RecordFacts
from app.partnerships.rules.letters import Attached, Letter

UNKNOWN: Final = N_(
    "Aucune adresse de ce courriel n’est dans le registre. Cherchez la structure plus bas et"
    " déposez-le sur sa page, ou ajoutez d’abord le contact à sa fiche."
)
SEVERAL: Final = N_(
    "Les adresses de ce courriel sont dans plusieurs structures : choisissez laquelle."
)
NO_SUBJECT: Final = "(sans objet)"
NO_TEXT: Final = N_("(Ce courriel ne contient pas de texte lisible.)")
KEPT_KINDS_LEFT_OUT: Final = frozenset({"message/rfc822"})
"""A mail inside a mail is listed and not kept: it would be read by nobody."""


def structures_of(session: Session, letter: Letter) -> list[UUID]:
    """Return the structures whose contacts, or whose own address, the mail names."""
    contacts = queries.contacts_at(session, letter.addresses)
    named = [each.organisation_id for each in contacts]
    named += queries.structures_at(session, letter.addresses)
    return list(dict.fromkeys(named))


def structure_of(session: Session, letter: Letter) -> Organisation:
    """Return the structure that the mail was exchanged with.

    Raises RuleBroken when there is none (field "file"), or more than one (field "structure").
    """
    found = structures_of(session, letter)
    if len(found) != 1:
        if not found:
            raise RuleBroken(UNKNOWN, field="file")
        raise RuleBroken(SEVERAL, field="structure")
    return partners.organisation(session, found[0])


def take(  # noqa: PLR0913 - which mail, with whom, where its files go, who
    session: Session,
    letter: Letter,
    organisation: Organisation,
    *,
    data_dir: Path,
    actor: Actor,
    now: datetime,
) -> tuple[Exchange, bool]:
    """Note a mail as an exchange; tell whether it is new: the same mail comes once.

    A date to come, or none, is now. Attached files of a kind that we keep are kept.
    """
    same = exchanges.same_mail(session, organisation.id, letter.message_id)
    if same is not None:
        return same, False
    contacts = queries.contacts_at(session, letter.addresses)
    facts = RecordFacts(
        kind=ExchangeKind.MAIL,
        at=min(letter.sent_at or now, now),
        subject=letter.subject or NO_SUBJECT,
        words=letter.text or NO_TEXT,
        owner_id=actor.id,
        contacts=frozenset(each.id for each in contacts if each.organisation_id == organisation.id),
    )
    made = record(
        session,
        organisation,
        facts,
        actor=actor,
        now=now,
        message_id=letter.message_id,
        dropped=True,
    )
    session.add_all(_kept(made, each, data_dir) for each in letter.attached)
    session.flush()
    return made, True


def _kept(row: Exchange, attached: Attached, data_dir: Path) -> ExchangeAttachment:
    """Return the line of an attached file, kept when it is of a kind that we keep."""
    listed = ExchangeAttachment(
        exchange_id=row.id,
        filename=files.safe_name(attached.name),
        media_type=attached.media_type,
        size=len(attached.content),
    )
    if files.kind_of(attached.content) in KEPT_KINDS_LEFT_OUT:
        return listed
    try:
        kept = files.keep(data_dir, attached.content, attached.name)
    except RuleBroken:
        return listed
    listed.filename, listed.media_type = kept.filename, kept.media_type
    listed.sha256 = kept.sha256
    return listed
