"""What people are told, and by which way."""

from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from app.base.core import gsm
from app.base.outbox import worker
from app.pickups import actions, queries
from app.pickups.messages import About, tell
from app.pickups.models import PickupStatus
from app.pickups.rules import Who
from tests.conftest import SECRET, check_html, spaced
from tests.pickups import booked
from tests.pickups.booked import NOW, TODAY


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def told(session, pickup, about) -> dict:
    """Return the only letter that a message makes."""
    tell(pickup, about)
    (row,) = booked.outbox(session)
    return row.payload


def link(pickup) -> str:
    return f"http://localhost/enlevements/{queries.secret(SECRET, pickup)}"


def entry_of(letter: dict):
    (event,) = Calendar.from_ical(letter["calendar"]["text"]).events
    return event


def test_a_confirmation_says_what_when_where_how_to_change_and_how_long_it_is_kept(session):
    booked.ground(session, price_cents=1550, price_note="selon le quotient")
    pickup = booked.book(session)
    letter = told(session, pickup, About.CONFIRMED)
    assert letter["to"] == "mia@exemple.test"
    assert pickup.reference in letter["subject"]
    for half in (letter["text"], letter["html"]):
        assert link(pickup) in half
        assert "jeudi 3 décembre, de 9 h à 12 h" in spaced(half)
        assert "1 × refrigerateur" in spaced(half)
        assert "1 rue des Lilas, Montargis" in spaced(half)
        assert "étage, sans ascenseur" in spaced(half)
        assert "15,50 € (selon le quotient)" in spaced(half)
        assert "mercredi 2 décembre à 9 h" in spaced(half)
        assert "effacés 60 jours" in spaced(half)
        assert "Vous préférez appeler ? 02 61 91 00 45" in spaced(half)
        assert "dégivrez" in spaced(half)
    check_html(letter["html"])


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        (About.ASKED, "Le passage n’est pas encore sûr"),
        (About.CONFIRMED, "C’est réservé"),
        (About.MOVED, "change de jour"),
        (About.CANCELLED, "Cet enlèvement est annulé"),
        (About.REFUSED, "Nous ne pouvons pas prendre"),
        (About.WAITING, "liste d’attente"),
        (About.CALLBACK, "parlons d’abord avec vous"),
        (About.REMINDER, "Nous passons chez vous"),
        (About.ABSENT, "n’avons trouvé personne"),
        (About.LEFT, "n’avons pas pu tout prendre"),
    ],
)
def test_each_message_says_what_happened_in_both_halves(session, about, sentence):
    booked.ground(session)
    letter = told(session, booked.book(session), about)
    assert sentence in letter["text"]
    assert sentence in letter["html"]
    assert "\n\n\n" not in letter["text"]
    assert "&#" not in letter["text"]
    check_html(letter["html"])


def test_what_people_wrote_is_escaped_in_one_half_and_plain_in_the_other(session):
    booked.ground(session)
    pickup = booked.book(session, address="3 rue de l'Église & <b>Cour</b>")
    letter = told(session, pickup, About.CONFIRMED)
    assert "3 rue de l'Église & <b>Cour</b>" in letter["text"]
    assert "&lt;b&gt;Cour" in letter["html"]


def test_a_confirmation_of_a_day_that_is_over_is_not_sent(session):
    booked.ground(session)
    pickup = booked.book(session)
    with time_machine.travel(NOW + timedelta(days=12), tick=False):
        tell(pickup, About.CONFIRMED)
    assert booked.outbox(session) == []


def test_a_refusal_says_why(session):
    booked.ground(session)
    pickup = booked.book(session)
    why = "L'escalier est trop étroit & raide"
    actions.advance(session, pickup, "refuse", by=Who.STAFF, actor=booked.ANA, now=NOW, reason=why)
    letter = told(session, pickup, About.REFUSED)
    assert f"Pourquoi : {why}" in letter["text"]
    assert letter["calendar"]["method"] == "CANCEL"


def test_the_same_change_is_told_once_and_a_second_move_again(session):
    booked.ground(session)
    pickup = booked.book(session)
    booked.move(session, pickup)
    tell(pickup, About.MOVED)
    tell(pickup, About.MOVED)
    assert len(booked.outbox(session)) == 1
    booked.move(session, pickup, booked.THURSDAY)
    tell(pickup, About.MOVED)
    assert len(booked.outbox(session)) == 2


def test_a_letter_keeps_one_calendar_entry_through_changes(session):
    booked.ground(session)
    pickup = booked.book(session)
    tell(pickup, About.CONFIRMED)
    booked.move(session, pickup)
    tell(pickup, About.MOVED)
    booked.cancel(session, pickup)
    tell(pickup, About.CANCELLED)
    found = sorted(
        (row.payload for row in booked.outbox(session)),
        key=lambda letter: entry_of(letter)["SEQUENCE"],
    )
    methods = [letter["calendar"]["method"] for letter in found]
    assert methods == ["REQUEST", "REQUEST", "CANCEL"]
    entries = [entry_of(letter) for letter in found]
    assert {entry["UID"] for entry in entries} == {f"pickup-{pickup.id}@localhost"}
    assert [entry["SEQUENCE"] for entry in entries] == [0, 1, 2]
    assert [entry["STATUS"] for entry in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert {letter["calendar"]["name"] for letter in found} == {
        f"enlevement-{pickup.reference}.ics"
    }


def test_what_waits_for_a_yes_is_tentative(session):
    booked.ground(session, at_once=False)
    pickup = booked.book(session)
    assert pickup.status is PickupStatus.REQUESTED
    letter = told(session, pickup, About.ASKED)
    assert entry_of(letter)["STATUS"] == "TENTATIVE"
    assert "à confirmer" in entry_of(letter)["SUMMARY"]


def test_without_a_day_there_is_no_calendar_entry(session):
    booked.ground(session)
    pickup = booked.book(session, None, waits=True)
    assert "calendar" not in told(session, pickup, About.WAITING)


def test_an_offer_says_which_day_and_until_when_and_asks_on_the_page(session):
    booked.ground(session, places=1)
    first = booked.book(session)
    pickup = booked.book(session, None, waits=True, email="leo@exemple.test")
    booked.cancel(session, first)
    (offered,) = actions.offer_places(session, today=TODAY, now=NOW)
    letter = told(session, offered, About.OFFER)
    assert offered.id == pickup.id
    assert "jeudi 26 novembre, de 9 h à 12 h" in spaced(letter["text"])
    assert "mardi 24 novembre à 10 h" in spaced(letter["text"])
    assert letter["html"].count(link(pickup)) == 2
    assert "acceptation" not in letter["html"]
    assert "calendar" not in letter


def test_an_offer_that_is_gone_is_not_told(session):
    booked.ground(session)
    pickup = offered(session)
    actions.decline(session, pickup, now=NOW)
    tell(pickup, About.OFFER)
    assert booked.outbox(session) == []


def test_a_second_offer_is_told_again(session):
    booked.ground(session, places=1)
    booked.book(session, None, waits=True)
    actions.offer_places(session, today=TODAY, now=NOW)
    for now in (NOW, NOW + timedelta(hours=25)):
        for pickup in actions.offer_places(session, today=now.date(), now=now):
            tell(pickup, About.OFFER)
    later = NOW + timedelta(hours=50)
    for pickup in actions.offer_places(session, today=later.date(), now=later):
        tell(pickup, About.OFFER)
    assert len(booked.outbox(session)) == 2


def test_a_move_takes_back_the_reminder_that_did_not_leave(session):
    booked.ground(session)
    pickup = booked.book(session)
    tell(pickup, About.REMINDER)
    booked.move(session, pickup)
    tell(pickup, About.MOVED)
    (row,) = booked.outbox(session)
    assert row.payload["subject"].endswith("le jour a changé")


def test_no_letter_greets_or_addresses_anybody_by_name(session):
    booked.ground(session)
    pickup = booked.book(session, contact_name="Mia Dupont", access="Code 1234, sonner Dupont")
    letter = told(session, pickup, About.CONFIRMED)
    whole = letter["text"] + letter["html"] + letter["subject"] + letter["calendar"]["text"]
    assert "Dupont" not in whole
    assert "1234" not in whole


def with_sms(app, settings):
    app.config["REBOND"] = settings.model_copy(
        update={"sms_url": "json://127.0.0.1/{phone}", "base_url": "https://rebond.exemple.fr"}
    )


def test_a_phone_alone_gets_a_text_message_when_the_installation_sends_them(app, session, settings):
    with_sms(app, settings)
    booked.ground(session)
    pickup = booked.book(session, email=None, phone="+33612345678")
    tell(pickup, About.CONFIRMED)
    (row,) = booked.outbox(session, "sms")
    assert row.payload["to"] == "+33612345678"
    assert (
        f"https://rebond.exemple.fr/enlevements/{queries.secret(SECRET, pickup)}"
        in (row.payload["text"])
    )
    assert booked.outbox(session) == []


def offered(session, **facts):
    """Return somebody who waits, and to whom a place is offered."""
    booked.book(session, None, waits=True, **facts)
    (pickup,) = actions.offer_places(session, today=TODAY, now=NOW)
    return pickup


@pytest.mark.parametrize("about", list(About))
def test_a_text_message_fits_into_one(app, session, settings, about):
    with_sms(app, settings)
    booked.ground(session)
    make = offered if about is About.OFFER else booked.book
    tell(make(session, email=None, phone="+33612345678"), about)
    text = booked.outbox(session, "sms")[0].payload["text"]
    assert gsm.length(text) <= gsm.ONE_MESSAGE
    assert set(text) <= gsm.BASIC | gsm.EXTENDED


def test_a_phone_alone_gets_nothing_where_no_provider_is_set(session):
    booked.ground(session)
    tell(booked.book(session, email=None, phone="+33612345678"), About.CONFIRMED)
    assert booked.outbox(session) == []
    assert booked.outbox(session, "sms") == []


def test_nothing_is_told_about_an_erased_visit(session):
    booked.ground(session)
    pickup = booked.book(session)
    actions.erase_old(session, today=booked.THURSDAY + timedelta(days=61), now=NOW)
    tell(pickup, About.CANCELLED)
    assert booked.outbox(session) == []


def test_a_line_break_in_an_address_sends_nothing(app, session, settings):
    booked.ground(session)
    pickup = booked.book(session, email="mia@exemple.test\r\nBcc: all@exemple.test")
    tell(pickup, About.CONFIRMED)
    session.commit()
    worker.run_until_idle(app)
    (row,) = booked.outbox(session)
    assert (row.error, row.done_at) == ("ValueError", None)
    assert booked.letters(settings.data_dir) == []


def test_a_line_break_in_what_people_write_adds_no_property(session):
    booked.ground(session)
    pickup = booked.book(session)
    pickup.things = "1 × frigo\r\nATTENDEE:mailto:x@y.test\rBEGIN:VALARM"
    entry = entry_of(told(session, pickup, About.CONFIRMED))
    assert str(entry["ATTENDEE"]) == "mailto:mia@exemple.test"
    assert not entry.subcomponents


def test_the_change_and_its_message_are_one_transaction(session, settings):
    booked.ground(session)
    pickup = booked.book(session)
    session.commit()
    booked.cancel(session, pickup)
    tell(pickup, About.CANCELLED)
    session.rollback()
    assert booked.outbox(session) == []
    assert pickup.status is PickupStatus.CONFIRMED


def test_a_letter_leaves_with_its_three_halves_and_its_file(app, session, settings):
    booked.ground(session)
    pickup = booked.book(session)
    tell(pickup, About.CONFIRMED)
    session.commit()
    worker.run_until_idle(app)
    (letter,) = booked.letters(settings.data_dir)
    kinds = [part.get_content_type() for part in letter.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
