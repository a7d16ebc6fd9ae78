"""A partnership's life on both databases: moved, paused, lost, begun again, its sheets."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core.errors import RuleBroken, Stale
from app.partnerships import queries
from app.partnerships.actions import partnerships as actions
from app.partnerships.actions import sheets
from app.partnerships.models import PartnershipEvent, SheetKind, Standing, Step
from app.partnerships.rules import NextAction, SheetFacts
from tests.partners.builders import structure
from tests.partnerships.builders import NOW, SOFIA, TODAY, action, going

HAND = {"actor": SOFIA, "now": NOW}


def last_trail(session) -> TrailEntry:
    query = select(TrailEntry).where(TrailEntry.room == "partnerships")
    return session.exec(query.order_by(TrailEntry.number.desc())).first()


def test_each_move_leaves_an_event_and_a_trail_without_words(session):
    row = going(session, trigger="Mme Roy nous a appelés")
    actions.move(session, row, "meet", **HAND, seen=1)
    verbs = [each.verb for each in queries.events(session, row.id)]
    assert verbs == ["start", "meet"]
    assert row.step is Step.MEETING
    assert last_trail(session).after["step"] == "rencontre"
    trails = session.exec(select(TrailEntry).where(TrailEntry.room == "partnerships")).all()
    assert "Roy" not in str([each.after for each in trails])


def test_only_one_partnership_goes_on_with_a_structure(session):
    organisation = structure(session)
    going(session, organisation)
    with pytest.raises(RuleBroken, match="déjà"):
        going(session, organisation)


def test_the_database_itself_refuses_a_second_one(session):
    row = going(session)
    twin = type(row)(organisation_id=row.organisation_id, step_since=NOW, started_at=NOW)
    session.add(twin)
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()


def test_a_lost_partnership_says_why_and_has_nothing_next(session):
    row = going(session, next=action())
    with pytest.raises(RuleBroken) as refusal:
        actions.lose(session, row, "", **HAND, seen=1)
    assert refusal.value.field == "loss_reason"
    actions.lose(session, row, "Contrat national", **HAND, seen=1)
    assert (row.standing, row.next_action, row.next_on) == (Standing.LOST, "", None)


def test_after_a_loss_a_new_one_may_begin_and_the_old_one_not_reopen(session):
    organisation = structure(session)
    old = going(session, organisation)
    actions.lose(session, old, "Contrat national", **HAND, seen=1)
    new = going(session, organisation)
    assert queries.partnership(session, organisation.id).id == new.id
    with pytest.raises(RuleBroken, match="déjà"):
        actions.reopen(session, old, **HAND, seen=2)


def test_a_lost_one_reopens_at_its_step(session):
    row = going(session)
    actions.lose(session, row, "Contrat national", **HAND, seen=1)
    actions.reopen(session, row, **HAND, seen=2)
    assert (row.standing, row.step, row.loss_reason) == (Standing.ACTIVE, Step.IDENTIFICATION, "")
    assert row.reopened_at == NOW


def test_each_reason_stays_with_its_move(session):
    row = going(session)
    actions.pause(session, row, "Travaux", None, **HAND, seen=1)
    actions.resume(session, row, **HAND, seen=2)
    actions.pause(session, row, "Nouvelle direction", None, **HAND, seen=3)
    actions.lose(session, row, "Rachetée", **HAND, seen=4)
    actions.reopen(session, row, **HAND, seen=5)
    why = queries.reasons(session, row.id)
    told = [(each.verb, why.get(each.id, "")) for each in queries.events(session, row.id)]
    assert told == [
        ("start", ""),
        ("pause", "Travaux"),
        ("resume", ""),
        ("pause", "Nouvelle direction"),
        ("lose", "Rachetée"),
        ("reopen", ""),
    ]
    trail = session.exec(select(TrailEntry).where(TrailEntry.room == "partnerships")).all()
    assert not any("Rachetée" in str(entry.after) for entry in trail)


def test_a_pause_needs_a_reason_and_a_day_to_come(session):
    row = going(session)
    for reason, until, field in [
        ("", None, "pause_reason"),
        ("Attendre", TODAY, "paused_until"),
        ("Attendre", TODAY + timedelta(days=4000), "paused_until"),
    ]:
        with pytest.raises(RuleBroken) as refusal:
            actions.pause(session, row, reason, until, **HAND, seen=1)
        assert refusal.value.field == field
    actions.pause(session, row, "Attendre", TODAY + timedelta(days=1), **HAND, seen=1)
    with pytest.raises(RuleBroken, match="ne court pas"):
        actions.move(session, row, "meet", **HAND, seen=2)
    actions.resume(session, row, **HAND, seen=2)
    assert (row.standing, row.pause_reason, row.paused_until) == (Standing.ACTIVE, "", None)


@pytest.mark.parametrize(
    ("words", "on", "field"),
    [("Rappeler", None, "next_on"), ("", TODAY, "next_action")],
)
def test_a_next_action_has_words_and_a_day_or_neither(session, words, on, field):
    row = going(session)
    with pytest.raises(RuleBroken) as refusal:
        actions.plan_next(session, row, NextAction(words, on), **HAND)
    assert refusal.value.field == field
    actions.plan_next(session, row, NextAction(), **HAND)
    assert row.next_on is None


def test_two_people_who_move_the_same_card_move_it_once(session):
    row = going(session)
    actions.move(session, row, "meet", **HAND, seen=1)
    with pytest.raises(Stale):
        actions.move(session, row, "negotiate", **HAND, seen=1)
    assert row.step is Step.MEETING


def test_what_happened_cannot_be_changed(session):
    row = going(session)
    with pytest.raises(sa.exc.DBAPIError, match="append only"), session.begin_nested():
        session.execute(
            sa.update(PartnershipEvent)
            .where(PartnershipEvent.partnership_id == row.id)
            .values(actor="x")
        )


def sheet(first: str = "Une personne relais") -> SheetFacts:
    return SheetFacts(SheetKind.DIAGNOSIS, first, "", "", "", TODAY)


def test_a_sheet_is_written_by_turns_and_never_over_somebody(session):
    row = going(session)
    sheets.write(session, row, sheet(), **HAND, seen=0)
    with pytest.raises(Stale):
        sheets.write(session, row, sheet("autre"), **HAND, seen=0)
    made = sheets.write(session, row, sheet("autre"), **HAND, seen=1)
    assert (made.first, made.version, made.author) == ("autre", 2, "Sofia Garnier")
    assert last_trail(session).after == {"kind": "diagnostic", "texts": ["first"]}
