from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from app.base.audit import queries as audit
from app.base.audit.rules import first_break
from app.base.core.actors import VISITOR
from app.base.core.errors import NotFound, RuleBroken
from app.pickups import actions, queries
from app.pickups.models import PickupStatus
from app.pickups.rules import Ask
from app.slots import queries as slots
from tests.builders import MONDAY, commune, thursday

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
KEY = "secret"


def ask(session, form_key="one"):
    slot = next(iter(slots.open_slots(session, today=MONDAY)), None)
    wish = Ask(
        things="un frigo",
        insee="45208",
        address="1 rue des Lilas",
        email="ana@exemple.test",
        phone=None,
        slot=slot.key if slot else "none",
        form_key=form_key,
    )
    return actions.ask(session, wish, today=MONDAY, now=NOW)


@pytest.fixture
def ground(session):
    commune(session)
    thursday(session, places=1)


def test_the_same_form_sent_twice_books_once(session, ground):
    assert ask(session).id == ask(session).id


def test_the_same_wish_in_a_new_form_books_once(session):
    commune(session)
    thursday(session, places=2)
    assert ask(session, "one").id == ask(session, "after going back").id


def test_cancelling_frees_the_place_and_leaves_a_trace(session, ground):
    first = ask(session)
    actions.move(session, first, "cancel", actor=VISITOR, now=NOW)
    second = ask(session, "two")
    session.refresh(first)
    assert second.occurrence_id == first.occurrence_id
    assert sorted(event.verb for event in first.events) == ["ask", "cancel"]


def test_a_cancelled_pickup_cannot_be_confirmed(session, ground):
    pickup = ask(session)
    actions.move(session, pickup, "cancel", actor=VISITOR, now=NOW)
    with pytest.raises(RuleBroken, match="annulé"):
        actions.move(session, pickup, "confirm", actor=VISITOR, now=NOW)


def test_only_the_whole_secret_opens_a_pickup(session, ground):
    pickup = ask(session)
    secret = queries.secret(KEY, pickup)
    assert queries.by_secret(session, KEY, secret).id == pickup.id
    for wrong in (secret[:-1], pickup.reference, "", secret.upper(), "é" * 5000):
        with pytest.raises(NotFound):
            queries.by_secret(session, KEY, wrong)


def test_contact_and_address_are_erased_after_sixty_days(session, ground):
    pickup = ask(session)
    assert actions.erase_old(session, today=date(2027, 1, 25), now=NOW) == 0
    assert actions.erase_old(session, today=date(2027, 1, 26), now=NOW) == 1
    assert (pickup.email, pickup.phone, pickup.address) == (None, None, None)
    assert pickup.status is PickupStatus.REQUESTED


def test_the_trail_names_no_household_and_holds_together(session, ground):
    ask(session)
    chain = list(audit.chain(session, "pickups"))
    assert first_break(chain) is None
    assert not any(word in str(chain) for word in ("ana", "Lilas"))


@pytest.mark.parametrize("table", ["pickup_event", "trail_entry"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET actor = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_past(session, ground, table, verb):
    ask(session)
    with pytest.raises(sa.exc.DBAPIError, match="append only"):
        session.execute(sa.text(verb.format(table)))
