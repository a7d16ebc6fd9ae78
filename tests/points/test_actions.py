import json
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from app.base.audit import queries as trail
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.core.hours import Exceptional, HoursError
from app.points import actions, queries
from app.points.models import Point, PointCorrection, PointPlace, PointState, Sheet, StateKind
from app.points.rules import things
from app.points.rules.sheets import SheetRefused
from tests.builders import commune
from tests.points.builders import ANA, LAT, LON, NOW, place

DAY = timedelta(days=1)
BRING_EEE = things.category("eee")


def verbs(session, point) -> list[str]:
    return [entry.verb for entry in reversed(trail.of_subject(session, f"point:{point.id}"))]


def indexed(session, point) -> int:
    query = sa.select(sa.func.count()).where(PointPlace.point_id == point.id)
    return session.execute(query).scalar_one()


def test_a_place_opened_by_staff_is_found_and_its_facts_are_corrections(session):
    point = place(session, hours="Mo 09:00-12:00")
    told = {row.field for row in queries.corrections_of(session, point.id)}
    assert told == {"name", "kind", "lat", "lon", "offers", "hours"}
    assert queries.nearest(session, BRING_EEE, LAT, LON)[0][0] == point.id
    assert verbs(session, point) == ["create"]


def test_two_places_of_one_name_have_two_addresses(session):
    commune(session)
    slugs = [place(session, insee="45208").slug for _ in range(3)]
    assert slugs == [
        "borne-du-lavoir-montargis",
        "borne-du-lavoir-montargis-2",
        "borne-du-lavoir-montargis-3",
    ]


def test_a_name_without_letters_has_an_address_too(session):
    assert place(session, name="***").slug == "lieu"


def test_a_place_cannot_lie_in_a_commune_that_does_not_exist(session):
    with pytest.raises(RuleBroken, match="45999") as refusal:
        place(session, insee="45999")
    assert refusal.value.field == "insee"


def test_a_correction_is_shown_and_leaves_a_trace(session):
    point = place(session)
    change = {"phone": "0261910007", "name": point.name}
    assert actions.correct(session, point, change, actor=ANA, now=NOW, reason="appelé")
    assert (point.phone, point.version) == ("02 61 91 00 07", 2)
    entry = trail.of_subject(session, f"point:{point.id}")[0]
    assert (entry.before, entry.after) == ({"phone": ""}, {"phone": "02 61 91 00 07"})


def test_correcting_to_what_is_shown_changes_nothing(session):
    point = place(session)
    assert not actions.correct(session, point, {"name": point.name}, actor=ANA, now=NOW)
    assert (point.version, verbs(session, point)) == (1, ["create"])


def test_a_wrong_correction_is_refused_with_every_fault(session):
    point = place(session)
    with pytest.raises(SheetRefused) as refusal:
        actions.correct(session, point, {"lat": 91, "hours": "10h-17h"}, actor=ANA, now=NOW)
    assert [fault.field for fault in refusal.value.faults] == ["lat", "hours"]


def test_somebody_who_opened_an_older_version_is_told(session):
    point = place(session)
    actions.correct(session, point, {"phone": "0261910007"}, actor=ANA, now=NOW, version=1)
    with pytest.raises(Stale):
        actions.correct(session, point, {"phone": ""}, actor=ANA, now=NOW, version=1)


def test_a_new_correction_ends_the_former_and_one_lives(session):
    point = place(session)
    for name in ("Un", "Deux"):
        actions.correct(session, point, {"name": name}, actor=ANA, now=NOW)
    rows = [
        r for r in queries.corrections_of(session, point.id, withdrawn=True) if r.field == "name"
    ]
    assert len(rows) == 3
    assert [json.loads(row.value) for row in rows if row.withdrawn_at is None] == ["Deux"]


def test_the_database_refuses_two_living_corrections_of_a_field(session):
    point = place(session)
    twin = PointCorrection(point_id=point.id, field="name", value='"X"', author_label="Ana", at=NOW)
    session.add(twin)
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_place_staff_opened_keeps_a_name(session):
    with pytest.raises(SheetRefused):
        actions.withdraw(session, place(session), "name", actor=ANA, now=NOW)


def test_a_field_nobody_corrected_cannot_be_taken_back(session):
    with pytest.raises(NotFound):
        actions.withdraw(session, place(session), "phone", actor=ANA, now=NOW)


def test_a_closed_place_leaves_the_search_and_may_come_back(session):
    point = place(session)
    before = indexed(session, point)
    actions.deactivate(session, point, actor=ANA, now=NOW)
    assert (indexed(session, point), point.active) == (0, False)
    actions.activate(session, point, actor=ANA, now=NOW)
    assert indexed(session, point) == before > 0


def test_a_place_that_moves_is_found_only_where_it_is(session):
    point = place(session)
    count = indexed(session, point)
    actions.correct(session, point, {"lat": LAT + 0.5}, actor=ANA, now=NOW)
    assert indexed(session, point) == count
    assert queries.nearest(session, BRING_EEE, LAT + 0.5, LON) == [(point.id, 0)]


def test_publishing_again_changes_nothing_and_mends_the_index(session):
    point = place(session)
    count = indexed(session, point)
    session.execute(sa.delete(PointPlace))
    assert not actions.publish(session, point, now=NOW)
    assert (indexed(session, point), point.version) == (count, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": 91.0},
        {"lon": None},
        {"lat": None, "lon": None},
        {"name": ""},
        {"first_day": date(2026, 12, 2), "last_day": date(2026, 12, 1)},
        {"kind": "collecte-temporaire"},
        {"max_quantity": 0},
    ],
)
def test_the_database_itself_refuses_an_impossible_place(session, wrong):
    point = place(session)
    with pytest.raises(IntegrityError):
        session.execute(sa.update(Point).where(Point.id == point.id).values(**wrong))


def test_exceptional_days_replace_those_that_are_not_over(session):
    point = place(session)
    today = NOW.date()
    past = Exceptional(today - 2 * DAY, today - DAY, None, "Pont")
    first = Exceptional(today, today + DAY, None, "Inventaire")
    second = Exceptional(today + DAY, today + DAY, "09:00-12:00", "Portes ouvertes")
    actions.set_exceptions(session, point, [past, first], actor=ANA, now=NOW, version=1)
    actions.set_exceptions(session, point, [second], actor=ANA, now=NOW, version=2)
    assert queries.card_of(session, point, now=NOW).exceptions == (second,)
    assert verbs(session, point) == ["create", "except", "except"]


def test_wrong_exceptional_days_are_refused(session):
    point, today = place(session), NOW.date()
    twice = [Exceptional(today, today), Exceptional(today, today, "09:00-12:00")]
    with pytest.raises(RuleBroken, match="mêmes jours"):
        actions.set_exceptions(session, point, twice, actor=ANA, now=NOW)
    with pytest.raises(RuleBroken, match="avant le premier"):
        actions.set_exceptions(
            session, point, [Exceptional(today + DAY, today)], actor=ANA, now=NOW
        )
    wrong = [Exceptional(today, today, "10h-17h")]
    with pytest.raises(HoursError):
        actions.set_exceptions(session, point, wrong, actor=ANA, now=NOW)


def test_a_collection_that_is_over_leaves_the_search(session):
    days = {"first_day": NOW.date() - DAY, "last_day": NOW.date()}
    point = place(session, kind="collecte-temporaire", **days)
    assert actions.retire_ended(session, now=NOW) == 0
    assert actions.retire_ended(session, now=NOW + DAY) == 1
    assert not point.active


def test_two_visitors_make_a_bin_full_and_staff_empty_it(session):
    point = place(session)
    for reporter in ("a" * 64, "a" * 64, "b" * 64):
        actions.signal_state(session, point, StateKind.FULL, reporter, now=NOW)
    assert len(session.exec(select(PointState)).all()) == 2
    assert queries.card_of(session, point, now=NOW).states
    assert actions.end_states(session, point, actor=ANA, now=NOW) == 2
    assert not queries.card_of(session, point, now=NOW).states


def test_one_visitor_alone_changes_nothing_that_people_see(session):
    point = place(session)
    actions.signal_state(session, point, StateKind.CLOSED, "a" * 64, now=NOW)
    assert queries.card_of(session, point, now=NOW).states == ()


def test_a_recycling_centre_is_never_a_full_bin(session):
    point = place(session, kind="decheterie")
    with pytest.raises(RuleBroken):
        actions.signal_state(session, point, StateKind.FULL, "a" * 64, now=NOW)


@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=61)])
def test_staff_give_a_state_an_end_that_makes_sense(session, after):
    point = place(session)
    with pytest.raises(RuleBroken, match="60 jours"):
        actions.declare_state(session, point, StateKind.FULL, NOW + after, actor=ANA, now=NOW)


def test_a_sheet_goes_through_the_database_unchanged(session):
    commune(session)
    point = place(
        session,
        insee="45208",
        refusals=[["objet:matelas", "hygiène"]],
        labels=["ess"],
        residents_of=["45208"],
        checked_on="2026-11-20",
        wheelchair="yes",
    )
    before = Sheet.of(point)
    session.expire(point)
    assert Sheet.of(point) == before


def test_places_of_one_name_are_numbered(session):
    named = [place(session).slug for _ in range(7)]
    assert named == ["borne-du-lavoir", *(f"borne-du-lavoir-{n}" for n in range(2, 8))]
