from datetime import date

import pytest

from app.base.core import hours
from app.base.core.errors import RuleBroken
from app.points.rules import weekly

MONDAY = date(2026, 11, 23)
MORNING, AFTERNOON = ("09:00", "12:00"), ("14:00", "18:00")


def typed(*days):
    """Return the editor's fields for days given as (number, span, span…)."""
    return {
        weekly.name(day, n, end): value
        for day, *spans in days
        for n, span in enumerate(spans)
        for end, value in zip(("de", "a"), span, strict=True)
    }


def test_neighbours_that_are_alike_are_written_once():
    week = weekly.read(typed((0, MORNING, AFTERNOON), (1, MORNING, AFTERNOON), (5, MORNING)))
    assert weekly.compose(week) == "Mo-Tu 09:00-12:00,14:00-18:00; Sa 09:00-12:00; PH off"


def test_open_on_holidays_says_nothing_of_them():
    week = weekly.read(typed((6, MORNING)))
    assert weekly.compose(week, open_on_holidays=True) == "Su 09:00-12:00"


def test_a_week_without_hours_is_an_empty_text():
    assert weekly.compose(weekly.read({})) == ""


def test_midnight_ends_the_day():
    week = weekly.read(typed((4, ("20:00", "00:00"))))
    assert weekly.compose(week) == "Fr 20:00-24:00; PH off"


@pytest.mark.parametrize("span", [("09:00", ""), ("", "12:00"), ("9h", "12h"), ("25:00", "26:00")])
def test_a_time_that_is_none_is_explained(span):
    with pytest.raises(RuleBroken, match="heure de début"):
        weekly.read(typed((0, span)))


@pytest.mark.parametrize(
    "text", ["Mo-Fr 09:00-12:00,14:00-18:00; PH off", "Sa 10:00-24:00; PH off"]
)
def test_a_simple_week_comes_back_as_it_was(text):
    fields = weekly.shown(hours.usual_week(hours.read(text), MONDAY))
    assert weekly.compose(weekly.read(fields)) == text


@pytest.mark.parametrize("text", ["Mo 08:00-09:00,10:00-11:00,12:00-13:00", '"sur rendez-vous"'])
def test_a_week_too_rich_for_the_editor_leaves_it_empty(text):
    assert weekly.shown(hours.usual_week(hours.read(text), MONDAY)) == {}
