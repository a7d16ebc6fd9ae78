"""Two structures that are one: every row that points at one follows to the other."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from app.base.core.actors import Actor
from app.base.core.errors import Stale
from app.base.db import links
from app.base.db.turns import take_turn
from app.partners import queries
from app.partners.actions.organisations import GROUPS, MEANWHILE, changed, note, write
from app.partners.models import NotTwins, Organisation, Site
from app.partners.queries.twins import in_order
from app.partners.registry import registry
from app.partners.rules.merges import check_merge, parent_of_both, united
from app.partners.rules.sheets import OrganisationFacts

TARGET: Final = "organisation.id"


@dataclass(frozen=True)
class Foreseen:
    """What would follow of one table, when two structures are merged."""

    table: str
    rows: int
    doubles: int


def pointing() -> list[links.Link]:
    """Return every column of the house that points at a structure."""
    return links.links(SQLModel.metadata, TARGET)


def foresee(session: Session, gone: UUID, kept: UUID) -> list[Foreseen]:
    """Return what would follow, table by table; nothing is written."""
    found: dict[str, Foreseen] = {}
    for link in pointing():
        moved = links.foreseen(session, link, gone, kept)
        if link.table.name == Site.__tablename__:  # a second main place follows as a plain one
            moved = links.Moved(moved.rows + moved.doubles, 0)
        before = found.get(link.table.name, Foreseen(link.table.name, 0, 0))
        found[link.table.name] = replace(
            before, rows=before.rows + moved.rows, doubles=before.doubles + moved.doubles
        )
    return [each for each in found.values() if each.rows or each.doubles]


def merge(  # noqa: PLR0913 - which two, who, when, since which reading
    session: Session,
    gone_id: UUID,
    kept_id: UUID,
    *,
    actor: Actor,
    now: datetime,
    seen: tuple[int, int] | None = None,
) -> Organisation:
    """Make one structure of two: `kept_id` stays, the address of the other leads to it.

    Both rows are locked in the order of their ids, so that two merges of the same two wait for
    each other and the second finds nothing left to do. `seen` are the versions (gone, kept) that
    somebody read. Raises NotFound, RuleBroken, Stale.
    """
    take_turn(session, GROUPS)
    rows = _locked(session, gone_id, kept_id)
    gone, kept = rows[gone_id], rows[kept_id]
    check_merge(gone, kept)
    if seen is not None and seen != (gone.version, kept.version):
        raise Stale(MEANWHILE)
    before = OrganisationFacts.of(kept)
    after = united(OrganisationFacts.of(gone), before)
    after = replace(
        after,
        parent_id=_parent(session, gone, kept),
        introduced_by_id=_introducer(gone, kept),
    )
    for settle in registry.merges_of.values():
        settle(session, gone_id, kept_id, actor, now)
    _settle(session, gone, kept)
    moved = _move(session, gone_id, kept_id)
    gone, kept = session.get_one(Organisation, gone_id), session.get_one(Organisation, kept_id)
    write(kept, after)
    kept.version += 1
    gone.merged_into_id, gone.closed_at = kept_id, gone.closed_at or now
    gone.version += 1
    session.flush()
    told = {"other": str(gone_id), "moved": moved, **changed(before, after)}
    note(session, "merge", kept_id, actor, now, changed(after, before), told)
    note(session, "merged", gone_id, actor, now, {}, {"into": str(kept_id)})
    return kept


def say_two(session: Session, one: UUID, other: UUID, *, actor: Actor, now: datetime) -> bool:
    """Remember that two structures that look alike are two; tell whether that is new."""
    first, second = in_order(
        queries.organisation(session, one).id, queries.organisation(session, other).id
    )
    if first == second or session.get(NotTwins, (first, second)) is not None:
        return False
    session.add(NotTwins(first_id=first, second_id=second, said_by=actor.label, at=now))
    session.flush()
    note(session, "not-twins", first, actor, now, {}, {"other": str(second)})
    return True


def _locked(session: Session, *ids: UUID) -> dict[UUID, Organisation]:
    """Lock structures in the order of their ids. Raises NotFound."""
    for each in sorted(set(ids)):
        queries.organisation(session, each)
        session.exec(
            select(Organisation)
            .where(col(Organisation.id) == each)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
    return {each: queries.organisation(session, each) for each in ids}


def _parent(session: Session, gone: Organisation, kept: Organisation) -> UUID | None:
    above_gone = queries.ancestors(session, gone.id)
    above_kept = queries.ancestors(session, kept.id)
    parents = {**above_gone, **above_kept}
    over_kept = set(above_kept) - {kept.id}
    return parent_of_both(gone.id, kept.id, parents, over_kept, set(above_gone) - {gone.id})


def _introducer(gone: Organisation, kept: Organisation) -> UUID | None:
    candidates = (kept.introduced_by_id, gone.introduced_by_id)
    return next((each for each in candidates if each and each not in {gone.id, kept.id}), None)


def _settle(session: Session, gone: Organisation, kept: Organisation) -> None:
    """Undo what cannot follow as it is: links to oneself, two main places, pairs out of order."""
    gone.siret = None
    for row in (gone, kept):
        row.parent_id = row.introduced_by_id = None
    kept_main = any(site.main for site in queries.sites(session, kept.id))
    for site in session.exec(select(Site).where(col(Site.organisation_id) == gone.id)):
        site.main = site.main and not kept_main
    pairs = session.exec(
        select(NotTwins).where(
            sa.or_(col(NotTwins.first_id) == gone.id, col(NotTwins.second_id) == gone.id)
        )
    ).all()
    for pair in pairs:
        session.delete(pair)
    session.flush()
    for pair in pairs:
        third = pair.second_id if pair.first_id == gone.id else pair.first_id
        first, second = in_order(kept.id, third)
        if first != second and session.get(NotTwins, (first, second)) is None:
            session.add(
                NotTwins(first_id=first, second_id=second, said_by=pair.said_by, at=pair.at)
            )
    session.flush()


def _move(session: Session, gone: UUID, kept: UUID) -> dict[str, int]:
    """Point every row of the house at the structure that stays; return how many, by table."""
    session.flush()
    counts: dict[str, int] = {}
    for link in pointing():
        moved = links.repoint(session, link, gone, kept)
        if moved.rows:
            counts[link.table.name] = counts.get(link.table.name, 0) + moved.rows
    session.expire_all()
    return counts
