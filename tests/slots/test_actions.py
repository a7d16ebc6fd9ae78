import pytest
from sqlalchemy.exc import IntegrityError

from app.base.core.errors import RuleBroken
from app.slots import actions, queries
from tests.builders import MONDAY, thursday


def first_key(session) -> str:
    return queries.open_slots(session, today=MONDAY)[0].key


def test_the_last_place_is_taken_once(session):
    thursday(session, places=1)
    key = first_key(session)
    actions.take(session, key, today=MONDAY)
    with pytest.raises(RuleBroken, match="vient d’être pris") as refusal:
        actions.take(session, key, today=MONDAY)
    assert refusal.value.field == "slot"


def test_a_freed_place_can_be_taken_again(session):
    thursday(session, places=1)
    key = first_key(session)
    actions.free(session, actions.take(session, key, today=MONDAY).id)
    assert actions.take(session, key, today=MONDAY).used == 1


def test_the_database_itself_refuses_a_place_too_many(session):
    thursday(session, places=1)
    taken = actions.take(session, first_key(session), today=MONDAY)
    taken.used = 2
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize("key", ["", "x", "x.2026-11-26", "\0", "a" * 10_000])
def test_a_forged_slot_is_refused(session, key):
    thursday(session)
    with pytest.raises(RuleBroken):
        actions.take(session, key, today=MONDAY)


def test_the_fixed_slot_is_made_once(session):
    actions.offer_thursday(session)
    actions.offer_thursday(session)
    assert len(queries.patterns(session)) == 1
