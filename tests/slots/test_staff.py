"""The calendar as staff keep it: what they see, what they write, what is refused."""

import re
from datetime import date, time, timedelta
from html import unescape
from uuid import uuid4

import pytest
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core import clock
from app.base.core.actors import SYSTEM
from app.base.core.errors import RuleBroken, Stale
from app.pickups.models import PickupPolicy
from app.slots import actions, queries, rules
from app.slots.actions import demo
from app.slots.loads import Load
from app.slots.models import (
    ExceptionKind,
    OnHoliday,
    SlotException,
    SlotPattern,
    Zone,
)
from app.slots.rules import DaysFacts, Mark, PatternFacts, Window
from app.slots.staff import desk
from tests.builders import commune

HOME = "/gestion/creneaux"
NOW = clock.now()
NOBODY = "00000000-0000-4000-8000-000000000000"
TODAY = clock.today()
SOON = TODAY + timedelta(days=(3 - TODAY.weekday()) % 7 + 7)
"""A Thursday within two weeks."""


def pattern(session, **facts) -> SlotPattern:
    known = {
        "name": "Jeudi matin",
        "weekday": 3,
        "starts": time(9),
        "ends": time(12),
        "places": 6,
        "mass_g": 600_000,
        "volume_ml": 10_000_000,
        "crew_minutes": 360,
        "on_holiday": OnHoliday.KEPT,
    }
    made = SlotPattern(**(known | facts))
    session.add(made)
    session.commit()
    return made


def zone(session, *codes: str, name: str = "Montargis et couronne") -> Zone:
    made = actions.add_zone(session, name, codes, actor=SYSTEM, now=NOW)
    session.commit()
    return made


def take(session, made: SlotPattern, day: date, load: Load | None = None, times: int = 1) -> None:
    for _ in range(times):
        slot = queries.one(session, f"{made.id}.{day.isoformat()}", now=NOW)
        need = load or Load(1, 60_000, 500_000, 30)
        actions.take(session, slot, need, form_key=uuid4().hex, now=NOW)
    session.commit()


def read(browser, url: str = HOME, status: int = 200) -> str:
    answer = browser.get(url)
    assert answer.status_code == status, answer.text[:300]
    return unescape(answer.text).replace("\N{NO-BREAK SPACE}", " ")


def sent(**changes: str) -> dict[str, str]:
    return {
        "name": "Mardi, est",
        "zone": "",
        "weekday": "1",
        "every_weeks": "1",
        "starts": "9:00",
        "ends": "12 h 30",
        "places": "5",
        "mass_kg": "450,5",
        "volume_m3": "8,25",
        "work": "6 h 30",
        "crew": "2",
        "on_holiday": "ferme",
        "active": "y",
    } | changes


def closing(**changes: str) -> dict[str, str]:
    return {"kind": "ferme", "pattern": "", "first_day": SOON.isoformat()} | changes


def version(browser, url: str) -> str:
    return re.search(r'name="version"[^>]*value="([^"]*)"', browser.get(url).text)[1]


def trail(session) -> list[str]:
    session.expire_all()
    rows = session.exec(
        select(TrailEntry).where(TrailEntry.room == "slots").order_by(TrailEntry.number)
    )
    return [row.verb for row in rows]


@pytest.fixture
def reception(signed_in):
    return signed_in("accueil")


class TestWhy:
    """Why a day is as it is (rules)."""

    def facts(self, **changes) -> SlotPattern:
        known = {"id": uuid4(), "name": "x", "weekday": 3, "starts": time(9), "ends": time(12)}
        return SlotPattern(**(known | {"every_weeks": 1, "active": True} | changes))

    def marks(self, made, exceptions=(), first=date(2027, 5, 3), last=date(2027, 5, 16)):
        told = rules.explain([made], list(exceptions), first, last)
        return {day: (each.mark, each.other) for (_id, day), each in told.items()}

    def test_a_holiday_is_off_with_its_name(self):
        made = self.facts(on_holiday=OnHoliday.OFF)
        told = rules.explain([made], [], date(2027, 5, 3), date(2027, 5, 9))
        assert [(t.mark, t.reason, t.day) for t in told.values()] == [
            (Mark.HOLIDAY, "Ascension", date(2027, 5, 6))
        ]

    def test_a_moved_day_tells_both_ends(self):
        made = self.facts(on_holiday=OnHoliday.MOVED)
        assert self.marks(made) == {
            date(2027, 5, 6): (Mark.HOLIDAY, date(2027, 5, 7)),
            date(2027, 5, 7): (Mark.MOVED, date(2027, 5, 6)),
            date(2027, 5, 13): (Mark.USUAL, None),
        }

    def test_what_is_told_as_offered_is_what_is_planned(self):
        made = self.facts(on_holiday=OnHoliday.MOVED, places=1, mass_g=1, volume_ml=1, crew=1)
        made.crew_minutes = 1
        closed = SlotException(
            kind=ExceptionKind.CLOSED, first_day=date(2027, 5, 13), last_day=date(2027, 5, 13)
        )
        added = SlotException(
            kind=ExceptionKind.ADDED,
            pattern_id=made.id,
            first_day=date(2027, 5, 10),
            last_day=date(2027, 5, 10),
        )
        span = (date(2027, 5, 3), date(2027, 5, 16))
        told = rules.explain([made], [closed, added], *span)
        offered = sorted(t.day for t in told.values() if t.mark not in rules.OFF)
        assert offered == [p.day for p in rules.plan([made], [closed, added], *span)]
        assert told[made.id, date(2027, 5, 13)].mark is Mark.CLOSED
        assert told[made.id, date(2027, 5, 10)].mark is Mark.ADDED


class TestActions:
    def facts(self, **changes) -> PatternFacts:
        known = {
            "name": "Mardi",
            "zone_id": None,
            "weekday": 1,
            "every_weeks": 1,
            "starts": time(9),
            "ends": time(12),
            "places": 5,
            "mass_g": 1000,
            "volume_ml": 1000,
            "crew_minutes": 60,
            "crew": 2,
            "on_holiday": OnHoliday.OFF,
            "first_day": None,
            "last_day": None,
            "active": True,
        }
        return PatternFacts(**(known | changes))

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": ""}, "name"),
            ({"ends": time(9)}, "ends"),
            ({"every_weeks": 2}, "first_day"),
            ({"first_day": date(2027, 1, 2), "last_day": date(2027, 1, 1)}, "last_day"),
            ({"places": 0}, "places"),
            ({"mass_g": 10**9}, "mass_g"),
            ({"crew": 0}, "crew"),
        ],
    )
    def test_a_pattern_that_makes_no_sense_is_refused(self, session, changes, field):
        with pytest.raises(RuleBroken) as refusal:
            actions.add_pattern(session, self.facts(**changes), actor=SYSTEM, now=NOW)
        assert refusal.value.field == field

    def test_two_patterns_never_bear_one_name(self, session):
        pattern(session, name="Été à Lorris")
        with pytest.raises(RuleBroken) as refusal:
            actions.add_pattern(session, self.facts(name="ÉTÉ À LORRIS"), actor=SYSTEM, now=NOW)
        assert refusal.value.field == "name"

    def test_a_booked_day_keeps_what_is_taken_and_no_more(self, session):
        made = pattern(session)
        take(session, made, SOON, times=3)
        small = self.facts(name=made.name, weekday=3, places=2, mass_g=100_000)
        actions.correct_pattern(session, made, small, actor=SYSTEM, now=NOW)
        day = queries.occurrence(session, made.id, SOON)
        assert (day.places, day.mass_g, day.used_places) == (3, 180_000, 3)
        assert desk.above(session, made, TODAY)[0][1]["places"] == 3

    def test_an_exceptional_day_changes_what_a_booked_day_can_take_and_gives_it_back(self, session):
        made = pattern(session)
        take(session, made, SOON)
        facts = DaysFacts(
            kind=ExceptionKind.CHANGED,
            pattern_id=made.id,
            first_day=SOON,
            last_day=SOON,
            places=12,
        )
        days = actions.add_days(session, facts, actor=SYSTEM, now=NOW)
        assert queries.occurrence(session, made.id, SOON).places == 12
        unchanged = PatternFacts.of(made)
        actions.correct_pattern(
            session, made, PatternFacts(**(vars(unchanged) | {"crew": 3})), actor=SYSTEM, now=NOW
        )
        assert queries.occurrence(session, made.id, SOON).places == 12
        actions.drop_days(session, days, actor=SYSTEM, now=NOW)
        assert queries.occurrence(session, made.id, SOON).places == 6

    def test_a_row_changed_meanwhile_is_not_written_over(self, session):
        made = pattern(session)
        with pytest.raises(Stale):
            actions.correct_pattern(session, made, self.facts(), actor=SYSTEM, now=NOW, seen="old")

    def test_nothing_changed_leaves_no_trace(self, session):
        made = pattern(session)
        before = trail(session)
        actions.correct_pattern(session, made, PatternFacts.of(made), actor=SYSTEM, now=NOW)
        assert trail(session) == before

    def test_a_zone_that_a_pattern_serves_stays(self, session):
        commune(session)
        made = zone(session, "45208")
        pattern(session, zone_id=made.id)
        with pytest.raises(RuleBroken, match="desservent"):
            actions.remove_zone(session, made, actor=SYSTEM, now=NOW)

    def test_a_zone_that_a_policy_uses_stays(self, session):
        commune(session)
        made = zone(session, "45208")
        session.add(PickupPolicy(name="x", zone_id=made.id))
        session.flush()
        with pytest.raises(RuleBroken, match="autres réglages"):
            actions.remove_zone(session, made, actor=SYSTEM, now=NOW)


def test_the_list_says_when_where_and_how_much(reception, session):
    commune(session)
    pattern(session, zone_id=zone(session, "45208").id)
    text = read(reception)
    assert "1 créneau" in text
    for said in (
        "chaque jeudi, de 9 h à 12 h",
        "Montargis et couronne",
        "600 kg",
        "10 m³",
        "6 h à 2",
    ):
        assert said in text, said


def test_every_day_says_what_is_taken_and_left(reception, session):
    made = pattern(session)
    take(session, made, SOON)
    text = read(reception)
    assert "reste 5 places sur 6 places" in text
    assert "reste 540 kg sur 600 kg" in text
    assert "1 réservation" in text
    assert f"/gestion/enlevements/agenda?jour={SOON.isoformat()}" in text


def test_a_closed_day_is_shown_with_its_reason_and_who_is_to_be_moved(reception, session):
    made = pattern(session)
    take(session, made, SOON, times=2)
    reception.post(
        f"{HOME}/jours-exceptionnels",
        data=closing(reason="camionnette en révision", anyway="1"),
    )
    text = read(reception)
    assert "fermé" in text
    assert "camionnette en révision" in text
    assert "2 réservations à déplacer" in text


def test_filters_in_the_address_narrow_the_list(reception, session):
    commune(session)
    there = zone(session, "45208")
    pattern(session, zone_id=there.id)
    other = zone(session, "45208", name="Autre")
    pattern(session, name="Mardi autre", weekday=1, zone_id=other.id)
    pattern(session, name="Vieux lundi", weekday=0, active=False)
    assert "Mardi autre" not in read(reception, f"{HOME}?secteur={there.id}")
    assert "Vieux lundi" in read(reception, f"{HOME}?etat=arretes")
    assert "Vieux lundi" not in read(reception)


@pytest.mark.parametrize(
    "query", ["secteur=x", "secteur=%00", "etat=zut", "jours=9999999", "jours=-1", "format=csv&x=1"]
)
def test_a_forged_filter_asks_nothing(reception, session, query):
    pattern(session)
    assert "Jeudi matin" in read(reception, f"{HOME}?{query}")


def test_both_lists_come_as_files(reception, session):
    pattern(session, name="=Jeudi")
    text = reception.get(f"{HOME}?format=csv").text
    assert "'=Jeudi;Tout le territoire;jeudi;1;09:00;12:00;6;600;10;360;2" in text
    days = reception.get(f"{HOME}?format=csv&liste=jours").text
    assert f"{SOON.isoformat()};'=Jeudi" in days


def test_a_pattern_typed_in_human_units_is_stored_in_the_house_s(reception, session):
    answer = reception.post(f"{HOME}/nouveau", data=sent())
    assert answer.status_code == 303
    made = queries.patterns(session)[0]
    assert (made.mass_g, made.volume_ml, made.crew_minutes) == (450_500, 8_250_000, 390)
    assert (made.starts, made.ends) == (time(9), time(12, 30))
    assert trail(session) == ["create"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts": "25:00"}, "Cette heure n’existe pas"),
        ({"starts": "25 h"}, "Cette heure n’existe pas"),
        ({"ends": "8:00"}, "La fin vient avant le début"),
        ({"first_day": "31/02/2027"}, "Cette date n’existe pas"),
        ({"first_day": "0001-01-01"}, "Cette date n’existe pas"),
        ({"places": "-3"}, "Écrivez un nombre entier"),
        ({"places": "0"}, "au moins une place"),
        ({"mass_kg": "-5"}, "Écrivez un nombre, par exemple"),
        ({"mass_kg": "999999"}, "20 000 kg au plus"),
        ({"volume_m3": "999999,999"}, "200 m³ au plus"),
        ({"work": "bientôt"}, "Écrivez une durée"),
        ({"work": "9999 h"}, "100 heures"),
        ({"name": "x" * 10_000}, "trop long"),
        ({"name": "   "}, "Donnez un nom"),
        ({"every_weeks": "2"}, "à partir de quel jour"),
        ({"every_weeks": "99"}, "Choisissez dans la liste"),
        ({"weekday": "7"}, "Choisissez dans la liste"),
        ({"crew": "0"}, "Choisissez dans la liste"),
        ({"on_holiday": "zut"}, "Choisissez dans la liste"),
        ({"zone": NOBODY}, "Choisissez dans la liste"),
        ({"zone": "\0"}, "Choisissez dans la liste"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_kept(reception, session, changes, said):
    answer = reception.post(f"{HOME}/nouveau", data=sent(**changes))
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert 'aria-invalid="true"' in answer.text or "field--wrong" in answer.text
    assert 'value="450,5"' in answer.text or "mass_kg" in changes
    assert not queries.patterns(session)


def test_the_effect_is_seen_before_saving(reception, session):
    answer = reception.post(f"{HOME}/nouveau", data=sent(weekday="3", preview="1"))
    assert answer.status_code == 200
    assert "L’effet, jour par jour" in answer.text
    assert "450,5 kg" in unescape(answer.text)
    assert not queries.patterns(session, stopped=True)


def test_the_effect_says_which_days_come_and_which_go(reception, session):
    made = pattern(session)
    take(session, made, SOON)
    url = f"{HOME}/{made.id}"
    form = sent(name="Jeudi matin", weekday="4", preview="1", version=version(reception, url))
    text = unescape(reception.post(url, data=form).text)
    assert "nouveau" in text
    assert "disparaît" in text
    assert "1 réservation à déplacer" in text
    assert queries.pattern(session, made.id).weekday == 3


def test_the_effect_alone_is_swapped_by_htmx(reception, session):
    made = pattern(session)
    answer = reception.post(
        f"{HOME}/{made.id}",
        data=sent(places="-1", preview="1"),
        headers={"HX-Request": "true", "HX-Target": "pattern-effect"},
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section id="pattern-effect"')
    assert "Écrivez un nombre entier" in answer.text


def test_saving_below_what_is_taken_says_which_days_keep_more(reception, session):
    made = pattern(session)
    take(session, made, SOON, times=3)
    url = f"{HOME}/{made.id}"
    form = sent(weekday="3", places="2", version=version(reception, url), on_holiday="maintenu")
    assert reception.post(url, data=form).status_code == 303
    assert "garde 3 places" in read(reception, url)


def test_somebody_else_s_change_is_told_and_nothing_typed_is_lost(reception, session):
    made = pattern(session)
    url = f"{HOME}/{made.id}"
    seen = version(reception, url)
    reception.post(url, data=sent(name="Jeudi matin", weekday="3", version=seen, places="4"))
    answer = reception.post(url, data=sent(name="Jeudi soir", weekday="3", version=seen))
    assert answer.status_code == 409
    text = unescape(answer.text)
    assert "Quelqu’un a modifié ce créneau" in text
    assert 'value="Jeudi soir"' in text
    fresh = re.search(r'name="version"[^>]*value="([^"]*)"', text)[1]
    again = reception.post(url, data=sent(name="Jeudi soir", weekday="3", version=fresh))
    assert again.status_code == 303


def test_a_forged_version_is_a_conflict(reception, session):
    made = pattern(session)
    answer = reception.post(f"{HOME}/{made.id}", data=sent(version="x" * 5000))
    assert answer.status_code == 409


def test_a_pattern_is_stopped_and_resumed(reception, session):
    made = pattern(session)
    take(session, made, SOON)
    assert reception.post(f"{HOME}/{made.id}/arret").status_code == 303
    assert "1 réservation reste" in read(reception, f"{HOME}/{made.id}")
    assert not queries.patterns(session)
    reception.post(f"{HOME}/{made.id}/reprise")
    assert trail(session) == ["stop", "resume"]


@pytest.mark.parametrize("address", ["nouveau-ne", NOBODY, f"{NOBODY}/arret", "secteurs/1"])
def test_an_address_of_nothing_is_not_found(reception, address):
    assert reception.get(f"{HOME}/{address}").status_code in {404, 405}


def test_closing_a_day_that_people_booked_asks_once_more_and_cancels_nothing(reception, session):
    made = pattern(session)
    take(session, made, SOON, times=2)
    url = f"{HOME}/jours-exceptionnels"
    answer = reception.post(url, data=closing(reason="panne"))
    text = unescape(answer.text)
    assert answer.status_code == 422
    assert "2 réservations sont prises ces jours-là" in text
    assert f"/gestion/enlevements/agenda?jour={SOON.isoformat()}" in text
    assert 'value="panne"' in text
    assert not queries.exceptions(session, TODAY, date.max)
    assert reception.post(url, data=closing(anyway="1")).status_code == 303
    assert queries.occurrence(session, made.id, SOON).used_places == 2
    assert "2 à déplacer" in read(reception, url)


def test_a_closing_of_free_days_is_written_at_once_and_can_be_taken_back(reception, session):
    pattern(session)
    url = f"{HOME}/jours-exceptionnels"
    assert reception.post(url, data=closing(reason="=congés")).status_code == 303
    days_id = queries.exceptions(session, TODAY, date.max)[0].id
    assert "'=congés" in reception.get(f"{url}?format=csv").text
    assert reception.post(f"{url}/{days_id}/suppression").status_code == 303
    assert trail(session) == ["except", "drop"]
    assert reception.post(f"{url}/{days_id}/suppression").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first_day": "2027-02-31"}, "Cette date n’existe pas"),
        ({"first_day": ""}, "Choisissez le premier jour"),
        ({"last_day": "2020-01-01"}, "avant le premier"),
        ({"first_day": "2020-01-01"}, "déjà passés"),
        ({"last_day": "2099-01-01"}, "Un an au plus"),
        ({"kind": "ajoute"}, "Choisissez un créneau"),
        ({"kind": "zut"}, "Choisissez dans la liste"),
        ({"pattern": NOBODY}, "Choisissez dans la liste"),
        ({"reason": "x" * 10_000}, "trop long"),
    ],
)
def test_bad_days_are_told_beside_their_field(reception, session, changes, said):
    pattern(session)
    answer = reception.post(f"{HOME}/jours-exceptionnels", data=closing(**changes))
    assert answer.status_code == 422
    assert said in unescape(answer.text)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"starts": "13:00"}, "La fin vient avant le début"),
        ({"places": "0"}, "au moins une place"),
        ({"mass_kg": "-2"}, "Écrivez un nombre"),
        ({}, "Dites ce qui change"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(reception, session, changes, said):
    made = pattern(session)
    form = closing(kind="change", pattern=str(made.id), **changes)
    answer = reception.post(f"{HOME}/jours-exceptionnels", data=form)
    assert answer.status_code == 422
    assert said in unescape(answer.text)


def test_a_zone_is_drawn_from_the_communes_of_the_territory(reception, session):
    commune(session)
    commune(session, "45004", name="Amilly", folded="amilly")
    url = f"{HOME}/secteurs/nouveau"
    assert "Amilly" in read(reception, url)
    data = {"name": "Centre", "communes": ["45208", "99999", "\0"]}
    assert reception.post(url, data=data).status_code == 303
    assert queries.zones(session)[0].codes == {"45208"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "", "communes": "45208"}, "Donnez un nom"),
        ({"name": "Centre"}, "Cochez au moins une commune"),
        ({"name": "x" * 10_000, "communes": "45208"}, "trop long"),
    ],
)
def test_a_zone_that_lacks_something_keeps_what_was_ticked(reception, session, data, said):
    commune(session)
    answer = reception.post(f"{HOME}/secteurs/nouveau", data=data)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert ("checked" in answer.text) == ("communes" in data)


def test_searching_communes_keeps_what_is_ticked_out_of_sight(reception, session):
    commune(session)
    commune(session, "45004", name="Amilly", folded="amilly")
    data = {"name": "Centre", "communes": ["45208"], "look": "amil", "filter": "1"}
    text = reception.post(f"{HOME}/secteurs/nouveau", data=data).text
    assert '<input type="hidden" name="communes" value="45208">' in text
    assert re.findall(r'type="checkbox"[^>]*value="(\d+)"', text) == ["45004"]


def test_a_zone_changed_meanwhile_is_a_conflict(reception, session):
    commune(session)
    made = zone(session, "45208")
    answer = reception.post(
        f"{HOME}/secteurs/{made.id}", data={"name": "x", "communes": "45208", "version": "old"}
    )
    assert answer.status_code == 409
    assert 'value="x"' in answer.text


def test_a_zone_is_removed_unless_something_relies_on_it(reception, session):
    commune(session)
    made = zone(session, "45208")
    served = zone(session, "45208", name="Servi")
    pattern(session, zone_id=served.id)
    assert reception.post(f"{HOME}/secteurs/{made.id}/suppression").status_code == 303
    refused = reception.post(f"{HOME}/secteurs/{served.id}/suppression")
    assert refused.status_code == 422
    assert "desservent ce secteur" in unescape(refused.text)


def test_communes_that_no_slot_serves_are_named(reception, session):
    commune(session)
    commune(session, "45004", name="Amilly", folded="amilly")
    made = pattern(session, zone_id=zone(session, "45208").id)
    text = read(reception, f"{HOME}/secteurs")
    assert "1 commune n’a aucun créneau" in text
    assert "Amilly" in text
    assert (
        "Amilly;45004;CA Montargoise et Rives du Loing (AME);;non"
        in reception.get(f"{HOME}/secteurs?format=csv").text
    )
    made.zone_id = None
    session.commit()
    assert "desservies, car ces créneaux valent partout" in read(reception, f"{HOME}/secteurs")


@pytest.mark.parametrize("address", ["", "/jours-exceptionnels", "/secteurs"])
def test_a_driver_reads_and_changes_nothing(signed_in, session, address):
    commune(session)
    made = pattern(session)
    driver = signed_in("chauffeur")
    text = read(driver, HOME + address)
    assert "Ajouter un" not in text
    assert driver.post(f"{HOME}/nouveau", data=sent()).status_code == 403
    assert driver.post(f"{HOME}/{made.id}", data=sent()).status_code == 403
    assert "disabled" in read(driver, f"{HOME}/{made.id}")


@pytest.mark.parametrize("role", ["atelier", "dons", "entreprise", "prescripteur"])
def test_others_do_not_enter(signed_in, role):
    assert signed_in(role).get(HOME).status_code == 403


def test_the_page_asks_few_questions_whatever_the_calendar(reception, session, counting):
    for n in range(7):
        take(session, pattern(session, name=f"n° {n}"), SOON)
    with counting() as seen:
        read(reception, f"{HOME}?jours=56")
    assert len(seen) <= 14


def test_explaining_covers_the_window_only(session):
    made = pattern(session)
    lines = desk.calendar(session, [made], Window(SOON, SOON), now=NOW)
    assert [line.day for line in lines] == [SOON]


def test_the_demonstration_s_calendar_comes_once(session):
    for insee in demo.TOWNS.values():
        commune(session, insee, epci=f"2{insee}", name=insee, folded=insee)
    assert demo.load_demo(session, TODAY) == 5
    assert demo.load_demo(session, TODAY) == 0
    assert [sorted(z.codes) for z in queries.zones(session)] == [["45115"], ["45208"], ["45187"]]
    closed = queries.exceptions(session, TODAY, date.max)
    assert [each.reason for each in closed] == ["camionnette en révision"]
    assert queries.open_slots(session, queries.window(TODAY, 28), now=NOW, insee="45187")
