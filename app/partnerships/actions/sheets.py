"""The sheets of a partnership, each written by several people in turn."""

from datetime import datetime

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.core.errors import Stale
from app.partnerships import queries
from app.partnerships.actions.trail import MEANWHILE, note
from app.partnerships.models import Partnership, PartnershipSheet
from app.partnerships.rules.facts import SheetFacts

TEXTS = ("first", "second", "third", "fourth")


def write(  # noqa: PLR0913 - what, who, since which reading
    session: Session,
    partnership: Partnership,
    facts: SheetFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int,
) -> PartnershipSheet:
    """Write a sheet; `seen` is the version that was read, 0 for a sheet not yet written.

    Raises Stale when somebody wrote it meanwhile.
    """
    session.refresh(partnership, with_for_update=True)
    row = queries.sheets(session, partnership.id).get(facts.kind)
    if (row.version if row else 0) != seen:
        raise Stale(MEANWHILE)
    if row is None:
        row = PartnershipSheet(
            partnership_id=partnership.id,
            kind=facts.kind,
            written_on=facts.written_on,
            author=actor.label,
        )
    else:
        row.version += 1
    touched = [name for name in TEXTS if getattr(row, name) != getattr(facts, name)]
    for name in TEXTS:
        setattr(row, name, getattr(facts, name))
    row.written_on, row.author = facts.written_on, actor.label
    session.add(row)
    session.flush()
    after = {"kind": facts.kind.value, "texts": touched}
    note(session, "write-sheet", f"partnership:{partnership.id}", actor, now=now, after=after)
    return row
