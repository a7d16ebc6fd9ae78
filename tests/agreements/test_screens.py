"""The back office's pages of the agreements, by what a person sees."""

import re
from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
import time_machine

from app.agreements import queries
from app.agreements.models import Agreement, EntryStatus
from app.agreements.models import AgreementStatus as S
from app.partners.registry import registry
from tests.agreements.builders import arrival, move, project, sign
from tests.agreements.test_own_space import address, rules
from tests.agreements.world import World, build
from tests.partners.builders import structure

BASE = "/gestion/conventions"


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
def desk(signed_in):
    return signed_in("partenariats")


def sheet(**said) -> dict[str, str]:
    known = {
        "kind": "don-de-materiel",
        "title": "Don de chaises",
        "starts_on": "2027-01-01",
        "ends_on": "2027-12-31",
        "notice": "2",
        "notice_unit": "mois",
        "renewal_months": "",
        "renewals_most": "",
        "replaces": "",
    }
    return known | said


def refreshed(session, row: Agreement) -> Agreement:
    session.refresh(row)
    return row


def test_every_page_opens_for_a_reader_and_none_changes_for_them(app, world, signed_in):
    reader = signed_in("accueil")
    for rule in rules(app, "/gestion"):
        for method in rule.methods & {"GET", "POST"}:
            answer = reader.open(address(rule, world), method=method, buffered=True)
            who = app.view_functions[rule.endpoint].__who__
            allowed = method == "GET" and "accueil" in who
            assert answer.status_code == (200 if allowed else 403), (method, rule.rule)


def test_the_workshop_may_not_read_agreements(world, signed_in):
    assert signed_in("atelier").get(BASE).status_code == 403


def test_an_agreement_is_begun_from_a_text_of_ours(session, desk):
    landlord = structure(session)
    session.commit()
    page = desk.get(f"{BASE}/nouvelle?structure={landlord.id}&objet=don-de-materiel").text
    assert "Convention de don de matériel" in page
    answer = desk.post(f"{BASE}/nouvelle?structure={landlord.id}", data=sheet())
    assert answer.status_code == 303
    shown = desk.get(answer.location).text
    assert "À écrire par nous" in shown
    assert "Gâtinais Habitat donne à Les Ateliers du Loing" in shown


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"title": ""}, "Remplissez cette case"),
        ({"ends_on": ""}, "Donnez une date"),
        ({"ends_on": "2026-01-01"}, "La fin vient avant le début"),
        ({"notice": "13"}, "préavis est aussi long"),
        ({"notice": "-1"}, "Écrivez un nombre entier"),
        ({"renewals_most": "2"}, "demande aussi leur durée"),
        ({"kind": "mariage"}, "Not a valid choice"),
    ],
)
def test_a_sheet_that_makes_no_sense_is_shown_again_as_typed(session, desk, said, sentence):
    landlord = structure(session)
    session.commit()
    answer = desk.post(f"{BASE}/nouvelle?structure={landlord.id}", data=sheet(**said))
    assert answer.status_code == 422
    assert sentence in answer.text or said.get("kind") == "mariage"
    assert f'value="{sheet(**said)["starts_on"]}"' in answer.text
    assert queries.of_structure(session, landlord.id) == []


def test_an_overlap_is_said_at_once_and_refused_at_the_signature(session, world, desk):
    here = f"{BASE}/nouvelle?structure={world.organisation.id}"
    answer = desk.post(here, data=sheet(starts_on="2026-06-01", ends_on="2027-05-31"))
    assert f"{world.signed.reference} est déjà signée" in desk.get(answer.location).text


def test_a_conflict_keeps_what_was_typed(session, desk):
    made = project(session, structure(session))
    session.commit()
    stale = {"version": str(made.version), "place": "1", "title": "Objet", "text": "mon texte"}
    assert desk.post(f"{BASE}/{made.id}/articles", data=stale).status_code == 303
    answer = desk.post(f"{BASE}/{made.id}/articles", data=stale | {"text": "autre texte"})
    assert answer.status_code == 409
    assert "autre texte" in answer.text
    assert "entre-temps" in answer.text


def test_articles_are_reordered_by_their_numbers_and_emptied_ones_go(session, desk):
    made = project(session, structure(session))
    session.commit()
    data = {
        "version": str(made.version),
        "place": ["3", "1,5", "x", "2"],
        "title": ["Fin", "Début", "", "Milieu"],
        "text": ["c", "a", "", "b"],
    }
    assert desk.post(f"{BASE}/{made.id}/articles", data=data).status_code == 303
    assert [row.title for row in queries.articles(session, made.id)] == ["Début", "Milieu", "Fin"]


def test_an_article_too_long_is_refused_and_kept(session, desk):
    made = project(session, structure(session))
    session.commit()
    data = {"version": str(made.version), "place": "1", "title": "Objet", "text": "é" * 6001}
    answer = desk.post(f"{BASE}/{made.id}/articles", data=data)
    assert answer.status_code == 422
    assert "trop long" in answer.text
    assert "é" * 6001 in answer.text


def test_a_commitment_is_written_into_the_text(session, desk):
    made = project(session, structure(session))
    session.commit()
    data = {
        "version": str(made.version),
        "side": "partenaire",
        "title": "Donner ses chaises",
        "quantity": "1 500,5",
        "kind": "kg",
        "rhythm": "an",
        "source": "arrivees",
        "family": "mobilier",
    }
    assert desk.post(f"{BASE}/{made.id}/engagements/nouveau", data=data).status_code == 303
    row = queries.commitments(session, made.id)[0]
    assert row.quantity == 1_500_500
    assert "1 500,5 kg par an" in desk.get(f"{BASE}/{made.id}").text
    edited = desk.get(f"{BASE}/{made.id}/engagements/{row.id}").text
    assert 'value="1500,5"' in edited


def test_staff_take_an_agreement_from_review_to_signed(session, world, desk):
    here = f"{BASE}/{world.review.id}"
    version = str(world.review.version)
    assert desk.post(f"{here}/etape", data={"verb": "agree", "version": version}).status_code == 303
    page = desk.get(here).text
    assert "À signer par nous" in page
    days = {"our_signed_on": "2026-11-24", "their_signed_on": "2026-11-25"}
    missing = desk.post(f"{here}/signature", data=days | {"freeze": "1"})
    assert missing.status_code == 422
    assert "Ajoutez l’exemplaire signé" in missing.text
    assert refreshed(session, world.review).our_signed_on is None
    sent = days | {"freeze": "1", "file": (BytesIO(b"%PDF-1.7 both"), "signee.pdf")}
    assert desk.post(f"{here}/signature", data=sent).status_code == 303
    row = refreshed(session, world.review)
    assert (row.status, row.frozen) == (S.ACTIVE, True)
    shown = desk.get(here).text
    assert "Changer la fiche" not in shown
    assert row.text_sha256 in shown


def test_a_step_on_a_page_that_is_old_changes_nothing(session, world, desk):
    here = f"{BASE}/{world.review.id}"
    answer = desk.post(f"{here}/etape", data={"verb": "agree", "version": "1"})
    assert answer.status_code == 409
    assert refreshed(session, world.review).status is S.REVIEW


@pytest.mark.parametrize("verb", ["sign", "expire", "denounce", "", "x" * 9000])
def test_a_forged_step_is_refused(session, world, desk, verb):
    version = str(world.review.version)
    answer = desk.post(
        f"{BASE}/{world.review.id}/etape", data={"verb": verb, "version": version, "words": "x"}
    )
    assert answer.status_code == 422
    assert refreshed(session, world.review).status is S.REVIEW


def test_a_signed_agreement_has_an_amendment_and_a_draft_has_none(session, world, desk):
    page = desk.get(f"{BASE}/{world.review.id}/avenant")
    assert page.status_code == 200
    said = {"title": "Plus", "starts_on": "2026-12-01", "ends_on": ""}
    refused = desk.post(f"{BASE}/{world.review.id}/avenant", data=said)
    assert refused.status_code == 422
    assert "changez son texte" in refused.text
    assert desk.post(f"{BASE}/{world.signed.id}/avenant", data=said).status_code == 303


def test_ending_respects_the_notice_in_words(session, tmp_path, desk):
    made = sign(session, project(session, structure(session), notice=1), tmp_path)
    session.commit()
    data = {"verb": "denounce", "day": "2026-12-01", "words": "plus de matériel"}
    answer = desk.post(f"{BASE}/{made.id}/fin", data=data)
    assert answer.status_code == 422
    assert "avant le 25/12/2026" in answer.text
    assert desk.post(f"{BASE}/{made.id}/fin", data=data | {"day": "25/12/2026"}).status_code == 303
    assert refreshed(session, made).status is S.DENOUNCED


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("etat=active", ["0001"]),
        ("etat=relecture", ["0002"]),
        ("tour=partenaire", ["0002"]),
        ("tour=nous", ["0001-A1"]),
        ("tour=personne", ["0001"]),
        ("objet=cadre", ["0002"]),
        ("fin=2026-12-31", ["0001"]),
        ("fin=2026-12-30", []),
        ("structure=habitat+GATINAIS", ["0002", "0001-A1", "0001"]),
        ("structure=2026-0002", ["0002"]),
        ("structure=personne", []),
        ("etat=volant&tour=99&objet=x&fin=hier&tri=boum", ["0002", "0001-A1", "0001"]),
    ],
)
def test_the_list_is_filtered_in_its_address(world, desk, query, found):
    page = desk.get(f"{BASE}?{query}").text
    assert re.findall(r'class="under">CONV-2026-([\w-]+)<', page) == found
    rows = desk.get(f"{BASE}?{query}&format=csv").text.strip().splitlines()[1:]
    assert [line.split(";")[0].removeprefix("CONV-2026-") for line in rows] == found


def test_a_list_of_a_hundred_asks_as_few_questions_as_one_of_ten(session, desk, counting):
    landlord = structure(session)
    for n in range(10):
        project(session, landlord, title=f"Don {n}")
    session.commit()
    with counting() as few:
        assert desk.get(BASE).status_code == 200
    for n in range(90):
        project(session, landlord, title=f"Autre don {n}")
    session.commit()
    with counting() as many:
        assert desk.get(BASE).status_code == 200
    assert len(many) <= len(few)


def test_each_figure_opens_the_records_that_it_counts(monkeypatch, world, desk, signed_in):
    came = [
        arrival(world.organisation.id, date(2026, 3, 1), 7),
        arrival(world.organisation.id, date(2026, 4, 2), 5),
        arrival(world.organisation.id, date(2025, 4, 2), 90),
    ]
    monkeypatch.setitem(
        registry.arrivals_of,
        "fake",
        lambda _session, since, before, _ids: [a for a in came if since <= a.day < before],
    )
    tab = desk.get(f"/gestion/partenaires/{world.organisation.id}/engagements").text
    assert "12 sur 40 appareils" in tab
    where = f"/gestion/conventions/engagements/{world.devices.id}"
    page = signed_in("direction").get(where).text
    assert page.count('href="/gestion/enlevements/') == 2
    assert str(UUID(int=date(2025, 4, 2).toordinal())) not in page
    told = desk.get(where).text  # who may not read a visit sees its day, no door that stays shut
    assert 'href="/gestion/enlevements/' not in told
    assert "1 mars 2026" in told
    table = desk.get(f"/gestion/conventions/engagements/{world.devices.id}?format=csv").text
    assert "2026-04-02;Ordinateurs portables;5;/gestion/enlevements/" in table


def test_staff_confirm_what_a_structure_proposes_once(session, world, desk):
    path = f"/gestion/conventions/engagements/{world.hours.id}/saisies/{world.entry.id}"
    assert desk.post(path, data={"reponse": "oui"}).status_code == 303
    session.refresh(world.entry)
    assert world.entry.status is EntryStatus.CONFIRMED
    assert "2 h sur 12 h" in desk.get(f"/gestion/conventions/engagements/{world.hours.id}").text
    assert desk.post(path, data={"reponse": "non"}).status_code == 422
    assert desk.post(path, data={"reponse": "retrait"}).status_code == 303
    assert "0 h sur 12 h" in desk.get(f"/gestion/conventions/engagements/{world.hours.id}").text


def test_an_entry_of_another_promise_is_not_found(world, desk):
    path = f"/gestion/conventions/engagements/{world.devices.id}/saisies/{world.entry.id}"
    assert desk.post(path, data={"reponse": "oui"}).status_code == 404


def test_a_promise_that_measures_itself_takes_no_entry(world, desk):
    data = {"day": "2026-06-01", "amount": "3"}
    answer = desk.post(f"/gestion/conventions/engagements/{world.devices.id}/saisies", data=data)
    assert answer.status_code == 422
    assert "rien n’est à saisir" in answer.text


def test_both_papers_are_downloads_named_by_the_reference(world, desk):
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = desk.get(f"{BASE}/{world.signed.id}/texte.{kind}")
        assert answer.data.startswith(begins)
        name = f"{world.signed.reference}.{kind}"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_message_of_the_structure_waits_until_somebody_read_it(session, world, desk):
    move(session, world.review, "correct")
    world.review.unread_since = world.entry.added_at
    session.commit()
    here = f"{BASE}/{world.review.id}"
    assert "C’est lu" in desk.get(here).text
    assert desk.post(f"{here}/lu").status_code == 303
    assert "C’est lu" not in desk.get(here).text


def test_a_draft_is_given_up_and_found_no_more(world, desk):
    here = f"{BASE}/{world.review.id}"
    assert desk.post(f"{here}/abandon").status_code == 303
    assert desk.get(here).status_code == 404
