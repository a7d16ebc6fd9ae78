"""The promises of some days: each period that meets them, counted in one reading."""

from datetime import date

import pytest

from app.agreements.models import Rhythm
from app.agreements.queries import promises
from app.partners.registry import registry
from tests.agreements.builders import arrival, commitment, project, sign
from tests.partners.builders import structure

TODAY = date(2026, 11, 25)


@pytest.fixture
def landlord(session, tmp_path, monkeypatch):
    made = structure(session)
    agreement = project(session, made, starts_on=date(2025, 7, 1), ends_on=date(2027, 6, 30))
    commitment(session, agreement)
    commitment(session, agreement, title="Donner des écrans", rhythm=Rhythm.QUARTER, words="écran")
    sign(session, agreement, tmp_path, today=date(2025, 6, 20))
    came = [
        arrival(made.id, date(2025, 9, 1), 10, thing="Ordinateur"),
        arrival(made.id, date(2026, 3, 1), 12, thing="Ordinateur"),
        arrival(made.id, date(2026, 8, 1), 5, thing="Ordinateur"),
        arrival(made.id, date(2026, 8, 1), 41, thing="Écran"),
    ]
    monkeypatch.setattr(registry, "arrivals_of", {"fake": lambda *_: came})
    return made


def found(session, landlord, since: date, before: date):
    held = promises.held(session, TODAY, organisation_id=landlord.id)
    told = promises.over(session, held, since, before, TODAY)
    return {each.commitment.title: [p.done for p in past] for each, past in told}


def test_both_periods_of_a_promise_that_a_year_meets_are_told(session, landlord):
    assert found(session, landlord, date(2026, 1, 1), date(2027, 1, 1)) == {
        "Donner ses ordinateurs": [22, 5],
        "Donner des écrans": [0, 0, 41, 0],
    }


def test_days_before_a_promise_and_days_to_come_tell_none(session, landlord):
    assert found(session, landlord, date(2024, 1, 1), date(2025, 1, 1)) == {}
    assert found(session, landlord, date(2027, 7, 1), date(2028, 1, 1)) == {}


def test_it_reads_what_came_once_however_many_promises(session, landlord, monkeypatch):
    read = []
    monkeypatch.setattr(registry, "arrivals_of", {"fake": lambda *asked: read.append(asked) or []})
    found(session, landlord, date(2026, 1, 1), date(2027, 1, 1))
    assert len(read) == 1
