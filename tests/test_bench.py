"""The bench's ground and report; its figures are for reading, never for a test."""

import json
import socket
from dataclasses import replace

import pytest
from flask import Flask

from app import reference
from app.agreements.queries import paces, promises
from app.agreements.rules import promises as rules
from app.base.core import clock
from app.points.queries.seeks import band
from app.points.rules import things
from bench import ground
from bench.figures import Figures, by_turns, line, percentile
from bench.pages import body_of
from bench.partners.measure import visits
from bench.partners.rows import Size
from bench.partners.stores import fill
from bench.server import Server
from bench.stores import base_row, point_row


@pytest.fixture(scope="module")
def places():
    return list(ground.places(4_000))


def share(places, family: str) -> float:
    code = things.category(family)
    return sum(code in place.categories for place in places) / len(places)


def test_the_same_ground_comes_out_each_time(places):
    assert list(ground.places(4_000)) == places


def test_a_family_is_common_another_rare(places):
    assert share(places, ground.FAMILIES["common"]) == pytest.approx(0.4, abs=0.04)
    assert share(places, ground.FAMILIES["middle"]) == pytest.approx(0.03, abs=0.01)
    assert 0 < share(places, ground.FAMILIES["rare"]) < 0.01


def test_places_lie_where_people_live(places):
    in_paris = sum(place.insee == "75056" for place in places) / len(places)
    assert in_paris == pytest.approx(2.1 / 68, abs=0.015)


def test_the_index_holds_a_place_once_a_category_in_its_band(places):
    rows = list(ground.index_rows(places[0]))
    assert [row[0] for row in rows] == places[0].categories
    assert {row[1] for row in rows} == {band(places[0].lat)}


def test_a_place_has_every_column_of_its_table(places):
    row = point_row(places[0], base_row())
    assert set(row) == set(base_row())
    assert row["slug"] == places[0].slug


@pytest.mark.parametrize("where", ["paris", "lozere"])
def test_people_ask_from_where_they_are(where):
    box = {"paris": (48.7, 49.0, 2.1, 2.6), "lozere": (44.0, 45.1, 2.9, 4.1)}[where]
    for lat, lon in ground.origins(where, 50):
        assert box[0] < lat < box[1]
        assert box[2] < lon < box[3]


def test_a_figure_is_a_name_a_value_and_a_unit():
    assert line("nearest_sqlite_paris_rare_p50_ms", 0.123456, "ms") == (
        "nearest_sqlite_paris_rare_p50_ms 0.1235 ms"
    )


def test_the_report_holds_each_figure_by_name(tmp_path, capsys):
    figures = Figures()
    figures.latencies("question", [0.001, 0.002, 0.009])
    figures.write(tmp_path / "latest.json")
    assert json.loads((tmp_path / "latest.json").read_text()) == {
        "question_p50_ms": 2,
        "question_p95_ms": 9,
    }
    assert capsys.readouterr().out.splitlines() == ["question_p50_ms 2 ms", "question_p95_ms 9 ms"]


def test_a_percentile_is_one_of_the_values():
    assert percentile(list(range(1, 101)), 95) == 95
    assert percentile([7], 50) == 7


def test_compared_things_go_by_turns():
    seen: list[str] = []
    by_turns([lambda: seen.append("a"), lambda: seen.append("b")], 2)
    assert seen == ["a", "b", "a", "b"]


def test_an_error_page_is_never_timed_as_a_page():
    def refuse(_environ, start_response):
        start_response("500 INTERNAL SERVER ERROR", [])
        return [b"sorry"]

    app = Flask(__name__)
    app.wsgi_app = refuse
    with pytest.raises(RuntimeError, match="500"):
        body_of(app, "/points")


def test_a_connection_that_fails_is_never_counted_as_a_slow_one():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        server = Server(None, closed.getsockname()[1])
        with pytest.raises(OSError, match="refused"):
            server.rate(["/"], 0.05)


def test_figures_that_a_run_leaves_alone_stay(tmp_path):
    (tmp_path / "latest.json").write_text('{"old": 1, "both": 2}')
    figures = Figures()
    figures.take_up(tmp_path / "latest.json")
    figures.add("both", 3, "ms")
    figures.write(tmp_path / "latest.json")
    assert json.loads((tmp_path / "latest.json").read_text()) == {"old": 1, "both": 3}


TINY = Size(30, 60, 20, 12, 9, 6, 40, 5, 2)


def test_every_page_of_the_partners_answers_on_their_ground(app, session):
    """The ground keeps to the constraints of both databases; a page that fails is never timed."""
    reference.load(session)
    fill(session, TINY, clock.today())
    session.commit()
    asked = visits(app)
    assert len(asked) > 60
    for visit in asked.values():
        visit()


def test_what_is_late_is_what_each_promise_says_when_it_is_looked_at_alone(app, session):
    """The morning list reads all promises at once, light; pages read each with its agreement."""
    reference.load(session)
    today = clock.today()
    fill(session, replace(TINY, agreements=60), today)
    told = {each.promise.id: (each.progress, each.passed) for each in paces.late(session, today)}
    held = promises.held(session, today, running=True)
    alone = {
        each.held.promise.id: (each.progress, passed)
        for one in held
        for each in promises.measured(session, [one], today)
        if (passed := rules.milestone(each.progress)) is not None
    }
    assert told == alone
    assert len(held) > len(alone) > 5
