"""The demonstration's needs and offers."""

from datetime import date

import pytest

from app.partners.actions import demo as partners
from app.synergies import queries
from app.synergies.actions import demo
from app.synergies.queries import Filters, proposals, results
from app.synergies.queries.proposals import Asked
from app.synergies.queries.results import Wanted
from app.synergies.rules.matching import best


@pytest.mark.usefixtures("communes")
def test_it_comes_once_and_each_pair_it_tells_of_fits(session):
    today = date(2026, 11, 25)
    partners.load_demo(session, today)
    assert demo.load_demo(session, today) == 11
    assert demo.load_demo(session, today) == 0
    rows = queries.lines(session, queries.listed(Filters()))
    fits = {
        row.title: len(best(queries.fact(row), queries.comparable(session, row), limit=9))
        for row in rows
    }
    assert fits["Camionnette un samedi par mois"] == 1
    assert fits["Places en formation gestes et postures"] == 1
    states = {each.row.status.value for each in proposals.lines(session, proposals.listed(Asked()))}
    assert states == {"en-cours", "acceptee"}
    assert {total.amount for total in results.totals(session, Wanted())} == {120_500, 84_000}
    assert len(queries.to_read(session)) == 1
