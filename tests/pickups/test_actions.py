"""Booked once, moved, cancelled, given a place: who may, until when, what it frees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.base.audit import queries as audit
from app.base.audit.rules import first_break
from app.base.core.actors import SYSTEM, VISITOR
from app.base.core.errors import NotFound, RuleBroken
from app.pickups import actions, queries
from app.pickups.models import Pickup, PickupStatus, Source, Verdict
from app.pickups.rules import Who
from app.slots import actions as slots
from app.slots import queries as slot_queries
from app.slots.actions.waits import OFFERED_FOR
from app.slots.loads import NOTHING
from app.slots.models import SlotWait
from tests.builders import MONDAY, commune
from tests.pickups.world import (
    FRIDGE,
    OWN_WORDS,
    SCREEN,
    advance,
    book,
    book_again,
    ground,
    key_of,
    thing,
    wish,
)
from tests.slots.builders import NOW, THURSDAY, exception, holds, used, wrong_counters, zone

NEXT = THURSDAY + timedelta(weeks=1)
TOO_LATE = datetime(2026, 11, 25, 8, 0, 1, tzinfo=UTC)
"""One second beyond 24 hours before Thursday at nine."""
DURING = datetime(2026, 11, 26, 10, tzinfo=UTC)
AFTER = datetime(2026, 11, 26, 11, tzinfo=UTC)
KEY = "secret"


def verbs(session: Session, pickup: Pickup) -> list[str]:
    session.refresh(pickup, ["events"])
    return [event.verb for event in pickup.events]


def counters(session: Session, slot) -> tuple[int, int]:
    assert wrong_counters(session) == []
    return used(session, slot).places, used(session, slot, NEXT).places


def reschedule(session, pickup, slot, day=NEXT, **facts):
    known = {"by": Who.ASKER, "now": NOW} | facts
    actions.reschedule(session, pickup, key_of(slot, day), actor=VISITOR, today=MONDAY, **known)


def schedule(session, pickup, slot, day=NEXT, now=NOW):
    actions.schedule(session, pickup, key_of(slot, day), actor=SYSTEM, today=MONDAY, now=now)


def offered(session, now=NOW) -> list[Pickup]:
    return list(actions.offer_places(session, today=MONDAY, now=now))


@pytest.fixture
def slot(session):
    return ground(session, places=1)


@pytest.fixture
def waiter(session, slot):
    """Somebody who waits while the one place of each week is taken; Thursday is free again."""
    weeks = [THURSDAY + timedelta(weeks=n) for n in range(4)]
    taken = [book(session, key_of(slot, day), f"other {day}") for day in weeks]
    made = book(session, form_key="waiter", waits=True)
    advance(session, taken[0], "cancel")
    return made


def test_what_the_terms_take_is_confirmed_at_once(session, slot):
    pickup = book(session, key_of(slot))
    assert pickup.status is PickupStatus.CONFIRMED
    assert sorted(verbs(session, pickup)) == ["ask", "confirm"]
    assert pickup.hold.load == pickup.load == used(session, slot)
    assert pickup.things == "1 × réfrigérateur"
    assert [each.name for each in pickup.listed] == ["réfrigérateur"]


@pytest.mark.parametrize("lines", [(OWN_WORDS,), (FRIDGE, OWN_WORDS)])
def test_what_has_to_be_looked_at_waits_for_our_yes_with_its_place_held(session, slot, lines):
    pickup = book(session, key_of(slot), lines=lines)
    assert (pickup.status, pickup.on_review) == (PickupStatus.REQUESTED, True)
    assert counters(session, slot) == (1, 0)
    advance(session, pickup, "confirm")
    assert pickup.status is PickupStatus.CONFIRMED


def test_what_staff_book_on_the_phone_is_confirmed_and_may_be_today(session, slot):
    slot.weekday = MONDAY.weekday()
    session.flush()
    now = NOW - timedelta(hours=3)
    asked = replace(wish(key_of(slot, MONDAY), lines=(OWN_WORDS,)), source=Source.PHONE)
    pickup = actions.book(session, asked, actor=SYSTEM, today=MONDAY, now=now)
    assert pickup.status is PickupStatus.CONFIRMED
    with pytest.raises(RuleBroken, match="n’est plus libre"):
        book_again(session, asked, "two", source=Source.PUBLIC, address="ailleurs")


def test_the_waiting_list_holds_no_place(session, slot):
    pickup = book(session, waits=True)
    assert (pickup.status, pickup.hold_id, pickup.occurrence_id) == (
        PickupStatus.WAITING,
        None,
        None,
    )
    assert pickup.waiting.load == pickup.load


def test_a_whole_house_is_called_back_whatever_is_listed(session, slot):
    crowd = (replace(OWN_WORDS, quantity=60),)
    pickup = book(session, lines=crowd, clearance=True)
    assert pickup.status is PickupStatus.CALLBACK
    assert counters(session, slot) == (0, 0)


def test_the_same_form_sent_twice_books_once(session, slot):
    assert book(session, key_of(slot)).id == book(session, key_of(slot)).id
    assert counters(session, slot) == (1, 0)


def test_the_same_form_with_another_day_is_still_the_first_booking(session, slot):
    first = book(session, key_of(slot))
    assert book(session, key_of(slot, NEXT)).id == first.id
    assert counters(session, slot) == (1, 0)


def test_the_same_wish_in_a_new_form_books_once(session):
    slot = ground(session, places=2)
    asked = wish(key_of(slot))
    first = book_again(session, asked, "one")
    assert book_again(session, asked, "after going back").id == first.id
    assert counters(session, slot) == (1, 0)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=2)])
def test_a_neighbour_s_guess_of_a_wish_does_not_lead_to_its_page(session, late):
    slot = ground(session, places=2)
    first = book(session, key_of(slot), contact_name="Mia, au fond")
    guessed = {"contact_name": "Mia, au fond" if late else "", "email": first.email}
    other = book(session, key_of(slot), "guess", now=NOW + late, **guessed)
    assert other.id != first.id


def test_the_same_wish_to_wait_in_a_new_form_waits_once(session, slot):
    asked = wish(waits=True)
    first = book_again(session, asked, "one")
    assert book_again(session, asked, "after going back").id == first.id
    assert len(slot_queries.waiting(session, slot.purpose)) == 1


def test_the_same_wish_after_a_cancellation_is_a_new_one(session, slot):
    asked = wish(key_of(slot))
    first = book_again(session, asked, "one")
    advance(session, first, "cancel", Who.ASKER)
    assert book_again(session, asked, "again").id != first.id


def test_what_the_form_held_while_it_was_typed_becomes_the_booking(session, slot):
    day = slot_queries.one(session, key_of(slot), now=NOW)
    until = NOW + timedelta(minutes=15)
    slots.take(session, day, FRIDGE_LOAD, form_key="one", now=NOW, until=until, visitor="me")
    pickup = book(session, key_of(slot))
    assert slots.sweep(session, now=until) == 0
    assert [each.id for each in holds(session)] == [pickup.hold_id]
    assert counters(session, slot) == (1, 0)


FRIDGE_LOAD = replace(NOTHING, places=1, mass_g=60_000)


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"insee": "45061"}, "where", "pas dans cette commune"),
        ({"lines": (SCREEN, FRIDGE)}, "line-1", "pas chercher « réfrigérateur »"),
        ({"lines": ()}, "lines", "à partir de 1"),
        ({"lines": (replace(SCREEN, quantity=21),)}, "lines", "20 objets au plus"),
        ({"slot": ""}, "slot", "n’est plus libre"),
        ({"slot": "forgé"}, "slot", "n’est plus libre"),
        ({"clearance": True, "slot": ""}, "clearance", "débarras"),
    ],
)
def test_a_refusal_names_its_field_and_nothing_is_kept(session, facts, field, sentence):
    slot = ground(session, clearance=False)
    commune(session, "45061", name="Cepoy")
    terms = queries.policies(session)[0]
    terms.zone_id = zone(session, "Montargis", "45208").id
    terms.things = [thing(subfamily=SCREEN.subfamily), thing(Verdict.REFUSED, object_id=1)]
    session.flush()
    asked = {"slot": key_of(slot), "lines": (SCREEN,)} | facts
    with pytest.raises(RuleBroken, match=sentence) as refusal:
        book(session, asked.pop("slot"), **asked)
    assert refusal.value.field == field
    assert session.exec(select(Pickup)).all() == holds(session) == []


@pytest.mark.parametrize("days", [-7, 0, 35])
def test_a_day_too_near_too_far_or_past_is_refused(session, slot, days):
    far = key_of(slot, THURSDAY + timedelta(days=days))
    today = MONDAY if days else THURSDAY - timedelta(days=1)
    with pytest.raises(RuleBroken) as refusal:
        actions.book(session, wish(far), actor=VISITOR, today=today, now=NOW)
    assert refusal.value.field == "slot"


def test_the_slot_of_another_zone_is_refused(session, slot):
    slot.zone_id = zone(session, "Ailleurs").id
    session.flush()
    with pytest.raises(RuleBroken) as refusal:
        book(session, key_of(slot))
    assert refusal.value.field == "slot"


def test_a_crew_of_one_is_not_given_a_fridge(session, slot):
    slot.crew = 1
    session.flush()
    with pytest.raises(RuleBroken) as refusal:
        book(session, key_of(slot))
    assert refusal.value.field == "slot"
    assert book(session, key_of(slot), lines=(SCREEN,)).people == 1


def test_a_full_day_is_refused_and_says_so(session, slot):
    book(session, key_of(slot))
    with pytest.raises(RuleBroken, match="n’est plus libre") as refusal:
        book(session, key_of(slot), "two")
    assert refusal.value.field == "slot"
    assert counters(session, slot) == (1, 0)


def test_the_price_stays_as_it_was_when_it_was_booked(session, slot):
    terms = queries.policies(session)[0]
    terms.price_cents = 1500
    session.flush()
    pickup = book(session, key_of(slot))
    terms.price_cents = 9900
    session.flush()
    assert pickup.price_cents == 1500


def test_cancelling_frees_the_place_and_leaves_a_trace(session, slot):
    first = book(session, key_of(slot))
    advance(session, first, "cancel", Who.ASKER)
    second = book(session, key_of(slot), "two")
    assert second.occurrence_id == first.occurrence_id
    assert first.hold_id is None
    assert first.sequence == 1
    assert sorted(verbs(session, first)) == ["ask", "cancel", "confirm"]


def test_refusing_frees_the_place_and_needs_a_reason(session, slot):
    pickup = book(session, key_of(slot), lines=(OWN_WORDS,))
    with pytest.raises(RuleBroken, match="Dites pourquoi") as refusal:
        advance(session, pickup, "refuse")
    assert refusal.value.field == "reason"
    advance(session, pickup, "refuse", reason="trop abîmé")
    assert (pickup.reason, counters(session, slot)) == ("trop abîmé", (0, 0))


def test_a_cancelled_pickup_cannot_be_confirmed(session, slot):
    pickup = book(session, key_of(slot))
    advance(session, pickup, "cancel")
    with pytest.raises(RuleBroken, match="annulé"):
        advance(session, pickup, "confirm")


@pytest.mark.parametrize(
    ("verb", "by"), [("confirm", Who.ASKER), ("cancel", Who.DRIVER), ("collect", Who.HOUSE)]
)
def test_another_hand_is_refused(session, slot, verb, by):
    pickup = book(session, key_of(slot), lines=(OWN_WORDS,))
    if verb == "collect":
        advance(session, pickup, "confirm")
    with pytest.raises(RuleBroken, match="pas à vous"):
        advance(session, pickup, verb, by)


@pytest.mark.parametrize(("verb", "by"), [("accept", Who.ASKER), ("schedule", Who.STAFF)])
def test_a_verb_that_gives_a_slot_wants_one(session, slot, verb, by):
    pickup = book(session, waits=True)
    with pytest.raises(RuleBroken, match="Choisissez un créneau"):
        advance(session, pickup, verb, by)
    assert pickup.status is PickupStatus.WAITING


def test_the_last_moment_binds_the_asker_and_not_the_staff(session, slot):
    pickup = book(session, key_of(slot))
    for act in (
        lambda: advance(session, pickup, "cancel", Who.ASKER, now=TOO_LATE),
        lambda: reschedule(session, pickup, slot, now=TOO_LATE),
    ):
        with pytest.raises(RuleBroken, match="trop proche"):
            act()
    reschedule(session, pickup, slot, by=Who.STAFF, now=TOO_LATE)
    advance(session, pickup, "cancel", Who.STAFF, now=TOO_LATE)
    assert pickup.status is PickupStatus.CANCELLED


def test_moving_takes_the_new_frees_the_old_and_the_old_link_still_answers(session, slot):
    pickup = book(session, key_of(slot))
    secret = queries.secret(KEY, pickup)
    reschedule(session, pickup, slot)
    assert (pickup.occurrence.day, counters(session, slot)) == (NEXT, (0, 1))
    assert (pickup.sequence, pickup.position) == (1, None)
    assert queries.by_secret(session, KEY, secret).id == pickup.id


def test_moving_to_a_full_day_keeps_the_old(session, slot):
    book(session, key_of(slot, NEXT), "other")
    pickup = book(session, key_of(slot))
    with pytest.raises(RuleBroken) as refusal:
        reschedule(session, pickup, slot)
    assert refusal.value.field == "slot"
    assert (pickup.occurrence.day, pickup.sequence) == (THURSDAY, 0)
    assert counters(session, slot) == (1, 1)


def test_moving_to_the_same_day_changes_nothing(session, slot):
    pickup = book(session, key_of(slot))
    reschedule(session, pickup, slot, THURSDAY)
    assert pickup.sequence == 0
    assert "move" not in verbs(session, pickup)


def test_a_cancelled_visit_is_not_moved(session, slot):
    pickup = book(session, key_of(slot))
    advance(session, pickup, "cancel")
    with pytest.raises(RuleBroken, match="annulé"):
        reschedule(session, pickup, slot)
    assert counters(session, slot) == (0, 0)


def test_a_closed_day_can_be_left_and_not_taken(session, slot):
    pickup = book(session, key_of(slot))
    slots.save_exception(session, exception(slot, "ferme", THURSDAY))
    reschedule(session, pickup, slot)
    with pytest.raises(RuleBroken):
        reschedule(session, pickup, slot, THURSDAY)


def test_who_is_called_back_is_given_a_slot(session, slot):
    pickup = book(session, clearance=True)
    schedule(session, pickup, slot)
    assert (pickup.status, pickup.occurrence.day) == (PickupStatus.CONFIRMED, NEXT)
    assert counters(session, slot) == (0, 1)


@pytest.mark.parametrize(("verb", "reason"), [("absent", ""), ("leave", "trop lourd")])
def test_a_second_visit_gives_back_what_the_first_held(session, slot, verb, reason):
    pickup = book(session, key_of(slot))
    advance(session, pickup, verb, Who.DRIVER, reason=reason)
    assert counters(session, slot) == (1, 0)
    schedule(session, pickup, slot)
    assert (pickup.status, counters(session, slot)) == (PickupStatus.CONFIRMED, (0, 1))
    assert [each.id for each in holds(session)] == [pickup.hold_id]


def test_a_second_visit_that_finds_no_room_leaves_all_as_it_was(session, slot):
    book(session, key_of(slot, NEXT), "other")
    pickup = book(session, key_of(slot))
    advance(session, pickup, "absent")
    with pytest.raises(RuleBroken) as refusal:
        schedule(session, pickup, slot)
    assert refusal.value.field == "slot"
    assert (pickup.status, counters(session, slot)) == (PickupStatus.ABSENT, (1, 1))


@pytest.mark.parametrize(("verb", "reason"), [("collect", ""), ("absent", ""), ("leave", "x")])
def test_a_visit_marked_by_mistake_is_to_be_made_again_with_its_place(session, slot, verb, reason):
    pickup = book(session, key_of(slot))
    held = pickup.hold_id
    advance(session, pickup, verb, reason=reason)
    advance(session, pickup, "reopen")
    assert (pickup.status, pickup.hold_id, pickup.reason) == (PickupStatus.CONFIRMED, held, None)
    assert counters(session, slot) == (1, 0)


def test_a_freed_place_is_offered_to_who_waits_and_taken_by_a_click(session, slot, waiter):
    assert offered(session) == [waiter]
    actions.accept(session, waiter, now=NOW)
    assert (waiter.status, waiter.occurrence.day) == (PickupStatus.CONFIRMED, THURSDAY)
    assert waiter.waiting.closed_at == NOW
    assert counters(session, slot) == (1, 1)
    assert sorted(verbs(session, waiter)) == ["accept", "ask", "confirm"]


def test_what_has_to_be_looked_at_is_still_looked_at_after_the_list(session, slot, waiter):
    waiter.on_review = True
    session.flush()
    offered(session)
    actions.accept(session, waiter, now=NOW)
    assert waiter.status is PickupStatus.REQUESTED


def test_two_clicks_take_one_place(session, slot, waiter):
    offered(session)
    actions.accept(session, waiter, now=NOW)
    with pytest.raises(RuleBroken, match="déjà"):
        actions.accept(session, waiter, now=NOW)
    assert counters(session, slot) == (1, 1)


def test_an_answer_too_late_takes_nothing_and_she_waits_on(session, slot, waiter):
    offered(session)
    with pytest.raises(RuleBroken, match="n’est plus gardée"):
        actions.accept(session, waiter, now=NOW + OFFERED_FOR)
    assert waiter.status is PickupStatus.WAITING


def test_nothing_offered_cannot_be_accepted_or_declined(session, slot, waiter):
    for act in (actions.accept, actions.decline):
        with pytest.raises(RuleBroken, match="n’est plus gardée"):
            act(session, waiter, now=NOW)


def test_a_late_offer_goes_to_the_next(session, slot, waiter):
    second = book(session, form_key="second", waits=True, now=NOW + timedelta(minutes=1))
    assert offered(session) == [waiter]
    assert offered(session, NOW + OFFERED_FOR) == [second]


def test_a_place_declined_goes_to_the_next_who_waits(session, slot, waiter):
    second = book(session, form_key="second", waits=True, now=NOW + timedelta(minutes=1))
    offered(session)
    actions.decline(session, waiter, now=NOW)
    assert offered(session) == [second]
    assert waiter.status is PickupStatus.WAITING


def test_who_leaves_the_list_gives_the_offer_back(session, slot, waiter):
    offered(session)
    advance(session, waiter, "cancel", Who.ASKER)
    assert counters(session, slot) == (0, 1)
    assert offered(session) == []


def test_staff_give_who_waits_the_very_place_that_is_offered(session, slot, waiter):
    offered(session)
    schedule(session, waiter, slot, THURSDAY)
    assert (waiter.status, counters(session, slot)) == (PickupStatus.CONFIRMED, (1, 1))
    assert offered(session) == []


def test_staff_give_who_waits_another_place_and_the_offer_is_free_again(session, slot, waiter):
    offered(session)
    slot.places = 2
    slots.save_pattern(session, slot, today=MONDAY)
    schedule(session, waiter, slot, NEXT)
    assert counters(session, slot) == (0, 2)
    assert waiter.waiting.closed_at == NOW


def test_where_nobody_passes_any_more_nothing_is_offered(session, slot, waiter):
    queries.policies(session)[0].active = False
    session.flush()
    assert offered(session) == []


def test_a_missed_visit_is_told_after_its_end_and_noted_once(session, slot):
    pickup = book(session, key_of(slot))
    with pytest.raises(RuleBroken, match="pas terminé"):
        actions.report_missed(session, pickup, now=DURING)
    actions.report_missed(session, pickup, now=AFTER)
    actions.report_missed(session, pickup, now=AFTER + timedelta(hours=1))
    assert pickup.missed_at == AFTER
    assert verbs(session, pickup).count("miss") == 1


@pytest.mark.parametrize("verb", ["cancel", "collect"])
def test_a_visit_that_was_not_to_be_made_is_not_missed(session, slot, verb):
    pickup = book(session, key_of(slot))
    advance(session, pickup, verb)
    with pytest.raises(RuleBroken, match="rien n’a changé"):
        actions.report_missed(session, pickup, now=AFTER)


def test_what_helps_to_find_the_door_is_kept_until_the_visit_is_over(session, slot):
    pickup = book(session, key_of(slot))
    actions.set_access(session, pickup, "code 12A", actor=VISITOR, now=NOW)
    assert pickup.access == "code 12A"
    advance(session, pickup, "collect")
    with pytest.raises(RuleBroken, match="terminé"):
        actions.set_access(session, pickup, "trop tard", actor=VISITOR, now=NOW)


@pytest.mark.parametrize(
    ("moved", "by", "order"),
    [(0, 1, "bac"), (2, -1, "acb"), (0, -1, "abc"), (2, 5, "abc"), (0, 2, "bca")],
)
def test_the_days_order_is_set_by_hand(session, moved, by, order):
    slot = ground(session, places=3)
    stops = [book(session, key_of(slot), name) for name in "abc"]
    actions.reorder(session, stops, stops[moved], by)
    found = queries.of_days(session, THURSDAY, THURSDAY)
    assert "".join(each.form_key for each in found) == order


def test_only_the_whole_secret_opens_a_pickup(session, slot):
    pickup = book(session, key_of(slot))
    secret = queries.secret(KEY, pickup)
    assert queries.by_secret(session, KEY, secret).id == pickup.id
    for wrong in (secret[:-1], pickup.reference, "", secret.upper(), "é" * 5000):
        with pytest.raises(NotFound):
            queries.by_secret(session, KEY, wrong)


def test_the_trail_names_no_household_and_holds_together(session, slot):
    pickup = book(session, key_of(slot), access="code 12A", contact_name="Odette")
    advance(session, pickup, "refuse", reason="Odette a rappelé")
    chain = list(audit.chain(session, "pickups"))
    assert len(chain) == 3
    assert first_break(chain) is None
    assert not any(word in str(chain) for word in ("one@", "Lilas", "12A", "Odette"))


@pytest.mark.parametrize("table", ["pickup_event", "trail_entry"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET actor = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_past(session, slot, table, verb):
    book(session, key_of(slot))
    with pytest.raises(sa.exc.DBAPIError, match="append only"):
        session.execute(sa.text(verb.format(table)))


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"email": None}, "contact"),
        ({"occurrence_id": None}, "slot"),
        ({"floor": 61}, "floor"),
        ({"price_cents": -1}, "price"),
        ({"noted_mass_g": -1}, "noted"),
    ],
)
def test_the_database_refuses_a_pickup_that_makes_no_sense(session, slot, facts, name):
    pickup = book(session, key_of(slot))
    for field, value in facts.items():
        setattr(pickup, field, value)
    with pytest.raises(IntegrityError, match=f"ck_pickup_{name}"):
        session.flush()


def test_a_twin_that_waits_leaves_no_second_place_on_the_list(session, slot, monkeypatch):
    """The form sent twice at one instant: neither sees the other before it writes."""
    first = book(session, waits=True)
    monkeypatch.setattr(queries, "made_with", lambda *_, **__: None)
    assert book(session, waits=True).id == first.id
    open_waits = select(SlotWait).where(col(SlotWait.closed_at).is_(None))
    assert [each.id for each in session.exec(open_waits).all()] == [first.wait_id]
