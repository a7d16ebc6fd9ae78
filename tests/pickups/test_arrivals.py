"""What came by pickups, and from which structure: counted once, to the gram."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.base.core.errors import RuleBroken
from app.catalog.models import Family
from app.partners.registry import Ending, Told, added, registry
from app.pickups import actions
from app.pickups.actions.giving import give_from
from app.pickups.actions.outcomes import note_outcome
from app.pickups.models import Condition, PickupStatus, PickupThing
from app.pickups.rules import Outcome, Who
from app.pickups.rules.arrivals import Taken, weighed
from tests.partners.builders import structure
from tests.pickups import booked
from tests.pickups.booked import ANA, NOW

KINDS = st.lists(st.builds(Taken, st.integers(1, 99), st.integers(1, 500_000)), min_size=1)


@given(KINDS, st.integers(0, 10**7))
def test_what_the_scale_read_is_shared_to_the_gram(taken: list[Taken], noted_g: int):
    shares = weighed(taken, noted_g)
    assert sum(shares) == noted_g
    assert min(shares) >= 0


@given(KINDS)
def test_without_a_scale_the_estimates_stand(taken: list[Taken]):
    assert weighed(taken, None) == [each.units * each.mass_g for each in taken]


@given(KINDS, st.integers(0, 10**7))
def test_no_kind_is_more_than_a_gram_from_its_share(taken: list[Taken], noted_g: int):
    total = sum(each.units * each.mass_g for each in taken)
    for each, share in zip(taken, weighed(taken, noted_g), strict=True):
        assert abs(share - noted_g * each.units * each.mass_g / total) < 1


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def came(session, structures=None):
    day = date(2026, 1, 1)
    return list(registry.arrivals(session, day, day + timedelta(days=400), structures))


def fetched(session, quantity=3, left=0, noted_g=None):
    """Return a visit that took fridges, the day after."""
    pickup = booked.book(session, lines=(booked.line(session, quantity=quantity),))
    kept = {0: left} if left else {}
    why = "trop lourd" if left else ""
    outcome = Outcome(verb="collect", left=kept, noted_mass_g=noted_g, reason=why)
    day, now = booked.THURSDAY, NOW + timedelta(days=11)
    note_outcome(session, pickup, outcome, by=Who.STAFF, actor=ANA, today=day, now=now)
    return pickup


def test_what_stayed_on_the_spot_did_not_come(session):
    booked.ground(session)
    pickup = fetched(session, quantity=3, left=1)
    (arrival,) = came(session)
    assert (arrival.units, arrival.mass_g, arrival.family) == (2, 120_000, Family.EEE)
    assert (arrival.day, arrival.estimated) == (booked.THURSDAY, True)
    assert arrival.href == f"/gestion/enlevements/{pickup.id}"


def test_a_visit_to_come_or_cancelled_brought_nothing(session):
    booked.ground(session)
    booked.cancel(session, booked.book(session))
    booked.book(session)
    assert came(session) == []


def test_what_the_van_weighed_replaces_the_estimate(session):
    booked.ground(session)
    fetched(session, quantity=2, noted_g=100_001)
    (arrival,) = came(session)
    assert (arrival.mass_g, arrival.estimated) == (100_001, False)


def test_a_structure_gets_what_it_gave_and_no_more(session):
    booked.ground(session)
    bank, other = structure(session, "Banque"), structure(session, "Autre")
    pickup = fetched(session)
    assert give_from(session, pickup, bank.id, actor=ANA, now=NOW)
    assert not give_from(session, pickup, bank.id, actor=ANA, now=NOW)
    assert [each.organisation_id for each in came(session, {bank.id})] == [bank.id]
    assert came(session, {other.id}) == []


def test_what_came_still_counts_once_the_visit_is_erased(session):
    booked.ground(session)
    bank = structure(session, "Banque")
    give_from(session, fetched(session), bank.id, actor=ANA, now=NOW)
    later = NOW + timedelta(days=80)
    actions.erase_old(session, today=later.date(), now=later)
    (arrival,) = came(session, {bank.id})
    assert (arrival.units, arrival.day) == (3, date(2026, 12, 1))


def ended(session, structures=None):
    since, before = date(2026, 11, 1), date(2027, 1, 1)
    return list(registry.visits(session, since, before, structures))


def test_what_the_giver_told_of_a_thing_comes_with_it(session):
    booked.ground(session)
    fetched(session).listed[0].condition = Condition.BROKEN
    session.flush()
    (arrival,) = came(session)
    assert arrival.told is Told.BROKEN


def test_each_visit_tells_how_it_ended_and_what_stayed(session):
    booked.ground(session)
    bank = structure(session, "Banque")
    partly, gone = fetched(session, quantity=3, left=1), booked.book(session)
    booked.cancel(session, gone, reason="doublon")
    booked.book(session)
    for each in (partly, gone):
        give_from(session, each, bank.id, actor=ANA, now=NOW)
    found = {each.reference: each for each in ended(session, {bank.id})}
    assert len(found) == 2
    assert (found[partly.reference].ending, found[partly.reference].left) == (Ending.PARTLY, 1)
    assert found[partly.reference].why == "trop lourd"
    assert found[gone.reference].ending is Ending.CANCELLED
    assert ended(session, {structure(session, "Autre").id}) == []


def test_a_visit_that_never_had_a_day_counts_when_it_was_asked(session):
    booked.ground(session)
    waiting = booked.book(session)
    booked.cancel(session, waiting)
    waiting.occurrence = None
    session.flush()
    assert [each.day for each in ended(session)] == [booked.TODAY]


def test_months_add_up_to_what_came_gram_by_gram(session):
    booked.ground(session)
    bank = structure(session, "Banque")
    given = fetched(session, quantity=2, noted_g=100_001)
    give_from(session, given, bank.id, actor=ANA, now=NOW)
    fetched(session, quantity=3, left=1)
    booked.book(session)
    arrivals = came(session)
    totals = list(registry.totals(session, date(2026, 1, 1), date(2027, 1, 1)))
    assert {each.month for each in totals} == {date(2026, 12, 1)}
    for who in (bank.id, None):
        (total,) = [each for each in totals if each.organisation_id == who]
        mine = [each for each in arrivals if each.organisation_id == who]
        assert total.units == sum(each.units for each in mine) > 0
        assert total.mass_g == sum(each.mass_g for each in mine) > 0
    assert list(registry.totals(session, date(2026, 1, 1), booked.THURSDAY)) == []


NOTED = (None, 0, 1, 7, 100_001, 999_999)


def test_sums_are_what_came_gram_by_gram(session):
    """Whatever the scale read, and however many kinds share it: as if each was added by hand."""
    booked.ground(session, places=40)
    bank = structure(session, "Banque")
    chance = Random(4)
    kinds = [
        replace(booked.line(session, slug), name=f"{slug} {mass_g}", mass_g=mass_g, volume_ml=1000)
        for slug in ("refrigerateur", "ordinateur")
        for mass_g in (1, 333, 1000, 7001)
    ]
    for number, noted_g in enumerate([*NOTED, *NOTED]):
        some = [
            replace(kind, quantity=chance.randint(1, 3))
            for kind in chance.sample(kinds, chance.randint(2, 4))
        ]
        pickup = booked.book(session, lines=tuple(some))
        if number % 2:
            give_from(session, pickup, bank.id, actor=ANA, now=NOW)
        things = select(PickupThing).where(PickupThing.pickup_id == pickup.id)
        for thing in session.exec(things.order_by(PickupThing.number)):
            thing.left_quantity = int(thing.number % 2)
        pickup.status = PickupStatus.DONE
        pickup.noted_mass_g = noted_g
        session.flush()
    arrivals = came(session)
    day = date(2026, 1, 1)
    sums = list(registry.sums(session, day, day + timedelta(days=400)))
    assert {each.estimated_g > 0 for each in sums} == {True, False}
    assert sorted(sums, key=str) == sorted(added(arrivals), key=str)
    assert sum(each.mass_g for each in sums) > 0
    assert list(registry.sums(session, day, booked.THURSDAY)) == []


def test_a_closed_structure_gives_nothing(session):
    booked.ground(session)
    bank = structure(session, "Banque")
    bank.closed_at = NOW
    with pytest.raises(RuleBroken):
        give_from(session, booked.book(session), bank.id, actor=ANA, now=NOW)


class TestPages:
    @pytest.fixture
    def database(self) -> str:
        return "sqlite"

    def test_the_team_says_whose_things_they_are(self, signed_in, session):
        booked.ground(session)
        bank, pickup = structure(session, "Banque du Loing"), booked.book(session)
        desk = signed_in("accueil")
        address = f"/gestion/enlevements/{pickup.id}"
        assert (
            desk.post(f"{address}/structure", data={"structure": str(bank.id)}).status_code == 303
        )
        assert "Banque du Loing" in desk.get(address).text
        listed = desk.get(f"/gestion/partenaires/{bank.id}/enlevements").text
        assert pickup.reference in listed
        assert "rue des Lilas" not in listed

    @pytest.mark.parametrize("forged", ["x", "7f6c1b52-0f0e-4a52-9b61-2b1c9ad0f7aa"])
    def test_a_forged_structure_is_refused_in_words(self, signed_in, session, forged):
        booked.ground(session)
        pickup, desk = booked.book(session), signed_in("accueil")
        address = f"/gestion/enlevements/{pickup.id}"
        desk.post(f"{address}/structure", data={"structure": forged})
        assert "Cette structure est fermée" in desk.get(address).text

    def test_the_team_books_for_a_structure_and_the_public_cannot(self, signed_in, client, session):
        booked.ground(session)
        bank = structure(session, "Banque du Loing")
        phone = f"/gestion/enlevements/nouveau?structure={bank.id}"
        assert "Pour Banque du Loing" in signed_in("accueil").get(phone).text
        public = client.get(f"/enlevements/nouveau?structure={bank.id}").text
        assert "Banque du Loing" not in public

    @pytest.mark.parametrize("role", ["chauffeur", "partenaire", "guichet"])
    def test_others_do_not_say_whose_things_they_are(self, signed_in, session, role):
        booked.ground(session)
        pickup = booked.book(session)
        answer = signed_in(role).post(f"/gestion/enlevements/{pickup.id}/structure", data={})
        assert answer.status_code == 403
