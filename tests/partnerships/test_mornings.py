"""What is due, whose it is, and the letter of the morning."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import select

from app.base.outbox import worker
from app.base.outbox.models import OutboxRow
from app.partners.registry import Due, registry
from app.partnerships import jobs
from app.partnerships.actions import groups, partnerships
from app.partnerships.models import ExchangeKind, GroupKind
from app.partnerships.mornings import letter
from app.partnerships.queries.due import due_of, soon
from app.partnerships.rules import GroupFacts, MeetingFacts, NextAction
from tests.accounts.builders import account
from tests.partners.builders import structure
from tests.partnerships.builders import NOW, SOFIA, TODAY, action, going, planned, recorded

HAND = {"actor": SOFIA, "now": NOW}
DAY = timedelta(days=1)


@pytest.fixture
def sofia(session):
    return account(session, "partenariats", name="Sofia", email="sofia@exemple.test")


@pytest.fixture
def claire(session):
    return account(session, "direction", name="Claire", email="claire@exemple.test")


def letters(session) -> list[OutboxRow]:
    query = select(OutboxRow).where(OutboxRow.kind == "mail").order_by(OutboxRow.dedupe)
    return [row for row in session.exec(query) if "partnership-morning" in row.dedupe]


def said(session, today=TODAY) -> list[str]:
    return sorted(due.sentence % due.values for due in due_of(session, today))


class TestPlans:
    @pytest.fixture
    def database(self) -> str:
        return "sqlite"

    def test_what_is_planned_is_found_without_reading_what_is_done(self, session):
        asked: list[tuple[str, Any]] = []
        engine = session.get_bind()

        @sa.event.listens_for(engine, "before_cursor_execute")
        def keep(_conn, _cursor, statement, parameters, _context, _many):
            asked.append((statement, parameters))

        list(due_of(session, TODAY))
        sa.event.remove(engine, "before_cursor_execute", keep)
        ((statement, parameters),) = [each for each in asked if "exchange.state" in each[0]]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert "USING INDEX ix_exchange_planned" in str(plan.all())


def test_everything_that_is_due_is_told_and_nothing_of_tomorrow(session):
    here, other = structure(session, "Banque"), structure(session, "Papeterie")
    going(session, here, next=action("Envoyer le bilan", TODAY - DAY))
    going(session, other, next=action("Plus tard", TODAY + DAY))
    recorded(session, here, follow_up=action("Envoyer la liste"))
    planned(session, other, kind=ExchangeKind.CALL, at=NOW.replace(hour=9, minute=30))
    planned(session, other, at=NOW - 3 * DAY, subject="Visite")
    planned(session, other, at=NOW + DAY)
    assert said(session) == [
        "Banque\u00a0: Envoyer la liste",
        "Banque\u00a0: Envoyer le bilan",
        "Papeterie\u00a0: appeler à 10\u00a0h\u00a030 – Point sur la promesse",
        "Papeterie\u00a0: rendez-vous à noter – Visite",
    ]
    assert len(soon(session, TODAY)) == 2


def test_a_follow_up_handed_over_is_due_once(session):
    organisation = structure(session)
    going(session, organisation)
    recorded(session, organisation, follow_up=action("Envoyer la liste"), hand_over=True)
    assert said(session) == ["Gâtinais Habitat\u00a0: Envoyer la liste"]


def test_a_pause_that_ends_asks_to_resume_and_a_lost_one_asks_nothing(session):
    paused = going(session, structure(session, "Collège"), next=action())
    partnerships.pause(session, paused, "Attendre", TODAY + DAY, **HAND, seen=1)
    lost = going(session, structure(session, "Banque"), next=action())
    partnerships.lose(session, lost, "Contrat national", **HAND, seen=1)
    assert said(session) == []
    assert said(session, TODAY + DAY) == ["Collège\u00a0: la pause se termine, reprendre\u00a0?"]


def test_a_group_s_meeting_and_tasks_are_due_until_it_is_closed(session):
    group = groups.add(session, GroupFacts("Comité", GroupKind.STEERING), **HAND)
    groups.meet(session, group, MeetingFacts(NOW), **HAND)
    groups.assign(session, group, "Écrire", TODAY, **HAND)
    assert said(session) == ["Comité\u00a0: réunion à 10\u00a0h", "Comité\u00a0: Écrire"]
    groups.close(session, group, **HAND, seen=1)
    assert said(session) == []


def test_each_person_gets_a_letter_of_its_own_things(session, sofia, claire):
    going(session, structure(session, "Banque"), next=action("Bilan", TODAY, claire.id))
    going(session, structure(session, "Collège"), next=action("Appeler", TODAY - DAY))
    jobs.write_mornings(session, NOW)
    told = {row.payload["to"]: row.payload for row in letters(session)}
    assert set(told) == {"sofia@exemple.test", "claire@exemple.test"}
    assert "Bilan" in told["claire@exemple.test"]["text"]
    assert "Collège" not in told["claire@exemple.test"]["text"]
    assert "En retard" in told["sofia@exemple.test"]["text"]
    assert "http://localhost/gestion/partenaires/" in told["sofia@exemple.test"]["text"]
    assert told["sofia@exemple.test"]["subject"].endswith("1 chose à faire")


def test_nobody_is_written_to_when_nothing_is_due(session, sofia):
    going(session, next=action("Plus tard", TODAY + DAY))
    jobs.write_mornings(session, NOW)
    assert letters(session) == []


def test_what_another_room_lends_is_in_the_letter(session, sofia, monkeypatch):
    due = Due("x", TODAY, "Convention à renouveler : %(name)s", {"name": "100 %"}, "/gestion/x")
    monkeypatch.setitem(registry.due_of, "agreements", lambda _session, _today: [due])
    jobs.write_mornings(session, NOW)
    assert "Convention à renouveler : 100 %" in letters(session)[0].payload["text"]


def test_a_letter_says_late_then_today_then_what_is_announced_and_stays_short(app):
    def due(day, number: int = 0) -> Due:
        return Due(f"x{number}", day, f"Chose {number}", {}, "/x")

    found = [due(TODAY - DAY), *(due(TODAY, n) for n in range(45)), due(TODAY + DAY, 99)]
    subject, text = letter(found, today=TODAY, base_url="http://x", page="/p")
    assert subject.endswith("47 choses à faire")
    heads = [line for line in text.splitlines() if line.endswith("\u00a0:")]
    assert heads == [
        "En retard\u00a0:",
        "Aujourd’hui\u00a0:",
        "À prévoir\u00a0:",
        "Toute la liste\u00a0:",
    ]
    assert "Et 5 autres." in text
    assert "Chose 99 (26 nov. 2026)" in text


@pytest.mark.parametrize(
    ("hour", "period"),
    [(5, "2026-11-24"), (6, "2026-11-25"), (23, "2026-11-26")],
)
def test_a_morning_begins_at_seven_on_the_wall(hour, period):
    assert jobs.morning(datetime(2026, 11, 25, hour, tzinfo=UTC)) == (
        period if hour != 23 else "2026-11-25"
    )


def test_the_worker_writes_once_a_day_and_catches_up_after_a_stop(app, session, sofia):
    going(session, next=action("Bilan"))
    session.commit()
    for hour in (5, 6, 9, 17):
        with time_machine.travel(NOW.replace(hour=hour), tick=False):
            worker.run_periods(app)
        session.expire_all()
        assert len(letters(session)) == (hour >= 6)
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        worker.run_periods(app)
    assert len(letters(session)) == 2


def test_before_seven_nothing_leaves(session, sofia):
    going(session, next=NextAction("Bilan", TODAY))
    jobs.write_mornings(session, NOW.replace(hour=5))
    assert letters(session) == []
