"""Two hands at once on one proposal: one of both happens, and nothing is promised twice."""

import pytest

from app.base import db
from app.base.core.errors import RuleBroken
from app.synergies import actions, queries
from app.synergies.models import ProposalStatus, Side
from app.synergies.queries import people, proposals
from app.synergies.rules.states import Who
from tests.concurrency.parallel import at_once
from tests.synergies.builders import DATED, enter, person, proposed, yes
from tests.territory import builders

pytestmark = pytest.mark.alone


@pytest.fixture
def ground(house):
    with house.app_context(), db.unit_of_work() as session:
        builders.small_france(session)
    return house


def test_a_second_yes_and_a_withdrawal_at_once_leave_one_of_both(ground):
    with ground.app_context(), db.unit_of_work() as session:
        pair = proposed(session)
        yes(session, pair, Side.NEED)
        known, ada = pair.row.id, person(session, pair.offer).id

    def work(number: int) -> object:
        with db.unit_of_work() as session:
            pair = proposals.pair(session, known)
            if number % 2:
                return yes(session, pair, Side.OFFER, people.contact(session, ada))
            said = DATED | {"who": Who.STAFF, "reason": "Erreur"}
            return actions.go(session, pair, "withdraw", **said)

    answers = at_once(ground, work, clients=8)
    assert answers.count(True) == 1
    with ground.app_context():
        pair = proposals.pair(db.session(), known)
        opened = pair.row.status is ProposalStatus.OPENED
        assert opened or pair.row.status is ProposalStatus.WITHDRAWN
        assert pair.offer.used == (240_000 if opened else 0)


def test_eight_who_want_the_same_pallet_share_what_there_is(ground):
    with ground.app_context(), db.unit_of_work() as session:
        offer = enter(session, side=Side.OFFER, quantity=240_000).id
        needs = [enter(session).id for _each in range(8)]

    def work(number: int) -> object:
        with db.unit_of_work() as session:
            need, offered = (queries.entry(session, each) for each in (needs[number], offer))
            return actions.propose(session, need, offered, quantity=80_000, **DATED)[1]

    answers = at_once(ground, work, clients=8)
    assert answers.count(True) == 3
    assert sum(isinstance(each, RuleBroken) for each in answers) == 5
    with ground.app_context():
        assert queries.entry(db.session(), offer).left == 0
