"""A merged into B while B is merged into A: one of both happens."""

import pytest
from sqlmodel import select

from app.base import db
from app.base.core.errors import RuleBroken
from app.partners import actions
from app.partners.models import Contact, Organisation
from tests.concurrency.parallel import at_once
from tests.partners.builders import NOW, SOFIA, contact, structure

pytestmark = pytest.mark.alone


def test_two_structures_merged_into_each_other_at_once_become_one(house):
    with house.app_context(), db.unit_of_work() as session:
        pair = [structure(session, name).id for name in ("Gâtinais Habitat", "Gatinais Habitat")]
        for each in pair:
            contact(session, session.get_one(Organisation, each))

    def work(number: int) -> object:
        gone, kept = pair if number % 2 else pair[::-1]
        with db.unit_of_work() as session:
            return actions.merge(session, gone, kept, actor=SOFIA, now=NOW).id

    answers = at_once(house, work, clients=8)
    won = [answer for answer in answers if not isinstance(answer, RuleBroken)]
    assert len(won) == 1
    with house.app_context():
        rows = {row.id: row for row in db.session().exec(select(Organisation))}
        kept = rows.pop(won[0])
        (gone,) = rows.values()
        assert (kept.merged_into_id, gone.merged_into_id) == (None, kept.id)
        owners = {row.organisation_id for row in db.session().exec(select(Contact))}
        assert owners == {kept.id}
