"""The back office of the dictionary, seen as staff see it, on both databases."""

import re
from html import unescape

import pytest
from sqlmodel import select
from wtforms import Form as PlainForm

from app.base.audit.models import TrailEntry
from app.catalog import actions, dictionary, queries
from app.catalog.forms import ThousandthsField

HELD = {"refrigerateur", "ordinateur-portable", "grille-pain", "assiette", "velo"}


@pytest.fixture
def shelf(session, monkeypatch):
    """Five objects of five sorts, as delivered."""
    few = tuple(each for each in dictionary.objects() if each.slug in HELD)
    monkeypatch.setattr(dictionary, "objects", lambda: few)
    actions.load(session)
    session.commit()
    return session


@pytest.fixture
def reception(shelf, signed_in):
    return signed_in("accueil")


def row_of(session, slug: str = "refrigerateur"):
    session.expire_all()
    return queries.by_slug(session, slug)


def address(session, slug: str = "refrigerateur") -> str:
    return f"/gestion/objets/{row_of(session, slug).id}"


def read(browser, url: str, status: int = 200) -> str:
    answer = browser.get(url)
    assert answer.status_code == status
    return unescape(answer.text)


def filled(browser, url: str, **changes: str) -> dict[str, str]:
    """Return the form as the browser would send it back, with some fields changed."""
    text = browser.get(url).text
    fields = {
        name: unescape(re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', text)[1])
        for name in ("version", "name", "mass_kg", "volume_l")
    }
    for name in ("subfamily", "flow", "data_bearing", "battery"):
        block = re.search(rf'<select[^>]*name="{name}".*?</select>', text, re.DOTALL)[0]
        chosen = re.search(r'<option selected value="([^"]*)"', block)
        fields[name] = chosen[1] if chosen else ""
    for name in ("synonyms", "works", "once_broken", "before", "never"):
        found = re.search(
            rf'<textarea[^>]*name="{name}"[^>]*>\r?\n?(.*?)</textarea>', text, re.DOTALL
        )
        fields[name] = unescape(found[1])
    if re.search(r'<input[^>]*\bchecked\b[^>]*name="bonus_possible"', text):
        fields["bonus_possible"] = "y"
    return fields | changes


def test_the_list_says_how_many_and_from_a_to_z(reception):
    text = read(reception, "/gestion/objets")
    assert "5 objets" in text
    names = re.findall(r'<th [^>]*scope="row">\s*<a[^>]*>([^<]*)</a>', text)
    assert names == ["Assiette", "Grille-pain", "Ordinateur portable", "Réfrigérateur", "Vélo"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("texte=refrig", ["Réfrigérateur"]),
        ("texte=laptop", ["Ordinateur portable"]),
        ("texte=zorglub", []),
        ("famille=mobilier", ["Assiette"]),
        ("flux=PAM", ["Grille-pain"]),
        ("flux=aucun", ["Assiette", "Vélo"]),
        ("donnees=oui", ["Ordinateur portable"]),
        ("origine=ici", []),
        ("etat=retires", []),
        ("tri=poids&etat=tous&donnees=non", ["Réfrigérateur", "Vélo", "Grille-pain", "Assiette"]),
    ],
)
def test_the_list_is_filtered_and_sorted_by_its_address(reception, query, names):
    text = read(reception, f"/gestion/objets?{query}")
    assert re.findall(r'<th [^>]*scope="row">\s*<a[^>]*>([^<]*)</a>', text) == names


def test_a_filter_is_said_and_can_be_taken_off(reception):
    text = read(reception, "/gestion/objets?famille=eee&donnees=oui")
    assert "Données : Peut en garder" in text
    assert 'href="/gestion/objets?famille=eee"' in text


@pytest.mark.parametrize(
    "query", ["famille=radio", "flux=%00", "tri=poids;drop", "page=99", "texte=" + "x" * 9000]
)
def test_a_forged_filter_asks_nothing(reception, query):
    read(reception, f"/gestion/objets?{query}")


def test_the_list_comes_as_a_file_with_the_same_filters(reception):
    answer = reception.get("/gestion/objets?famille=eee&format=csv")
    lines = answer.text.splitlines()
    assert answer.mimetype == "text/csv"
    assert len(lines) == 4
    assert lines[0].startswith("\ufeffnuméro;nom;autres mots")
    assert ";40,79;600;" in lines[3]


def test_the_list_asks_few_questions(reception, counting):
    read(reception, "/gestion/objets")
    with counting() as seen:
        read(reception, "/gestion/objets?texte=frigo")
    assert len(seen) <= 6


def test_what_is_corrected_is_found_by_the_search_and_told_by_the_trail(shelf, reception):
    url = address(shelf)
    sent = filled(reception, url, synonyms="frigo\nglacière de mamie", mass_kg="52,5 kg")
    assert reception.post(url, data=sent).location == url
    row = row_of(shelf)
    assert (row.mass_g, row.volume_ml) == (52_500, 600_000)
    assert queries.index(shelf).search("glacière de mamie")[0].id == row.id
    text = read(reception, url)
    assert "a modifié l’objet" in text
    assert "40,79 kg" in text
    assert "52,5 kg" in text


def test_saving_without_a_change_leaves_no_mark(shelf, reception):
    url = address(shelf)
    reception.post(url, data=filled(reception, url))
    assert row_of(shelf).edited_at is None
    assert not shelf.exec(select(TrailEntry).where(TrailEntry.room == "catalog")).all()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Donnez un nom"),
        ("name", "x" * 300, "trop long"),
        ("mass_kg", "lourd", "écrivez un nombre"),
        ("mass_kg", "-3", "écrivez un nombre"),
        ("mass_kg", "0", "1 gramme à 1 tonne"),
        ("mass_kg", "5000", "1 gramme à 1 tonne"),
        ("mass_kg", "1" * 5000, "trop long"),
        ("volume_l", "0,0004", "écrivez un nombre"),
        ("volume_l", "", "écrivez un nombre"),
        ("subfamily", "fusée", "Choisissez dans la liste"),
        ("flow", "DROP", "Choisissez dans la liste"),
        ("battery", "", "Choisissez dans la liste"),
        ("synonyms", "x" * 90, "raccourcissez"),
        ("synonyms", "\n".join(f"mot {n}" for n in range(260)), "au plus 250"),
        ("works", "x" * 2000, "600 signes au plus"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field_and_kept(
    shelf, reception, field, typed, sentence
):
    url = address(shelf)
    answer = reception.post(url, data=filled(reception, url, **{field: typed}))
    text = unescape(answer.text)
    assert answer.status_code == 422
    beside = re.search(rf'id="{field}-error">(.*?)</p>', text, re.DOTALL)
    assert sentence in beside[1]
    assert typed[:150] in text or field in {"subfamily", "flow", "battery"}
    assert row_of(shelf).edited_at is None


def test_control_signs_are_cleaned_and_doubles_kept_once(shelf, reception):
    url = address(shelf)
    sent = filled(reception, url, name="Fri\u202ego\x00", synonyms="Frigidaire\n\nfrigidaire\n !")
    reception.post(url, data=sent)
    row = row_of(shelf)
    assert row.name == "Frigo"
    assert queries.synonyms(shelf, row.id) == ["Frigidaire"]


def test_two_people_on_one_sheet_keep_what_they_typed(shelf, reception, signed_in):
    url = address(shelf)
    late = filled(reception, url, name="Frigo de Zoé")
    other = signed_in("direction")
    other.post(url, data=filled(other, url, mass_kg="60"))
    answer = reception.post(url, data=late)
    text = unescape(answer.text)
    assert answer.status_code == 409
    assert "Frigo de Zoé" in text
    assert "60 kg" in text
    assert row_of(shelf).name == "Réfrigérateur"
    version = re.search(r'name="version"[^>]*value="([^"]*)"', answer.text)[1]
    assert reception.post(url, data=late | {"version": version}).status_code == 303
    assert row_of(shelf).name == "Frigo de Zoé"


@pytest.mark.parametrize("version", ["", "hier", "2026-11-22", "9999-99-99", "\x00"])
def test_a_forged_version_is_as_good_as_an_old_one(shelf, reception, version):
    url = address(shelf)
    sent = filled(reception, url, mass_kg="60", version=version)
    assert reception.post(url, data=sent).status_code == 409


def test_a_retired_object_leaves_the_search_and_can_come_back(shelf, reception):
    url = address(shelf)
    reception.post(url, data=filled(reception, url, retired="y"))
    assert not queries.index(shelf).search("frigo")
    assert "Réfrigérateur" in read(reception, "/gestion/objets?etat=retires")
    assert "Réfrigérateur" not in read(reception, "/gestion/objets?etat=")
    reception.post(url, data=filled(reception, url))
    assert queries.index(shelf).search("frigo")


def test_an_object_of_the_territory_is_added_once(shelf, reception):
    url = "/gestion/objets/nouveau"
    sent = filled(
        reception, address(shelf, "assiette"), name="Samovar", synonyms="bouilloire russe"
    )
    answer = reception.post(url, data=sent)
    row = row_of(shelf, "samovar")
    assert answer.location == f"/gestion/objets/{row.id}"
    again = reception.post(url, data=sent)
    assert again.status_code == 422
    assert "déjà dans le dictionnaire" in unescape(again.text)


def test_an_empty_sheet_is_refused_field_by_field(shelf, reception):
    text = unescape(reception.post("/gestion/objets/nouveau", data={}).text)
    assert 'href="#mass_kg"' in text
    assert 'href="#volume_l"' in text
    assert 'href="#subfamily"' in text


def test_the_box_tells_what_the_search_answers(reception):
    assert "% sûr" in read(reception, "/gestion/objets?essai=vieux+frigo")
    assert "ajoutez ce mot" in read(reception, "/gestion/objets?essai=zorglub")
    assert "personne ici ne prend" in read(reception, "/gestion/objets?essai=médicament")
    read(reception, "/gestion/objets?essai=" + "x" * 9000 + "%00")


def test_the_box_alone_answers_a_swap_so_that_a_sheet_is_not_lost(shelf, reception):
    headers = {"HX-Request": "true", "HX-Target": "try-it"}
    answer = reception.get(f"{address(shelf)}?essai=frigo", headers=headers)
    assert answer.text.lstrip().startswith('<section id="try-it"')


@pytest.mark.parametrize("number", ["999", "99999999999999999999"])
def test_an_unknown_object_is_a_404(reception, number):
    read(reception, f"/gestion/objets/{number}", 404)


def test_the_workshop_reads_and_does_not_write(shelf, signed_in):
    workshop = signed_in("atelier")
    text = read(workshop, address(shelf))
    assert "Enregistrer l’objet" not in text
    assert "<fieldset disabled>" in text
    assert workshop.post(address(shelf), data={}).status_code == 403
    assert workshop.get("/gestion/objets/nouveau").status_code == 403


def test_who_drives_stays_outside(shelf, signed_in):
    assert signed_in("chauffeur").get("/gestion/objets").status_code == 403


def test_who_is_not_signed_in_is_sent_to_the_door(shelf, client):
    assert "/connexion" in client.get("/gestion/objets").location


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2,5", 2500), ("2.5", 2500), ("0,001", 1), ("1 200 kg", 1_200_000), ("12kg", 12_000)],
)
def test_a_number_is_read_as_people_write_it(typed, said):
    class Scale(PlainForm):
        mass = ThousandthsField(unit="kg")

    assert Scale(data={"mass": typed}).mass.thousandths == said


@pytest.mark.parametrize(
    ("grams", "said"), [(2500, "2,5"), (1, "0,001"), (40_000, "40"), (5, "0,005")]
)
def test_a_number_is_written_as_people_write_it(grams, said):
    assert ThousandthsField.written(grams) == said
