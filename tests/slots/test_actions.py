"""Taking and giving back, the calendar as staff keep it."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from app.base.core.errors import RuleBroken
from app.slots import actions, queries
from app.slots.actions.holds import MOST_HELD
from app.slots.loads import MEASURES, NOTHING, Load
from tests.builders import MONDAY, commune, thursday
from tests.slots.builders import (
    BIG,
    MONTH,
    NOW,
    THURSDAY,
    exception,
    holds,
    slot_of,
    take,
    used,
    wrong_counters,
    zone,
)

SOON = NOW + timedelta(minutes=15)
LATER = NOW + timedelta(minutes=16)
NEXT = THURSDAY + timedelta(weeks=1)
KILO = Load(1, 1000, 1000, 10)


def test_the_last_place_is_taken_once(session):
    made = thursday(session, places=1)
    take(session, made, "one")
    with pytest.raises(RuleBroken, match="n’est plus libre") as refusal:
        take(session, made, "two")
    assert refusal.value.field == "slot"


@pytest.mark.parametrize("measure", MEASURES)
def test_what_is_left_can_be_filled_to_the_last_unit_in_every_measure(session, measure):
    made = thursday(session, places=3)
    whole = getattr(made, measure)
    need = replace(Load(), **{measure: whole - 1})
    take(session, made, "one", need=need)
    with pytest.raises(RuleBroken):
        take(session, made, "too much", need=replace(Load(), **{measure: 2}))
    if measure != "places":
        assert take(session, made, "two", need=replace(Load(), **{measure: 1}))
    assert wrong_counters(session) == []


@pytest.mark.parametrize("measure", MEASURES)
def test_the_database_itself_refuses_too_much(session, measure):
    made = thursday(session)
    day = take(session, made, "one").occurrence
    setattr(day, f"used_{measure}", getattr(day, measure) + 1)
    with pytest.raises(IntegrityError, match=f"ck_slot_occurrence_{measure}"):
        session.flush()


@pytest.mark.parametrize("measure", MEASURES)
def test_the_database_itself_refuses_less_than_nothing(session, measure):
    day = take(session, thursday(session), "one").occurrence
    setattr(day, f"used_{measure}", -1)
    with pytest.raises(IntegrityError, match=f"ck_slot_occurrence_{measure}"):
        session.flush()


def test_a_freed_place_can_be_taken_again(session):
    made = thursday(session, places=1)
    actions.release(session, take(session, made, "one").id)
    assert take(session, made, "two").load == Load()


def test_giving_back_twice_gives_back_once(session):
    made = thursday(session, places=2)
    gone = take(session, made, "one").id
    take(session, made, "two")
    actions.release(session, gone)
    actions.release(session, gone)
    assert used(session, made) == Load()


def test_the_same_form_takes_once_and_another_need_resizes_it(session):
    made = thursday(session, places=1)
    first = take(session, made, "one", need=KILO)
    second = take(session, made, "one", need=replace(KILO, mass_g=600_000))
    assert second.id == first.id
    assert used(session, made) == replace(KILO, mass_g=600_000)


def test_a_resize_that_does_not_fit_leaves_what_was_held(session):
    made = thursday(session)
    take(session, made, "one", need=KILO)
    with pytest.raises(RuleBroken):
        take(session, made, "one", need=replace(KILO, mass_g=600_001))
    assert used(session, made) == KILO == holds(session)[0].load


def test_a_resize_may_shrink_on_a_full_day(session):
    made = thursday(session)
    take(session, made, "one", need=made.capacity)
    take(session, made, "one", need=KILO)
    assert used(session, made) == KILO


def test_another_day_chosen_in_the_same_form_frees_the_first(session):
    made = thursday(session)
    first = take(session, made, "one", until=SOON)
    second = take(session, made, "one", NEXT, until=SOON)
    assert second.id == first.id
    assert (used(session, made), used(session, made, NEXT)) == (NOTHING, Load())


def test_another_day_that_is_full_leaves_the_first_held(session):
    made = thursday(session)
    take(session, made, "other", NEXT)
    take(session, made, "one", until=SOON)
    with pytest.raises(RuleBroken):
        take(session, made, "one", NEXT, until=SOON)
    assert used(session, made) == Load()


def test_what_is_held_for_good_is_not_held_for_a_while_again(session):
    made = thursday(session)
    take(session, made, "one")
    take(session, made, "one", NEXT, until=SOON)
    assert actions.sweep(session, now=LATER) == 0
    assert (used(session, made), used(session, made, NEXT)) == (Load(), NOTHING)


def test_an_expired_hold_no_longer_keeps_others_away(session):
    made = thursday(session, places=1)
    take(session, made, "one", until=SOON)
    assert slot_of(session, made, now=NOW).left.places == 0
    assert slot_of(session, made, now=SOON).left.places == 1
    assert take(session, made, "two", now=SOON)
    assert [each.form_key for each in holds(session)] == ["two"]
    assert wrong_counters(session) == []


def test_a_hold_that_is_kept_outlives_its_end(session):
    made = thursday(session, places=1)
    assert actions.keep(session, take(session, made, "one", until=SOON))
    assert actions.sweep(session, now=LATER) == 0
    assert used(session, made) == Load()


def test_a_hold_that_is_gone_cannot_be_kept(session):
    held = take(session, thursday(session), "one", until=SOON)
    actions.sweep(session, now=LATER)
    assert not actions.keep(session, held)


def test_sweeping_gives_back_what_expired_and_nothing_else(session):
    made = thursday(session, places=3)
    for form, until in (("gone", SOON), ("typing", LATER), ("booked", None)):
        take(session, made, form, until=until)
    take(session, made, "gone next week", NEXT, until=SOON)
    assert actions.sweep(session, now=SOON) == 2
    assert [each.form_key for each in holds(session)] == ["booked", "typing"]
    assert wrong_counters(session) == []


def test_one_visitor_keeps_a_few_slots_and_no_more(session):
    made = thursday(session, places=50)
    for number in range(MOST_HELD):
        take(session, made, f"mine {number}", until=SOON, visitor="me")
    with pytest.raises(RuleBroken, match="plusieurs créneaux") as refusal:
        take(session, made, "one more", until=SOON, visitor="me")
    assert refusal.value.field == "slot"
    assert take(session, made, "mine 0", need=KILO, until=SOON, visitor="me")
    assert take(session, made, "neighbour", until=SOON, visitor="you")


def test_what_a_visitor_booked_or_let_expire_bounds_nothing(session):
    made = thursday(session, places=50)
    for number in range(MOST_HELD):
        take(session, made, f"old {number}", until=SOON, visitor="me")
        take(session, made, f"booked {number}", visitor="me")
    assert take(session, made, "new", until=LATER, now=SOON, visitor="me")


def test_moving_takes_the_new_and_frees_the_old(session):
    made = thursday(session)
    held = take(session, made, "one", need=KILO)
    actions.move(session, held, slot_of(session, made, NEXT), now=NOW)
    assert (used(session, made), used(session, made, NEXT)) == (NOTHING, KILO)
    assert held.occurrence.day == NEXT


def test_moving_to_a_full_day_keeps_the_old(session):
    made = thursday(session)
    take(session, made, "other", NEXT)
    held = take(session, made, "one")
    with pytest.raises(RuleBroken) as refusal:
        actions.move(session, held, slot_of(session, made, NEXT), now=NOW)
    assert refusal.value.field == "slot"
    assert held.occurrence.day == THURSDAY
    assert wrong_counters(session) == []


def test_moving_to_the_same_day_changes_nothing_even_when_it_is_full(session):
    made = thursday(session)
    held = take(session, made, "one")
    actions.move(session, held, slot_of(session, made), now=NOW)
    assert used(session, made) == Load()


def test_moving_takes_the_room_that_an_expired_hold_left(session):
    made = thursday(session)
    held = take(session, made, "one")
    take(session, made, "gone", NEXT, until=SOON)
    actions.move(session, held, slot_of(session, made, NEXT, SOON), now=SOON)
    assert [each.form_key for each in holds(session)] == ["one"]


def test_no_slot_or_one_that_the_calendar_no_longer_has_is_refused(session):
    made = thursday(session)
    held = take(session, made, "one")
    actions.save_exception(session, exception(made, "ferme", THURSDAY))
    closed = slot_of(session, made)
    for slot in (None, closed):
        with pytest.raises(RuleBroken) as refusal:
            actions.take(session, slot, Load(), form_key="two", now=NOW)
        assert refusal.value.field == "slot"
        with pytest.raises(RuleBroken):
            actions.move(session, held, slot, now=NOW)


@pytest.mark.parametrize("seed", range(6))
def test_after_anything_the_counters_are_the_sum_of_the_holds(session, seed):
    """Walk at random: take, resize, keep, move, give back, let time pass, sweep."""
    dice = random.Random(seed)
    made = thursday(session, places=5, crew_minutes=90)
    days = [THURSDAY + timedelta(weeks=n) for n in range(3)]
    now, refused = NOW, 0
    for _step in range(80):
        form, day = f"form {dice.randrange(12)}", dice.choice(days)
        need = Load(1, dice.randrange(300_000), dice.randrange(4_000_000), dice.randrange(60))
        held = queries.hold(session, form)
        try:
            match dice.randrange(6):
                case 0 | 1:
                    until = now + timedelta(minutes=dice.randrange(1, 20))
                    take(session, made, form, day, need=need, now=now, until=until)
                case 2:
                    take(session, made, form, day, need=need, now=now)
                case 3 if held:
                    actions.move(session, held, slot_of(session, made, day, now), now=now)
                case 4 if held:
                    dice.choice([actions.keep, lambda s, h: actions.release(s, h.id)])(
                        session, held
                    )
                case _:
                    now += timedelta(minutes=dice.randrange(10))
                    actions.sweep(session, now=now)
        except RuleBroken:
            refused += 1
        assert wrong_counters(session) == []
    assert 0 < refused < 70


def test_a_changed_pattern_gives_days_to_come_its_capacity_and_leaves_hours_and_past(session):
    made = thursday(session, places=2)
    past = take(session, made, "past", THURSDAY - timedelta(weeks=1)).occurrence
    day = take(session, made, "one").occurrence
    made.places, made.starts = 9, made.starts.replace(hour=8)
    actions.save_pattern(session, made, today=MONDAY)
    session.refresh(day)
    session.refresh(past)
    assert (day.places, day.starts.hour, past.places) == (9, 9, 2)


def test_a_smaller_pattern_never_goes_below_what_is_taken(session):
    made = thursday(session, places=3)
    day = take(session, made, "one", need=Load(2, 5000, 0, 0)).occurrence
    made.places, made.mass_g = 1, 1000
    actions.save_pattern(session, made, today=MONDAY)
    session.refresh(day)
    assert (day.places, day.mass_g, day.volume_ml) == (2, 5000, made.volume_ml)


def test_a_changed_pattern_leaves_an_exceptional_day_its_capacity(session):
    made = thursday(session, places=6)
    actions.save_exception(session, exception(made, "change", THURSDAY, places=2))
    day = take(session, made, "one").occurrence
    actions.save_pattern(session, made, today=MONDAY)
    session.refresh(day)
    assert day.places == 2


def test_an_exception_changes_the_room_of_a_day_that_people_booked(session):
    made = thursday(session, places=6)
    day = take(session, made, "one").occurrence
    change = exception(made, "change", THURSDAY, places=2)
    actions.save_exception(session, change)
    assert slot_of(session, made).left.places == 1
    actions.drop_exception(session, change)
    session.refresh(day)
    assert (day.places, slot_of(session, made).left.places) == (6, 5)


@pytest.mark.parametrize("made_of", ["other days", "another pattern"])
def test_exceptional_days_that_move_give_the_old_ones_their_room_back(session, made_of):
    made, other = thursday(session, places=6), thursday(session, name="Autre", places=6)
    day, later = take(session, made, "one").occurrence, THURSDAY + timedelta(weeks=1)
    next_day = take(session, made, "two", later).occurrence
    change = exception(made, "change", THURSDAY, places=2)
    actions.save_exception(session, change)
    if made_of == "other days":
        change.first_day = change.last_day = later
    else:
        change.pattern_id = other.id
    actions.save_exception(session, change)
    for each in (day, next_day):
        session.refresh(each)
    assert (day.places, next_day.places) == (6, 2 if made_of == "other days" else 6)


def test_a_day_added_then_moved_keeps_its_bookings_marked_as_unplanned(session):
    made = thursday(session, places=6)
    friday = THURSDAY + timedelta(days=1)
    extra = exception(made, "ajoute", friday)
    actions.save_exception(session, extra)
    take(session, made, "one", friday)
    extra.first_day = extra.last_day = friday + timedelta(days=1)
    actions.save_exception(session, extra)
    assert used(session, made, friday) == Load()
    assert not slot_of(session, made, friday).planned


def test_a_closed_day_is_no_longer_offered_and_keeps_its_bookings(session):
    made = thursday(session, places=6)
    take(session, made, "one")
    actions.save_exception(session, exception(None, "ferme", THURSDAY))
    assert used(session, made) == Load()
    assert THURSDAY not in {s.day for s in queries.open_slots(session, MONTH, now=NOW)}


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"weekday": 7}, "weekday"),
        ({"every_weeks": 2}, "anchor"),
        ({"every_weeks": 9, "first_day": MONDAY}, "every_weeks"),
        ({"first_day": MONDAY, "last_day": date(2026, 11, 22)}, "period"),
        ({"places": 0}, "places"),
        ({"mass_g": -1}, "capacity"),
        ({"crew": 0}, "crew"),
    ],
)
def test_the_database_refuses_a_pattern_that_makes_no_sense(session, facts, name):
    with pytest.raises(IntegrityError, match=f"ck_slot_pattern_{name}"):
        thursday(session, **facts)


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (exception(None, "change", THURSDAY), "pattern"),
        (exception(None, "ferme", THURSDAY, MONDAY), "period"),
        (exception(None, "ferme", THURSDAY, places=0), "places"),
    ],
)
def test_the_database_refuses_an_exception_that_makes_no_sense(session, made, name):
    with pytest.raises(IntegrityError, match=f"ck_slot_exception_{name}"):
        actions.save_exception(
            session, exception(None, made.kind, made.first_day, made.last_day, places=made.places)
        )


def test_a_zone_keeps_the_communes_chosen_and_only_them(session):
    for code in ("45208", "45061", "45004"):
        commune(session, code, name=code)
    north = zone(session, "Nord", "45208", "45061")
    actions.save_zone(session, north, ["45061", "45004"])
    session.expire(north)
    assert north.codes == {"45061", "45004"}
    assert queries.zones_of(session, "45208") == frozenset()


def test_a_zone_that_a_pattern_serves_stays(session):
    north = zone(session)
    made = thursday(session, zone_id=north.id)
    with pytest.raises(RuleBroken, match="secteur"):
        actions.drop_zone(session, north)
    made.zone_id = None
    session.flush()
    actions.drop_zone(session, north)
    assert queries.zones(session) == []


def test_the_fixed_slot_is_made_once(session):
    actions.offer_thursday(session)
    actions.offer_thursday(session)
    assert len(queries.patterns(session)) == 1


def test_too_big_for_any_day_is_refused_by_all(session):
    with pytest.raises(RuleBroken):
        take(session, thursday(session), "one", need=BIG)
