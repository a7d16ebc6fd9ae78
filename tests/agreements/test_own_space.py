"""A structure's own space: what is its own, and nothing of anybody else."""

import re
from datetime import date
from io import BytesIO

import pytest
import time_machine
from sqlmodel import select

from app.agreements.models import AgreementStatus as S
from app.agreements.models import ArrangementAcceptance, CommitmentEntry, EntryStatus
from app.agreements.setup import BLUEPRINTS
from app.base import files
from app.partners.models import Member, MemberRole
from app.partners.registry import registry
from tests.accounts import builders as people
from tests.agreements.builders import arrival, move
from tests.agreements.world import World, build, member

PDF = b"%PDF-1.4 signed at home"


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-25 09:00:00+00:00", tick=True):
        yield


@pytest.fixture
def world(session, tmp_path) -> World:
    return build(session, tmp_path)


@pytest.fixture
def browser(app, session, world):
    return member(app, session, world.organisation)


def rules(app, *prefixes: str):
    names = {blueprint.name for blueprint in BLUEPRINTS}
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] in names and rule.rule.startswith(prefixes)
    ]


def address(rule, world: World, **changed) -> str:
    ids = world.ids | {"secret": "x"} | changed
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda piece: str(ids[piece[1]]), rule.rule)


def test_another_structure_s_ids_are_found_nowhere_in_one_s_own_space(
    app, session, tmp_path, browser
):
    other = build(session, tmp_path, "Autre bailleur")
    with_ids = [rule for rule in rules(app, "/partenaire") if rule.arguments]
    assert len(with_ids) >= 8
    for rule in with_ids:
        for method in rule.methods & {"GET", "POST"}:
            answer = browser.open(address(rule, other), method=method, data={"words": "x"})
            assert answer.status_code == 404, (method, rule.rule)


def test_one_s_own_ids_are_found(app, world, browser):
    for rule in rules(app, "/partenaire"):
        if "GET" in rule.methods:
            answer = browser.get(address(rule, world), buffered=True)
            assert answer.status_code == 200, rule.rule


def test_the_back_office_stays_closed_to_a_structure(app, world, browser):
    found = rules(app, "/gestion")
    assert len(found) > 25
    for rule in found:
        for method in rule.methods & {"GET", "POST"}:
            assert browser.open(address(rule, world), method=method).status_code == 403, rule.rule


def test_an_account_of_no_structure_sees_nothing(app, session, world):
    stranger = app.test_client()
    people.sign_in(stranger, people.account(session, "partenaire"))
    for rule in rules(app, "/partenaire"):
        for method in rule.methods & {"GET", "POST"}:
            assert stranger.open(address(rule, world), method=method).status_code in {403, 404}


def test_a_project_is_ours_alone(world, browser):
    assert browser.get(f"/partenaire/conventions/{world.amendment.id}").status_code == 404
    assert world.amendment.reference not in browser.get("/partenaire/conventions").text


def test_a_structure_reads_and_agrees_to_sign(session, world, browser):
    here = f"/partenaire/conventions/{world.review.id}"
    page = browser.get(here).text
    assert "À relire par vous" in page
    assert "D’accord pour signer" in page
    answer = browser.post(f"{here}/message", data={"reponse": "accord"})
    assert answer.status_code == 303
    session.refresh(world.review)
    assert world.review.status is S.TO_SIGN


def test_a_correction_without_words_is_asked_for_them(session, world, browser):
    here = f"/partenaire/conventions/{world.review.id}/message"
    answer = browser.post(here, data={"reponse": "correction"})
    assert answer.status_code == 422
    assert "Dites pourquoi" in answer.text
    words = "<b>L’article 2</b> {{ 7*7 }}"
    assert browser.post(here, data={"reponse": "correction", "words": words}).status_code == 303
    session.refresh(world.review)
    assert (world.review.status, world.review.unread_since is not None) == (S.CORRECTION, True)
    page = browser.get(f"/partenaire/conventions/{world.review.id}").text
    assert "&lt;b&gt;L’article 2&lt;/b&gt; {{ 7*7 }}" in page


def test_a_text_that_we_correct_is_not_read_half_done(session, world, browser):
    move(session, world.review, "correct")
    session.commit()
    here = f"/partenaire/conventions/{world.review.id}"
    assert "Nous corrigeons le texte" in browser.get(here).text
    assert browser.get(f"{here}/texte.pdf").status_code == 404


def test_a_reader_reads_and_does_nothing_else(app, session, world):
    reader = member(app, session, world.organisation, MemberRole.READER)
    here = f"/partenaire/conventions/{world.review.id}"
    assert "D’accord pour signer" not in reader.get(here).text
    for path in (f"{here}/message", f"{here}/exemplaire-signe"):
        assert reader.post(path, data={"reponse": "accord"}).status_code == 403
    proposal = f"/partenaire/engagements/{world.hours.id}/propositions"
    assert reader.post(proposal, data={}).status_code == 403
    session.refresh(world.review)
    assert world.review.status is S.REVIEW


def test_a_structure_deposits_what_it_signed(session, world, browser):
    move(session, world.review, "agree")
    session.commit()
    path = f"/partenaire/conventions/{world.review.id}/exemplaire-signe"
    sent = {"signed_on": "24/11/2026", "file": (BytesIO(PDF), "../../etc/signée.pdf")}
    assert browser.post(path, data=sent).status_code == 303
    session.refresh(world.review)
    assert (world.review.status, world.review.their_signed_on) == (S.TO_SIGN, date(2026, 11, 24))
    page = browser.get(f"/partenaire/conventions/{world.review.id}").text
    assert "signée.pdf" in page
    assert "etc/" not in page


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ\x90\x00 a program", "convention.pdf", "n’est pas un document que nous gardons"),
        (b"<html><script>alert(1)</script>", "convention.pdf", "n’est pas un document"),
        (b"", "convention.pdf", "est vide"),
        (b"des mots", "convention.pdf", "un PDF ou une photo"),
        (b"%PDF-" + b"0" * 2000, "lourd.pdf", "dépasse 15 Mo"),
    ],
)
def test_a_copy_that_is_none_is_refused_in_words(  # noqa: PLR0917 - one case
    session, world, browser, monkeypatch, content, name, said
):
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    move(session, world.review, "agree")
    session.commit()
    path = f"/partenaire/conventions/{world.review.id}/exemplaire-signe"
    sent = {"signed_on": "2026-11-24", "file": (BytesIO(content), name)}
    answer = browser.post(path, data=sent)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_signed_copy_is_a_download_never_shown_inside(world, browser):
    here = f"/partenaire/conventions/{world.signed.id}/exemplaires/{world.paper.id}"
    answer = browser.get(here, buffered=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_structure_sees_how_far_the_promises_are(monkeypatch, world, browser):
    came = [arrival(world.organisation.id, date(2026, 3, 1), 12)]
    monkeypatch.setitem(registry.arrivals_of, "fake", lambda *_: came)
    page = browser.get("/partenaire/engagements").text
    assert "12 sur 40 appareils" in page
    assert "en retard" in page
    shown = browser.get(f"/partenaire/engagements/{world.devices.id}").text
    assert "Ordinateurs portables" in shown
    assert "/gestion/enlevements" not in shown


def test_what_a_structure_proposes_counts_once_we_confirm(session, world, browser):
    path = f"/partenaire/engagements/{world.hours.id}/propositions"
    answer = browser.post(path, data={"day": "2026-06-01", "amount": "2 h 30", "words": "siège"})
    assert answer.status_code == 303
    made = session.exec(select(CommitmentEntry).where(CommitmentEntry.amount == 150)).one()
    assert made.status is EntryStatus.PROPOSED
    page = browser.get(f"/partenaire/engagements/{world.hours.id}").text
    assert "0 h sur 12 h" in page
    assert "à confirmer" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"day": "2026-06-01", "amount": "beaucoup"}, "Écrivez un nombre"),
        ({"day": "2027-06-01", "amount": "2"}, "pas encore venu"),
        ({"day": "2025-06-01", "amount": "2"}, "hors de l’engagement"),
        ({"day": "32/13/2026", "amount": "2"}, "Cette date n’existe pas"),
        ({"day": "2026-06-01", "amount": "0"}, "plus grande que zéro"),
    ],
)
def test_a_proposal_that_makes_no_sense_is_refused_and_kept(world, browser, data, said):
    answer = browser.post(f"/partenaire/engagements/{world.hours.id}/propositions", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{data["day"]}"' in answer.text


def test_a_relay_person_accepts_in_the_own_space(app, session, world):
    person = people.account(session, "partenaire", email=world.relay.email)
    session.add(
        Member(account_id=person.id, organisation_id=world.organisation.id, role=MemberRole.READER)
    )
    session.commit()
    browser = app.test_client()
    people.sign_in(browser, person)
    assert "J’accepte ces modalités" in browser.get("/partenaire/modalites").text
    path = f"/partenaire/modalites/{world.version.id}/acceptation"
    assert browser.post(path).status_code == 303
    kept = session.get(ArrangementAcceptance, (world.version.id, world.relay.id))
    assert kept.how == "espace"


def test_a_member_who_is_no_relay_person_cannot_accept(world, browser):
    assert "J’accepte ces modalités" not in browser.get("/partenaire/modalites").text
    path = f"/partenaire/modalites/{world.version.id}/acceptation"
    assert browser.post(path).status_code == 404
