"""What staff change of a family's feasibility."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken, Stale
from app.base.core.text import N_
from app.base.db.upsert import insert_once
from app.catalog.models import Family
from app.feasibility import queries
from app.feasibility.models import (
    MOST,
    Assumption,
    FeasibilityAssumption,
    FeasibilityDecision,
    FeasibilityPlayer,
    FeasibilitySheet,
)
from app.feasibility.rules.answers import Answer, Unknown
from app.feasibility.rules.sheets import (
    BEYOND,
    AssumptionFacts,
    DecisionFacts,
    PlayerFacts,
    SheetFacts,
    assumption_faults,
    decision_faults,
    player_faults,
)

ROOM: Final = "feasibility"
MEANWHILE: Final = N_("Une autre personne a modifié cette fiche entre-temps. Relisez-la.")
NOTED: Final = N_("C’est déjà noté pour cette famille.")


def assume(  # noqa: PLR0913 - of what, which, what, who, when, since which reading
    session: Session,
    family: Family,
    kind: Assumption,
    facts: AssumptionFacts,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    seen: int | None = None,
) -> bool:
    """Write an assumption; tell whether anything changed.

    `seen` is the version that somebody read, 0 when there was none. Raises RuleBroken, Stale.
    """
    for fault in assumption_faults(kind, facts, today):
        raise fault
    assert facts.base is not None
    row = queries.locked_assumption(session, family, kind)
    if seen is not None and seen != (row.version if row else 0):
        raise Stale(MEANWHILE)
    before = AssumptionFacts.of(row) if row else None
    if before == facts:
        return False
    if row is None:
        first = {"family": family, "kind": kind, **vars(facts), "author": actor.label}
        if not insert_once(
            session, FeasibilityAssumption, {**first, "written_at": now, "version": 1}
        ):
            raise Stale(MEANWHILE)
    else:
        for name_, value in vars(facts).items():
            setattr(row, name_, value)
        row.author, row.written_at = actor.label, now
        row.version += 1
    session.flush()
    subject = _subject(family)
    was = {"assumption": kind.value, **_plain(before)} if before else {}
    told = {"assumption": kind.value, **_plain(facts)}
    audit.record(session, ROOM, "assume", subject, actor, now=now, before=was, after=told)
    return True


def forget(  # noqa: PLR0913 - of what, which, who, when, since which reading
    session: Session,
    family: Family,
    kind: Assumption,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Take an assumption away: it is unknown again. Tell whether there was one. Raises Stale."""
    row = queries.locked_assumption(session, family, kind)
    if row is None:
        return False
    if seen is not None and seen != row.version:
        raise Stale(MEANWHILE)
    was = {"assumption": kind.value, **_plain(AssumptionFacts.of(row))}
    session.delete(row)
    session.flush()
    audit.record(session, ROOM, "forget", _subject(family), actor, now=now, before=was, after={})
    return True


def describe(  # noqa: PLR0913 - of what, what, who, when, since which reading
    session: Session,
    family: Family,
    facts: SheetFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> bool:
    """Write what is known of a market; tell whether anything changed. Raises Stale."""
    fresh = {"family": family, "prices": "", "demand": "", "note": "", "version": 1}
    made = insert_once(session, FeasibilitySheet, fresh)
    row = queries.locked_sheet(session, family)
    if seen is not None and seen != (0 if made else row.version):
        raise Stale(MEANWHILE)
    before = SheetFacts.of(row)
    if before == facts:
        return False
    for name_, value in vars(facts).items():
        setattr(row, name_, value)
    if not made:
        row.version += 1
    session.flush()
    was, told = _words(before), _words(facts)
    changed = {key for key in told if vars(before)[key] != vars(facts)[key]}
    audit.record(
        session,
        ROOM,
        "describe",
        _subject(family),
        actor,
        now=now,
        before={key: was[key] for key in sorted(changed)},
        after={key: told[key] for key in sorted(changed)},
    )
    return True


def name(
    session: Session, family: Family, facts: PlayerFacts, *, actor: Actor, now: datetime
) -> FeasibilityPlayer:
    """Note who would take things, or competes. Raises RuleBroken, also for whom we have already."""
    for fault in player_faults(facts):
        raise fault
    if queries.player_like(session, family, facts) is not None:
        raise RuleBroken(NOTED, field="organisation" if facts.organisation_id else "name")
    made = FeasibilityPlayer(family=family, **vars(facts))
    session.add(made)
    session.flush()
    told = _of_player(made)
    audit.record(session, ROOM, "name", _subject(family), actor, now=now, before={}, after=told)
    return made


def unname(session: Session, player: FeasibilityPlayer, *, actor: Actor, now: datetime) -> None:
    """Take somebody off a family's list."""
    was, subject = _of_player(player), _subject(player.family)
    session.delete(player)
    session.flush()
    audit.record(session, ROOM, "unname", subject, actor, now=now, before=was, after={})


def decide(  # noqa: PLR0913 - of what, what, on which answer, who, when
    session: Session,
    family: Family,
    facts: DecisionFacts,
    answer: Answer | Unknown,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    seen: int | None = None,
) -> FeasibilityDecision:
    """Add a decision with what the sheet answers today; the earlier ones stay.

    `seen` is the number of the last decision that somebody read, 0 when there was none.
    Raises RuleBroken, Stale.
    """
    for fault in decision_faults(facts, today):
        raise fault
    balances = _balances(answer)
    if any(cents is not None and abs(cents) > MOST for cents in balances.values()):
        raise RuleBroken(BEYOND)
    last = queries.last_decision(session, family)
    number = (last.number if last else 0) + 1
    if seen is not None and seen != number - 1:
        raise Stale(MEANWHILE)
    made = {
        "family": family,
        "number": number,
        **vars(facts),
        **balances,
        "author": actor.label,
        "written_at": now,
    }
    row = FeasibilityDecision(**made)
    if not insert_once(session, FeasibilityDecision, {"id": row.id, **made}):
        raise Stale(MEANWHILE)
    told = {
        "choice": facts.choice.value,
        "why": "…",
        "decided_by": "…",
        "decided_on": str(facts.decided_on),
        "review_on": str(facts.review_on) if facts.review_on else None,
        **balances,
    }
    audit.record(session, ROOM, "decide", _subject(family), actor, now=now, before={}, after=told)
    return session.get_one(FeasibilityDecision, row.id)


def _subject(family: Family) -> str:
    return f"feasibility:{family.value}"


def _balances(answer: Answer | Unknown) -> dict[str, int | None]:
    if isinstance(answer, Unknown):
        return {"low_cents": None, "base_cents": None, "high_cents": None}
    return {
        "low_cents": answer.worst.balance_cents,
        "base_cents": answer.base.balance_cents,
        "high_cents": answer.best.balance_cents,
    }


def _plain(facts: AssumptionFacts) -> dict[str, object]:
    return {
        "per": facts.per.value,
        "low": facts.low,
        "base": facts.base,
        "high": facts.high,
        "source": "…",
        "as_of": str(facts.as_of),
    }


def _words(facts: SheetFacts) -> dict[str, object]:
    return {
        key: ("…" if value else "") if isinstance(value, str) else value
        for key, value in vars(facts).items()
    }


def _of_player(player: FeasibilityPlayer) -> Mapping[str, object]:
    structure = str(player.organisation_id) if player.organisation_id else None
    named = "…" if player.name else ""
    return {"side": player.side.value, "organisation_id": structure, "name": named}
