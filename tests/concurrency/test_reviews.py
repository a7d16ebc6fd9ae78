"""Two hands at once on one partner's review: one is first, the other reads again."""

import pytest

from app.base import db
from app.base.core.errors import Stale
from app.partners import queries as partners
from app.reviews import actions
from app.reviews.models import Edition
from app.reviews.queries import editions
from app.reviews.rules.words import Words
from tests.concurrency.parallel import at_once, count
from tests.partners.builders import NOW, SOFIA, structure
from tests.reviews.builders import TODAY, published_sheet

HAND = {"actor": SOFIA, "now": NOW}
pytestmark = pytest.mark.alone


@pytest.fixture
def landlord(house):
    with house.app_context(), db.unit_of_work() as session:
        made = structure(session)
        actions.publish(session, made, published_sheet(1), **HAND)
        return made.id


def hands(house, landlord, work):
    """Let eight people who read the review before anybody changed it change it."""
    with house.app_context():
        seen = editions.review(db.session(), landlord, TODAY.year).version

    def one(number: int) -> object:
        with db.unit_of_work() as session:
            organisation = partners.organisation(session, landlord)
            page = editions.review(session, landlord, TODAY.year)  # as the page holds it
            answer = work(session, organisation, number, seen)
            assert page is not None
            return answer

    return at_once(house, one, clients=8)


def test_eight_who_write_at_once_overwrite_nobody(house, landlord):
    def work(session, organisation, number, seen):
        words = Words(word=f"Mot {number}")
        return actions.write(session, organisation, TODAY.year, words, seen=seen, **HAND)

    answers = hands(house, landlord, work)
    assert answers.count(True) == 1
    assert sum(isinstance(each, Stale) for each in answers) == 7


def test_eight_who_publish_at_once_make_one_edition(house, landlord):
    def work(session, organisation, number, seen):
        sheet = published_sheet(2 + number)
        return actions.publish(session, organisation, sheet, seen=seen, **HAND)

    answers = hands(house, landlord, work)
    assert sum(isinstance(each, Edition) for each in answers) == 1
    assert sum(isinstance(each, Stale) for each in answers) == 7
    assert count(house, Edition) == 2


def test_a_link_renewed_while_it_is_closed_is_one_of_both(house, landlord):
    def work(session, organisation, number, seen):
        verb = actions.renew_link if number % 2 else actions.revoke_link
        verb(session, organisation, TODAY.year, seen=seen, **HAND)
        return True

    answers = hands(house, landlord, work)
    assert answers.count(True) == 1
    assert sum(isinstance(each, Stale) for each in answers) == 7
