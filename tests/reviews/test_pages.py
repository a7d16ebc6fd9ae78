"""A review on screen and on paper: staff, link, poster, own space."""

import re
from datetime import date

import pytest
import time_machine

from app.base.core import clock
from app.partners.actions import organisations as register
from app.partners.registry import registry
from app.reviews import links
from app.reviews.queries import editions
from tests.agreements.world import member
from tests.partners.builders import NOW, SOFIA, structure
from tests.reviews.builders import came, month, visit

HOSTILE = '<script>x</script> #import "x" {{7*7}} $a$ *b*'


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-25 09:00:00+00:00", tick=True):
        yield


@pytest.fixture
def landlord(session, monkeypatch):
    made = structure(session)
    day = date(2026, 3, 9)
    arrivals = [came(made.id, day, 20), came(made.id, day, 5, thing=HOSTILE, family=None)]
    monkeypatch.setattr(
        registry, "arrivals_of", {"t": lambda *a: [x for x in arrivals if a[1] <= x.day < a[2]]}
    )
    monkeypatch.setattr(
        registry, "visits_of", {"t": lambda *_: [visit(made.id, day, why="M. Untel absent")]}
    )
    monkeypatch.setattr(registry, "totals_of", {"t": lambda *_: [month(made.id, day, 50_000)]})
    return made


def base(landlord) -> str:
    return f"/gestion/partenaires/{landlord.id}/bilan"


def version(page: str) -> str:
    return re.search(r'name="version" value="(\d+)"', page)[1]


@pytest.fixture
def sofia(signed_in):
    return signed_in("partenariats")


@pytest.fixture
def published(session, sofia, landlord):
    sofia.post(f"{base(landlord)}/publication", data={"version": "0"})
    return editions.review(session, landlord.id, 2026)


def test_staff_reads_the_year_and_each_figure_opens_its_records(sofia, landlord):
    page = sofia.get(base(landlord)).text
    assert "environ 50 kg" in page
    assert "au 25 novembre 2026" in page
    assert "autre objet" in page
    for link in set(re.findall(rf'href="({base(landlord)}/(?:releve|passages)[^"]*)"', page)):
        assert sofia.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.mark.parametrize("year", ["0", "9999", "abc", "2027", "-1"])
def test_a_year_that_has_not_been_is_unknown(sofia, landlord, year):
    assert sofia.get(f"{base(landlord)}?annee={year}").status_code == 404


def test_hostile_words_stay_words_on_page_and_paper(session, sofia, landlord):
    sent = {"version": "0", "word": HOSTILE, "post": HOSTILE}
    assert sofia.post(f"{base(landlord)}/textes", data=sent).status_code == 303
    page = sofia.get(base(landlord)).text
    assert "<script>x" not in page
    sofia.post(f"{base(landlord)}/publication", data={"version": version(page)})
    secret = links.secret_of(editions.review(session, landlord.id, 2026))
    for name in ("bilan", "affiche", "prospectus"):
        answer = sofia.get(f"/bilan/{secret}/{name}.pdf")
        assert answer.data.startswith(b"%PDF"), name
    assert sofia.get(f"/bilan/{secret}/autre.pdf").status_code == 404


def test_forbidden_words_are_refused_beside_the_field_and_kept(sofia, landlord):
    sent = {"version": "0", "post": "Des PC comme neufs"}
    answer = sofia.post(f"{base(landlord)}/textes", data=sent)
    assert answer.status_code == 422
    assert "Des PC comme neufs" in answer.text
    assert "post-error" in answer.text


def test_who_writes_after_somebody_else_is_told_and_loses_nothing(sofia, landlord):
    sofia.post(f"{base(landlord)}/textes", data={"version": "0", "word": "Un"})
    answer = sofia.post(f"{base(landlord)}/textes", data={"version": "0", "word": "Deux"})
    assert answer.status_code == 409
    assert "Deux" in answer.text


def test_the_link_shows_what_is_published_and_nothing_of_the_crew(client, published):
    answer = client.get(f"/bilan/{links.secret_of(published)}")
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "environ 50 kg" in answer.text
    assert "Untel" not in answer.text
    assert "/gestion" not in answer.text
    records = client.get(f"/bilan/{links.secret_of(published)}/releve.csv").text
    assert "mars 2026" in records
    assert "script" not in records


def test_publishing_twice_at_once_is_one_edition_and_another_reading_is_told(
    session, sofia, landlord, published
):
    again = sofia.post(f"{base(landlord)}/publication", data={"version": "0"})
    assert again.status_code == 303
    sofia.post(
        f"{base(landlord)}/textes", data={"version": str(published.version), "word": "Merci"}
    )
    late = sofia.post(f"{base(landlord)}/publication", data={"version": "1"})
    assert late.status_code == 409
    assert len(editions.editions(session, published.id)) == 1


def test_a_closed_link_is_unknown_and_a_withdrawn_review_is_gone(
    session, client, sofia, landlord, published
):
    secret, code = links.secret_of(published), published.code
    sofia.post(f"{base(landlord)}/revocation", data={"version": str(published.version)})
    session.refresh(published)
    assert client.get(f"/bilan/{secret}").status_code == 404
    assert client.get(f"/reemploi/{code}").status_code == 200
    sofia.post(f"{base(landlord)}/lien", data={"version": str(published.version)})
    session.refresh(published)
    sofia.post(f"{base(landlord)}/retrait", data={"version": str(published.version)})
    session.refresh(published)
    assert client.get(f"/bilan/{links.secret_of(published)}").status_code == 410
    assert client.get(f"/reemploi/{code}").status_code == 410


def test_a_poster_opens_amounts_only_and_sets_no_cookie(client, published):
    answer = client.get(f"/reemploi/{published.code.lower()}")
    assert "environ 50 kg" in answer.text
    assert "Avant et depuis" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_what_is_public_of_a_structure_ends_when_it_is_followed_no_more(
    session, client, landlord, published
):
    register.close(session, landlord, actor=SOFIA, now=NOW)
    secret = links.secret_of(published)
    for address in (f"/reemploi/{published.code}", f"/bilan/{secret}"):
        assert client.get(address).status_code == 410, address
    for name in ("bilan.pdf", "affiche.pdf", "releve.csv"):
        assert client.get(f"/bilan/{secret}/{name}").status_code == 404, name
    register.reopen(session, landlord, actor=SOFIA, now=NOW)
    assert client.get(f"/reemploi/{published.code}").status_code == 200


def test_nobody_guesses_posters_for_long(client, published):
    found = {client.get(f"/reemploi/2222{n:04d}").status_code for n in range(2222, 2530)}
    assert 429 in found


def test_a_structure_sees_its_own_review_and_never_another_s(app, session, landlord, published):
    assert published.shown
    other = structure(session, "Autre")
    mine, theirs = member(app, session, landlord), member(app, session, other)
    assert "environ 50 kg" in mine.get("/partenaire/bilan").text
    assert mine.get("/partenaire/bilan/bilan.pdf?annee=2026").data.startswith(b"%PDF")
    assert "50 kg" not in theirs.get("/partenaire/bilan").text
    assert theirs.get("/partenaire/bilan/bilan.pdf?annee=2026").status_code == 404
    assert mine.get("/partenaire/bilan?annee=2025").status_code == 404


def test_a_draft_is_on_no_poster_and_says_so_on_paper(sofia, landlord):
    assert sofia.get(f"{base(landlord)}/bilan.pdf").data.startswith(b"%PDF")
    assert sofia.get(f"{base(landlord)}/affiche.pdf").status_code == 404


@pytest.mark.parametrize("role", ["accueil", "dons"])
def test_readers_publish_nothing(signed_in, landlord, role):
    reader = signed_in(role)
    assert reader.get(base(landlord)).status_code == 200
    assert reader.post(f"{base(landlord)}/publication", data={}).status_code == 403


def test_a_page_asks_the_database_a_bounded_number_of_times(sofia, landlord, counting):
    with counting() as asked:
        sofia.get(base(landlord))
    assert len(asked) <= 25
    assert clock.today().year == 2026
