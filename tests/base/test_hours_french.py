"""What French opening hours seem to say, proposed in the syntax that is read."""

import time

import pytest

from app.base.core.hours import propose, read


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("10h-17h", "10:00-17:00"),
        ("9-12/14-18", "09:00-12:00,14:00-18:00"),
        ("9h12h 14h18h", "09:00-12:00,14:00-18:00"),
        ("8 h 30 – 12 h et 13 h 30 – 17 h", "08:30-12:00,13:30-17:00"),
        ("du mardi au samedi de 10h à 19h", "Tu-Sa 10:00-19:00"),
        ("lundi et jeudi, 11h30 - 14h", "Mo,Th 11:30-14:00"),
        ("mar-mer-jeu-ven 10h-12h et le sam 14h-17h", "Tu-Fr 10:00-12:00; Sa 14:00-17:00"),
        ("9h-19h du lundi au samedi", "Mo-Sa 09:00-19:00"),
        (
            "8h-12h du lundi au samedi et 14h-17h le mercredi",
            "Mo,Tu,Th-Sa 08:00-12:00; We 08:00-12:00,14:00-17:00",
        ),
        ("Mo-Fr 12h30-15h30", "Mo-Fr 12:30-15:30"),
        (
            "Mo-Fr 08:00-12:00 / 14:00-17:00, Sa 9.00-12.00",
            "Mo-Fr 08:00-12:00,14:00-17:00; Sa 09:00-12:00",
        ),
        ("Sa [2] [4] 10:00-18:00", "Sa[2,4] 10:00-18:00"),
        ("lu au ve 09:00 19:00", "Mo-Fr 09:00-19:00"),
        ("de 9h à midi et de 14h à minuit", "09:00-12:00,14:00-24:00"),
        ("vendredi 22h-2h", "Fr 22:00-02:00"),
        ("24h/24", "24/7"),
        ("7j/7, 9h-18h", "09:00-18:00"),
        ("week-end 10h-18h", "Sa,Su 10:00-18:00"),
    ],
)
def test_plain_hours_are_read(text, proposal):
    assert propose(text) == proposal


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("fermé le lundi", "unknown; Mo off"),
        ("lundi 9h-12h, mardi fermé", "Mo 09:00-12:00"),
        ("9h-18h sauf dimanche", "Mo-Sa 09:00-18:00"),
        ("tous les jours sauf le lundi de 9h à 18h", "Tu-Su 09:00-18:00"),
        ("09:30-18.00; Su off", "Mo-Sa 09:30-18:00"),
        ("du lundi au samedi 9h-19h, fermé les jours fériés", "Mo-Sa 09:00-19:00; PH off"),
        (
            "du lundi au vendredi 9h-12h 14h-18h, fermé le mardi après-midi",
            "Mo,We-Fr 09:00-12:00,14:00-18:00; Tu 09:00-12:00",
        ),
        ("mardi 9h-12h, fermé en août", "Tu 09:00-12:00; Aug off"),
        ("mardi 9h-12h hors vacances scolaires", "Tu 09:00-12:00; SH off"),
        ("lundi 8h-12h 13h-17h sauf le lundi 8h-12h", "Mo 08:00-12:00"),
    ],
)
def test_closings_are_read(text, proposal):
    assert propose(text) == proposal


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        (
            "lundi au vendredi 9h à 12h et 14h à 18h, samedi matin",
            "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00",
        ),
        ("samedi matin", 'Sa 08:00-12:00 "le matin, heures à préciser"'),
        ("sur rendez-vous", 'unknown "sur rendez-vous"'),
        ("lundi 14h-18h sur RDV uniquement", 'Mo 14:00-18:00 "sur rendez-vous"'),
        ("un samedi sur deux, 9h30 à 12h", 'Sa 09:30-12:00 "certaines semaines"'),
        ("1er et 3ème samedi du mois 9h-12h", "Sa[1,3] 09:00-12:00"),
        ("dernier samedi 9h-12h", "Sa[-1] 09:00-12:00"),
        (
            "d'avril à octobre 9h-18h, de novembre à mars 10h-17h",
            "Apr-Oct 09:00-18:00; Nov-Mar 10:00-17:00",
        ),
        ("dimanche et jours fériés 10h-12h", "Su 10:00-12:00; PH 10:00-12:00"),
    ],
)
def test_what_hours_cannot_hold_stays_as_a_doubt(text, proposal):
    assert propose(text) == proposal


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bonjour",
        "18h",
        "lundi",
        "lundi 9h-",
        "02 47 74 56 08",
        "https://10h-17h.example",
        "25h-26h",
        "x" * 501,
    ],
)
def test_nothing_is_proposed_from_nothing(text):
    assert propose(text) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("lundi 14h-18h / jeudi 9h-12h", "jeudi 9h-12h\nlundi 14h-18h"),
        ("LUNDI 9H30/12H30", "lundi 9h30 à 12h30"),
        ("lundi : 9h-12h (tél. 02.47.74.56.08)", "lundi 9h-12h"),
        ("permanence lundi 9h-12h à partir du 14/04/2022", "lundi 9h-12h"),
    ],
)
def test_order_case_telephones_and_dates_change_nothing(before, after):
    assert propose(before) == propose(after)


@pytest.mark.parametrize(
    "piece",
    [
        "9h-",
        "lundi ",
        "((",
        "1 ",
        " -",
        "9 9 ",
        "a",
        "lu-",
        "0",
        "1er et ",
        "sa[1]",
        "24 h / ",
        " ",
        "&#",
        "a@",
        "7 jours sur ",
        "de ",
    ],
)
def test_hostile_texts_are_answered_at_once(piece):
    start = time.perf_counter()
    proposal = propose((piece * 500)[:500])
    assert time.perf_counter() - start < 0.25
    assert proposal is None or read(proposal)
