"""An agreement's way from project to its end, on both databases."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.agreements import actions, queries
from app.agreements.models import AgreementStatus as S
from app.agreements.models import NoticeUnit, Side
from app.agreements.rules.states import Who
from app.agreements.writing import text_of
from app.base import files
from app.base.audit.models import TrailEntry
from app.base.core.errors import RuleBroken, Stale
from tests.agreements.builders import (
    HOUSE,
    NOW,
    PARTNER,
    PDF,
    TODAY,
    commitment,
    facts,
    move,
    project,
    sign,
    verbs,
)
from tests.partners.builders import SOFIA, structure

TELL = {"actor": SOFIA, "now": NOW, "today": TODAY}


def amend(session, parent, **said):
    known = {"title": "Avenant", "starts_on": date(2026, 12, 1), "ends_on": None}
    return actions.amend(session, parent, facts(**(known | said)), [("Objet", "x")], **TELL)


def test_each_agreement_of_a_year_has_its_number(session):
    landlord = structure(session)
    first, second = project(session, landlord), project(session, landlord)
    assert (first.reference, second.reference) == ("CONV-2026-0001", "CONV-2026-0002")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"ends_on": date(2099, 12, 31)}, "ends_on"),
        ({"notice": 13}, "notice"),
        ({"notice": 400, "notice_unit": NoticeUnit.DAYS}, "notice"),
        ({"renewals_most": 2}, "renewal_months"),
        ({"renewal_months": 2, "notice": 3}, "notice"),
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused_beside_its_field(session, said, field):
    with pytest.raises(RuleBroken) as refusal:
        project(session, structure(session), **said)
    assert refusal.value.field == field


def test_an_agreement_goes_back_and_forth_until_both_agree(session):
    made = project(session, structure(session))
    move(session, made, "submit")
    actions.advance(
        session, made, "correct", by=Who.THEIRS, words="l’article 2", **(TELL | {"actor": PARTNER})
    )
    assert (made.status, made.unread_since) == (S.CORRECTION, NOW)
    move(session, made, "submit", "agree")
    assert made.status is S.TO_SIGN
    assert verbs(session, made) == ["agree", "correct", "create", "submit", "submit"]


def test_a_correction_says_why(session):
    made = project(session, structure(session))
    move(session, made, "submit")
    with pytest.raises(RuleBroken) as refusal:
        actions.advance(session, made, "correct", by=Who.THEIRS, words=" ", **TELL)
    assert refusal.value.field == "words"


def test_a_structure_cannot_make_our_moves(session):
    made = project(session, structure(session))
    with pytest.raises(RuleBroken):
        actions.advance(session, made, "submit", by=Who.THEIRS, **TELL)


@pytest.mark.parametrize("verb", ["sign", "start", "expire", "denounce", "replace"])
def test_a_button_cannot_make_a_move_that_needs_more(session, verb):
    made = project(session, structure(session))
    move(session, made, "submit", "agree")
    with pytest.raises(RuleBroken):
        actions.advance(session, made, verb, by=Who.OURS, words="x", **TELL)


def test_a_text_in_somebody_else_s_hands_does_not_change(session):
    made = project(session, structure(session))
    move(session, made, "submit")
    with pytest.raises(RuleBroken, match="demandez d’abord une correction"):
        actions.write(session, made, [("Objet", "x")], actor=SOFIA, now=NOW)


def test_two_people_at_once_do_not_overwrite_each_other(session):
    made = project(session, structure(session))
    seen = made.version
    actions.write(session, made, [("Objet", "un")], actor=SOFIA, now=NOW, seen=seen)
    with pytest.raises(Stale):
        actions.correct(session, made, facts(title="deux"), actor=SOFIA, now=NOW, seen=seen)


def test_a_signature_needs_both_days_and_a_scan(session, tmp_path):
    made = project(session, structure(session))
    move(session, made, "submit", "agree")
    text = text_of(session, made, HOUSE)
    with pytest.raises(RuleBroken, match="quel jour"):
        actions.sign(session, made, text, None, **TELL)
    for side in Side:
        actions.note_signature(session, made, TODAY, side=side, **TELL)
    with pytest.raises(RuleBroken, match="exemplaire signé"):
        actions.sign(session, made, text, None, **TELL)


def test_a_scan_is_a_picture_or_a_pdf(session, tmp_path):
    made = project(session, structure(session))
    move(session, made, "submit", "agree")
    kept = files.keep(tmp_path, b"juste du texte", "signee.pdf")
    with pytest.raises(RuleBroken) as refusal:
        actions.deposit(session, made, kept, TODAY, side=Side.THEIRS, **TELL)
    assert refusal.value.field == "file"


def test_nobody_signs_tomorrow(session):
    made = project(session, structure(session))
    move(session, made, "submit", "agree")
    with pytest.raises(RuleBroken):
        actions.note_signature(session, made, TODAY + timedelta(days=1), side=Side.OURS, **TELL)


def test_a_signed_agreement_begins_on_its_day(session, tmp_path):
    now = sign(session, project(session, structure(session)), tmp_path)
    later = project(session, structure(session, "Autre"), starts_on=date(2026, 12, 1))
    sign(session, later, tmp_path)
    assert (now.status, later.status) == (S.ACTIVE, S.SIGNED)
    actions.keep_all_dates(session, today=date(2026, 12, 1), now=NOW)
    assert later.status is S.ACTIVE


def test_the_daily_job_moves_each_agreement_once(session, tmp_path):
    made = sign(session, project(session, structure(session)), tmp_path)
    new_year = date(2027, 1, 1)
    assert actions.keep_all_dates(session, today=new_year, now=NOW) == 1
    assert made.status is S.EXPIRED
    assert actions.keep_all_dates(session, today=new_year, now=NOW) == 0
    assert verbs(session, made).count("expire") == 1


def test_a_tacit_renewal_is_written_down_with_its_new_end(session, tmp_path):
    made = sign(
        session, project(session, structure(session), notice=2, renewal_months=12), tmp_path
    )
    actions.keep_all_dates(session, today=date(2027, 1, 1), now=NOW)
    assert (made.status, made.term_ends_on) == (S.ACTIVE, date(2027, 12, 31))
    assert made.decide_by == date(2027, 10, 31)
    assert "renew" in verbs(session, made)


def test_the_same_object_on_the_same_days_is_signed_once(session, tmp_path):
    landlord = structure(session)
    first = sign(session, project(session, landlord), tmp_path)
    second = project(session, landlord, starts_on=date(2026, 6, 1), ends_on=date(2027, 6, 1))
    with pytest.raises(RuleBroken, match=first.reference):
        sign(session, second, tmp_path, content=b"%PDF-2")
    assert second.status is S.TO_SIGN


def test_the_next_year_or_another_object_is_no_overlap(session, tmp_path):
    landlord = structure(session)
    sign(session, project(session, landlord), tmp_path)
    year = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
    assert sign(session, project(session, landlord, **year), tmp_path).frozen
    assert sign(session, project(session, landlord, kind="cadre"), tmp_path).frozen


def test_an_agreement_takes_the_place_of_the_one_it_replaces(session, tmp_path):
    landlord = structure(session)
    old = sign(session, project(session, landlord), tmp_path)
    new = project(session, landlord, starts_on=date(2026, 11, 20), replaces_id=old.id)
    sign(session, new, tmp_path)
    assert (old.status, old.stopped_on) == (S.REPLACED, date(2026, 11, 19))
    assert new.status is S.ACTIVE


def test_a_draft_is_not_amended(session):
    with pytest.raises(RuleBroken, match="changez son texte"):
        amend(session, project(session, structure(session)))


def test_an_amendment_moves_the_end_of_what_it_amends(session, tmp_path):
    made = sign(session, project(session, structure(session)), tmp_path)
    change = amend(session, made, ends_on=date(2027, 6, 30))
    assert change.reference == f"{made.reference}-A1"
    sign(session, change, tmp_path, content=b"%PDF-3")
    assert (made.ends_on, made.term_ends_on) == (date(2026, 12, 31), date(2027, 6, 30))
    actions.keep_all_dates(session, today=date(2027, 1, 1), now=NOW)
    assert (made.status, change.status) == (S.ACTIVE, S.ACTIVE)
    actions.keep_all_dates(session, today=date(2027, 7, 1), now=NOW)
    assert (made.status, change.status) == (S.EXPIRED, S.EXPIRED)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"starts_on": date(2025, 6, 1)}, "starts_on"),
        ({"starts_on": date(2027, 6, 1)}, "starts_on"),
        ({"ends_on": date(2026, 11, 1)}, "ends_on"),
    ],
)
def test_an_amendment_lies_within_its_agreement(session, tmp_path, said, field):
    made = sign(session, project(session, structure(session)), tmp_path)
    with pytest.raises(RuleBroken) as refusal:
        amend(session, made, **said)
    assert refusal.value.field == field


def test_an_amendment_has_no_amendment(session, tmp_path):
    made = sign(session, project(session, structure(session)), tmp_path)
    change = sign(session, amend(session, made), tmp_path)
    with pytest.raises(RuleBroken, match="ne s’amende pas"):
        amend(session, change)


def test_denouncing_respects_the_notice_and_terminating_does_not(session, tmp_path):
    made = sign(
        session, project(session, structure(session), notice=2, renewal_months=12), tmp_path
    )
    soon = date(2026, 12, 24)
    with pytest.raises(RuleBroken, match="25/01/2027"):
        actions.stop(session, made, "denounce", soon, "fini", **TELL)
    actions.stop(session, made, "terminate", soon, "plus de matériel", **TELL)
    assert (made.status, made.last_day) == (S.TERMINATED, soon)


def test_an_end_says_why_and_comes_neither_before_today_nor_after_the_end(session, tmp_path):
    made = sign(session, project(session, structure(session)), tmp_path)
    for day, words in [(TODAY, " "), (TODAY - timedelta(days=1), "x"), (date(2027, 1, 1), "x")]:
        with pytest.raises(RuleBroken):
            actions.stop(session, made, "terminate", day, words, **TELL)
    assert made.status is S.ACTIVE


def test_the_end_of_an_agreement_is_the_end_of_its_amendments(session, tmp_path):
    made = sign(session, project(session, structure(session)), tmp_path)
    change = sign(session, amend(session, made), tmp_path)
    actions.stop(session, made, "denounce", date(2026, 12, 24), "fini", **TELL)
    assert change.status is S.DENOUNCED


def test_a_draft_that_is_given_up_is_not_found_any_more(session):
    landlord = structure(session)
    made = project(session, landlord)
    actions.drop(session, made, actor=SOFIA, now=NOW)
    assert queries.of_structure(session, landlord.id) == []


def test_the_trail_holds_nobody_s_words(session):
    made = project(session, structure(session), title="Convention de Mme Roy")
    actions.comment(session, made, "appeler Mme Roy", side=Side.THEIRS, actor=PARTNER, now=NOW)
    told = session.exec(select(TrailEntry).where(TrailEntry.room == "agreements")).all()
    assert told
    assert not [entry for entry in told if "Roy" in f"{entry.before} {entry.after}"]


def test_a_commitment_of_a_draft_is_in_its_text(session):
    made = project(session, structure(session))
    commitment(session, made)
    lines = [block.text for block in text_of(session, made, HOUSE).sections[0].blocks]
    assert lines[1] == "Donner ses ordinateurs\xa0: 40\xa0appareils par an (ordinateur)"


def test_the_same_scan_twice_is_one_paper(session, tmp_path):
    made = project(session, structure(session))
    move(session, made, "submit", "agree")
    kept = files.keep(tmp_path, PDF, "a.pdf")
    for _ in range(2):
        actions.deposit(session, made, kept, TODAY, side=Side.THEIRS, **TELL)
    assert len(queries.papers(session, made.id)) == 1
