"""Exchanges on both databases: planned, recorded, followed; mails; lists."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core.errors import RuleBroken, Stale
from app.partnerships import jobs
from app.partnerships import queries as partnerships
from app.partnerships.actions import exchanges as actions
from app.partnerships.actions import letters, retention
from app.partnerships.actions import partnerships as moves
from app.partnerships.models import Exchange, ExchangeKind, ExchangeState
from app.partnerships.queries import exchanges as queries
from app.partnerships.queries.exchanges import Wanted
from app.partnerships.rules import NextAction, PlanFacts, RecordFacts
from app.partnerships.rules.letters import read
from tests.partners.builders import contact, structure
from tests.partnerships.builders import NOW, SOFIA, TODAY, action, going, planned, recorded
from tests.partnerships.test_letters import PLAIN, attached, with_parts

HAND = {"actor": SOFIA, "now": NOW}


def notes(row: Exchange, **changes) -> RecordFacts:
    known = {"kind": row.kind, "at": NOW, "subject": row.subject, "words": "Tout va bien."}
    return RecordFacts(**(known | changes))


def test_a_planned_meeting_is_recorded_once_it_took_place(session):
    organisation = structure(session)
    ada = contact(session, organisation)
    row = planned(session, organisation, contacts=frozenset({ada.id}))
    actions.note_down(session, row, notes(row, contacts=frozenset({ada.id})), **HAND, seen=1)
    assert (row.state, row.words) == (ExchangeState.DONE, "Tout va bien.")
    assert [each.name for each in queries.present(session, row.id)] == ["Ada Roy"]


def test_a_contact_of_another_structure_was_not_there(session):
    here, elsewhere = structure(session), structure(session, "Une autre")
    stranger = contact(session, elsewhere, "Léo Noir")
    row = planned(session, here, contacts=frozenset({stranger.id}))
    assert queries.contact_ids(session, row.id) == frozenset()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"words": "", "result": ""}, "words"),
        ({"at": NOW + timedelta(hours=1)}, "day"),
        ({"follow_up": NextAction("Rappeler", None)}, "follow_up_on"),
        ({"follow_up": NextAction("", TODAY)}, "follow_up"),
    ],
)
def test_a_record_without_its_words_is_refused_beside_its_field(session, changes, field):
    organisation = structure(session)
    with pytest.raises(RuleBroken) as refusal:
        recorded(session, organisation, **changes)
    assert refusal.value.field == field


@pytest.mark.parametrize("minutes", [0, 1441])
def test_a_meeting_lasts_from_a_minute_to_a_day(session, minutes):
    with pytest.raises(RuleBroken) as refusal:
        planned(session, structure(session), minutes=minutes)
    assert refusal.value.field == "minutes"


def test_the_follow_up_becomes_the_next_action_when_asked(session):
    organisation = structure(session)
    partnership = going(session, organisation)
    row = recorded(session, organisation, follow_up=action("Envoyer la liste"), hand_over=True)
    session.refresh(partnership)
    assert (partnership.next_action, partnership.next_on) == ("Envoyer la liste", TODAY)
    assert row.handed_over
    assert row.followed_at == NOW


def test_correcting_a_record_does_not_put_its_old_next_action_back(session):
    organisation = structure(session)
    partnership = going(session, organisation)
    row = recorded(session, organisation, follow_up=action("Envoyer la liste"), hand_over=True)
    moves.plan_next(session, partnership, action("Autre chose"), **HAND)
    facts = actions.record_of(session, row)
    actions.note_down(
        session, row, RecordFacts(**(vars(facts) | {"words": "Mieux dit."})), **HAND, seen=1
    )
    assert partnership.next_action == "Autre chose"


def test_without_a_partnership_the_follow_up_cannot_be_handed_over(session):
    with pytest.raises(RuleBroken) as refusal:
        recorded(session, structure(session), follow_up=action(), hand_over=True)
    assert refusal.value.field == "hand_over"


def test_a_follow_up_is_done_once_and_is_due_again_when_it_changes(session):
    organisation = structure(session)
    row = recorded(session, organisation, follow_up=action())
    actions.follow(session, row, **HAND, seen=1)
    with pytest.raises(RuleBroken, match="déjà"):
        actions.follow(session, row, **HAND, seen=2)
    facts = actions.record_of(session, row)
    changed = RecordFacts(**(vars(facts) | {"follow_up": action("Encore")}))
    actions.note_down(session, row, changed, **HAND, seen=2)
    assert row.followed_at is None


def test_a_cancelled_meeting_is_planned_again_under_the_same_number(session):
    row = planned(session, structure(session))
    actions.cancel(session, row, **HAND, seen=1)
    with pytest.raises(RuleBroken):
        actions.note_down(session, row, notes(row), **HAND, seen=2)
    again = PlanFacts(ExchangeKind.VISIT, NOW + timedelta(days=2), "Sur place")
    actions.replan(session, row, again, **HAND, seen=2)
    assert (row.state, row.sequence) == (ExchangeState.PLANNED, 2)


def test_a_plan_that_somebody_else_changed_is_not_overwritten(session):
    row = planned(session, structure(session))
    facts = actions.plan_of(session, row)
    actions.replan(session, row, facts, **HAND, seen=1)
    with pytest.raises(Stale):
        actions.replan(session, row, facts, **HAND, seen=1)


def test_the_trail_keeps_neither_words_nor_names(session):
    organisation = structure(session)
    recorded(session, organisation, words="Mme Roy est fâchée", subject="Mme Roy")
    told = session.exec(
        select(TrailEntry).where(TrailEntry.room == "partnerships", TrailEntry.verb == "record")
    ).one()
    assert "Roy" not in str(told.after)
    assert told.after["words"] == "…"


def test_a_dropped_mail_becomes_an_exchange_with_who_wrote_it(session, tmp_path):
    organisation = structure(session)
    nadia = contact(session, organisation, "Nadia", email="n.ferrand@habitat.example.org")
    letter = read(PLAIN)
    found = letters.structure_of(session, letter)
    row, new = letters.take(session, letter, found, data_dir=tmp_path, **HAND)
    assert new
    assert row.organisation_id == organisation.id
    assert (row.kind, row.subject) == (ExchangeKind.MAIL, "Les ordinateurs libérés")
    assert queries.contact_ids(session, row.id) == {nadia.id}


def test_the_words_of_an_old_mail_are_erased_and_the_exchange_stays(session, tmp_path):
    organisation = structure(session)
    mail, _new = letters.take(session, read(PLAIN), organisation, data_dir=tmp_path, **HAND)
    typed = recorded(session, organisation, kind=ExchangeKind.MAIL, at=mail.at, words="Noté")
    young = date(2029, 11, 9)
    assert retention.erase_mails(session, young, years=3, now=NOW) == 0
    assert retention.erase_mails(session, young + timedelta(days=1), years=3, now=NOW) == 1
    assert (mail.words, mail.erased_on, mail.subject) == (
        "",
        young + timedelta(days=1),
        "Les ordinateurs libérés",
    )
    assert typed.words == "Noté"
    assert retention.erase_mails(session, young + timedelta(days=1), years=3, now=NOW) == 0
    again, new = letters.take(session, read(PLAIN), organisation, data_dir=tmp_path, **HAND)
    assert (again.id, new, again.words) == (mail.id, False, "")
    verbs = [each.verb for each in session.exec(select(TrailEntry)) if "exchange" in each.subject]
    assert verbs.count("erase-mail") == 1


def test_a_mail_that_somebody_calls_a_call_is_erased_too(session, tmp_path):
    mail, _new = letters.take(session, read(PLAIN), structure(session), data_dir=tmp_path, **HAND)
    facts = replace(actions.record_of(session, mail), kind=ExchangeKind.CALL)
    actions.note_down(session, mail, facts, **HAND, seen=mail.version)
    assert retention.erase_mails(session, date(2030, 1, 1), years=3, now=NOW) == 1
    assert not mail.words


def test_the_worker_erases_as_the_setting_says(app, session, tmp_path):
    mail, _new = letters.take(session, read(PLAIN), structure(session), data_dir=tmp_path, **HAND)
    assert "erase-partner-mails" in {each.name for each in app.extensions["periodic"]}
    jobs.erase_mails(session, NOW.replace(year=2028))
    assert mail.words
    jobs.erase_mails(session, NOW.replace(year=2029))
    assert not mail.words


def test_a_mail_corrected_meanwhile_is_not_written_over_its_erasure(session, tmp_path):
    organisation = structure(session)
    mail, _new = letters.take(session, read(PLAIN), organisation, data_dir=tmp_path, **HAND)
    seen, facts = mail.version, actions.record_of(session, mail)
    retention.erase_mails(session, date(2030, 1, 1), years=3, now=NOW)
    with pytest.raises(Stale):
        actions.note_down(session, mail, facts, **HAND, seen=seen)


def test_the_same_mail_dropped_twice_is_one_exchange(session, tmp_path):
    organisation = structure(session, email="n.ferrand@habitat.example.org")
    letter = read(PLAIN)
    first, _new = letters.take(session, letter, organisation, data_dir=tmp_path, **HAND)
    second, new = letters.take(session, letter, organisation, data_dir=tmp_path, **HAND)
    assert (second.id, new) == (first.id, False)


def test_a_mail_from_nobody_we_know_asks_with_whom(session):
    with pytest.raises(RuleBroken, match="registre") as refusal:
        letters.structure_of(session, read(PLAIN))
    assert refusal.value.field == "file"


def test_a_mail_between_two_structures_asks_which(session):
    for name in ("Une", "Deux"):
        contact(session, structure(session, name), email="n.ferrand@habitat.example.org")
    with pytest.raises(RuleBroken, match="plusieurs"):
        letters.structure_of(session, read(PLAIN))


def test_attached_papers_are_kept_and_programs_only_listed(session, tmp_path):
    organisation = structure(session)
    letter = read(
        with_parts(
            b"Content-Type: text/plain\r\n\r\nvoici",
            attached(b"../../liste.pdf", b"%PDF-1.4 liste"),
            attached(b"facture.pdf", b"MZ\x90\x00 programme"),
            attached(b"page.html", b"<html><script>x</script>"),
        )
    )
    row, _new = letters.take(session, letter, organisation, data_dir=tmp_path, **HAND)
    told = {each.filename: bool(each.sha256) for each in queries.attached(session, row.id)}
    assert told == {"liste.pdf": True, "facture.pdf": False, "page.html": False}
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [b"%PDF-1.4 liste"]


def test_a_mail_from_tomorrow_is_of_now(session, tmp_path):
    letter = read(PLAIN.replace(b"2026 09:10", b"2036 09:10"))
    row, _new = letters.take(session, letter, structure(session), data_dir=tmp_path, **HAND)
    assert row.at == NOW


def test_lists_are_narrowed_by_everything_they_offer(session):
    here, other = structure(session, "Papeterie"), structure(session, "Banque")
    row = recorded(session, here, follow_up=action())
    recorded(session, other, at=NOW - timedelta(days=40), kind=ExchangeKind.VISIT)
    planned(session, other)

    def found(**wanted) -> int:
        lines = queries.lines(session, Wanted(**wanted))
        assert queries.count(session, Wanted(**wanted)) == len(lines)
        return len(lines)

    assert found() == 3
    assert found(words="papet") == found(to_follow=True) == found(organisation_id=here.id) == 1
    assert found(kind=ExchangeKind.VISIT) == found(until=TODAY - timedelta(days=30)) == 1
    assert found(state=ExchangeState.PLANNED) == 1
    assert found(since=TODAY) == 2
    assert queries.last(session, here.id, before=NOW)[0].id == row.id


@pytest.mark.parametrize("sort", sorted(queries.SORTS))
def test_every_sort_gives_every_line(session, sort):
    organisation = structure(session)
    recorded(session, organisation)
    planned(session, organisation)
    assert len(queries.lines(session, Wanted(), sort=sort)) == 2


def test_what_was_promised_is_found_again(session):
    organisation = structure(session)
    recorded(session, organisation, promises="40 ordinateurs")
    recorded(session, organisation)
    found = queries.promised(session, organisation.id, before=NOW)
    assert [each.promises for each in found] == ["40 ordinateurs"]
    assert partnerships.partnership(session, organisation.id) is None
