"""The people of a structure: entered, corrected, replaced, forgotten after some years."""

from datetime import date, datetime

from sqlmodel import Session

from app.base.core import clock
from app.base.core.actors import SYSTEM, Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.partners import queries
from app.partners.actions.organisations import MEANWHILE, lock, note
from app.partners.models import Contact, Organisation
from app.partners.rules.contacts import ContactFacts, check_end, faults, forgotten_before

GONE = N_("Le nom de cette personne a été effacé : ajoutez un nouveau contact.")
OPEN_WORDS = frozenset({"function", "relay", "consent_on", "since"})
"""What the trail says of a contact; the rest may name somebody."""


def add_contact(  # noqa: PLR0913 - who, of what, instead of whom
    session: Session,
    organisation: Organisation,
    facts: ContactFacts,
    *,
    actor: Actor,
    now: datetime,
    replaces: Contact | None = None,
) -> Contact:
    """Enter somebody of a structure; whom they replace has left since. Raises RuleBroken."""
    lock(session, organisation)
    today = clock.local(now).date()
    for fault in faults(facts, today):
        raise fault
    made = Contact(
        organisation_id=organisation.id,
        replaces_id=replaces.id if replaces else None,
        created_at=now,
        **vars(facts),
    )
    if replaces is not None and replaces.until is None:
        last = facts.since or today
        _close(replaces, max(last, replaces.since or last))
    session.add(made)
    session.flush()
    note(session, "add-contact", organisation.id, actor, now, {}, _told(facts))
    return made


def correct_contact(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    contact: Contact,
    facts: ContactFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Change a contact; tell whether anything changed. Raises Stale, RuleBroken."""
    session.refresh(contact, with_for_update=True)
    if seen is not None and seen != contact.version:
        raise Stale(MEANWHILE)
    if contact.erased_at is not None:
        raise RuleBroken(GONE)
    for fault in faults(facts, clock.local(now).date()):
        raise fault
    before = ContactFacts.of(contact)
    if before == facts:
        return False
    for name, value in vars(facts).items():
        setattr(contact, name, value)
    contact.version += 1
    session.flush()
    changed = _changed(before, facts)
    note(session, "correct-contact", contact.organisation_id, actor, now, *changed)
    return True


def end_contact(
    session: Session, contact: Contact, until: date, *, actor: Actor, now: datetime
) -> bool:
    """Note that somebody has left since `until`; tell whether that is new. Raises RuleBroken."""
    session.refresh(contact, with_for_update=True)
    if contact.until is not None:
        return False
    check_end(contact.since, until, clock.local(now).date())
    _close(contact, until)
    session.flush()
    told: dict[str, object] = {"function": contact.function.value, "until": until.isoformat()}
    note(session, "end-contact", contact.organisation_id, actor, now, {}, told)
    return True


def erase_contacts(session: Session, today: date, *, years: int, now: datetime) -> int:
    """Erase who they were of contacts that ended `years` ago; functions and dates stay."""
    old = queries.contacts_to_erase(session, forgotten_before(today, years))
    for contact in old:
        for name in ("name", "title", "email", "phone", "consent_how", "introduced_by", "note"):
            setattr(contact, name, "")
        contact.erased_at = now
        contact.version += 1
    session.flush()
    for organisation_id in sorted({contact.organisation_id for contact in old}):
        count = sum(contact.organisation_id == organisation_id for contact in old)
        note(session, "erase-contacts", organisation_id, SYSTEM, now, {}, {"contacts": count})
    return len(old)


def _close(contact: Contact, until: date) -> None:
    contact.until, contact.relay = until, False
    contact.version += 1


def _told(facts: ContactFacts) -> dict[str, object]:
    return {name: _plain(name, value) for name, value in vars(facts).items() if value}


def _changed(
    before: ContactFacts, after: ContactFacts
) -> tuple[dict[str, object], dict[str, object]]:
    names = [name for name, value in vars(after).items() if getattr(before, name) != value]
    return (
        {name: _plain(name, getattr(before, name)) for name in names},
        {name: _plain(name, getattr(after, name)) for name in names},
    )


def _plain(name: str, value: object) -> object:
    """Return a fact for the trail: never a name, an address, a number, or free words."""
    if name not in OPEN_WORDS:
        return "…" if value else ""
    if value is None or isinstance(value, bool):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
