"""A structure's places: one of them is the main one."""

from datetime import datetime

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.core.errors import Stale
from app.partners import queries
from app.partners.actions.organisations import MEANWHILE, lock, note
from app.partners.models import Organisation, Site
from app.partners.rules.sites import SiteFacts, faults


def add_site(
    session: Session,
    organisation: Organisation,
    facts: SiteFacts,
    *,
    actor: Actor,
    now: datetime,
) -> Site:
    """Enter a place of a structure; the first one is the main one. Raises RuleBroken."""
    lock(session, organisation)
    for fault in faults(facts):
        raise fault
    first = not queries.sites(session, organisation.id)
    made = Site(organisation_id=organisation.id, insee=facts.insee)
    if facts.main or first:
        _unseat(session, organisation)
    _write(made, facts)
    made.main = facts.main or first
    session.add(made)
    session.flush()
    note(session, "add-site", organisation.id, actor, now, {}, _told(made))
    return made


def correct_site(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    site: Site,
    facts: SiteFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: str | None = None,
) -> bool:
    """Change a place; tell whether anything changed. Raises Stale, RuleBroken.

    The main place stays so until another one is.
    """
    organisation = queries.organisation(session, site.organisation_id)
    lock(session, organisation)
    session.refresh(site)
    if seen is not None and seen != SiteFacts.of(site).print:
        raise Stale(MEANWHILE)
    before = _told(site)
    for fault in faults(facts):
        raise fault
    kept_main = site.main or facts.main
    if facts.main and not site.main:
        _unseat(session, organisation)
    _write(site, facts)
    site.main = kept_main
    session.flush()
    after = _told(site)
    if before == after:
        return False
    note(session, "correct-site", organisation.id, actor, now, *_changes(before, after))
    return True


def close_site(session: Session, site: Site, *, actor: Actor, now: datetime) -> bool:
    """Close a place; another one becomes the main one. Tell whether it was open."""
    organisation = queries.organisation(session, site.organisation_id)
    lock(session, organisation)
    if site.closed_at is not None:
        return False
    was_main, site.main, site.closed_at = site.main, False, now
    session.flush()
    others = queries.sites(session, organisation.id)
    if was_main and others:
        others[0].main = True
    session.flush()
    note(session, "close-site", organisation.id, actor, now, _told(site), {})
    return True


def _unseat(session: Session, organisation: Organisation) -> None:
    """Leave the structure without a main place: the database allows one."""
    for other in queries.sites(session, organisation.id):
        other.main = False
    session.flush()


def _write(site: Site, facts: SiteFacts) -> None:
    site.insee, site.name, site.address = facts.insee, facts.name, facts.address
    site.lat, site.lon = facts.lat, facts.lon


def _told(site: Site) -> dict[str, object]:
    return {
        "site": site.name or site.address,
        "address": site.address,
        "insee": site.insee,
        "position": f"{site.lat:.5f}, {site.lon:.5f}"
        if site.lat is not None and site.lon is not None
        else "",
        "main": site.main,
    }


def _changes(
    before: dict[str, object], after: dict[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    names = [name for name in after if before[name] != after[name] or name == "site"]
    return {name: before[name] for name in names}, {name: after[name] for name in names}
