import json

import pytest
from click.testing import CliRunner

from app.base.tabular.lines import ImportRefused
from app.points.cli import points as commands
from app.points.imports import store
from tests.points.import_world import OURS, file, points, row


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"territory": OURS})


@pytest.fixture
def run(app, country):
    """Return a function that runs `rebond points import` and gives what it said."""

    def call(*arguments: object) -> str:
        told = [str(argument) for argument in arguments]
        done = CliRunner().invoke(
            commands, ["import", *told], obj=lambda: app, catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
        return done.output

    return call


def test_a_dry_run_says_what_would_change_and_writes_nothing(country, run, tmp_path):
    said = run(file(tmp_path, row(), row(identifiant="X", type="garage")), "--dry-run")
    assert "Nouveau lieu" in said
    assert "ligne 3, type : « garage »" in said
    assert "Rien n’a été écrit." in said
    assert points(country) == []


def test_an_import_writes_and_a_second_one_changes_nothing(country, run, tmp_path):
    path = file(tmp_path, row())
    first = json.loads(run(path, "--json", "--licence", "CC0"))
    again = json.loads(run(path, "--json", "--licence", "CC0"))
    assert (first["done"], again["done"]) == ({"nouveau": 1}, {"identique": 1})
    assert (first["source"], points(country)[0].licence) == ("liste", "CC0")


def test_options_reach_the_lines(country, run, tmp_path):
    path = file(tmp_path, row(longitude="-2.73737", horaires="lundi 9h à 12h"))
    told = json.loads(run(path, "--json", "--fix-hours", "--fix-positions", "--source", "A"))
    assert told["done"] == {"nouveau": 1}
    (point,) = points(country)
    assert (point.lon, point.hours, point.source) == (2.73737, "Mo 09:00-12:00", "A")


def test_doubtful_lines_wait_unless_they_are_wanted(country, run, tmp_path):
    path = file(tmp_path, row(), row(identifiant="L-2"))
    assert json.loads(run(path, "--json"))["done"] == {"nouveau": 1, "doublon": 1}
    told = json.loads(run(path, "--json", "--doubtful-as-new"))
    assert told["done"] == {"identique": 1, "nouveau": 1}


def test_the_report_in_json_holds_every_line(country, run, tmp_path):
    told = json.loads(run(file(tmp_path, row(), row(identifiant="X", type="")), "--json"))
    assert [(line["line"], line["outcome"]) for line in told["lines"]] == [
        (2, "nouveau"),
        (3, "refuse"),
    ]


def test_a_file_above_the_limit_is_refused_in_a_sentence(country, run, tmp_path):
    path = tmp_path / "grand.csv"
    with path.open("wb") as sparse:
        sparse.truncate(3 << 20)
    with pytest.raises(ImportRefused, match="pèse 3 Mo ; la limite est de 2 Mo"):
        run(path, "--most-mb", "2")


def test_nothing_is_left_in_the_data_folder(country, run, settings, tmp_path):
    run(file(tmp_path, row()))
    assert list(store.folder(settings.data_dir).iterdir()) == []
