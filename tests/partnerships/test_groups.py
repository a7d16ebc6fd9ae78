"""Groups and good practices on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.base.core.errors import RuleBroken, Stale
from app.catalog.models import Family
from app.partnerships.actions import groups as actions
from app.partnerships.actions import practices
from app.partnerships.models import GroupKind, GroupMember, Step
from app.partnerships.queries import groups as queries
from app.partnerships.queries import practices as notes
from app.partnerships.rules import GroupFacts, MeetingFacts, PracticeFacts
from app.partnerships.rules.sharing import SharedNote
from tests.accounts.builders import account
from tests.partners.builders import contact, structure
from tests.partnerships.builders import NOW, SOFIA, TODAY

HAND = {"actor": SOFIA, "now": NOW}
NOTE = PracticeFacts("Visiter d’abord", "Puis le papier.", families=frozenset({Family.EEE}))


def committee(session, name: str = "Comité de pilotage"):
    return actions.add(session, GroupFacts(name, GroupKind.STEERING), **HAND)


def test_a_group_seats_contacts_and_ours_each_once(session):
    group, sofia = committee(session), account(session, "partenariats", name="Sofia")
    ada = contact(session, structure(session))
    actions.seat(session, group, contact_id=ada.id, title="Préside", **HAND)
    actions.seat(session, group, account_id=sofia.id, **HAND)
    with pytest.raises(RuleBroken, match="déjà"):
        actions.seat(session, group, contact_id=ada.id, **HAND)
    with pytest.raises(RuleBroken, match="Choisissez"):
        actions.seat(session, group, **HAND)
    assert [(s.name, s.place) for s in queries.seats(session, group.id)] == [
        ("Sofia", ""),
        ("Ada Roy", "Gâtinais Habitat"),
    ]


@pytest.mark.parametrize("who", [{}, {"contact_id": uuid4(), "account_id": uuid4()}])
def test_the_database_refuses_a_seat_for_nobody_and_for_two(session, who):
    session.add(GroupMember(group_id=committee(session).id, **who))
    with pytest.raises(sa.exc.IntegrityError, match="one_person"):
        session.flush()


def test_decisions_are_numbered_in_each_group(session):
    first, second = committee(session), committee(session, "Groupe vélos")
    meeting = actions.meet(session, first, MeetingFacts(NOW, agenda="Vélos"), **HAND)
    for group, meeting_id in ((first, meeting.id), (first, None), (second, None)):
        actions.decide(session, group, "Oui", TODAY, meeting_id=meeting_id, **HAND)
    assert [d.number for d in queries.decisions(session, first.id)] == [2, 1]
    assert [d.number for d in queries.decisions(session, second.id)] == [1]
    assert [d.number for d in queries.decisions(session, first.id, meeting_id=meeting.id)] == [1]
    with pytest.raises(RuleBroken) as refusal:
        actions.decide(session, first, "", TODAY, meeting_id=None, **HAND)
    assert refusal.value.field == "decision"


def test_a_task_is_done_once(session):
    group, sofia = committee(session), account(session, "partenariats", name="Sofia")
    task = actions.assign(session, group, "Écrire", TODAY, account_id=sofia.id, **HAND)
    assert [t.who for t in queries.tasks(session, group.id)] == ["Sofia"]
    actions.finish(session, group, task, **HAND)
    with pytest.raises(RuleBroken, match="déjà"):
        actions.finish(session, group, task, **HAND)


@pytest.mark.parametrize(
    ("text", "until", "field"),
    [
        ("", TODAY, "task"),
        ("Écrire", None, "until"),
        ("Écrire", TODAY + timedelta(days=4000), "until"),
    ],
)
def test_a_task_says_what_and_until_when(session, text, until, field):
    with pytest.raises(RuleBroken) as refusal:
        actions.assign(session, committee(session), text, until, **HAND)
    assert refusal.value.field == field


def test_minutes_written_by_two_people_are_not_overwritten(session):
    group = committee(session)
    meeting = actions.meet(session, group, MeetingFacts(NOW), **HAND)
    actions.correct_meeting(session, meeting, MeetingFacts(NOW, minutes="A"), **HAND, seen=1)
    with pytest.raises(Stale):
        actions.correct_meeting(session, meeting, MeetingFacts(NOW, minutes="B"), **HAND, seen=1)
    assert (meeting.minutes, meeting.sequence) == ("A", 1)


def test_a_closed_group_leaves_the_list_and_opens_again(session):
    group = committee(session)
    actions.close(session, group, **HAND, seen=1)
    assert queries.lines(session, now=NOW) == []
    assert [line.name for line in queries.lines(session, now=NOW, closed=True)] == [group.name]
    actions.close(session, group, **HAND, seen=2)
    assert queries.count(session) == 1


def test_a_note_is_found_by_its_family_its_step_and_its_words(session):
    made = practices.add(
        session, PracticeFacts("Visiter d’abord", "…", steps=frozenset({Step.MEETING})), **HAND
    )
    practices.add(session, PracticeFacts("Autre", "…", families=frozenset({Family.EEE})), **HAND)
    for wanted in (notes.Wanted(step=Step.MEETING), notes.Wanted(words="visiter d abord")):
        assert [row.id for row in notes.lines(session, wanted)] == [made.id]
    assert notes.count(session, notes.Wanted(family=Family.EEE)) == 1


def test_importing_twice_makes_no_twin_and_says_what_it_will_do(session):
    kept = practices.add(session, NOTE, **HAND)
    gone = practices.add(session, NOTE, **HAND)
    practices.withdraw(session, gone, **HAND)
    better = PracticeFacts("Visiter d’abord", "Encore mieux.")
    file = [
        SharedNote(uuid4(), PracticeFacts("Neuve", "…"), TODAY, "Anjou"),
        SharedNote(kept.id, better, TODAY, "Anjou"),
        SharedNote(gone.id, better, TODAY, "Anjou"),
    ]
    taken = practices.compared(session, file)
    assert [len(x) for x in (taken.new, taken.other, taken.same, taken.withdrawn)] == [1, 1, 0, 1]
    practices.take_over(session, file, **HAND)
    again = practices.take_over(session, file, **HAND)
    assert (again.count, len(again.same)) == (0, 2)
    assert (kept.text, kept.origin, kept.family_set) == ("Encore mieux.", "Anjou", set())
    assert notes.count(session, notes.Wanted()) == 2


@pytest.mark.parametrize(("title", "text", "field"), [("", "x", "title"), ("x", "", "text")])
def test_an_empty_note_is_refused(session, title, text, field):
    with pytest.raises(RuleBroken) as refusal:
        practices.add(session, PracticeFacts(title, text), **HAND)
    assert refusal.value.field == field
