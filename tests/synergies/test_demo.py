"""The demonstration's needs and offers."""

from datetime import date

import pytest

from app.partners.actions import demo as partners
from app.synergies import queries
from app.synergies.actions import demo
from app.synergies.queries import Filters
from app.synergies.rules.matching import best


@pytest.mark.usefixtures("communes")
def test_it_comes_once_and_each_pair_it_tells_of_fits(session):
    today = date(2026, 11, 25)
    partners.load_demo(session, today)
    assert demo.load_demo(session, today) == 8
    assert demo.load_demo(session, today) == 0
    rows = queries.lines(session, queries.listed(Filters()))
    fits = {
        row.title: len(best(queries.fact(row), queries.comparable(session, row), limit=9))
        for row in rows
    }
    assert sum(fits.values()) == 6
    assert fits["Camionnette un samedi par mois"] == 1
