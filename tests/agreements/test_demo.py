"""The demonstration's agreements: told once, coherent with the story."""

from datetime import date

import pytest

from app.agreements import demo, queries
from app.agreements.due import due_of
from app.agreements.models import AgreementStatus as S
from app.partners.actions import demo as partners
from tests.builders import commune


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.mark.parametrize("today", [date(2026, 11, 25), date(2027, 3, 31), date(2028, 2, 29)])
def test_the_demonstration_tells_its_story_on_any_day_and_once(session, today):
    for insee in sorted({row["commune"] for row in partners.rows()}):
        commune(session, insee, name=f"Commune {insee}", folded=f"commune {insee}")
    partners.load_demo(session, today)
    assert demo.load_demo(session, today) == 7
    assert demo.load_demo(session, today) == 0
    states = {
        ref: queries.agreement(session, demo.agreement_id(ref)).status
        for ref in ("habitat-gatinais", "banque-du-gatinais", "mairie-lorris-demo", "club-du-loing")
    }
    assert list(states.values()) == [S.ACTIVE, S.ACTIVE, S.REVIEW, S.SIGNED]
    told = [due.sentence % due.values for due in due_of(session, today)]
    assert any("Banque coopérative du Gâtinais" in line and "/" in line for line in told)
    assert any("en est à 0 sur 40" in line for line in told)
