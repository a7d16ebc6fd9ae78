"""Calendar files, the team's calendar, and the sheet of paper."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core import clock
from app.pickups import calendars, feeds, queries
from app.pickups.actions import feeds as feed_actions
from app.pickups.models import Pickup, PickupFeed, PickupStatus
from tests.conftest import SECRET, spaced
from tests.pickups import booked
from tests.pickups.booked import ANA, NOW

BY = calendars.Sender("exemple.fr", "rebond@exemple.fr")


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def made(pickup, **facts):
    text = calendars.entry(pickup, pickup.occurrence, link="https://x/y", by=BY, now=NOW, **facts)
    return Calendar.from_ical(text)


def of(session, pickup) -> str:
    session.commit()
    return f"/enlevements/{queries.secret(SECRET, pickup)}"


@pytest.mark.parametrize(
    ("day", "starts_at"),
    [(date(2027, 3, 25), 8), (date(2027, 4, 1), 7), (date(2026, 12, 3), 8)],
)
def test_nine_on_the_wall_stays_nine_through_clock_changes(session, day, starts_at):
    booked.ground(session, horizon_days=180)
    (event,) = made(booked.book(session, day)).events
    assert event.start == datetime(day.year, day.month, day.day, starts_at, tzinfo=UTC)
    assert event.end - event.start == timedelta(hours=3)
    assert clock.local(event.start).hour == 9


@pytest.mark.parametrize(
    ("day", "starts_at", "ends_at"),
    [(date(2027, 3, 28), 0, 2), (date(2026, 10, 25), 23, 3)],
)
def test_a_slot_over_the_night_of_the_change_lasts_what_it_lasts(session, day, starts_at, ends_at):
    """From one to four on the wall: two hours in March, four in October."""
    booked.ground(session)
    pickup = booked.book(session)
    pickup.occurrence.day = day
    pickup.occurrence.starts = pickup.occurrence.starts.replace(hour=1)
    pickup.occurrence.ends = pickup.occurrence.ends.replace(hour=4)
    (event,) = made(pickup).events
    assert (event.start.hour, event.end.hour) == (starts_at, ends_at)


def test_a_published_entry_names_nobody_and_an_invitation_its_reader(session):
    booked.ground(session)
    pickup = booked.book(session, contact_name="Mia Dupont")
    published, invitation = made(pickup), made(pickup, attendee="mia@exemple.test")
    assert published["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in published.events[0]
    assert invitation["METHOD"] == "REQUEST"
    assert str(invitation.events[0]["ATTENDEE"]) == "mailto:mia@exemple.test"
    assert str(invitation.events[0]["ORGANIZER"]) == "mailto:rebond@exemple.fr"
    assert "https://x/y" in invitation.events[0]["DESCRIPTION"]
    assert b"Dupont" not in invitation.to_ical()


@pytest.mark.parametrize("written", ["rebond@exemple.fr", "Rebond <rebond@exemple.fr>"])
def test_the_organizer_is_an_address_however_the_setting_is_written(settings, written):
    by = calendars.sender(settings.model_copy(update={"mail_from": written}))
    assert by.email == "rebond@exemple.fr"


def test_the_file_of_a_visit_is_private_and_never_kept(client, session):
    booked.ground(session)
    pickup = booked.book(session)
    answer = client.get(f"{of(session, pickup)}/agenda.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert f"enlevement-{pickup.reference}.ics" in answer.headers["Content-Disposition"]
    assert Calendar.from_ical(answer.text)["METHOD"] == "PUBLISH"


def test_the_file_of_a_cancelled_visit_takes_it_out_of_the_calendar(client, session):
    booked.ground(session)
    pickup = booked.book(session)
    booked.cancel(session, pickup)
    read = Calendar.from_ical(client.get(f"{of(session, pickup)}/agenda.ics").text)
    assert (read["METHOD"], read.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")
    assert read.events[0]["SEQUENCE"] == 1


def test_an_old_link_gives_the_new_day_after_a_move(client, session):
    booked.ground(session)
    pickup = booked.book(session)
    link = of(session, pickup)
    booked.move(session, pickup)
    session.commit()
    (event,) = Calendar.from_ical(client.get(f"{link}/agenda.ics").text).events
    assert event.start.date() == booked.NEXT_THURSDAY


@pytest.mark.parametrize("page", ["agenda.ics", "bon"])
def test_a_forged_secret_opens_nothing(client, session, page):
    booked.ground(session)
    pickup = booked.book(session)
    right = queries.secret(SECRET, pickup)
    session.commit()
    for forged in (right[:-1] + "a", pickup.reference.lower(), right.upper(), f"{right}2", "x"):
        if forged != right:
            assert client.get(f"/enlevements/{forged}/{page}").status_code == 404


def test_a_visit_without_a_day_has_no_file(client, session):
    booked.ground(session)
    pickup = booked.book(session, None, waits=True)
    assert client.get(f"{of(session, pickup)}/agenda.ics").status_code == 404


def opened(session, name="Équipe") -> PickupFeed:
    feed = feed_actions.open_feed(session, name, actor=ANA, now=NOW)
    session.commit()
    return feed


def path(feed) -> str:
    return feeds.address(feed).removeprefix("http://localhost")


def test_the_team_follows_its_visits_without_a_name_or_a_street(client, session):
    booked.ground(session)
    pickup = booked.book(
        session,
        contact_name="Mia Dupont",
        phone="+33612345678",
        lines=(booked.line(session, quantity=2),),
    )
    feed = opened(session)
    answer = client.get(path(feed))
    read = Calendar.from_ical(answer.text)
    (event,) = read.events
    assert spaced(str(event["SUMMARY"])) == f"{pickup.reference} · Montargis · 2 objets · 120 kg"
    assert read["X-WR-CALNAME"] == "Équipe"
    for hidden in ("Dupont", "Lilas", "612345678", "mia@", queries.secret(SECRET, pickup)):
        assert hidden not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_team_s_calendar_shows_a_week_behind_and_sixty_days_ahead(session):
    shown = calendars.window(date(2026, 11, 23))
    assert (shown.first, shown.last) == (date(2026, 11, 16), date(2027, 1, 22))


def test_a_cancelled_visit_leaves_the_team_s_calendar(client, session):
    booked.ground(session)
    pickup = booked.book(session)
    booked.cancel(session, pickup)
    assert Calendar.from_ical(client.get(path(opened(session))).text).events == []


def test_an_unchanged_calendar_costs_no_body(client, session):
    booked.ground(session)
    booked.book(session)
    feed = opened(session)
    first = client.get(path(feed))
    with time_machine.travel(NOW + timedelta(hours=2)):
        again = client.get(path(feed), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")
    booked.move(session, session.exec(select(Pickup)).one())
    session.commit()
    changed = client.get(path(feed), headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_a_revoked_or_forged_calendar_address_is_not_found(client, session):
    feed = opened(session)
    right = path(feed)
    forged = right.replace(feeds.secret_of(feed), "a" * 26)
    assert client.get(forged).status_code == 404
    assert client.get("/enlevements/agenda/é.ics").status_code == 404
    feed_actions.revoke_feed(session, feed, actor=ANA, now=NOW)
    session.commit()
    assert client.get(right).status_code == 404


def test_staff_open_an_address_and_revoke_it_after_a_question(session, signed_in):
    browser = signed_in("accueil")
    assert browser.post("/gestion/agendas", data={"name": "Camion"}).status_code == 303
    (feed,) = queries.feeds(session)
    assert feeds.address(feed) in browser.get("/gestion/agendas").text
    ask = f"/gestion/agendas/{feed.id}/revocation"
    assert "Camion" in browser.get(ask).text
    assert queries.feeds(session)[0].revoked_at is None
    assert browser.post(ask).status_code == 303
    assert browser.post(ask).status_code == 303
    session.refresh(feed)
    assert feed.revoked_at is not None
    assert feeds.address(feed) not in browser.get("/gestion/agendas").text
    assert browser.get(ask).status_code == 200
    entries = session.exec(select(TrailEntry).where(TrailEntry.room == "pickups")).all()
    assert [entry.verb for entry in entries] == ["open-feed", "revoke-feed"]
    assert all(feeds.secret_of(feed) not in str(entry.after) for entry in entries)


def test_an_address_without_a_name_is_not_opened(session, signed_in):
    answer = signed_in("accueil").post("/gestion/agendas", data={"name": "  "})
    assert answer.status_code == 422
    assert queries.feeds(session) == []


@pytest.mark.parametrize("role", ["chauffeur", "atelier", "dons"])
def test_others_do_not_see_the_addresses(signed_in, session, role):
    assert signed_in(role).get("/gestion/agendas").status_code == 403


def test_the_sheet_says_all_that_a_person_without_mail_needs(client, session):
    booked.ground(session, price_cents=1000)
    lines = (booked.line(session), booked.line(session, "ordinateur", 2))
    pickup = booked.book(session, lines=lines, email=None, phone="+33612345678")
    answer = client.get(f"{of(session, pickup)}/bon")
    for told in (
        pickup.reference,
        "jeudi 3 décembre, de 9 h à 12 h",
        "1 rue des Lilas, Montargis",
        "étage, sans ascenseur",
        "10 €",
        "dégivrez",
        "effacez vos données",
        "mercredi 2 décembre à 9 h",
        "02 61 91 00 45",
        "60 jours",
        'class="qr"',
    ):
        assert told in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "+33612345678" not in answer.text


def test_the_sheet_of_a_cancelled_visit_says_so(client, session):
    booked.ground(session)
    pickup = booked.book(session)
    booked.cancel(session, pickup)
    assert pickup.status is PickupStatus.CANCELLED
    text = client.get(f"{of(session, pickup)}/bon").text
    assert "Annulé : nous ne passerons pas." in text
    assert "dégivrez" not in text
