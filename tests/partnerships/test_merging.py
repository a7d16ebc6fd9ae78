"""Two structures that are one have one partnership that goes on, and all that happened to both."""

from sqlmodel import select

from app.partners import actions as register
from app.partnerships.models import Partnership, PartnershipEvent, Standing
from tests.partners.builders import NOW, SOFIA, structure
from tests.partnerships.builders import going, planned


def merged(session, *, both: bool):
    gone, kept = structure(session, "Habitat"), structure(session, "Gâtinais Habitat")
    going(session, gone)
    planned(session, gone)
    if both:
        going(session, kept)
    register.merge(session, gone.id, kept.id, actor=SOFIA, now=NOW)
    session.expire_all()
    rows = session.exec(select(Partnership).order_by(Partnership.standing)).all()
    assert {row.organisation_id for row in rows} == {kept.id}
    return rows


def test_of_two_that_go_on_one_does_and_the_other_says_why(session):
    rows = merged(session, both=True)
    assert [row.standing for row in rows] == [Standing.ACTIVE, Standing.LOST]
    assert rows[1].loss_reason.startswith("Réuni")


def test_the_only_one_follows_and_goes_on(session):
    (row,) = merged(session, both=False)
    assert row.standing is Standing.ACTIVE
    assert session.exec(select(PartnershipEvent)).all()
