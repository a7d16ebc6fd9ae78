"""The pages of the partnerships, by what a person sees."""

import io
import json
import re

import pytest
import time_machine
from sqlmodel import select

from app.partnerships.actions import exchanges as exchange_actions
from app.partnerships.actions import groups as group_actions
from app.partnerships.actions import partnerships as actions
from app.partnerships.models import (
    Exchange,
    GoodPractice,
    GroupKind,
    GroupMeeting,
    PartnerGroup,
    Standing,
    Step,
)
from app.partnerships.queries import partnership
from app.partnerships.rules import GroupFacts
from tests.accounts.builders import account
from tests.builders import commune
from tests.partners.builders import contact, site, structure
from tests.partnerships.builders import NOW, SOFIA, TODAY, action, going, planned, recorded
from tests.partnerships.test_letters import PLAIN, html

HAND = {"actor": SOFIA, "now": NOW}


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
def clock_on_the_wall():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def sofia(signed_in):
    return signed_in("partenariats")


@pytest.fixture
def habitat(session):
    return structure(session)


def tab(organisation, rest: str = "partenariat") -> str:
    return f"/gestion/partenaires/{organisation.id}/{rest}"


def words(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.text)
    return re.sub(r"\s+", " ", text)


def test_a_partnership_is_begun_from_its_tab(sofia, session, habitat):
    assert "Commencer un partenariat" in sofia.get(tab(habitat)).text
    sent = {"step": "rencontre", "next_action": "Rappeler", "next_on": "2026-11-27"}
    assert sofia.post(tab(habitat), data=sent).status_code == 303
    said = words(sofia.get(tab(habitat)))
    assert "Étape 5 sur 11 : Rencontre" in said
    assert "Rappeler" in said


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(sofia, habitat):
    sent = {"step": "rencontre", "next_action": "Rappeler Léa", "next_on": ""}
    answer = sofia.post(tab(habitat), data=sent)
    assert answer.status_code == 422
    assert "Dites pour quel jour." in answer.text
    assert 'value="Rappeler Léa"' in answer.text


def test_the_board_shows_each_step_and_its_buttons_move_the_card(sofia, session, habitat):
    row = going(session, habitat, next=action("Rappeler"))
    session.commit()
    board = sofia.get("/gestion/partenariats")
    assert board.text.count('class="board__column') == 11
    assert "Rappeler" in board.text
    sent = {"version": "1", "back": "/gestion/partenariats?type=bailleur-social"}
    moved = sofia.post(tab(habitat, "partenariat/etape-suivante"), data=sent)
    assert moved.location == "/gestion/partenariats?type=bailleur-social#rencontre"
    session.refresh(row)
    assert row.step is Step.MEETING
    again = sofia.post(tab(habitat, "partenariat/etape-suivante"), data=sent)
    assert again.status_code == 409
    assert "entre-temps" in again.text
    sofia.post(tab(habitat, "partenariat/etape-precedente"), data={"version": "2"})
    session.refresh(row)
    assert row.step is Step.IDENTIFICATION


def test_a_button_never_sends_elsewhere(sofia, session, habitat):
    going(session, habitat)
    session.commit()
    sent = {"version": "1", "back": "https://ailleurs.example/"}
    moved = sofia.post(tab(habitat, "partenariat/etape-suivante"), data=sent)
    assert moved.location == tab(habitat)


def test_before_the_first_step_there_is_nothing(sofia, session, habitat):
    going(session, habitat, step=Step.DIAGNOSIS)
    session.commit()
    sent = {"version": "1"}
    assert sofia.post(tab(habitat, "partenariat/etape-precedente"), data=sent).status_code == 422


def test_the_reasons_of_before_are_read_in_what_happened(sofia, session, habitat):
    row = going(session, habitat)
    actions.pause(session, row, "Travaux au siège", None, **HAND, seen=1)
    actions.resume(session, row, **HAND, seen=2)
    session.commit()
    page = sofia.get(tab(habitat, "partenariat")).text
    assert "a mis en pause : Travaux au siège" in page


def test_a_pause_and_a_loss_need_their_reason(sofia, session, habitat):
    row = going(session, habitat)
    session.commit()
    for where in ("pause", "perte"):
        answer = sofia.post(tab(habitat, f"partenariat/{where}"), data={"version": "1"})
        assert answer.status_code == 422
        assert "Donnez une raison" in answer.text
    sent = {"version": "1", "pause_reason": "Attendre", "paused_until": "01/12/2026"}
    sofia.post(tab(habitat, "partenariat/pause"), data=sent)
    assert "Reprise prévue le mardi 1er décembre" in sofia.get(tab(habitat)).text
    sofia.post(tab(habitat, "partenariat/reprise"), data={"version": "2"})
    sofia.post(tab(habitat, "partenariat/perte"), data={"version": "3", "loss_reason": "Parti"})
    assert "Parti" in sofia.get(tab(habitat)).text
    sofia.post(tab(habitat, "partenariat/reouverture"), data={"version": "4"})
    session.refresh(row)
    assert row.standing is Standing.ACTIVE


def test_a_next_action_typed_over_somebody_s_is_kept_on_the_page(sofia, session, habitat):
    row = going(session, habitat)
    session.commit()
    actions.plan_next(session, row, action("La sienne"), **HAND)
    session.commit()
    sent = {"version": "1", "next_action": "La mienne", "next_on": "2026-11-26"}
    answer = sofia.post(tab(habitat, "partenariat/prochaine-action"), data=sent)
    assert answer.status_code == 409
    assert "La sienne" in answer.text
    assert 'value="La mienne"' in answer.text


def test_the_list_is_filtered_sorted_and_exported(sofia, session, habitat):
    going(session, habitat, next=action("=cmd()", TODAY.replace(day=20)))
    lost = going(session, structure(session, "Papeterie"))
    actions.lose(session, lost, "Contrat", **HAND, seen=1)
    session.commit()
    late = sofia.get("/gestion/partenariats/liste?retard=oui&tri=structure")
    assert "1 partenariat" in words(late)
    assert "Contrat" in sofia.get("/gestion/partenariats/liste?etat=perdu").text
    for asked in ("etape=zorglub", "qui=1", "famille='", "tri=x", "type=../", "etat=%00"):
        assert "1 partenariat" in words(sofia.get(f"/gestion/partenariats/liste?{asked}"))
    file = sofia.get("/gestion/partenariats/liste?format=csv").text
    assert "Gâtinais Habitat;Bailleur social;Identification" in file
    assert "'=cmd()" in file


def test_a_sheet_offers_ready_words_for_this_kind_of_structure(sofia, session, habitat):
    here = tab(habitat, "partenariat/fiches/argumentaire")
    assert sofia.get(here).status_code == 404
    going(session, habitat)
    session.commit()
    assert "locataires équipés" in sofia.get(here).text
    sent = {"version": "0", "first": "Des locataires servis", "written_on": "2026-11-25"}
    assert sofia.post(here, data=sent).status_code == 303
    answer = sofia.post(here, data=sent | {"first": "Ce que je tapais"})
    assert answer.status_code == 409
    assert "Ce que je tapais" in answer.text
    assert "Des locataires servis" in answer.text


def test_the_doors_say_who_is_there_and_where_nobody_is(sofia, session, habitat):
    page = sofia.get("/gestion/partenariats/idees?famille=eee")
    assert "Gâtinais Habitat" in page.text
    assert "Personne encore" in page.text
    assert "Police municipale" not in page.text
    assert "Police municipale" in sofia.get("/gestion/partenariats/idees?famille=zorglub").text


def test_a_meeting_is_prepared_printed_and_recorded(sofia, session, habitat):
    commune(session)
    site(session, habitat)
    ada = contact(session, habitat)
    going(session, habitat)
    recorded(session, habitat, promises="40 ordinateurs", result="Promis")
    session.commit()
    sent = {
        "kind": "rendez-vous",
        "subject": "Le point",
        "day": "2026-11-26",
        "hour": "14:30",
        "minutes": "45",
        "place": "Chez eux",
        "contacts": str(ada.id),
        "agenda": "12 sur 40 ?\nLa suite ?",
    }
    made = sofia.post(tab(habitat, "echanges/prevoir"), data=sent)
    brief = words(sofia.get(f"{made.location}/fiche"))
    for told in ("12 sur 40", "40 ordinateurs", "Ada Roy", "Montargis", "Identification"):
        assert told in brief
    file = sofia.get(f"{made.location}/rendez-vous.ics")
    assert "DTSTART:20261126T133000Z" in file.text
    assert "DTEND:20261126T141500Z" in file.text
    assert "12 sur 40" not in file.text
    uid = re.search(r"UID:(\S+)", file.text)[1]
    moved = sent | {"version": "1", "hour": "15:00"}
    sofia.post(f"{made.location}/modification", data=moved)
    again = sofia.get(f"{made.location}/rendez-vous.ics").text
    assert f"UID:{uid}" in again
    assert "SEQUENCE:1" in again
    note = {
        "version": "2",
        "kind": "rendez-vous",
        "subject": "Le point",
        "day": "2026-11-25",
        "hour": "9 h 30",
        "words": "15 de plus en décembre",
        "follow_up": "Réserver la camionnette",
        "follow_up_on": "2026-11-25",
        "hand_over": "y",
    }
    assert sofia.post(f"{made.location}/compte-rendu", data=note).status_code == 303
    morning = words(sofia.get("/gestion/partenariats/aujourdhui"))
    assert "Gâtinais Habitat : Réserver la camionnette" in morning
    assert sofia.get(f"{made.location}/rendez-vous.ics").status_code == 404


def test_a_record_of_tomorrow_is_refused_and_stays_on_the_page(sofia, habitat):
    sent = {
        "kind": "appel",
        "subject": "x",
        "day": "2026-11-30",
        "hour": "9",
        "words": "Tout ce que j’ai tapé",
    }
    answer = sofia.post(tab(habitat, "echanges/noter"), data=sent)
    assert answer.status_code == 422
    assert "pas encore eu lieu" in answer.text
    assert "Tout ce que j’ai tapé" in answer.text


def test_a_contact_of_another_structure_cannot_be_ticked(sofia, session, habitat):
    stranger = contact(session, structure(session, "Une autre"))
    session.commit()
    sent = {"kind": "appel", "subject": "x", "day": "2026-11-25", "hour": "9", "words": "y"}
    sent |= {"contacts": str(stranger.id)}
    assert sofia.post(tab(habitat, "echanges/noter"), data=sent).status_code == 422
    assert session.exec(select(Exchange)).all() == []


def drop(browser, content: bytes, where: str = "/gestion/echanges/courriel", **more):
    sent = {"file": (io.BytesIO(content), "x.eml")} | more
    return browser.post(where, data=sent, content_type="multipart/form-data")


def test_a_dropped_mail_with_scripts_shows_its_words_only(sofia, session, habitat):
    contact(session, habitat, "Nadia", email="n.ferrand@habitat.example.org")
    session.commit()
    page = "<p>Bonjour</p><script>alert(1)</script>&lt;img src=x onerror=alert(2)&gt;"
    made = drop(sofia, html(page))
    assert made.status_code == 303
    shown = sofia.get(made.location).text
    assert "Bonjour" in shown
    assert "alert(1)" not in shown
    assert "&lt;img src=x" in shown
    assert "<img src=x" not in shown


def test_a_mail_of_nobody_is_asked_for_on_the_structure_s_page(sofia, session, habitat):
    refused = drop(sofia, PLAIN)
    assert refused.status_code == 422
    assert "Aucune adresse de ce courriel" in refused.text
    made = drop(sofia, PLAIN, tab(habitat, "echanges/courriel"))
    assert made.status_code == 303
    assert "Quinze machines." in sofia.get(made.location).text
    assert (
        "déjà noté"
        in sofia.get(drop(sofia, PLAIN, tab(habitat, "echanges/courriel")).location).text
    )


def test_a_mail_between_two_structures_is_given_to_the_one_chosen(sofia, session, habitat):
    other = structure(session, "Banque", email="b@example.org")
    contact(session, habitat, "Nadia", email="n.ferrand@habitat.example.org")
    session.commit()
    asked = drop(sofia, PLAIN)
    assert "Avec quelle structure" in asked.text
    drop(sofia, PLAIN, structure=str(other.id))
    assert session.exec(select(Exchange)).one().organisation_id == other.id


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"", b"<html><script>x</script>"])
def test_what_is_no_mail_is_refused_with_a_sentence(sofia, content):
    assert drop(sofia, content).status_code == 422


def weighing(megabytes: int) -> dict:
    """Return a form with one file, put together by hand."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x.eml"\r\n\r\n'
    body = head + b"x" * (megabytes * 1024 * 1024 + 1) + b"\r\n--x--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=x"}


def test_a_mail_of_more_than_ten_megabytes_is_refused_with_a_sentence(sofia):
    answer = sofia.post("/gestion/echanges/courriel", **weighing(10))
    assert answer.status_code == 422
    assert "10 Mo" in answer.text


def test_a_form_that_no_mail_weighs_is_a_page_that_says_so(sofia):
    assert sofia.post("/gestion/echanges/courriel", **weighing(12)).status_code == 413


def test_an_attached_file_is_a_download_of_this_very_exchange(sofia, session, habitat):
    from tests.partnerships.test_letters import attached, with_parts  # noqa: PLC0415

    mail = with_parts(b"Content-Type: text/plain\r\n\r\nvoici", attached(b"a.pdf", b"%PDF-1.4"))
    made = drop(sofia, mail, tab(habitat, "echanges/courriel"))
    path = re.search(
        r'href="(/gestion/echanges/[^"]+/pieces/[^"]+)"', sofia.get(made.location).text
    )[1]
    with sofia.get(path) as file:
        assert file.headers["Content-Disposition"].startswith("attachment")
    other = recorded(session, habitat)
    session.commit()
    stolen = f"/gestion/echanges/{other.id}/pieces/{path.rpartition('/')[2]}"
    assert sofia.get(stolen).status_code == 404


def test_notes_go_to_another_installation_and_come_back(sofia, session):
    sent = {"title": "Visiter d’abord", "text": "Puis le papier.", "steps": "rencontre"}
    made = sofia.post("/gestion/partenariats/bonnes-pratiques/nouvelle", data=sent)
    file = sofia.get("/gestion/partenariats/bonnes-pratiques/export.json")
    assert file.headers["Content-Disposition"].startswith("attachment")
    told = json.loads(file.text)
    told["notes"][0]["titre"] = "Visiter, toujours"
    told["notes"].append(told["notes"][0] | {"id": "0" * 31 + "1", "titre": "Neuve <b>"})
    where = "/gestion/partenariats/bonnes-pratiques/import"
    content = json.dumps(told).encode()
    look = sofia.post(where, data={"file": (io.BytesIO(content), "x.json")})
    assert "Neuve &lt;b&gt;" in look.text
    assert session.exec(select(GoodPractice)).one().title == "Visiter d’abord"
    packed = re.search(r'name="packed" value="([^"]+)"', look.text)[1]
    assert sofia.post(where, data={"packed": packed}).status_code == 303
    titles = set(session.exec(select(GoodPractice.title)))
    assert titles == {"Visiter, toujours", "Neuve <b>"}
    sofia.post(f"{made.location}/retrait", data={})
    assert sofia.get(made.location).status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"packed": "zorglub"},
        {"packed": "eJx"},
        {},
        {"file": (io.BytesIO(b"MZ"), "x.json")},
    ],
)
def test_a_hostile_import_is_refused_with_a_sentence(sofia, sent):
    answer = sofia.post("/gestion/partenariats/bonnes-pratiques/import", data=sent)
    assert answer.status_code == 422
    assert "À corriger" in answer.text


def test_a_group_meets_decides_and_gives_tasks(sofia, session, habitat):
    ada = contact(session, habitat)
    session.commit()
    sent = {"name": "Comité", "kind": "comite-de-pilotage"}
    group = sofia.post("/gestion/groupes/nouveau", data=sent).location
    taken = sofia.post("/gestion/groupes/nouveau", data=sent)
    assert taken.status_code == 422
    assert "porte déjà ce nom" in taken.text
    assert "Ada Roy" in sofia.get(f"{group}?texte=gatinais").text
    sofia.post(f"{group}/membres", data={"person": f"c:{ada.id}", "title": "Préside"})
    assert "Ada Roy" in sofia.get(group).text
    meeting = sofia.post(
        f"{group}/reunions/nouvelle", data={"day": "2026-11-25", "hour": "14:00"}
    ).location
    sofia.post(
        meeting,
        data={
            "version": "1",
            "day": "2026-11-25",
            "hour": "14:00",
            "minutes": "Tous présents.",
            "file": (io.BytesIO(b"%PDF-1.4 x"), "../../cr.pdf"),
        },
    )
    with sofia.get(f"{meeting}/document") as paper:
        assert paper.headers["Content-Disposition"] == "attachment; filename=cr.pdf"
    number = meeting.rpartition("/")[2]
    sofia.post(f"{group}/decisions", data={"decision": "Ouvrir les vélos", "meeting": number})
    sofia.post(
        f"{group}/taches",
        data={"task": "Écrire", "until": "2026-11-20", "doer": f"c:{ada.id}", "meeting": number},
    )
    shown = words(sofia.get(meeting))
    for told in ("n° 1", "Ouvrir les vélos", "Écrire", "Ada Roy", "en retard", "Tous présents."):
        assert told in shown
    assert "SUMMARY:Comité" in sofia.get(f"{meeting}/reunion.ics").text
    assert "5 jours de retard" in words(sofia.get("/gestion/partenariats/aujourdhui"))


def test_a_program_called_pdf_is_no_minutes(sofia, session):
    group = group_actions.add(session, GroupFacts("Comité", GroupKind.STEERING), **HAND)
    session.commit()
    where = f"/gestion/groupes/{group.id}/reunions"
    sent = {"day": "2026-11-25", "hour": "14:00"}
    meeting = sofia.post(f"{where}/nouvelle", data=sent).location
    file = {"file": (io.BytesIO(b"MZ\x90\x00"), "cr.pdf"), "version": "1"}
    answer = sofia.post(meeting, data=sent | file)
    assert answer.status_code == 422
    assert "n’est pas un document" in answer.text


def test_rows_of_another_group_are_not_found(sofia, session):
    groups = [
        group_actions.add(session, GroupFacts(name, GroupKind.WORKING), **HAND)
        for name in ("Un", "Deux")
    ]
    session.commit()
    first, second = (f"/gestion/groupes/{each.id}" for each in groups)
    sofia.post(f"{first}/reunions/nouvelle", data={"day": "2026-11-25", "hour": "14:00"})
    meeting = session.exec(select(GroupMeeting)).one()
    assert sofia.get(f"{second}/reunions/{meeting.id}").status_code == 404
    sent = {"decision": "x", "meeting": str(meeting.id)}
    assert sofia.post(f"{second}/decisions", data=sent).status_code == 404
    assert len(session.exec(select(PartnerGroup)).all()) == 2


def test_the_morning_is_mine_or_everybody_s_and_counted_on_the_first_page(
    signed_in, session, habitat
):
    claire = account(session, "direction", name="Claire Vasseur")
    going(session, habitat, next=action("Bilan", TODAY, claire.id))
    session.commit()
    browser = signed_in("partenariats")
    assert "Bilan" not in browser.get("/gestion/partenariats/aujourdhui").text
    everybody = words(browser.get("/gestion/partenariats/aujourdhui?qui=tous"))
    assert "Bilan" in everybody
    assert "Claire Vasseur" in everybody
    assert "avec les partenaires" not in browser.get("/gestion").text
    actions.plan_next(session, partnership(session, habitat.id), action("Bilan"), **HAND)
    session.commit()
    assert "1 chose à faire avec les partenaires." in words(browser.get("/gestion"))


def test_who_reads_the_register_reads_and_does_not_write(signed_in, session, habitat):
    going(session, habitat)
    row = planned(session, habitat)
    session.commit()
    reader = signed_in("accueil")
    for where in (tab(habitat), tab(habitat, "echanges"), f"/gestion/echanges/{row.id}"):
        page = reader.get(where)
        assert page.status_code == 200
        assert 'method="post"' not in re.sub(
            r'action="/deconnexion".*?</form>', "", page.text, flags=re.DOTALL
        )
    for where in (
        tab(habitat, "partenariat/etape-suivante"),
        tab(habitat, "echanges/noter"),
        f"/gestion/echanges/{row.id}/annulation",
        "/gestion/groupes/nouveau",
    ):
        assert reader.post(where, data={}).status_code == 403


@pytest.mark.parametrize("role", ["chauffeur", "atelier", "entreprise", "partenaire"])
def test_others_see_nothing_of_it(signed_in, session, habitat, role):
    session.commit()
    browser = signed_in(role)
    for where in (
        "/gestion/partenariats",
        "/gestion/partenariats/aujourdhui",
        "/gestion/echanges",
        "/gestion/groupes",
        tab(habitat),
        tab(habitat, "echanges"),
    ):
        assert browser.get(where).status_code == 403


def test_queries_of_a_page_do_not_grow_with_its_rows(sofia, session, counting):
    def ask(many: int) -> list[int]:
        for number in range(many):
            organisation = structure(session, f"Structure {many} {number}")
            going(session, organisation, next=action())
            recorded(session, organisation, follow_up=action())
            planned(session, organisation)
        first = structure(session, f"Première {many}")
        going(session, first)
        for _ in range(many):
            recorded(session, first, promises="x")
        session.commit()
        session.expire_all()
        counts = []
        for where in (
            "/gestion/partenariats",
            "/gestion/partenariats/liste",
            "/gestion/echanges",
            "/gestion/partenariats/aujourdhui",
            tab(first),
            tab(first, "echanges"),
        ):
            with counting() as seen:
                assert sofia.get(where).status_code == 200
            counts.append(len(seen))
        return counts

    few = ask(2)
    assert ask(25) == few
    assert max(few) <= 36  # each room tells what is due, by two or three questions


def test_a_cancelled_meeting_leaves_the_calendar(sofia, session, habitat):
    row = planned(session, habitat)
    session.commit()
    sofia.post(f"/gestion/echanges/{row.id}/annulation", data={"version": "1"})
    assert "METHOD:CANCEL" in sofia.get(f"/gestion/echanges/{row.id}/rendez-vous.ics").text
    late = sofia.post(f"/gestion/echanges/{row.id}/annulation", data={"version": "2"})
    assert late.status_code == 409


def test_a_follow_up_is_ticked_off(sofia, session, habitat):
    row = recorded(session, habitat, follow_up=action("Envoyer la liste"))
    session.commit()
    assert "Envoyer la liste" in sofia.get("/gestion/partenariats/aujourdhui?qui=tous").text
    sofia.post(f"/gestion/echanges/{row.id}/suite", data={"version": "1"})
    assert "Envoyer la liste" not in sofia.get("/gestion/partenariats/aujourdhui?qui=tous").text
    assert exchange_actions.record_of(session, row).follow_up.words == "Envoyer la liste"
