"""Imports against the reference folder named by REBOND_CORPUS."""

import csv
import os
from pathlib import Path

import pytest

from app.base.tabular.lines import ImportRefused
from app.points.imports.files import COMMAND_MB, recognise
from app.points.imports.lines import Options, Outcome
from app.points.imports.plans import plan
from app.territory import actions as territory_actions
from app.territory import gazetteer
from app.territory import queries as territory
from tests.points.import_world import NOW, OURS, TODAY, imported, planned

pytestmark = pytest.mark.corpus
HEAD = ["identifiant", "nom", "type", "code_insee", "latitude", "longitude", "donner"]


@pytest.fixture
def corpus() -> Path:
    return Path(os.environ["REBOND_CORPUS"])


@pytest.fixture
def france(session):
    """The session of a database that knows every commune."""
    territory_actions.load(session)
    yield session
    gazetteer.forget()


def counts(lines) -> dict[str, int]:
    words = [line.outcome.value for line in lines]
    return {word: words.count(word) for word in sorted(set(words))}


def as_places(source: Path, target: Path, lat: str, lon: str) -> list[dict[str, str]]:
    """Write town halls in our own columns, as if they were places; return their rows."""
    with source.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for row in rows:
            code, name = row["code_insee"], row["commune"]
            writer.writerow([code, name, "borne", code, row[lat], row[lon], "livres"])
    return rows


def test_a_list_of_actors_is_explained_and_the_second_import_changes_nothing(france, corpus):
    path = corpus / "reference" / "acteurs_dev.csv"
    first = planned(france, path, everywhere=True)
    assert counts(first) == {"doublon": 45, "ecarte": 427, "nouveau": 173, "refuse": 289}
    assert all(line.errors for line in first if line.sheet is None)
    decided = {str(line.number): "nouveau" for line in first}
    assert imported(france, first, decided)["nouveau"] == 218
    again = planned(france, path, everywhere=True)
    assert counts(again) == {"ecarte": 427, "identique": 218, "refuse": 289}
    assert imported(france, again, now=NOW)["identique"] == 218


@pytest.mark.parametrize("database", ["sqlite"])
def test_likely_duplicates_of_the_list_are_proposed(france, corpus):
    path = corpus / "reference" / "acteurs_dev.csv"
    found = {line.ref: line for line in planned(france, path, everywhere=True)}
    marked = []
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            _before, mark, rest = row["dechets_acceptes"].partition("[DOUBLON_POSSIBLE de ")
            other = found.get(rest.rstrip("]"))
            line = found[row["id"]]
            if mark and line.sheet and other and other.sheet:
                marked.append(other.ref in {twin.ref for twin in line.twins})
    assert (sum(marked), len(marked)) >= (26, 29)


@pytest.mark.parametrize("database", ["sqlite"])
def test_wrong_positions_are_refused_and_flipped_signs_recognised(france, corpus, tmp_path):
    path = tmp_path / "mairies.csv"
    source = corpus / "reference" / "mairies_coordonnees_erronees.csv"
    rows = as_places(source, path, "lat_source", "lon_source")
    lines = planned(france, path, everywhere=True)
    refused = [line for line in lines if line.outcome is Outcome.REFUSED]
    assert len(refused) >= 1490
    flipped = {row["code_insee"] for row in rows if row["hypothese"]}
    said = {line.ref for line in refused if "signe" in str(line.errors[0])}
    assert said == flipped


@pytest.mark.parametrize("database", ["sqlite"])
def test_right_positions_are_hardly_ever_refused(france, corpus, tmp_path):
    path = tmp_path / "mairies.csv"
    source = corpus / "reference" / "mairies_centre_val_de_loire.csv"
    rows = as_places(source, path, "lat", "lon")
    refused = [
        line for line in planned(france, path, everywhere=True) if line.outcome is Outcome.REFUSED
    ]
    assert len(refused) <= len(rows) // 500


@pytest.mark.parametrize("database", ["sqlite"])
def test_every_hostile_file_is_refused_whole_or_line_by_line(france, corpus):
    served = territory.territory(france, OURS)
    files = [path for path in sorted((corpus / "imports").rglob("*")) if path.is_file()]
    assert len(files) >= 40
    for path in [*files, *(corpus / "reference").glob("*.*json")]:
        try:
            reading = recognise(path, most_mb=COMMAND_MB)
        except ImportRefused as refused:
            assert len(str(refused)) > 20  # noqa: PT017 - a refusal is one of two right answers
            continue
        options = Options(source="Fichiers hostiles", everywhere=True)
        for line in plan(france, reading, options, served, TODAY):
            assert line.outcome in {Outcome.REFUSED, Outcome.LEFT_OUT}, (path, line)
            assert all(str(problem) for problem in line.errors)
