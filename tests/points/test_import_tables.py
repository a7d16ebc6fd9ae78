from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.base.tabular import tables
from app.base.tabular.lines import ImportRefused
from app.points.imports.files import MEGABYTE, recognise
from tests.points.import_files import HEAD, ROW, records, said, table, written


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    text = f"nom{delimiter}type\nLa Remise{delimiter}reemploi\n"
    (record,) = records(tmp_path, text)
    assert record.cells == {"nom": "La Remise", "type": "reemploi"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_accents_survive_every_usual_encoding(tmp_path, encoding):
    (record,) = records(tmp_path, "nom;type\nRéemploi d’été;reemploi\n".encode(encoding))
    assert record.cells["nom"] == "Réemploi d’été"


@pytest.mark.parametrize("head", ["nom" + "x" * 150_000, "nom," + "x" * 150_000])
def test_a_title_of_a_hundred_and_fifty_thousand_signs_is_no_line_of_titles(tmp_path, head):
    with pytest.raises(ImportRefused, match="ligne de titres"):
        recognise(written(tmp_path, f"{head}\nA,borne\n"))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_as_on_any_system(tmp_path, ending):
    found = records(tmp_path, ending.join(["nom,type", "A,borne", "B,borne", ""]))
    assert [(record.number, record.cells["nom"]) for record in found] == [(2, "A"), (3, "B")]


def test_a_cell_may_hold_quotes_delimiters_and_lines(tmp_path):
    first, second = records(tmp_path, 'nom,type\n"La ""Remise"", au\nbout",borne\nB,borne\n')
    assert first.cells["nom"] == 'La "Remise", au\nbout'
    assert (second.number, second.cells["nom"]) == (4, "B")


def test_a_quote_that_nothing_closes_spoils_its_own_line_only(tmp_path):
    rows = [f"L{n},borne" for n in range(60)]
    found = records(tmp_path, table('"Ouvert,borne', *rows, head="nom,type"))
    assert said(found[0].errors) == [" : Un guillemet ouvert n’est jamais refermé."]
    assert [record.cells["nom"] for record in found[1:]] == [f"L{n}" for n in range(60)]


def test_an_inch_mark_is_no_quote(tmp_path):
    found = records(tmp_path, table('Écran 19",borne', "B,borne", head="nom,type"))
    assert [record.cells["nom"] for record in found] == ['Écran 19"', "B"]


def test_a_line_with_too_many_cells_is_refused_with_their_number(tmp_path):
    (record,) = records(tmp_path, "nom,type\nA,borne,tiens\n")
    (error,) = record.errors
    assert str(error).startswith("Cette ligne a 3 cellules pour 2 colonnes")


def test_a_line_with_too_few_cells_is_read_and_told(tmp_path):
    (record,) = records(tmp_path, "nom,type,adresse\nA,borne\n")
    assert record.cells == {"nom": "A", "type": "borne"}
    assert said(record.warnings) == [" : Cette ligne a 2 cellules pour 3 colonnes."]


def test_blank_lines_are_no_places_and_keep_the_count(tmp_path):
    found = records(tmp_path, "nom,type\n\n,\nA,borne\n  ,  \n")
    assert [record.number for record in found] == [4]


def test_a_column_that_is_twice_there_is_told_and_read_once(tmp_path):
    reading = recognise(written(tmp_path, "nom,Nom,type\nA,B,borne\n"))
    assert said(reading.notes) == ["Nom : Cette colonne est deux fois là : la première est lue."]
    assert next(reading.records()).cells == {"nom": "A", "type": "borne"}


def test_nul_is_dropped(tmp_path):
    (record,) = records(tmp_path, b"nom,type\nLa R\0emise,borne\n")
    assert record.cells["nom"] == "La Remise"


def test_a_cell_that_looks_like_a_formula_stays_text_and_is_told(tmp_path):
    (record,) = records(tmp_path, 'nom,type\n"=HYPERLINK(""x"")",borne\n')
    assert record.cells["nom"] == '=HYPERLINK("x")'
    assert record.warnings[0].column == "nom"


def test_a_line_without_end_is_told_and_the_next_is_read(tmp_path):
    huge = "x" * (tables.LONGEST_LINE * 3)
    found = records(tmp_path, f"nom,type\n{huge}\nB,borne\n")
    assert said(found[0].errors) == [" : Cette ligne est trop longue : elle n’a pas été lue."]
    assert (found[1].number, found[1].cells["nom"]) == (3, "B")


def test_the_head_may_come_after_blank_lines_and_a_sep_line(tmp_path):
    (record,) = records(tmp_path, "sep=;\n;;\nNom;Code postal\nA;45200\n")
    assert (record.number, record.cells) == (4, {"nom": "A", "code_postal": "45200"})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Ce fichier est vide."),
        (b"PK\x03\x04rest", "C’est un classeur"),
        (b"%PDF-1.7", "C’est un PDF"),
        (b"\x1f\x8b\x08rest", "Ce fichier est compressé"),
        (b"\x89PNG\r\n", "C’est une image"),
        (b"<!DOCTYPE html><html></html>", "C’est une page web"),
        (b"marque,poids\nA,3\n", "Nous ne reconnaissons pas les colonnes"),
        (b"\n\n\n", "Ce fichier n’a pas de ligne de titres."),
    ],
)
def test_what_is_no_table_of_places_is_refused_with_what_to_do(tmp_path, content, sentence):
    with pytest.raises(ImportRefused) as refused:
        records(tmp_path, content)
    assert str(refused.value).startswith(sentence)


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "grand.geojson"
    with path.open("wb") as file:
        file.truncate(200 * MEGABYTE)
    with pytest.raises(ImportRefused, match="pèse 200 Mo ; la limite est de 20 Mo"):
        recognise(path)


def test_a_hundred_thousand_lines_are_read_one_by_one(tmp_path):
    path = tmp_path / "longue.csv"
    with path.open("w") as file:
        file.write(HEAD + "\n")
        file.writelines(f"{ROW}\n" for _ in range(100_000))
    reading = recognise(path)
    assert sum(1 for _record in reading.records()) == 100_000


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_it_fall(tmp_path, content):
    for start in (b"", b"nom,type\n", b'{"features":[', b"<osm><node id='1'>", b"nom;\xff;type\r"):
        with suppress(ImportRefused):
            reading = recognise(written(tmp_path, start + content))
            for record in reading.records():
                reading.dialect.read(record)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.text(max_size=30), min_size=10, max_size=10))
def test_no_cell_makes_a_dialect_fall(tmp_path, cells):
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    for head in (HEAD, HEAD.replace("type", "type_dacteur"), HEAD.replace("type", "type_acteur")):
        reading = recognise(written(tmp_path, f"{head}\n{quoted}\n".encode("utf-8", "replace")))
        for record in reading.records():
            reading.dialect.read(record)
