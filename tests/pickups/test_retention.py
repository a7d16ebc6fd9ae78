"""Forgetting: who, where and when exactly are gone after sixty days; what counts stays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.base.core.actors import SYSTEM
from app.base.core.errors import RuleBroken
from app.pickups import actions, queries
from app.pickups.models import PickupStatus
from tests.builders import MONDAY
from tests.pickups.world import FRIDGE, OWN_WORDS, advance, book, ground, key_of
from tests.slots.builders import NOW, THURSDAY, wrong_counters

KEPT = date(2027, 1, 25)
OLD = date(2027, 1, 26)
"""Sixty-one days after Thursday 26 November."""


def erase(session, today=OLD):
    return actions.erase_old(session, today=today, now=NOW)


@pytest.fixture
def slot(session):
    return ground(session, places=2)


def test_contact_and_address_are_erased_after_sixty_days(session, slot):
    pickup = book(
        session, key_of(slot), access="code 12A", contact_name="Odette", phone="+33612345678"
    )
    assert erase(session, KEPT) == (0, set())
    assert erase(session) == (1, set())
    assert {pickup.email, pickup.phone, pickup.address, pickup.access} == {None}
    assert {pickup.contact_name, pickup.reason} == {None}
    assert pickup.status is PickupStatus.CONFIRMED


def test_commune_things_and_month_stay_and_the_day_goes(session, slot):
    pickup = book(session, key_of(slot))
    erase(session)
    session.refresh(pickup)
    assert (pickup.insee, pickup.things) == ("45208", "1 × réfrigérateur")
    assert (pickup.month, pickup.occurrence_id, pickup.hold_id) == (date(2026, 11, 1), None, None)
    assert pickup.created_at == datetime(2026, 11, 1, tzinfo=UTC)


def test_words_of_the_askers_own_are_replaced(session, slot):
    pickup = book(session, key_of(slot), lines=(FRIDGE, OWN_WORDS))
    erase(session)
    session.refresh(pickup, ["listed"])
    assert [each.name for each in pickup.listed] == ["réfrigérateur", "autre objet"]
    assert pickup.things == "1 × réfrigérateur, 1 × autre objet"


def test_a_free_line_of_before_the_lists_is_replaced_too(session, slot):
    pickup = book(session, key_of(slot))
    pickup.listed.clear()
    pickup.things = "le buffet de Mémé Odette"
    session.flush()
    erase(session)
    assert pickup.things == "autre objet"


def test_a_visit_without_a_day_is_erased_sixty_days_after_the_asking(session, slot):
    pickup = book(session, clearance=True)
    asked_on = MONDAY + timedelta(days=60)
    assert erase(session, asked_on)[0] == 0
    assert erase(session, asked_on + timedelta(days=1))[0] == 1
    assert pickup.status is PickupStatus.CANCELLED


def test_who_is_forgotten_is_offered_nothing_more(session, slot):
    pickup = book(session, waits=True)
    erase(session)
    assert pickup.waiting.closed_at == NOW
    assert list(actions.offer_places(session, today=MONDAY, now=NOW)) == []


def test_an_offer_to_who_is_forgotten_is_free_again(session, slot):
    book(session, waits=True)
    assert len(actions.offer_places(session, today=MONDAY, now=NOW)) == 1
    erase(session)
    assert wrong_counters(session) == []
    assert len(queries.slots.open_slots(session, window(), now=NOW)) == 1


def window():
    return queries.slots.window(THURSDAY, 1)


def test_what_is_erased_is_erased_once(session, slot):
    book(session, key_of(slot))
    erase(session)
    assert erase(session) == (0, set())


def test_an_erased_visit_no_longer_changes(session, slot):
    pickup = book(session, key_of(slot))
    advance(session, pickup, "collect")
    erase(session)
    for act in (
        lambda: advance(session, pickup, "reopen"),
        lambda: actions.set_access(session, pickup, "x", actor=SYSTEM, now=NOW),
    ):
        with pytest.raises(RuleBroken, match="effacées"):
            act()
    assert pickup.status is PickupStatus.DONE


def test_photos_nobody_shows_any_more_are_named_and_the_others_stay(session, slot):
    book(session, key_of(slot), photos=("a.webp", "b.webp"))
    later = THURSDAY + timedelta(weeks=1)
    book(session, key_of(slot, later), "two", photos=("b.webp",))
    assert erase(session) == (1, {"a.webp"})
    assert queries.photos_in_use(session, {"a.webp", "b.webp"}) == {"b.webp"}


def test_an_erased_visit_asks_for_nothing_any_more(session, slot):
    pickup = book(session, key_of(slot))
    actions.report_missed(session, pickup, now=NOW + timedelta(days=5))
    assert queries.attention(session, today=MONDAY).missed == 1
    erase(session)
    assert queries.attention(session, today=MONDAY).missed == 0
