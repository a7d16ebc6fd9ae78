"""The back office of the accounts and the trail's page."""

import csv
import io

import pytest
import sqlalchemy as sa

from app.accounts import journal, queries
from app.accounts.models import Role
from app.base.audit import actions as audit
from app.base.audit.models import TrailEntry, TrailHead
from app.base.core import clock
from app.base.core.actors import SYSTEM
from tests.accounts.builders import account

LIST = "/gestion/comptes"


def rows(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def invite(client, email="bea@exemple.test", name="Béa Roux", roles=("dons",)):
    return client.post(LIST, data={"email": email, "name": name, "roles": list(roles)})


def test_an_invited_person_gets_a_letter_and_stands_in_the_list(enter, session, letters):
    client, _ana = enter("admin")
    assert invite(client, email="Bea@Exemple.test").status_code == 303
    assert queries.by_email(session, "bea@exemple.test").role_set == {Role.HANDOVERS}
    assert "/invitation/" in letters()[0]["text"]
    assert "Invitation envoyée" in client.get(LIST).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "bea"}, "Cette adresse est incomplète"),
        ({"email": ""}, "Écrivez l’adresse e-mail"),
        ({"name": ""}, "Écrivez le nom"),
        ({"roles": []}, "au moins un rôle"),
        ({"name": "x" * 81}, "trop long"),
        ({"roles": ["roi"]}, ""),
    ],
)
def test_a_wrong_invitation_is_explained_and_kept(enter, letters, typed, sentence):
    answer = invite(enter("admin")[0], **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert letters() == []


def test_an_address_that_is_taken_is_said_so(enter):
    client, ana = enter("admin")
    answer = invite(client, email=ana.email)
    assert answer.status_code == 422
    assert "déjà utilisée" in answer.text


def test_the_list_is_narrowed_by_its_address(enter, session):
    client, _ana = enter("admin")
    account(session, "dons", name="Zoé Petit")
    account(session, "atelier", name="Léo Grand", active=False)
    assert "Zoé Petit" in client.get(f"{LIST}?q=ZOE").text
    assert "Zoé Petit" not in client.get(f"{LIST}?q=Léo").text
    assert "Léo Grand" not in client.get(f"{LIST}?role=dons").text
    assert "Léo Grand" in client.get(f"{LIST}?etat=ferme").text
    assert "1 compte<" in client.get(f"{LIST}?etat=ferme").text.replace("</strong>", "<")


def test_names_are_sorted_as_a_reader_does(enter, session):
    client, _ana = enter("admin")
    for name in ["Zoé Petit", "Étienne Aubry", "Fanny Diot", "eva Blin"]:
        account(session, "dons", name=name)
    lines = rows(client.get(f"{LIST}?role=dons&format=csv"))[1:]
    assert [line[0] for line in lines] == ["Étienne Aubry", "eva Blin", "Fanny Diot", "Zoé Petit"]


def test_forged_filters_narrow_nothing(enter):
    client, ana = enter("admin")
    for query in ["role=roi", "etat=%00", "page=-3", "page=abc", "q=%25", "q=" + "x" * 3000]:
        assert client.get(f"{LIST}?{query}").status_code == 200
    assert ana.email in client.get(f"{LIST}?role=roi").text


def test_the_list_leaves_as_a_file_that_runs_nothing(enter, session):
    client, _ana = enter("admin")
    account(session, "dons", name="=1+1")
    lines = rows(client.get(f"{LIST}?role=dons&format=csv"))
    assert lines[0][:2] == ["nom", "adresse"]
    assert [line[0] for line in lines[1:]] == ["'=1+1"]


def test_the_files_address_stays_here_whatever_the_query_says(enter):
    page = enter("admin")[0].get(f"{LIST}?_external=1&_scheme=javascript&_anchor=x")
    assert "javascript:" not in page.text


def test_roles_change_and_the_page_tells_who_changed_them(enter, session):
    client, _ana = enter("admin")
    bea = account(session, "dons")
    form = {"name": "Béa Roux", "roles": ["dons", "chauffeur"]}
    assert client.post(f"{LIST}/{bea.id}", data=form).status_code == 303
    session.expire_all()
    assert queries.by_id(session, bea.id).role_set == {Role.HANDOVERS, Role.DRIVER}
    page = client.get(f"{LIST}/{bea.id}").text
    assert "Modification" in page
    assert "Ana Admin" in page


def test_direction_cannot_touch_an_administrator(enter, session):
    client, ana = enter("direction")[0], account(session, "admin")
    account(session, "admin")
    form = {"name": "X", "roles": ["dons"]}
    assert client.post(f"{LIST}/{ana.id}", data=form).status_code == 422
    for verb in ["fermeture", "sessions/fin", "double-authentification/retrait", "deblocage"]:
        assert client.post(f"{LIST}/{ana.id}/{verb}").status_code == 422
    assert invite(client, roles=["admin"]).status_code == 422
    session.expire_all()
    assert queries.by_id(session, ana.id).active


def test_nobody_closes_themselves_or_the_last_administrator(enter, session):
    client, ana = enter("admin")
    answer = client.post(f"{LIST}/{ana.id}/fermeture")
    assert answer.status_code == 422
    assert "propre compte" in answer.text
    form = {"name": ana.name, "roles": ["direction"]}
    assert "dernière personne" in client.post(f"{LIST}/{ana.id}", data=form).text


def test_a_closed_account_opens_again(enter, session, verbs):
    client, bea = enter("admin")[0], account(session, "dons")
    client.post(f"{LIST}/{bea.id}/fermeture")
    client.post(f"{LIST}/{bea.id}/reouverture")
    session.refresh(bea)
    assert bea.active
    assert verbs(bea) == ["close", "reopen"]


def test_an_administrator_signs_somebody_out_everywhere(enter):
    admin, (client, bea) = enter("admin")[0], enter("dons")
    admin.post(f"{LIST}/{bea.id}/sessions/fin")
    assert client.get("/mon-compte").status_code == 303


def test_an_invitation_goes_again_only_to_whoever_did_not_accept(enter, session, letters):
    client = enter("admin")[0]
    waiting, in_already = account(session, "dons", password=None), account(session, "dons")
    assert client.post(f"{LIST}/{waiting.id}/invitation").status_code == 303
    assert client.post(f"{LIST}/{in_already.id}/invitation").status_code == 422
    assert [letter["to"] for letter in letters()] == [waiting.email]


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.ADMIN, Role.DIRECTION}])
def test_other_roles_see_neither_accounts_nor_journal(enter, role):
    client, me = enter(role)
    for path in [LIST, f"{LIST}/nouveau", f"{LIST}/{me.id}", "/gestion/journal"]:
        assert client.get(path).status_code == 403
    assert client.post(f"{LIST}/{me.id}", data={"name": "X", "roles": "admin"}).status_code == 403


def test_an_unknown_account_is_a_page_not_found(enter):
    client = enter("admin")[0]
    assert client.get(f"{LIST}/00000000-0000-0000-0000-000000000000").status_code == 404
    assert client.get(f"{LIST}/abc").status_code == 404


def test_the_list_costs_the_same_for_two_or_twenty_people(enter, session, counting):
    client, _ana = enter("admin")
    with counting() as few:
        client.get(LIST)
    for _number in range(20):
        account(session, "dons", "accueil")
    with counting() as many:
        client.get(LIST)
    assert len(many) == len(few) <= 6


def test_the_journal_shows_who_did_what_and_that_the_chain_holds(enter):
    client, ana = enter("admin")
    client.get(invite(client).location)
    page = client.get("/gestion/journal").text
    assert "Ouverture" in page
    assert ana.name in page
    assert "intact" in page
    assert "exemple.test" not in page


def test_the_journal_is_narrowed_by_part_and_subject(enter, session):
    client = enter("admin")[0]
    audit.record(session, "points", "amend", "point:12", SYSTEM, now=clock.now(), after={"a": 1})
    audit.record(session, "slots", "close", "slot:7", SYSTEM, now=clock.now())
    session.commit()
    assert "slot:7" not in client.get("/gestion/journal?salle=points").text
    assert "point:12" not in client.get("/gestion/journal?sujet=slot").text
    assert "2 entrées" in client.get("/gestion/journal?salle=inconnue").text


def test_the_journal_leaves_as_a_file(enter, session):
    audit.record(session, "points", "amend", "point:12", SYSTEM, now=clock.now(), after={"a": "é"})
    session.commit()
    line = rows(enter("admin")[0].get("/gestion/journal?format=csv"))[1]
    assert (line[0], line[3:6], line[7]) == (
        "points",
        ["système", "amend", "point:12"],
        '{"a": "é"}',
    )


def test_a_row_changed_by_hand_is_seen(enter, session):
    entry = audit.record(session, "points", "amend", "point:12", SYSTEM, now=clock.now())
    session.commit()
    forged = {**entry.model_dump(exclude={"id"}), "number": 2, "verb": "forged"}
    session.execute(sa.insert(TrailEntry).values(**forged))
    session.commit()
    page = enter("admin")[0].get("/gestion/journal").text
    assert "rompu à l’entrée n° 2" in page


def test_a_long_trail_is_checked_from_its_last_entries_on(session, monkeypatch):
    monkeypatch.setattr(journal, "RECOMPUTED", 2)
    for n in range(4):
        audit.record(session, "points", f"verb-{n}", "point:12", SYSTEM, now=clock.now())
    assert journal.chains(session) == [journal.Chain("points", 4, None)]
    session.get_one(TrailHead, "points").hash = "0" * 64
    assert journal.chains(session) == [journal.Chain("points", 4, 5)]
