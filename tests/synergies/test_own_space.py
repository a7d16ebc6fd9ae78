"""A structure's own space: its needs and offers, its matches, nobody else's; and staff's pages."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlmodel import select

from app.base.core import clock
from app.base.outbox.models import OutboxRow
from app.partners.models import MemberRole, Organisation
from app.synergies import relations
from app.synergies.due import due
from app.synergies.models import (
    Domain,
    EntryStatus,
    ProposalStatus,
    Side,
    SynergyEntry,
    SynergyProposal,
    Unit,
)
from app.synergies.queries import people, results
from app.synergies.setup import BLUEPRINTS
from tests.partners.builders import SOFIA, contact, entered, member, site, structure
from tests.synergies.builders import TODAY, enter, opened, person, proposed, yes

OWN = "/partenaire/synergies"
STAFF = "/gestion/synergies"
NEED, OFFER = Side.NEED, Side.OFFER


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
def wednesday(communes):
    with time_machine.travel("2026-11-25T10:00:00+01:00", tick=False):
        yield


@pytest.fixture
def mine(session):
    made = structure(session, name="Gâtinais Habitat")
    site(session, made)
    return made


@pytest.fixture
def browser(app, session, mine):
    return entered(app, member(session, mine))


@pytest.fixture
def sofia(signed_in):
    return signed_in("partenariats")


@pytest.fixture
def pair(session, mine):
    """Ask the structure whether it wants the cartons of another one."""
    other = structure(session, name="Papeterie secrète")
    need = enter(session, owner=mine)
    offer = enter(session, owner=other, side=OFFER, title="Cartons", lat=47.974, lon=2.770)
    return proposed(session, need, offer)


def letters(session) -> list[dict]:
    found = session.exec(select(OutboxRow).where(OutboxRow.kind == "mail")).all()
    return [each.payload for each in found if each.dedupe.startswith("synergy-")]


def typed(**more):
    known = {"side": "besoin", "domain": "matieres", "title": "Palettes", "material": "bois"}
    return known | more


def test_a_member_writes_one_and_it_goes_online_after_staff_s_yes(browser, sofia, mine, session):
    assert browser.post(f"{OWN}/nouvelle", data=typed()).status_code == 303
    row = session.exec(select(SynergyEntry)).one()
    assert row.organisation_id == mine.id
    assert browser.post(f"{OWN}/{row.id}/etat/publish", data={"version": "1"}).status_code == 422
    assert browser.post(f"{OWN}/{row.id}/etat/submit", data={"version": "1"}).status_code == 303
    session.refresh(row)
    assert row.status is EntryStatus.REVIEW
    assert [each.key for each in due(session, TODAY)] == [f"synergy-read:{row.id}"]
    ids = re.findall(r'\sid="([^"]+)"', sofia.get(f"{STAFF}/{row.id}").text)
    assert sorted(set(ids)) == sorted(ids)
    back = f"{STAFF}/{row.id}/etat/return"
    assert "Dites ce qu’il faut corriger" in sofia.post(back, data={"version": "2"}).text
    said = {"version": "2", "words": "De quelle taille ?"}
    assert sofia.post(back, data=said).status_code == 303
    assert "De quelle taille ?" in browser.get(f"{OWN}/{row.id}").text


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"domain": "moyens"}, "d’un flux de matières"),
        ({"material": "or"}, "Choisissez dans la liste"),
        ({"commune": "Nulle-Part-sur-Rien"}, "Cette commune n’est pas connue"),
    ],
)
def test_what_is_wrong_is_said_and_stays(browser, session, more, said):
    answer = browser.post(f"{OWN}/nouvelle", data=typed(words="Sèches", **more))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Sèches" in answer.text


def test_a_conflict_keeps_what_was_typed(browser, mine, session):
    row = enter(session, owner=mine)
    answer = browser.post(f"{OWN}/{row.id}", data=typed(title="Mon titre", version="1"))
    assert answer.status_code == 409
    assert 'value="Mon titre"' in answer.text


def test_nothing_of_the_other_shows_before_both_said_yes(browser, pair, session):
    ada = person(session, pair.offer, "Lise Morel")
    here = f"{OWN}/relations/{pair.row.id}"
    pages = [OWN, here, f"{OWN}/{pair.need.id}/rapprochements"]
    for said in (False, True):
        if said:
            yes(session, pair, OFFER, ada)
        for page in pages:
            shown = browser.get(page).text
            assert "Cartons" in shown
            assert not re.search("Papeterie secrète|Lise Morel|@a.test", shown)
    text = browser.get(here).text
    assert "Bailleur social" in text
    for page in (OWN, here):
        assert re.search(r"à moins de 10\skm", browser.get(page).text), page
    assert not [page for page in pages if "3,8" in browser.get(page).text]


def test_a_second_yes_opens_both_contacts_and_writes_them_to_both(browser, pair, session):
    nadia = person(session, pair.need, "Nadia Ferrand")
    lise = person(session, pair.offer, "Lise Morel")
    yes(session, pair, OFFER, lise)
    here = f"{OWN}/relations/{pair.row.id}"
    assert browser.post(f"{here}/reponse", data={"reponse": "oui"}).status_code == 422
    told = {"reponse": "oui", "contact": str(nadia.id)}
    for _twice in range(2):
        assert browser.post(f"{here}/reponse", data=told).status_code == 303
    session.refresh(pair.row)
    assert pair.row.status is ProposalStatus.OPENED
    shown = browser.get(here).text
    assert "Papeterie secrète" in shown
    assert "Lise Morel" in shown
    written = [each for each in letters(session) if each["to"] == lise.email]
    assert len(written) == 1
    assert "Nadia Ferrand" in written[0]["text"]


def test_who_takes_the_yes_back_is_seen_no_more_and_sees_no_more(browser, pair, session):
    lise = person(session, pair.offer, "Lise Morel")
    yes(session, pair, OFFER, lise)
    yes(session, pair, NEED)
    here = f"{OWN}/relations/{pair.row.id}"
    assert browser.post(f"{here}/retrait").status_code == 303
    shown = browser.get(here).text
    assert not re.search("Papeterie secrète|Lise Morel", shown)
    other = entered(
        browser.application,
        member(session, session.get_one(Organisation, pair.offer.organisation_id)),
    )
    assert "Gâtinais Habitat" not in other.get(here).text


def test_a_member_asks_and_the_other_side_is_written_to(browser, mine, session):
    need = enter(session, owner=mine)
    offer = enter(session, side=OFFER)
    ada = person(session, need)
    nina = person(session, offer, "Nina")
    ask = f"{OWN}/{need.id}/demande"
    wanted = {"autre": str(offer.id), "contact": ""}
    assert browser.post(ask, data=wanted).status_code == 422
    assert session.exec(select(SynergyProposal)).all() == []
    wanted["contact"] = str(ada.id)
    assert browser.post(ask, data=wanted | {"autre": str(uuid4())}).status_code == 404
    assert browser.post(ask, data=wanted).status_code == 303
    (row,) = session.exec(select(SynergyProposal)).all()
    assert (row.status, row.asked_side) == (ProposalStatus.ACCEPTED, NEED)
    (letter,) = letters(session)
    assert letter["to"] == nina.email
    assert "Gâtinais Habitat" not in letter["text"] + letter["html"]
    assert "Ada" not in letter["text"] + letter["html"]


def test_a_member_declines_with_a_reason(browser, pair, session):
    here = f"{OWN}/relations/{pair.row.id}/reponse"
    refused = browser.post(here, data={"reponse": "non", "reason": ""})
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.text
    assert browser.post(here, data={"reponse": "non", "reason": "Trop loin"}).status_code == 303
    session.refresh(pair.row)
    assert pair.row.status is ProposalStatus.DECLINED


def test_a_member_tells_a_result_and_staff_confirm_it(browser, sofia, pair, session):
    for side in Side:
        yes(session, pair, side)
    here = f"{OWN}/relations/{pair.row.id}/resultats"
    told = {"measure": "kg", "amount": "120,5", "day": "25/11/2026", "method": "pesee"}
    assert browser.post(here, data=told | {"measure": "personnes"}).status_code == 422
    assert browser.post(here, data=told).status_code == 303
    (row,) = results.of_proposal(session, pair.row.id)
    staff = f"{STAFF}/relations/{pair.row.id}"
    assert "120,5 kg" in sofia.get(staff).text
    assert "120,5 kg" not in sofia.get(f"{STAFF}/resultats").text
    done = sofia.post(f"{staff}/resultats/{row.id}/confirmation", data={"version": "1"})
    assert done.status_code == 303
    figures = sofia.get(f"{STAFF}/resultats?annee=2026&domaine=matieres&mesure=kg").text
    assert "120,5 kg" in figures
    assert str(pair.row.id) in figures
    lines = sofia.get(f"{STAFF}/resultats?format=csv").text.splitlines()
    assert len(lines) == 2
    assert ";120,5;kg;" in lines[1]


def test_hours_are_not_weighed(browser, mine, session):
    shared = {"domain": Domain.MEANS, "unit": Unit.HOURS}
    need = enter(session, owner=mine, **shared)
    pair = opened(session, need=need, offer=enter(session, side=OFFER, **shared))
    shown = browser.get(f"{OWN}/relations/{pair.row.id}").text
    assert 'value="comptage"' in shown
    assert 'value="pesee"' not in shown


def test_a_reader_reads_and_answers_nothing(app, session, mine, pair):
    reader = entered(app, member(session, mine, MemberRole.READER))
    here = f"{OWN}/relations/{pair.row.id}"
    assert "Oui, je veux le contact" not in reader.get(here).text
    assert reader.post(f"{here}/reponse", data={"reponse": "oui"}).status_code == 403
    assert reader.get(f"{OWN}/nouvelle").status_code == 403


def test_another_structure_s_ids_are_found_nowhere(app, browser, session):
    theirs = opened(session)
    known = {
        "synergy_id": theirs.need.id,
        "relation_id": theirs.row.id,
        "verb": "withdraw",
        "end": "sans-suite",
    }
    names = {blueprint.name for blueprint in BLUEPRINTS}
    tried = 0
    for rule in app.url_map.iter_rules():
        own = rule.endpoint.partition(".")[0] in names and rule.rule.startswith(OWN)
        if not own or not rule.arguments:
            continue
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda piece: str(known[piece[1]]), rule.rule)
        for method in rule.methods & {"GET", "POST"}:
            assert browser.open(address, method=method).status_code == 404, address
            tried += 1
    assert tried == 11
    assert theirs.row.status is ProposalStatus.OPENED


def test_staff_propose_note_both_answers_and_conclude(sofia, session, mine):
    need, offer = enter(session, owner=mine), enter(session, side=OFFER, quantity=240_000)
    people = {side: person(session, row) for side, row in ((NEED, need), (OFFER, offer))}
    assert "Proposer" in sofia.get(f"{STAFF}/{need.id}/rapprochements").text
    ask = f"{STAFF}/{need.id}/mise-en-relation/{offer.id}"
    assert "deux structures" in sofia.get(ask).text
    assert "au plus 240" in sofia.post(ask, data={"quantity": "300"}).text
    for _twice in range(2):
        assert sofia.post(ask, data={"quantity": "100"}).status_code == 303
    row = session.exec(select(SynergyProposal)).one()
    assert {each["to"] for each in letters(session)} == {each.email for each in people.values()}
    here = f"{STAFF}/relations/{row.id}"
    for side, who in people.items():
        said = {f"{side.value}-contact": str(who.id), f"{side.value}-how": "telephone"}
        told = sofia.post(f"{here}/reponses/{side.value}", data=said | {"reponse": "oui"})
        assert told.status_code == 303
    session.refresh(row)
    done = {"conclusion-version": str(row.version)}
    refused = sofia.post(f"{here}/suite/conclusion", data=done)
    assert refused.status_code == 422
    assert "Confirmez d’abord" in refused.text
    told = {"measure": "kg", "amount": "100", "day": "25/11/2026", "method": "pesee"}
    assert sofia.post(f"{here}/resultats", data=told).status_code == 303
    assert sofia.post(f"{here}/suite/conclusion", data=done).status_code == 409
    session.refresh(row)
    done["conclusion-version"] = str(row.version)
    assert sofia.post(f"{here}/suite/conclusion", data=done).status_code == 303
    session.refresh(row)
    assert row.status is ProposalStatus.WITH_RESULT
    assert "Conclue" in sofia.get(here).text


def test_the_list_of_matches_is_filtered_and_exported(sofia, session):
    secret = structure(session, name="Papeterie secrète")
    proposed(session, offer=enter(session, owner=secret, side=OFFER))
    opened(session)
    for asked in ("etat=ouverte", "structure=secrete+papet"):
        assert "1 mise en relation" in sofia.get(f"{STAFF}/relations?{asked}").text
    lines = sofia.get(f"{STAFF}/relations?format=csv").text.splitlines()
    assert len(lines) == 3


def test_pages_ask_the_database_no_more_with_more_matches(sofia, browser, mine, session, counting):
    asked = []
    for _round in range(2):
        for _each in range(3):
            opened(session, need=enter(session, owner=mine))
        for client, page in (
            (sofia, f"{STAFF}/relations"),
            (sofia, f"{STAFF}/resultats"),
            (sofia, f"/gestion/partenaires/{mine.id}/synergies"),
            (browser, OWN),
        ):
            client.get(page)
            with counting() as made:
                client.get(page)
            asked.append(len(made))
    assert asked[:4] == asked[4:]
    assert max(asked) < 16


def test_the_calendar_reminds_once_lapses_and_asks_for_results(session, pair):
    nadia, lise = person(session, pair.need, "Nadia"), person(session, pair.offer, "Lise")
    yes(session, pair, OFFER, lise)
    days = {}
    for day in (5, 6, 7, 31):
        before = letters(session)
        today = TODAY + timedelta(days=day)
        relations.keep_dates(session, now=clock.now(), today=today)
        days[day] = [each["to"] for each in letters(session) if each not in before]
    assert days[5] == []
    assert days[6] == [nadia.email]
    assert days[7] == []
    assert set(days[31]) == {nadia.email, lise.email}
    assert pair.row.status is ProposalStatus.LAPSED


def test_the_morning_list_tells_what_waits_for_a_call(session, pair):
    week = TODAY + timedelta(days=7)
    assert f"synergy-answer:{pair.row.id}" in {each.key for each in due(session, week)}
    for side in Side:
        yes(session, pair, side)
    told = {each.key for each in due(session, TODAY + timedelta(days=90))}
    assert told == {f"synergy-result:{pair.row.id}"}


def test_only_who_agreed_is_written_to_and_members_who_answer(app, session, mine):
    contact(session, mine, "Sans accord", email="non@a.test")
    person(session, enter(session, owner=mine), "Relais", email="relais@a.test")
    answers = member(session, mine)
    member(session, mine, MemberRole.READER)
    assert set(people.written_to(session, mine.id)) == {"relais@a.test", answers.email}
    assert SOFIA.label not in people.written_to(session, mine.id)
