"""What the agreements put on the morning list, and the list itself as of a day, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from app.agreements import actions
from app.agreements.actions import arrangements, commitments
from app.agreements.actions.arrangements import ArrangementFacts
from app.agreements.due import due_of
from app.agreements.models import AgreementStatus as S
from app.agreements.models import Counted, EntryStatus, Side, Source
from app.agreements.queries import desk, promises
from app.agreements.queries.desk import Asked
from app.agreements.rules.sheets import CommitmentFacts
from app.agreements.rules.states import Who
from app.base.audit import actions as audit
from app.partners.registry import registry
from tests.agreements.builders import (
    NOW,
    PARTNER,
    TODAY,
    arrival,
    commitment,
    facts,
    move,
    project,
    promised,
    sign,
)
from tests.partners.builders import SOFIA, contact, structure


def told(session, today: date) -> list[str]:
    return [due.sentence % due.values for due in due_of(session, today)]


def keys(session, today: date) -> set[tuple[str, date]]:
    return {(due.key, due.day) for due in due_of(session, today)}


def test_nothing_is_due_about_an_agreement_that_runs(session, tmp_path):
    sign(session, project(session, structure(session)), tmp_path, today=date(2026, 2, 1))
    assert told(session, date(2026, 3, 1)) == []


def test_an_end_is_told_three_times_each_once_then_until_somebody_answers(session, tmp_path):
    made = sign(
        session, project(session, structure(session), notice=3), tmp_path, today=date(2026, 2, 1)
    )
    seen: list[tuple[str, date]] = []
    for day in range(365 + 30):
        for key in sorted(keys(session, date(2026, 1, 1) + timedelta(days=day))):
            if key not in seen:
                seen.append(key)
    assert [(key.split(":")[2], day) for key, day in seen] == [
        ("dans-le-preavis", date(2026, 9, 30)),
        ("90-jours", date(2026, 10, 2)),
        ("30-jours", date(2026, 12, 1)),
        ("terminee", date(2027, 1, 1)),
    ]
    actions.keep_dates(session, [made], today=date(2027, 1, 2), now=NOW)
    assert "s’est terminée le 31/12/2026" in told(session, date(2027, 1, 2))[0]
    actions.settle(session, made, actor=SOFIA, now=NOW)
    assert told(session, date(2027, 1, 2)) == []


def test_a_tacit_renewal_is_told_three_times_then_goes_on(session, tmp_path):
    tacit = {"notice": 3, "renewal_months": 12}
    sign(session, project(session, structure(session), **tacit), tmp_path, today=date(2026, 2, 1))
    assert "dernier jour, le 30/09/2026" in told(session, date(2026, 9, 30))[0]
    assert told(session, date(2026, 10, 1)) == []
    (line,) = told(session, date(2026, 10, 2))
    assert "son terme le 31/12/2026, dans moins de 90 jours" in line
    assert "sera reconduite" in line
    assert {day for _key, day in keys(session, date(2026, 10, 9))} == {date(2026, 12, 31)}
    assert "dans moins de 30 jours" in told(session, date(2026, 12, 1))[0]
    assert told(session, date(2026, 12, 31)) == []


def test_a_convention_does_not_lapse_unseen_when_no_worker_runs(session, tmp_path):
    landlord = structure(session)
    made = sign(session, project(session, landlord), tmp_path, today=date(2026, 2, 1))
    assert made.status is S.ACTIVE
    assert "s’est terminée" in told(session, date(2027, 3, 1))[0]
    expired = Asked(date(2027, 3, 1), status=S.EXPIRED)
    assert [line.agreement.id for line in desk.lines(session, expired)] == [made.id]
    assert desk.count(session, Asked(date(2027, 3, 1), status=S.ACTIVE)) == 0


def test_a_follow_up_in_preparation_silences_the_end(session, tmp_path):
    landlord = structure(session)
    old = sign(session, project(session, landlord), tmp_path, today=date(2026, 2, 1))
    year = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
    project(session, landlord, **year, replaces_id=old.id)
    assert told(session, date(2026, 12, 2)) == []


def test_a_tacit_renewal_is_announced_while_one_may_still_say_no(session, tmp_path):
    made = project(session, structure(session), notice=3, renewal_months=12)
    sign(session, made, tmp_path, today=date(2026, 2, 1))
    assert "dernier jour, le 30/09/2026" in told(session, date(2026, 9, 15))[0]
    assert told(session, date(2026, 10, 16)) == []
    assert "dernier jour, le 30/09/2027" in told(session, date(2027, 9, 15))[0]


def test_whose_turn_it_is_is_told_when_it_lasts(session):
    made = project(session, structure(session))
    assert told(session, TODAY) == []
    assert "projet à finir" in told(session, TODAY + timedelta(days=14))[0]
    move(session, made, "submit")
    assert told(session, TODAY + timedelta(days=9)) == []
    assert "à relancer" in told(session, TODAY + timedelta(days=10))[0]
    actions.advance(
        session, made, "correct", by=Who.THEIRS, actor=PARTNER, now=NOW, today=TODAY, words="x"
    )
    assert sorted(line.split(":")[0] for line in told(session, TODAY)) == [
        "CONV-2026-0001 ",
        "Gâtinais Habitat a écrit au sujet de CONV-2026-0001.",
    ]
    move(session, made, "submit", "agree")
    assert "à signer par nous" in told(session, TODAY)[0]


@pytest.fixture
def late(session, tmp_path, monkeypatch):
    landlord = structure(session)
    made = project(session, landlord)
    commitment(session, made)
    sign(session, made, tmp_path, today=date(2026, 2, 1))
    came = [arrival(landlord.id, date(2026, 3, 1), 12)]
    monkeypatch.setitem(registry.arrivals_of, "fake", lambda *_: came)
    return made


def test_a_promise_of_40_computers_that_stands_at_12_is_told_once_a_quarter(session, late):
    line = "Gâtinais Habitat : « Donner ses ordinateurs » en est à 12 sur 40\xa0appareils."
    assert line in told(session, date(2026, 9, 1))
    assert keys(session, date(2026, 9, 1)) == keys(session, date(2026, 9, 20))
    (due,) = [d for d in due_of(session, date(2026, 9, 1)) if d.kind == "engagement"]
    assert due.day == date(2026, 7, 2)
    assert due.href.startswith("/gestion/conventions/engagements/")


def test_what_came_by_any_room_is_counted_again_once_its_trail_went_on(session, late):
    day = date(2026, 9, 1)
    assert any("12 sur 40" in line for line in told(session, day))
    came = registry.arrivals_of["fake"]()
    came.append(arrival(late.organisation_id, date(2026, 8, 1), 5))
    assert any("12 sur 40" in line for line in told(session, day))  # held: nothing said it changed
    audit.record(session, "fake", "collect", "visit:1", SOFIA, now=NOW)
    assert any("17 sur 40" in line for line in told(session, day))


def test_a_promise_that_is_kept_in_time_is_not_told(session, late):
    assert told(session, date(2026, 4, 3)) == []


def test_what_an_amendment_promises_takes_the_place_of_the_older_promise(session, late, tmp_path):
    old = promises.held(session, date(2026, 5, 1), agreement_id=late.id)[0]
    sheet = facts(title="Avenant", starts_on=date(2026, 7, 1), ends_on=None)
    told_ = {"actor": SOFIA, "now": NOW, "today": date(2026, 5, 1)}
    change = actions.amend(session, late, sheet, [("Objet", "x")], **told_)
    raised = promised(quantity=80, replaces_id=old.commitment.id)
    commitments.promise(session, change, raised, actor=SOFIA, now=NOW)
    sign(session, change, tmp_path, content=b"%PDF-9", today=date(2026, 6, 1))
    before, after = sorted(
        promises.held(session, date(2026, 8, 1), agreement_id=late.id),
        key=lambda each: each.promise.first,
    )
    assert (before.superseded, before.promise.last) == (True, date(2026, 6, 30))
    assert (after.promise.first, after.promise.last) == (date(2026, 7, 1), date(2026, 12, 31))
    assert promises.held(session, date(2026, 8, 1), running=True) == [after]


def hours() -> CommitmentFacts:
    return promised(
        side=Side.OURS,
        title="Former",
        kind=Counted.HOURS,
        quantity=600,
        source=Source.ENTRIES,
        words="",
    )


def test_only_confirmed_entries_count_and_proposals_are_told(session, tmp_path):
    made = project(session, structure(session))
    commitments.promise(session, made, hours(), actor=SOFIA, now=NOW)
    sign(session, made, tmp_path, today=date(2026, 2, 1))
    held = promises.held(session, TODAY, agreement_id=made.id)[0]
    entry = commitments.enter(
        session,
        held,
        date(2026, 6, 1),
        550,
        "siège",
        side=Side.THEIRS,
        actor=PARTNER,
        now=NOW,
        today=TODAY,
    )
    assert promises.told(session, held, TODAY).total == 0
    assert any("1 à confirmer" in line for line in told(session, TODAY))
    commitments.decide(session, held, entry, EntryStatus.CONFIRMED, actor=SOFIA, now=NOW)
    assert promises.told(session, held, TODAY).total == 550
    assert not any("à confirmer" in line for line in told(session, TODAY))


def test_arrangements_that_nobody_accepts_are_told_after_a_week(session):
    landlord = structure(session)
    contact(session, landlord)
    arrangements.write(
        session, landlord, None, ArrangementFacts(who="Le gardien"), actor=SOFIA, now=NOW
    )
    assert told(session, TODAY + timedelta(days=7)) == []
    assert "modalités pratiques (1)" in told(session, TODAY + timedelta(days=8))[0]


def test_the_register_hears_of_it(app, session):
    project(session, structure(session))
    session.flush()
    with time_machine.travel(datetime(2026, 12, 24, 9, tzinfo=UTC)):
        found = registry.due(session, date(2026, 12, 24))
    assert [due.kind for due in found] == ["convention"]
    assert registry.staff_tabs["agreements"][0].rank == 50
