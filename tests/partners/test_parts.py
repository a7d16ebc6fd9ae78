"""Places, people, papers and estimates of a structure, as the team keeps them."""

import io
import re
from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.base import files
from app.base.audit.models import TrailEntry
from app.base.core import clock
from app.base.core.errors import RuleBroken, Stale
from app.catalog.models import Family
from app.partners import actions, jobs, queries
from app.partners.models import Contact, Function, MemberRole, Paper, PaperKind
from app.partners.rules.contacts import ContactFacts, forgotten_before
from app.partners.rules.sites import SiteFacts
from app.partners.rules.supplies import SupplyFacts
from tests.builders import commune
from tests.partners.builders import NOW, SOFIA, contact, member, site, structure

PDF = b"%PDF-1.7 organigramme"


@pytest.fixture
def ours(session):
    commune(session)
    commune(session, "45004", name="Amilly", folded="amilly", postcode="45200")
    made = structure(session, "Gâtinais Habitat")
    session.commit()
    return made


@pytest.fixture
def here(ours) -> str:
    return f"/gestion/partenaires/{ours.id}"


def adding(session, ours, insee="45208", **facts):
    return actions.add_site(session, ours, SiteFacts(insee, **facts), actor=SOFIA, now=NOW)


def test_there_is_always_one_main_place(session, ours):
    first = adding(session, ours)
    second = adding(session, ours, "45004", name="Dépôt")
    assert (first.main, second.main) == (True, False)
    actions.correct_site(
        session, second, SiteFacts("45004", name="Dépôt", main=True), actor=SOFIA, now=NOW
    )
    session.refresh(first)
    assert (first.main, second.main) == (False, True)
    actions.close_site(session, second, actor=SOFIA, now=NOW)
    assert [(row.id, row.main) for row in queries.sites(session, ours.id)] == [(first.id, True)]


def test_a_place_that_somebody_else_changed_is_not_overwritten(session, ours):
    place = adding(session, ours)
    seen = SiteFacts.of(place).print
    actions.correct_site(session, place, SiteFacts("45004"), actor=SOFIA, now=NOW, seen=seen)
    with pytest.raises(Stale):
        actions.correct_site(session, place, SiteFacts("45208"), actor=SOFIA, now=NOW, seen=seen)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"insee": ""}, "commune"),
        ({"insee": "45208", "lat": 48.0}, "lat"),
        ({"insee": "45208", "lat": 95.0, "lon": 2.0}, "lat"),
    ],
)
def test_a_place_that_cannot_be_is_refused(session, ours, facts, field):
    with pytest.raises(RuleBroken) as refusal:
        actions.add_site(session, ours, SiteFacts(**facts), actor=SOFIA, now=NOW)
    assert refusal.value.field == field


def person(name="Ada Roy", **facts) -> ContactFacts:
    return ContactFacts(name=name, **({"email": "ada@example.org"} | facts))


def test_who_comes_instead_ends_the_one_before_and_takes_the_relay(session, ours):
    ada = actions.add_contact(session, ours, person(relay=True), actor=SOFIA, now=NOW)
    facts = person("Bo Lin", relay=True, since=date(2026, 11, 2))
    bo = actions.add_contact(session, ours, facts, actor=SOFIA, now=NOW, replaces=ada)
    assert (ada.until, ada.relay, bo.replaces_id) == (date(2026, 11, 2), False, ada.id)
    assert [row.name for row in queries.contacts(session, ours.id)] == ["Bo Lin"]
    told = session.exec(select(TrailEntry).where(TrailEntry.verb == "add-contact")).all()
    assert not any(word in str(entry.after) for entry in told for word in ("Ada", "Bo", "@"))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"relay": True, "email": ""}, "email"),
        ({"email": "ada@"}, "email"),
        ({"consent_on": date(2026, 11, 2)}, "consent_how"),
        ({"consent_how": "au téléphone"}, "consent_on"),
        ({"consent_on": date(2027, 1, 1), "consent_how": "x"}, "consent_on"),
        ({"since": date(2027, 1, 1)}, "since"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(session, ours, facts, field):
    with pytest.raises(RuleBroken) as refusal:
        actions.add_contact(session, ours, person(**facts), actor=SOFIA, now=NOW)
    assert refusal.value.field == field


@pytest.mark.parametrize("until", [date(2026, 11, 25), date(2025, 1, 1)])
def test_nobody_leaves_tomorrow_or_before_they_came(session, ours, until):
    ada = actions.add_contact(session, ours, person(since=date(2026, 1, 1)), actor=SOFIA, now=NOW)
    with pytest.raises(RuleBroken) as refusal:
        actions.end_contact(session, ada, until, actor=SOFIA, now=NOW)
    assert refusal.value.field == "until"


def test_the_names_of_those_who_left_are_erased_after_some_years_and_functions_stay(session, ours):
    old = contact(session, ours, "Vieux Nom", until=date(2023, 11, 23), phone="+33238000012")
    recent = contact(session, ours, "Nom Récent", until=date(2023, 11, 24))
    here = contact(session, ours, "Toujours Là")
    assert actions.erase_contacts(session, date(2026, 11, 24), years=3, now=NOW) == 1
    assert actions.erase_contacts(session, date(2026, 11, 24), years=3, now=NOW) == 0
    assert (old.name, old.email, old.phone, old.title) == ("", "", "", "")
    assert (old.function, old.until) == (Function.PURCHASING, date(2023, 11, 23))
    assert (recent.name, here.name) == ("Nom Récent", "Toujours Là")
    with pytest.raises(RuleBroken, match="effacé"):
        actions.correct_contact(session, old, person(), actor=SOFIA, now=NOW)


def test_the_people_of_a_closed_structure_are_forgotten_too(app, session, ours):
    ada = contact(session, ours, "Ada Roy")
    ours.closed_at = NOW - timedelta(days=3 * 366)
    session.flush()
    jobs.erase_contacts(session, NOW)
    assert ada.name == ""


def test_three_years_before_a_leap_day_is_a_day():
    assert forgotten_before(date(2028, 2, 29), 3) == date(2025, 2, 28)


def test_an_estimate_replaces_the_one_of_the_same_year_and_family(session, ours):
    for units in (40, 60):
        facts = SupplyFacts(2026, Family.EEE, units, 300_000, "entretien du 3 novembre")
        actions.estimate(session, ours, facts, actor=SOFIA, now=NOW)
    assert [(row.year, row.units) for row in queries.supplies(session, ours.id)] == [(2026, 60)]


class TestPages:
    """The pages of the parts."""

    @pytest.fixture
    def database(self) -> str:
        return "sqlite"

    @pytest.fixture
    def team(self, signed_in):
        return signed_in("partenariats")

    def test_a_place_without_a_position_stands_at_its_communes_centre(self, team, here):
        sent = {"address": "1 rue du Port", "ou": "Montargis (45200)"}
        assert team.post(f"{here}/sites/nouveau", data=sent).status_code == 303
        text = team.get(f"{here}/sites").text
        assert "1 rue du Port, Montargis" in text
        assert 'data-lat="47.99906"' in text

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"ou": ""}, "Dites dans quelle commune"),
            ({"ou": "Zorglub"}, "Zorglub"),
            ({"lat": "nan", "lon": "2"}, "Écrivez des degrés"),
            ({"lat": "48"}, "la latitude et la longitude"),
        ],
    )
    def test_a_wrong_place_is_kept_with_a_sentence(self, team, here, wrong, sentence):
        sent = {"name": "Dépôt", "ou": "Montargis (45200)"} | wrong
        answer = team.post(f"{here}/sites/nouveau", data=sent)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'value="Dépôt"' in answer.text

    def test_a_place_is_put_on_the_map_before_it_is_kept(self, team, session, ours, here):
        sent = {"ou": "Montargis (45200)", "locate": ""}
        answer = team.post(f"{here}/sites/nouveau", data=sent)
        assert 'value="47.999060"' in answer.text
        assert queries.sites(session, ours.id) == []

    def test_a_contact_is_entered_replaced_and_remembered(self, team, session, here):
        sent = {
            "name": "Ada Roy",
            "function": "achats",
            "email": "ada@example.org",
            "phone": "02 38 00 00 12",
            "relay": "y",
            "consent_on": "02/11/2026",
            "consent_how": "au téléphone",
        }
        assert team.post(f"{here}/contacts/nouveau", data=sent).status_code == 303
        text = team.get(f"{here}/contacts").text
        for words in ("Ada Roy", "Personne relais", "02 38 00 00 12", "au téléphone"):
            assert words in text
        ada = session.exec(select(Contact)).one()
        form = team.get(f"{here}/contacts/nouveau?remplace={ada.id}").text
        assert f'<option selected value="{ada.id}">' in form
        sent = {"name": "Bo Lin", "function": "achats", "replaces": str(ada.id)}
        assert team.post(f"{here}/contacts/nouveau", data=sent).status_code == 303
        assert "1 ancien contact" in team.get(f"{here}/contacts").text

    def test_nobody_is_replaced_across_structures(self, team, session, here):
        stranger = contact(session, structure(session, "Ailleurs"), "Eve")
        session.commit()
        sent = {"name": "Bo Lin", "function": "achats", "replaces": str(stranger.id)}
        assert team.post(f"{here}/contacts/nouveau", data=sent).status_code == 303
        session.refresh(stranger)
        assert stranger.until is None

    def test_two_people_on_one_contact_keep_what_they_typed(self, team, session, ours, here):
        ada = contact(session, ours)
        session.commit()
        sent = {"name": "Ada Roy", "function": "achats", "version": "1", "title": "Achats verts"}
        assert team.post(f"{here}/contacts/{ada.id}", data=sent).status_code == 303
        answer = team.post(f"{here}/contacts/{ada.id}", data=sent | {"title": "Autre"})
        assert answer.status_code == 409
        assert 'value="Autre"' in answer.text

    def test_a_departure_is_noted(self, team, session, ours, here):
        ada = contact(session, ours)
        session.commit()
        assert team.post(f"{here}/contacts/{ada.id}/depart", data={"until": ""}).status_code == 422
        until = clock.today().isoformat()
        team.post(f"{here}/contacts/{ada.id}/depart", data={"until": until})
        session.refresh(ada)
        assert ada.until == clock.today()

    @pytest.mark.parametrize("part", ["sites", "contacts", "documents"])
    def test_a_part_of_another_structure_is_not_found(self, team, session, here, part):
        other = structure(session, "Ailleurs")
        rows = {"sites": site(session, other), "contacts": contact(session, other)}
        rows["documents"] = self.paper(session, other)
        session.commit()
        assert team.get(f"{here}/{part}/{rows[part].id}").status_code == 404
        for verb in ("", "/fermeture", "/depart", "/partage", "/retrait"):
            answer = team.post(f"{here}/{part}/{rows[part].id}{verb}", data={"until": "2026-01-01"})
            assert answer.status_code in {404, 405}

    def paper(self, session, owner, **facts) -> Paper:
        kept = files.KeptFile("a" * 64, "application/pdf", 3, "o.pdf")
        known = {"title": "Organigramme", "kind": PaperKind.CHART, "shared": False}
        return actions.add_paper(session, owner, kept, **(known | facts), actor=SOFIA, now=NOW)

    def test_a_paper_is_kept_shared_downloaded_and_withdrawn(self, team, session, here):
        sent = {"file": (io.BytesIO(PDF), "../../x.pdf"), "kind": "organigramme"}
        assert team.post(f"{here}/documents", data=sent).status_code == 303
        row = session.exec(select(Paper)).one()
        assert (row.filename, row.title) == ("x.pdf", "x")
        got = team.get(f"{here}/documents/{row.id}", buffered=True)
        assert got.data == PDF
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert "x.pdf" in got.headers["Content-Disposition"]
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in got.headers["Content-Security-Policy"]
        team.post(f"{here}/documents/{row.id}/partage", data={"shared": "1"})
        session.refresh(row)
        assert row.shared
        team.post(f"{here}/documents/{row.id}/retrait")
        assert team.get(f"{here}/documents/{row.id}").status_code == 404
        assert "1 document retiré" in team.get(f"{here}/documents").text

    @pytest.mark.parametrize(
        ("file", "sentence"),
        [
            ((b"MZ\x90\x00\x03", "facture.pdf"), "n’est pas un document que nous gardons"),
            ((b"", "vide.pdf"), "est vide"),
            ((b"<html><script>x</script>", "page.pdf"), "n’est pas un document"),
            ((b"x", ""), "Choisissez un fichier"),
        ],
    )
    def test_what_is_no_paper_is_refused_in_words(self, team, session, here, file, sentence):
        sent = {"file": (io.BytesIO(file[0]), file[1]), "title": "Facture"}
        answer = team.post(f"{here}/documents", data=sent)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'value="Facture"' in answer.text
        assert session.exec(select(Paper)).all() == []

    def test_a_file_that_is_too_heavy_is_refused_with_a_way_back(self, team, here):
        kind = "multipart/form-data; boundary=b"
        body = b"--b\r\n" + b"x" * (files.MOST_BYTES + 200_000)
        answer = team.post(f"{here}/documents", data=body, content_type=kind)
        assert answer.status_code == 413
        assert "trop lourd" in answer.text
        assert f'href="{here}/documents"' in answer.text

    def test_an_estimate_is_noted_and_effaced(self, team, session, ours, here):
        sent = {
            "year": "2026",
            "family": "eee",
            "units": "40",
            "mass": "300,5",
            "source": "entretien",
        }
        assert team.post(f"{here}/gisement", data=sent).status_code == 303
        text = team.get(f"{here}/gisement").text
        assert "300,5 kg" in text
        row = queries.supplies(session, ours.id)[0]
        team.post(f"{here}/gisement/{row.id}/suppression")
        assert queries.supplies(session, ours.id) == []

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"year": "1850"}, "entre 2000 et 2100"),
            ({"units": "0", "mass": ""}, "même approximatif"),
            ({"units": "beaucoup"}, "nombre entier"),
            ({"mass": "9" * 12}, "Écrivez un nombre"),
            ({"source": ""}, "d’où vient ce chiffre"),
        ],
    )
    def test_a_wrong_estimate_is_kept_with_a_sentence(self, team, here, wrong, sentence):
        sent = {"year": "2026", "family": "eee", "units": "40", "source": "ratio"} | wrong
        answer = team.post(f"{here}/gisement", data=sent)
        assert answer.status_code == 422
        assert sentence in answer.text

    def test_somebody_is_invited_into_the_space_and_let_out(self, team, session, ours, here):
        sent = {"name": "Ada Roy", "email": "ada@example.org", "role": "lecture"}
        assert team.post(f"{here}/acces", data=sent).status_code == 303
        text = team.get(f"{here}/acces").text
        assert "Ada Roy" in text
        account = re.search(r"/acces/([0-9a-f-]+)/retrait", text)[1]
        assert team.post(f"{here}/acces/{account}/retrait").status_code == 303
        assert queries.members(session, ours.id) == []

    def test_an_address_of_another_space_or_of_the_team_is_not_let_in(self, team, session, here):
        other = member(session, structure(session, "Ailleurs"), MemberRole.READER)
        sent = {"name": "X", "email": other.email, "role": "gestion"}
        answer = team.post(f"{here}/acces", data=sent)
        assert answer.status_code == 422
        assert "déjà l’espace d’une structure" in answer.text
        assert team.post(f"{here}/acces/{other.id}/retrait").status_code == 404
