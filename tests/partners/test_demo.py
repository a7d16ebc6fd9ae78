"""The demonstration's structures, and what hangs on them."""

import pytest

from app.partners import queries
from app.partners.actions.demo import load_demo, structure_id
from app.partners.actions.demo_parts import load_parts
from app.partners.queries import twins
from app.territory import actions as territory
from tests.builders import MONDAY


@pytest.fixture
def database() -> str:
    return "sqlite"


def test_the_demonstration_is_told_once_with_people_papers_and_a_double(session, tmp_path):
    territory.load(session)
    load_demo(session, MONDAY)
    assert load_parts(session, MONDAY, tmp_path)
    assert not load_parts(session, MONDAY, tmp_path)
    landlord = structure_id("habitat-gatinais")
    assert [each.until is None for each in queries.contacts(session, landlord, former=True)] == [
        True,
        True,
        False,
    ]
    assert len(queries.papers(session, landlord, shared=True)) == 1
    pair = {structure_id("banque-du-gatinais"), structure_id("banque-du-gatinais-bis")}
    assert pair in [{first, second} for first, second, _why in twins.proposed(session)]
