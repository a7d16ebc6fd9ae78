"""Two structures are put in touch: asked, answered, opened, followed, undone."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core.errors import RuleBroken, Stale
from app.partners import actions as partners
from app.partners.models import Organisation
from app.synergies import actions, queries
from app.synergies.models import (
    EntryStatus,
    Manner,
    Measure,
    Method,
    ProposalStatus,
    Side,
    SynergyEvent,
    SynergyProposal,
)
from app.synergies.queries import people, proposals
from app.synergies.queries.proposals import Asked
from app.synergies.rules import consents
from app.synergies.rules.results import ResultFacts
from app.synergies.rules.states import Who
from tests.partners.builders import NOW, SOFIA
from tests.synergies.builders import (
    DATED,
    HAND,
    TODAY,
    enter,
    opened,
    person,
    proposed,
    sheet,
    yes,
)

NEED, OFFER = Side.NEED, Side.OFFER
S = ProposalStatus
pytestmark = pytest.mark.usefixtures("communes")


def weighed(kilos: int = 120, **facts) -> ResultFacts:
    known = {"day": TODAY, "method": Method.WEIGHED}
    return ResultFacts(Measure.MASS, kilos * 1000, **(known | facts))


def concluded(session, pair):
    actions.tell(session, pair, weighed(), **DATED)
    actions.go(session, pair, "conclude", who=Who.STAFF, **DATED)


def test_two_yeses_open_both_contacts_and_the_quantity_is_taken(session):
    pair = proposed(session)
    assert (pair.row.status, pair.row.quantity) == (S.PROPOSED, 240_000)
    yes(session, pair, OFFER)
    assert pair.row.status is S.ACCEPTED
    assert not consents.open_to_both(pair.row)
    yes(session, pair, NEED)
    assert pair.row.status is S.OPENED
    assert consents.open_to_both(pair.row)
    assert pair.row.result_due_on == TODAY + timedelta(days=90)
    assert (pair.need.left, pair.offer.left) == (60_000, 0)
    assert (pair.need.status, pair.offer.status) == (EntryStatus.OPEN, EntryStatus.MATCHED)


def test_the_same_proposal_and_the_same_yes_twice_are_one(session):
    pair = proposed(session)
    again, new = actions.propose(session, pair.need, pair.offer, **DATED)
    assert (again.id, new) == (pair.row.id, False)
    ada = person(session, pair.need)
    assert yes(session, pair, NEED, ada)
    assert not yes(session, pair, NEED, ada)
    assert [each.verb for each in proposals.events(session, pair.row.id)] == ["propose", "accept"]


def test_the_database_lets_one_proposal_of_a_pair_live(session):
    pair = proposed(session)
    session.add(SynergyProposal(need_id=pair.need.id, offer_id=pair.offer.id, answer_by=TODAY))
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_database_lets_nobody_promise_more_than_there_is(session):
    offer = enter(session, side=OFFER, quantity=240_000)
    offer.used = 240_001
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    "forged",
    [
        {"status": S.OPENED, "opened_at": NOW, "result_due_on": TODAY},
        {"status": S.ACCEPTED},
        {"need_yes_at": NOW, "need_how": Manner.PHONE},
        {"need_yes_at": NOW, "status": S.ACCEPTED},
        {"status": S.DECLINED, "reason": "Non"},
        {"status": S.WITHDRAWN},
        {"need_back_at": NOW},
    ],
)
def test_the_database_refuses_a_state_that_nobody_agreed_to(session, forged):
    pair = proposed(session)
    for name, value in forged.items():
        setattr(pair.row, name, value)
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    "change", ["UPDATE synergy_event SET actor = 'x'", "DELETE FROM synergy_event"]
)
def test_what_happened_cannot_be_changed(session, change):
    proposed(session)
    with pytest.raises(DBAPIError):
        session.connection().exec_driver_sql(change)


def test_a_second_proposal_takes_only_what_is_left(session):
    offer = enter(session, side=OFFER, quantity=240_000)
    proposed(session, offer=offer, quantity=200_000)
    with pytest.raises(RuleBroken) as refusal:
        proposed(session, offer=offer, quantity=50_000)
    assert refusal.value.field == "quantity"
    assert "40" in str(refusal.value)
    assert proposed(session, offer=offer).row.quantity == 40_000
    with pytest.raises(RuleBroken):
        proposed(session, offer=offer)


@pytest.mark.parametrize("how", ["decline", "withdraw", "lapse"])
def test_what_comes_to_nothing_gives_the_quantity_back(session, how):
    pair = proposed(session)
    if how == "decline":
        actions.decline(session, pair, NEED, "Trop loin", who=Who.MEMBER, **DATED)
    elif how == "withdraw":
        actions.go(session, pair, "withdraw", who=Who.STAFF, reason="Erreur", **DATED)
    else:
        over = DATED | {"today": TODAY + timedelta(days=31)}
        over.pop("actor")
        assert [each.row.id for each in actions.lapse(session, **over)] == [pair.row.id]
    assert pair.row.status in {S.DECLINED, S.WITHDRAWN, S.LAPSED}
    assert (pair.need.used, pair.offer.used) == (0, 0)


def test_the_last_day_to_answer_counts(session):
    pair = proposed(session)
    last = TODAY + timedelta(days=30)
    assert actions.lapse(session, now=NOW, today=last) == []
    assert yes(session, pair, NEED, today=last)


def test_a_yes_after_staff_withdrew_is_told_and_changes_nothing(session):
    pair = proposed(session)
    actions.go(session, pair, "withdraw", who=Who.STAFF, reason="Erreur", **DATED)
    with pytest.raises(RuleBroken) as refusal:
        yes(session, pair, NEED)
    assert "retirée" in str(refusal.value)
    assert pair.row.need_yes_at is None


def test_staff_do_not_withdraw_what_was_answered_since_they_read_it(session):
    pair = proposed(session)
    yes(session, pair, NEED)
    with pytest.raises(Stale):
        actions.go(session, pair, "withdraw", who=Who.STAFF, reason="Erreur", seen=1, **DATED)


def test_a_no_needs_a_reason_and_only_its_own_side_says_it_once(session):
    pair = proposed(session)
    with pytest.raises(RuleBroken) as refusal:
        actions.decline(session, pair, NEED, " ", who=Who.MEMBER, **DATED)
    assert refusal.value.field == "reason"
    assert actions.decline(session, pair, NEED, "Trop loin", who=Who.MEMBER, **DATED)
    assert not actions.decline(session, pair, NEED, "Trop loin", who=Who.MEMBER, **DATED)


def test_one_opens_only_ones_own_contacts_who_agreed_to_be_written_to(session):
    pair = proposed(session)
    for wrong in (
        None,
        person(session, pair.offer),
        person(session, pair.need, consent_on=None, consent_how=""),
        person(session, pair.need, email="", phone=""),
        person(session, pair.need, until=TODAY),
    ):
        with pytest.raises(RuleBroken) as refusal:
            actions.say_yes(session, pair, NEED, wrong, Manner.SPACE, who=Who.MEMBER, **DATED)
        assert refusal.value.field == "contact"
    assert pair.row.status is S.PROPOSED


def test_a_consent_taken_back_shows_nobody_and_may_be_given_again(session):
    pair = opened(session)
    assert actions.take_back(session, pair, NEED, **HAND)
    assert not actions.take_back(session, pair, NEED, **HAND)
    assert not consents.open_to_both(pair.row)
    assert pair.row.need_contact_id is None
    actions.open_contact(session, pair, NEED, person(session, pair.need), **HAND)
    assert consents.open_to_both(pair.row)


def test_the_consent_ends_with_the_contact(session):
    pair = proposed(session)
    ada = person(session, pair.need)
    yes(session, pair, NEED, ada)
    yes(session, pair, OFFER)
    partners.end_contact(session, ada, date(2026, 11, 24), actor=SOFIA, now=NOW)
    assert not consents.shown(ada)
    assert actions.forget_contacts(session, now=NOW) == 1
    assert actions.forget_contacts(session, now=NOW) == 0
    assert pair.row.need_contact_id is None
    later = date(2030, 1, 1)
    assert partners.erase_contacts(session, later, years=3, now=NOW) == 1


def test_the_trail_names_nobody_and_keeps_no_words(session):
    pair = opened(session)
    actions.go(session, pair, "give-up", who=Who.STAFF, reason="M. Roy est parti", **DATED)
    subject = f"synergy-proposal:{pair.row.id}"
    told = session.exec(select(TrailEntry).where(TrailEntry.subject == subject)).all()
    assert [each.verb for each in told] == ["propose", "accept", "open", "give-up"]
    text = str([(each.before, each.after) for each in told])
    assert "Roy" not in text
    assert "@" not in text
    assert told[-1].after == {"status": "sans-resultat", "reason": "…"}


def test_a_match_is_concluded_only_with_a_confirmed_result(session):
    pair = opened(session)
    with pytest.raises(RuleBroken):
        actions.go(session, pair, "conclude", who=Who.STAFF, **DATED)
    actions.tell(session, pair, weighed(), told_by=OFFER, **DATED)
    with pytest.raises(RuleBroken):
        actions.go(session, pair, "conclude", who=Who.STAFF, **DATED)
    concluded(session, pair)
    assert pair.row.status is S.WITH_RESULT
    assert (pair.offer.status, pair.offer.left) == (EntryStatus.CLOSED, 0)


def test_what_comes_again_is_offered_again_once_concluded(session):
    offer = enter(session, side=OFFER, quantity=240_000, recurring=True)
    pair = opened(session, offer=offer)
    concluded(session, pair)
    assert (offer.status, offer.left) == (EntryStatus.OPEN, 240_000)
    assert pair.need.left == 60_000


def test_a_match_without_result_brings_the_offer_back_online(session):
    pair = opened(session)
    assert pair.offer.status is EntryStatus.MATCHED
    actions.go(session, pair, "give-up", who=Who.MEMBER, reason="Trop humide", side=NEED, **DATED)
    assert (pair.offer.status, pair.offer.left) == (EntryStatus.OPEN, 240_000)


@pytest.mark.parametrize("verb", ["withdraw", "close"])
def test_an_entry_that_leaves_takes_what_was_asked_with_it(session, verb):
    pair = proposed(session)
    actions.move(session, pair.offer, verb, **DATED)
    assert pair.row.status is S.WITHDRAWN
    assert pair.need.used == 0


def test_an_entry_that_leaves_keeps_what_was_agreed(session):
    pair = opened(session)
    actions.move(session, pair.offer, "withdraw", **DATED)
    assert pair.row.status is S.OPENED


def test_what_a_proposal_leans_on_does_not_change_under_it(session):
    pair = proposed(session)
    owner = session.get_one(Organisation, pair.need.organisation_id)
    for wrong in ({"side": OFFER}, {"quantity": 239_000}, {"quantity": None, "unit": None}):
        with pytest.raises(RuleBroken):
            actions.correct(session, pair.need, sheet(owner, **wrong), **DATED)
    assert actions.correct(session, pair.need, sheet(owner, quantity=240_000), **DATED)


def test_what_a_structure_changes_online_is_read_again(session):
    row = enter(session)
    owner = session.get_one(Organisation, row.organisation_id)
    actions.correct(session, row, sheet(owner, title="Palettes"), who=Who.MEMBER, **DATED)
    assert row.status is EntryStatus.REVIEW
    with pytest.raises(RuleBroken):
        actions.move(session, row, "return", **DATED)
    actions.move(session, row, "return", words="De quelle taille ?", **DATED)
    assert (row.status, row.answer) == (EntryStatus.DRAFT, "De quelle taille ?")


@pytest.mark.parametrize("going", [proposed, opened])
def test_a_merge_of_both_sides_closes_what_was_between_them(session, going):
    pair = going(session)
    other = proposed(session, need=pair.need, quantity=10_000)
    gone, kept = pair.need.organisation_id, pair.offer.organisation_id
    partners.merge(session, gone, kept, actor=SOFIA, now=NOW)
    mine = proposals.pair(session, pair.row.id)
    assert (mine.row.status, mine.offer.used) == (S.WITHDRAWN, 0)
    assert not consents.open_to_both(mine.row)
    still = proposals.pair(session, other.row.id)
    assert (still.row.status, still.need.organisation_id) == (S.PROPOSED, kept)


def test_a_list_is_narrowed_by_state_and_structure(session):
    mine, _other = proposed(session), opened(session)
    asked = proposals.listed(Asked(S.PROPOSED, None, mine.need.organisation_id))
    assert [each.row.id for each in proposals.lines(session, asked)] == [mine.row.id]
    assert proposals.count(session, asked) == 1


def test_who_did_not_answer_is_reminded_once_after_seven_days(session):
    pair = proposed(session)
    for days, written in ((6, 0), (7, 1), (8, 0)):
        found = actions.remind(session, now=NOW, today=TODAY + timedelta(days=days) - timedelta(1))
        assert len(found) == written
    assert pair.row.reminded_at == NOW


def test_results_are_asked_for_once_after_ninety_days(session):
    opened(session)
    for days, written in ((89, 0), (90, 1), (91, 0)):
        found = actions.ask_results(session, now=NOW, today=TODAY + timedelta(days=days))
        assert len(found) == written


def test_events_are_numbered_once(session):
    pair = proposed(session)
    double = SynergyEvent(
        proposal_id=pair.row.id, number=1, verb="x", status=S.PROPOSED, actor="x", at=NOW
    )
    session.add(double)
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_structure_followed_no_more_is_matched_asked_and_written_no_more(session):
    need, offer = enter(session), enter(session, side=Side.OFFER, quantity=240_000)
    owner = session.get_one(Organisation, offer.organisation_id)
    person(session, offer)
    assert [key for key, _fact in queries.comparable(session, need)] == [offer.id]
    partners.close(session, owner, **HAND)
    assert queries.comparable(session, need) == []
    assert people.written_to(session, owner.id) == []
    with pytest.raises(RuleBroken, match="plus suivie"):
        actions.propose(session, need, offer, **DATED)


def test_what_a_closed_structure_left_online_leaves_with_what_was_asked(session):
    pair = proposed(session)
    partners.close(session, session.get_one(Organisation, pair.offer.organisation_id), **HAND)
    assert actions.expire(session, now=NOW, today=TODAY) == 1
    assert (pair.offer.status, pair.need.status) == (EntryStatus.EXPIRED, EntryStatus.OPEN)
    assert pair.row.status is ProposalStatus.WITHDRAWN
    with pytest.raises(RuleBroken, match="plus suivie"):
        actions.move(session, pair.offer, "reopen", **DATED)
