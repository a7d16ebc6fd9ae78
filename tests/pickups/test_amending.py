import json
from dataclasses import replace

import pytest
from sqlmodel import select

from app.base.audit import queries as audit
from app.base.core.actors import VISITOR, Actor
from app.base.core.errors import RuleBroken, Stale
from app.pickups import actions, queries
from app.pickups.models import PickupStatus, Source
from app.pickups.rules import Amendment, Line, Outcome, Who
from app.slots.models import SlotHold
from tests.builders import MONDAY, commune
from tests.pickups.builders import FRIDGE, NOW, SCREENS, booked, policy, van
from tests.slots.builders import wrong_counters, zone

ANA = Actor(id=None, label="Ana")
THURSDAY = MONDAY.replace(day=26)
PIANO = Line(name="piano", quantity=1, mass_g=250_000, volume_ml=2_000_000)


def as_it_is(pickup, **changes) -> Amendment:
    lines = tuple(
        Line(
            name=t.name,
            quantity=t.quantity,
            condition=t.condition,
            object_id=t.object_id,
            mass_g=t.mass_g,
            volume_ml=t.volume_ml,
        )
        for t in pickup.listed
    )
    known = {
        "lines": lines,
        "insee": pickup.insee,
        "address": pickup.address,
        "floor": pickup.floor,
        "lift": pickup.lift,
        "access": pickup.access or "",
        "contact_name": pickup.contact_name or "",
        "email": pickup.email,
        "phone": pickup.phone,
    }
    return Amendment(**(known | changes))


def amend(session, pickup, **changes) -> bool:
    return actions.amend(session, pickup, as_it_is(pickup, **changes), actor=ANA, now=NOW)


def note(session, pickup, by=Who.DRIVER, today=THURSDAY, **outcome) -> bool:
    return actions.note_outcome(
        session, pickup, Outcome(**outcome), by=by, actor=ANA, today=today, now=NOW
    )


def held(session) -> list[tuple[int, int]]:
    return [(h.mass_g, h.crew_minutes) for h in session.exec(select(SlotHold)).all()]


def test_more_things_take_more_of_the_day(session):
    pickup = booked(session)
    assert amend(session, pickup, lines=(FRIDGE, replace(SCREENS, quantity=6)))
    assert pickup.mass_g == pickup.occurrence.used_mass_g == 90_000
    assert held(session) == [(90_000, pickup.crew_minutes)]
    assert pickup.things == "1 × réfrigérateur, 6 × écran"
    assert [t.quantity for t in pickup.listed] == [1, 6]


def test_a_higher_floor_takes_more_minutes(session):
    pickup = booked(session)
    before = pickup.occurrence.used_crew_minutes
    amend(session, pickup, floor=3)
    session.refresh(pickup.occurrence)
    assert pickup.occurrence.used_crew_minutes == pickup.crew_minutes > before


def test_what_the_day_cannot_carry_is_refused_and_nothing_changes(session):
    van(session, mass_g=100_000)
    pickup = booked(session)
    with pytest.raises(RuleBroken, match="il manque 220 kg, 0 litres") as refusal:
        amend(session, pickup, lines=(FRIDGE, SCREENS, PIANO))
    assert refusal.value.field == "things"
    session.expire_all()
    assert (pickup.mass_g, len(pickup.listed)) == (70_000, 2)
    assert held(session) == [(70_000, pickup.crew_minutes)]


def test_what_the_crew_cannot_carry_is_refused(session):
    van(session, crew=1)
    pickup = booked(session, (SCREENS,))
    with pytest.raises(RuleBroken, match="l’équipe de ce créneau est de 1"):
        amend(session, pickup, lines=(FRIDGE,))


def test_somebody_who_waits_waits_for_what_is_said_now(session):
    pickup = booked(session, waits=True)
    amend(session, pickup, lines=(SCREENS,))
    assert (pickup.waiting.mass_g, pickup.waiting.people) == (10_000, 1)


def test_an_offered_place_is_resized_and_its_end_stays(session):
    van(session, places=1)
    booked(session, (SCREENS,))
    waits = booked(session, waits=True)
    actions.advance(
        session,
        queries.coming(session, PickupStatus.REQUESTED, MONDAY)[0],
        "cancel",
        by=Who.STAFF,
        actor=ANA,
        now=NOW,
    )
    actions.offer_places(session, today=MONDAY, now=NOW)
    session.refresh(waits.waiting)
    until = waits.waiting.offer_until
    amend(session, waits, lines=(SCREENS,))
    session.refresh(waits.waiting)
    assert waits.waiting.hold.mass_g == 10_000
    assert waits.waiting.offer_until == until is not None


def amilly(session):
    commune(session, "45004", name="Amilly", folded="amilly", postcode="45200")
    return "45004"


def test_the_commune_is_corrected_where_the_booked_day_goes(session):
    pickup = booked(session)
    assert amend(session, pickup, insee=amilly(session))
    assert (pickup.commune.name, pickup.sequence) == ("Amilly", 1)
    entry = list(audit.chain(session, "pickups"))[-1]
    assert entry.after["changed"] == ["commune"]


def test_a_day_that_does_not_go_there_refuses_the_commune(session):
    pickup = booked(session)
    van(session).zone_id = zone(session, "Nord", "45208").id
    with pytest.raises(RuleBroken, match="ne dessert pas Amilly") as refusal:
        amend(session, pickup, insee=amilly(session))
    assert refusal.value.field == "where"
    assert pickup.insee == "45208"


def test_where_nobody_passes_is_refused(session):
    pickup = booked(session)
    policy(session).zone_id = zone(session, "Nord", "45208").id
    with pytest.raises(RuleBroken, match="Nous ne passons pas"):
        amend(session, pickup, insee=amilly(session))


def test_another_day_is_taken_with_the_commune_and_the_old_one_is_free(session):
    pickup = booked(session)
    old = pickup.occurrence
    key = old.key.replace("2026-11-26", "2026-12-03")
    amend(session, pickup, insee=amilly(session), slot=key, lines=(SCREENS,))
    session.refresh(old)
    assert (pickup.occurrence.key, old.used_places) == (key, 0)
    assert held(session) == [(10_000, pickup.crew_minutes)]
    assert wrong_counters(session) == []


@pytest.mark.parametrize("key", ["x", "{}.2026-11-27", "{}.2027-06-03"])
def test_a_day_that_is_not_offered_is_refused_with_the_commune(session, key):
    pickup = booked(session)
    with pytest.raises(RuleBroken) as refusal:
        amend(session, pickup, insee=amilly(session), slot=key.format(van(session).id))
    assert refusal.value.field == "slot"


def test_an_offer_that_does_not_go_to_the_new_commune_is_given_back(session):
    van(session, places=1)
    first = booked(session, (SCREENS,))
    waits = booked(session, waits=True)
    actions.advance(session, first, "cancel", by=Who.STAFF, actor=ANA, now=NOW)
    actions.offer_places(session, today=MONDAY, now=NOW)
    van(session).zone_id = zone(session, "Nord", "45208").id
    session.refresh(waits)
    assert waits.waiting.hold_id is not None
    amend(session, waits, insee=amilly(session))
    assert (waits.waiting.hold_id, waits.waiting.insee) == (None, "45004")
    assert held(session) == []


def test_a_visit_whose_slot_is_gone_says_what_to_do(session, monkeypatch):
    pickup = booked(session)
    monkeypatch.setattr("app.slots.queries.one", lambda *_args, **_facts: None)
    with pytest.raises(RuleBroken, match="n’existe plus : donnez-en un autre"):
        amend(session, pickup, floor=4)


def test_nothing_new_leaves_no_trace(session):
    pickup = booked(session)
    assert not amend(session, pickup)
    assert [e.verb for e in pickup.events] == ["ask"]


def test_a_way_to_reach_the_person_stays(session):
    with pytest.raises(RuleBroken, match="Gardez un e-mail ou un téléphone"):
        amend(session, booked(session), email=None, phone=None)


def test_a_cancelled_visit_is_not_corrected(session):
    pickup = booked(session)
    actions.advance(session, pickup, "cancel", by=Who.STAFF, actor=ANA, now=NOW)
    with pytest.raises(RuleBroken, match="annulé"):
        amend(session, pickup, floor=2)


def test_the_trail_says_what_changed_and_names_nobody(session):
    pickup = booked(session)
    amend(session, pickup, address="9 rue du Puits", contact_name="Mia Louvet")
    entry = list(audit.chain(session, "pickups"))[-1]
    assert entry.after["changed"] == ["address", "contact_name"]
    assert not any(word in json.dumps(entry.after) for word in ("Puits", "Mia"))


def test_two_hands_on_one_page_do_not_overwrite_each_other(session):
    pickup = booked(session)
    seen = queries.version(session, pickup)
    actions.unchanged_since(session, pickup, seen)
    amend(session, pickup, floor=2)
    with pytest.raises(Stale):
        actions.unchanged_since(session, pickup, seen)


def confirmed(session, **wish):
    pickup = booked(session, source=Source.PHONE, **wish)
    assert pickup.status is PickupStatus.CONFIRMED
    return pickup


def test_what_is_done_is_noted_with_what_was_left_and_weighed(session):
    pickup = confirmed(session)
    assert note(session, pickup, verb="collect", left={1: 1}, noted_mass_g=64_500, reason="fêlé")
    assert pickup.status is PickupStatus.DONE
    assert [t.left_quantity for t in pickup.listed] == [0, 1]
    assert (pickup.noted_mass_g, pickup.reason) == (64_500, "fêlé")


def test_the_same_answer_sent_twice_is_noted_once(session):
    pickup = confirmed(session)
    said = {"verb": "collect", "left": {1: 1}, "noted_mass_g": 64_500, "reason": "fêlé"}
    assert note(session, pickup, **said)
    assert not note(session, pickup, **said)
    assert [e.verb for e in pickup.events].count("collect") == 1
    with pytest.raises(RuleBroken, match="fait"):
        note(session, pickup, verb="absent")


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        ({"verb": "collect", "left": {0: 2}}, "il y en a 1"),
        ({"verb": "collect", "left": {0: -1}}, "il y en a 1"),
        ({"verb": "collect", "left": {0: 1, 1: 2}, "reason": "x"}, "Si tout reste"),
        ({"verb": "collect", "left": {0: 1}}, "pourquoi"),
        ({"verb": "leave"}, "Dites pourquoi"),
        ({"verb": "refuse"}, "Dites pourquoi"),
    ],
)
def test_what_does_not_add_up_is_refused(session, outcome, sentence):
    pickup = confirmed(session)
    with pytest.raises(RuleBroken, match=sentence):
        note(session, pickup, **outcome)
    assert pickup.status is PickupStatus.CONFIRMED


@pytest.mark.parametrize(
    ("by", "day", "verb"),
    [(Who.DRIVER, 25, "collect"), (Who.DRIVER, 27, "collect"), (Who.STAFF, 25, "absent")],
)
def test_a_visit_is_noted_on_its_day_and_by_the_team_later(session, by, day, verb):
    pickup = confirmed(session)
    with pytest.raises(RuleBroken):
        note(session, pickup, by=by, today=MONDAY.replace(day=day), verb=verb)
    assert note(session, pickup, by=Who.STAFF, today=MONDAY.replace(day=28), verb=verb)


def test_what_is_left_stays_whole_and_a_correction_takes_it_back(session):
    pickup = confirmed(session)
    note(session, pickup, verb="leave", reason="porte trop étroite")
    assert [t.left_quantity for t in pickup.listed] == [1, 2]
    actions.reopen(session, pickup, actor=ANA, now=NOW)
    assert [t.left_quantity for t in pickup.listed] == [0, 0]
    assert (pickup.status, pickup.reason) == (PickupStatus.CONFIRMED, None)


def test_a_missed_visit_that_gets_another_day_is_missed_no_more(session):
    pickup = confirmed(session)
    late = NOW.replace(day=27)
    actions.report_missed(session, pickup, now=late)
    key = pickup.occurrence.key.replace("2026-11-26", "2026-12-03")
    actions.reschedule(
        session, pickup, key, by=Who.STAFF, actor=VISITOR, today=MONDAY.replace(day=27), now=late
    )
    assert pickup.missed_at is None


def test_the_order_of_a_day_is_set_by_hand_and_leaves_a_trace(session):
    first, second = booked(session), booked(session)
    stops = [first, second]
    actions.shift(session, stops, second, -1, actor=ANA, now=NOW)
    assert (second.position, first.position) == (0, 1)
    entry = list(audit.chain(session, "pickups"))[-1]
    assert (entry.verb, entry.subject) == ("reorder", f"pickup:{second.reference}")
