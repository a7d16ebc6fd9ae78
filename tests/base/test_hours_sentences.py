"""Opening hours said in plain French."""

from datetime import date, datetime

import pytest

from app.base.core.clock import LOCAL
from app.base.core.hours import (
    Exceptional,
    day_note,
    day_sentence,
    days_text,
    read,
    status,
    status_sentence,
    usual_week,
    week,
    week_lines,
)

SHOP = "Mo-Fr 09:00-12:00,13:45-17:00; Sa 09:00-12:00; PH off"
MONDAY = date(2026, 11, 23)


def said(hours, instant, exceptions=()):
    at = datetime.fromisoformat(instant).replace(tzinfo=LOCAL)
    return status_sentence(status(read(hours) if hours else None, exceptions, at), at)


@pytest.mark.parametrize(
    ("hours", "instant", "sentence"),
    [
        (SHOP, "2026-11-24 10:00", "Ouvert · ferme à 12 h"),
        (SHOP, "2026-11-24 12:30", "Fermé · ouvre à 13 h 45"),
        (SHOP, "2026-11-24 20:00", "Fermé · ouvre demain à 9 h"),
        (SHOP, "2026-11-28 20:00", "Fermé · ouvre lundi à 9 h"),
        (SHOP, "2026-12-25 10:00", "Fermé (Noël) · ouvre demain à 9 h"),
        ("24/7", "2026-11-24 10:00", "Ouvert 24 h sur 24"),
        ("Fr 20:00-02:00", "2026-11-27 21:00", "Ouvert · ferme à 2 h"),
        ("Fr 20:00-24:00", "2026-11-27 21:00", "Ouvert · ferme à minuit"),
        ("Mo 08:00-24:00; Tu 00:00-18:00", "2026-11-23 09:00", "Ouvert · ferme demain à 18 h"),
        ("Apr-Oct 10:00-12:00", "2026-01-24 10:00", "Fermé · ouvre le 1er avril à 10 h"),
        ("Apr-Oct 10:00-12:00", "2026-11-24 10:00", "Fermé · ouvre le 1er avril 2027 à 10 h"),
        ("2010 10:00-12:00", "2026-11-24 10:00", "Fermé · pas d'ouverture annoncée"),
        ('Mo 10:00-12:00 "rdv"', "2026-11-29 10:00", "Fermé · appelez avant de venir"),
        (None, "2026-11-24 10:00", "Horaires inconnus : appelez avant de venir"),
        (
            '"sur rendez-vous"',
            "2026-11-24 10:00",
            "Horaires à confirmer (sur rendez-vous) : appelez avant de venir",
        ),
        (
            "Mo-Fr 09:00-12:00",
            "2026-12-25 10:00",
            "Ouvert · ferme à 12 h · jour férié (Noël) : appelez avant de venir",
        ),
    ],
)
def test_a_status_is_one_sentence(hours, instant, sentence):
    assert said(hours, instant) == sentence


def test_an_exception_gives_its_reason():
    holiday = [Exceptional(MONDAY, date(2026, 11, 29), None, "congés d'automne")]
    assert said(SHOP, "2026-11-24 10:00", holiday) == "Fermé (congés d'automne) · ouvre lundi à 9 h"


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (SHOP, "de 9 h à 12 h et de 13 h 45 à 17 h"),
        (
            "Mo 08:00-09:00,10:00-11:00,12:00-13:00",
            "de 8 h à 9 h, de 10 h à 11 h et de 12 h à 13 h",
        ),
        ("Tu 09:00-12:00", "fermé"),
        ("24/7", "24 h sur 24"),
        ("Mo 18:00-24:00", "de 18 h à minuit"),
        ('Mo 09:00-12:00, Mo 14:00-16:00 "rdv"', "de 9 h à 12 h et de 14 h à 16 h (rdv)"),
        ('Mo "rdv"', "rdv"),
        ("unknown", "horaires inconnus"),
    ],
)
def test_a_day_is_one_sentence(hours, sentence):
    assert day_sentence(week(read(hours), (), MONDAY)[0]) == sentence


def test_equal_days_share_a_line():
    assert week_lines(usual_week(read(SHOP), MONDAY)) == [
        "du lundi au vendredi : de 9 h à 12 h et de 13 h 45 à 17 h",
        "samedi : de 9 h à 12 h",
        "dimanche : fermé",
    ]


def test_seven_equal_days_are_every_day():
    assert week_lines(usual_week(read("09:00-12:00"), MONDAY)) == ["tous les jours : de 9 h à 12 h"]
    assert week_lines(usual_week(None, MONDAY)) == ["tous les jours : horaires inconnus"]


@pytest.mark.parametrize(
    ("weekdays", "text"),
    [
        ([0, 1, 3, 4], "lundi, mardi, jeudi et vendredi"),
        ([0, 1, 2, 5], "du lundi au mercredi et samedi"),
        ([6], "dimanche"),
        ([5, 6], "samedi et dimanche"),
    ],
)
def test_days_are_told_as_people_tell_them(weekdays, text):
    assert days_text(weekdays) == text


def test_a_day_that_differs_says_why():
    reasons = [
        Exceptional(MONDAY, MONDAY, None, "inventaire"),
        Exceptional(date(2026, 11, 24), date(2026, 11, 24)),
    ]
    days = week(read(SHOP), reasons, MONDAY)
    assert [day_note(day) for day in days[:3]] == ["inventaire", "exceptionnellement", ""]
    assert day_note(week(read(SHOP), (), date(2026, 12, 25))[0]) == "jour férié : Noël"


def test_sentences_pass_through_the_translator():
    at = datetime(2026, 11, 24, 10, tzinfo=LOCAL)
    english = {
        "Ouvert · ferme à %(time)s": "Open · closes at %(time)s",
        "%(hour)d h": "%(hour)d:00",
    }
    told = status_sentence(status(read(SHOP), (), at), at, lambda text: english.get(text, text))
    assert told == "Open · closes at 12:00"
