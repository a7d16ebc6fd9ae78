"""What staff change of a funding and of its reports."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.files import KeptFile
from app.fundings.models import Funding, FundingLever, FundingReport
from app.fundings.rules import FundingFacts, faults

ROOM = "fundings"
MEANWHILE = N_("Une autre personne a modifié cette fiche entre-temps. Relisez-la.")
NAMELESS = N_("Donnez un nom à ce rapport, par exemple « Bilan intermédiaire ».")
DATELESS = N_("Dites pour quel jour il est attendu.")
SENT_ALREADY = N_("Ce rapport est déjà noté comme envoyé.")
TO_COME = N_("Ce jour n’est pas encore venu : notez le rapport quand il est parti.")


def add(session: Session, facts: FundingFacts, *, actor: Actor, now: datetime) -> Funding:
    """Enter a funding. Raises RuleBroken on the first fault of `facts`."""
    for fault in faults(facts):
        raise fault
    assert facts.organisation_id is not None
    made = Funding(organisation_id=facts.organisation_id, name=facts.name, created_at=now)
    _write(made, facts)
    session.add(made)
    session.flush()
    _note(session, "create", made.id, actor, now, {}, _plain(facts))
    return made


def correct(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    row: Funding,
    facts: FundingFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Change a funding; tell whether anything changed. Raises Stale, RuleBroken."""
    session.refresh(row, with_for_update=True)
    if seen is not None and seen != row.version:
        raise Stale(MEANWHILE)
    before = FundingFacts.of(row)
    if before == facts:
        return False
    for fault in faults(facts):
        raise fault
    _write(row, facts)
    row.version += 1
    session.flush()
    _note(session, "correct", row.id, actor, now, _plain(before), _plain(facts))
    return True


def owe(  # noqa: PLR0913 - what, when due, who, when
    session: Session, row: Funding, name: str, due_on: date | None, *, actor: Actor, now: datetime
) -> FundingReport:
    """Note that a report is owed. Raises RuleBroken without a name or a day."""
    if not name.strip():
        raise RuleBroken(NAMELESS, field="report_name")
    if due_on is None:
        raise RuleBroken(DATELESS, field="due_on")
    made = FundingReport(funding_id=row.id, name=name.strip(), due_on=due_on)
    session.add(made)
    session.flush()
    after = {"report": made.name, "due_on": str(due_on)}
    _note(session, "owe", row.id, actor, now, {}, after)
    return made


def send(  # noqa: PLR0913 - which, when sent, with which paper, who, when
    session: Session,
    report: FundingReport,
    sent_on: date,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    paper: KeptFile | None = None,
) -> None:
    """Note that a report left. Raises RuleBroken when it did already, or on a day to come."""
    session.refresh(report, with_for_update=True)
    if report.sent_on is not None:
        raise RuleBroken(SENT_ALREADY)
    if sent_on > today:
        raise RuleBroken(TO_COME, field="sent_on")
    report.sent_on = sent_on
    if paper is not None:
        report.sha256, report.filename = paper.sha256, paper.filename
    session.flush()
    after = {"report": report.name, "sent_on": str(sent_on)}
    _note(session, "send", report.funding_id, actor, now, {}, after)


def drop(session: Session, report: FundingReport, *, actor: Actor, now: datetime) -> None:
    """Take away a report that nobody waits for. Raises RuleBroken once it was sent."""
    session.refresh(report, with_for_update=True)
    if report.sent_on is not None:
        raise RuleBroken(SENT_ALREADY)
    before = {"report": report.name, "due_on": str(report.due_on)}
    session.delete(report)
    session.flush()
    _note(session, "drop", report.funding_id, actor, now, before, {})


def _write(row: Funding, facts: FundingFacts) -> None:
    for name, value in vars(facts).items():
        if name != "levers":
            setattr(row, name, value)
    row.levers = [
        next((kept for kept in row.levers if kept.lever is lever), None)
        or FundingLever(funding_id=row.id, lever=lever)
        for lever in sorted(facts.levers)
    ]


def _plain(facts: FundingFacts) -> dict[str, object]:
    told: dict[str, object] = {}
    for name, value in vars(facts).items():
        if name == "levers":
            told[name] = sorted(facts.levers)
        elif name == "note":
            told[name] = "…" if value else ""
        else:
            told[name] = value if value is None or isinstance(value, int) else str(value)
    return told


def _note(  # noqa: PLR0913, PLR0917 - the facts of a trail
    session: Session,
    verb: str,
    funding_id: UUID,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    told = {key: value for key, value in after.items() if before.get(key) != value}
    was = {key: value for key, value in before.items() if key not in after or key in told}
    subject = f"funding:{funding_id}"
    audit.record(session, ROOM, verb, subject, actor, now=now, before=was, after=told)
