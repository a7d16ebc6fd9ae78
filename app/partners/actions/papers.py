"""A structure's papers: kept, shared with it, withdrawn."""

from datetime import datetime

from sqlmodel import Session

from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.base.files import KeptFile
from app.partners.actions.organisations import lock, note
from app.partners.models import Organisation, Paper, PaperKind

TITLELESS = N_("Donnez un titre à ce document.")


def add_paper(  # noqa: PLR0913 - what, of whom, seen by whom
    session: Session,
    organisation: Organisation,
    kept: KeptFile,
    *,
    title: str,
    kind: PaperKind,
    shared: bool,
    actor: Actor,
    now: datetime,
) -> Paper:
    """Note a paper whose file is kept already. Raises RuleBroken."""
    lock(session, organisation)
    if not title.strip():
        raise RuleBroken(TITLELESS, field="title")
    made = Paper(
        organisation_id=organisation.id,
        kind=kind,
        title=title.strip(),
        filename=kept.filename,
        media_type=kept.media_type,
        sha256=kept.sha256,
        size=kept.size,
        shared=shared,
        added_at=now,
        added_by=actor.label,
    )
    session.add(made)
    session.flush()
    note(session, "add-paper", organisation.id, actor, now, {}, _told(made))
    return made


def share_paper(
    session: Session, paper: Paper, *, shared: bool, actor: Actor, now: datetime
) -> bool:
    """Show a paper in the structure's own space, or no more; tell whether that is new."""
    session.refresh(paper, with_for_update=True)
    if paper.shared == shared or paper.withdrawn_at is not None:
        return False
    paper.shared = shared
    session.flush()
    told = {"sha256": paper.sha256}
    after = told | {"shared": shared}
    note(session, "share-paper", paper.organisation_id, actor, now, {"shared": not shared}, after)
    return True


def withdraw_paper(session: Session, paper: Paper, *, actor: Actor, now: datetime) -> bool:
    """Take a paper back: nobody downloads it any more. Tell whether that is new."""
    session.refresh(paper, with_for_update=True)
    if paper.withdrawn_at is not None:
        return False
    paper.withdrawn_at = now
    session.flush()
    note(session, "withdraw-paper", paper.organisation_id, actor, now, _told(paper), {})
    return True


def _told(paper: Paper) -> dict[str, object]:
    """Return what the trail keeps: a title and a file's name may name somebody."""
    return {
        "kind": paper.kind.value,
        "sha256": paper.sha256,
        "size": paper.size,
        "shared": paper.shared,
    }
