"""Whom we lean on: shares that sum, records behind each figure, what stops with whom."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.models import Family
from app.partners.models import Supply
from app.partners.registry import Arrival, added, registry
from app.reviews import queries
from app.reviews.rules.dependency import By, Measure, dependences, lost, year_before
from tests.partners.builders import structure

BANK, SCHOOL = UUID(int=1), UUID(int=2)
DAY = date(2026, 6, 1)
VISIT = f"/gestion/enlevements/{UUID(int=9)}"
SOURCES = st.sampled_from([None, BANK, SCHOOL])


def arrival(source=BANK, units=1, family=Family.EEE, thing="Ordinateur portable", day=DAY, **facts):
    known = {"mass_g": 2000 * units, "estimated": True, "visit": "A", "href": VISIT}
    return Arrival(source, day, family, thing, units, **(known | facts))


ARRIVALS = st.lists(
    st.builds(arrival, SOURCES, st.integers(1, 99), st.sampled_from([*Family, None]))
)


@given(ARRIVALS, st.sampled_from(By), st.sampled_from(Measure))
def test_the_shares_of_a_whole_sum_to_it(arrivals, by: By, measure: Measure):
    found = dependences(arrivals, by, measure)
    assert sum(each.whole for each in found) == sum(map(measure.of, arrivals))
    for each in found:
        assert sum(share.amount for share in each.shares) == each.whole


@given(ARRIVALS, st.sampled_from(By), st.sampled_from(Measure))
def test_added_up_or_one_by_one_the_shares_are_the_same(arrivals, by: By, measure: Measure):
    assert dependences(added(arrivals), by, measure) == dependences(arrivals, by, measure)


@given(ARRIVALS, st.sampled_from(By), st.sampled_from(Measure))
def test_what_stops_with_all_structures_is_what_did_not_come_from_residents(arrivals, by, measure):
    found = dependences(arrivals, by, measure)
    stopped = sum(share.amount for who in (BANK, SCHOOL) for _key, share in lost(found, who))
    given_by_structures = [each for each in arrivals if each.organisation_id is not None]
    assert stopped == sum(map(measure.of, given_by_structures))


def test_a_bank_with_29_of_41_laptops_gives_71_per_cent():
    (found,) = dependences([arrival(BANK, 29), arrival(SCHOOL, 12)], By.THING, Measure.UNITS)
    assert (found.first.organisation_id, found.first.percent) == (BANK, 71)
    assert found.fragile


def test_residents_are_many_so_nothing_hangs_on_them():
    (found,) = dependences([arrival(None, 90), arrival(BANK, 10)], By.FAMILY, Measure.UNITS)
    assert found.first.organisation_id == BANK
    assert not found.watched


@pytest.mark.parametrize(
    ("today", "first"),
    [(date(2026, 11, 25), date(2025, 12, 1)), (date(2026, 12, 31), date(2026, 1, 1))],
)
def test_a_year_is_eleven_whole_months_and_this_one(today, first):
    assert year_before(today) == (first, date.fromordinal(today.toordinal() + 1))


def test_who_could_fill_in_is_told_by_its_last_estimate(session):
    giver, mill, old = (structure(session, name) for name in ("Banque", "Papeterie", "Vieille"))
    for who, year, mass_g in (
        (giver, 2026, 900_000),
        (mill, 2025, 800_000),
        (mill, 2026, 100_000),
        (old, 2024, 300_000),
    ):
        row = Supply(organisation_id=who.id, year=year, family=Family.EEE, mass_g=mass_g)
        session.add(row)
    session.flush()
    found = queries.prospects(session, {Family.EEE}, {giver.id})
    assert [(each.name, each.mass_g) for each in found] == [
        ("Vieille", 300_000),
        ("Papeterie", 100_000),
    ]


class TestPages:
    @pytest.fixture
    def database(self) -> str:
        return "sqlite"

    @pytest.fixture
    def bank(self, session, monkeypatch):
        made = structure(session, "Banque du Loing")
        told = [arrival(made.id, 29), arrival(None, 12, thing="Lampe")]

        def lent(_session, _since, _before, structures):
            return [a for a in told if structures is None or a.organisation_id in structures]

        monkeypatch.setattr(registry, "arrivals_of", {"test": lent})
        return made

    def test_the_first_source_is_named_with_its_share_and_its_records(self, signed_in, bank):
        sofia = signed_in("partenariats")
        page = sofia.get("/gestion/dependance?par=objet&mesure=pieces").text
        assert "Banque du Loing" in page
        assert "100 %" in page
        records = sofia.get(f"/gestion/dependance/releve?par=famille&source={bank.id}").text
        assert "Ordinateur portable" in records
        assert "Lampe" not in records

    @pytest.mark.usefixtures("bank")
    def test_residents_records_are_theirs_alone(self, signed_in):
        page = signed_in("direction").get("/gestion/dependance/releve?source=habitants").text
        assert "Lampe" in page
        assert "Ordinateur portable" not in page

    @pytest.mark.usefixtures("bank")
    @pytest.mark.parametrize(("role", "links"), [("direction", True), ("partenariats", False)])
    def test_a_visit_is_a_link_for_who_may_open_it(self, signed_in, role, links):
        page = signed_in(role).get("/gestion/dependance/releve?source=habitants").text
        assert (f'href="{VISIT}"' in page) is links

    def test_what_stops_with_a_structure_is_said(self, signed_in, bank):
        page = signed_in("direction").get(f"/gestion/dependance?sans={bank.id}").text
        assert "Et si Banque du Loing s’arrête" in page
        assert "Demandez-en une lors du prochain rendez-vous" in page

    @pytest.mark.parametrize("asked", ["source=x", "par=or", "source=x&quoi=y"])
    def test_a_forged_record_is_not_found(self, signed_in, asked):
        assert signed_in("direction").get(f"/gestion/dependance/releve?{asked}").status_code == 404

    @pytest.mark.parametrize("asked", ["par=or", "mesure=x", "sans=7f6c1b52"])
    @pytest.mark.usefixtures("bank")
    def test_a_forged_filter_asks_nothing(self, signed_in, asked):
        assert signed_in("direction").get(f"/gestion/dependance?{asked}").status_code == 200

    @pytest.mark.parametrize("role", ["accueil", "partenaire"])
    def test_others_do_not_read_it(self, signed_in, role):
        assert signed_in(role).get("/gestion/dependance").status_code == 403
