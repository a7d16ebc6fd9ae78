"""Photos added and removed after the booking, by the person until the cut-off and by the team."""

import io
import os

import pytest
import time_machine
from PIL import Image
from sqlmodel import select

from app.base import pictures
from app.base.core.actors import VISITOR
from app.base.core.errors import RuleBroken
from app.base.outbox import worker
from app.base.outbox.models import OutboxRow
from app.pickups import actions, queries
from app.pickups.models import PickupPhoto, PickupStatus, Source
from app.pickups.rules import Who
from app.pickups.rules.photos import MOST_PHOTOS
from tests.conftest import SECRET
from tests.pickups.builders import NOW, booked

LATE = "2026-11-25T12:00:00+01:00"
"""The day before a visit that may be changed until nine that morning."""


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def photo(colour: str = "teal", name: str = "photo.jpg", **facts) -> tuple[io.BytesIO, str]:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(made, "JPEG", **facts)
    return io.BytesIO(made.getvalue()), name


@pytest.fixture
def pickup(session):
    made = booked(session, source=Source.PHONE)
    session.commit()
    return made


@pytest.fixture
def doors(client, signed_in, pickup):
    """The same page, for the person and for the team: a browser and an address."""
    own = f"/enlevements/{queries.secret(SECRET, pickup)}/photos"
    return {
        "person": (client, own),
        "team": (signed_in("accueil"), f"/gestion/enlevements/{pickup.id}/photos"),
    }


def send(door, *files):
    browser, address = door
    return browser.post(address, data={"photos": list(files)})


def numbers(session, pickup) -> list[int]:
    session.expire_all()
    return [each.number for each in queries.by_id(session, pickup.id).photos]


def files(settings) -> list[str]:
    return [path.name for path in (settings.data_dir / pictures.PICKUPS).glob("*")]


@pytest.mark.parametrize("who", ["person", "team"])
def test_photos_are_added_shown_and_removed(session, pickup, doors, settings, who):
    browser, address = door = doors[who]
    assert send(door, photo(), photo("plum")).status_code == 303
    assert numbers(session, pickup) == [0, 1]
    with browser.get(f"{address}/1") as answer:
        assert answer.mimetype == "image/webp"
    assert browser.get(address).text.count("Retirer la photo") == 2
    assert browser.post(f"{address}/0/retrait").status_code == 303
    assert browser.post(f"{address}/0/retrait").status_code == 303
    assert numbers(session, pickup) == [1]
    assert browser.get(f"{address}/0").status_code == 404
    assert len(files(settings)) == 2
    verbs = [event.verb for event in queries.by_id(session, pickup.id).events]
    assert (verbs.count("photograph"), verbs.count("unphotograph")) == (1, 1)


@pytest.mark.parametrize("who", ["person", "team"])
@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ((io.BytesIO(b"%PDF-1.7"), "photo.jpg"), "pas une photo lisible"),
        ((io.BytesIO(b"\xff\xd8" + b"0" * 20_000), "x.jpg"), "dépasse 8 Mo"),
    ],
)
def test_what_is_no_photo_is_refused_and_the_others_are_not_half_added(  # noqa: PLR0917
    session, pickup, doors, who, file, sentence, monkeypatch
):
    monkeypatch.setattr("app.pickups.photos.MOST_BYTES", 10_000)
    again = io.BytesIO(file[0].getvalue()), file[1]
    answer = send(doors[who], photo(), again)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert numbers(session, pickup) == []


def test_there_are_never_more_than_a_few(session, pickup, doors):
    colours = ["teal", "plum", "navy", "gold", "olive"]
    assert send(doors["person"], *map(photo, colours)).status_code == 422
    assert send(doors["person"], *map(photo, colours[:4])).status_code == 303
    assert "retirez-en" in doors["person"][0].get(doors["person"][1]).text
    assert send(doors["team"], photo("olive")).status_code == 422
    assert len(numbers(session, pickup)) == MOST_PHOTOS


def test_the_same_photo_twice_is_one(session, pickup, doors):
    for _time in range(2):
        assert send(doors["person"], photo(), photo()).status_code == 303
    assert numbers(session, pickup) == [0]


def test_nothing_of_the_place_and_the_phone_stays_in_a_photo(pickup, doors, settings):
    exif = Image.Exif()
    exif[0x010F] = "Fabricant secret"
    send(doors["person"], photo(exif=exif))
    (name,) = files(settings)
    kept = (settings.data_dir / pictures.PICKUPS / name).read_bytes()
    assert b"secret" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_after_the_cut_off_the_team_alone_changes_them(session, pickup, doors, signed_in):
    send(doors["person"], photo())
    with time_machine.travel(LATE, tick=False):
        answer = send(doors["person"], photo("plum"))
        assert (answer.status_code, "trop proche" in answer.text) == (422, True)
        browser, address = doors["person"]
        assert "Retirer" not in browser.get(address).text
        assert browser.post(f"{address}/0/retrait").status_code == 422
        assert numbers(session, pickup) == [0]
        team = signed_in("direction"), doors["team"][1]
        assert send(team, photo("plum")).status_code == 303
    assert numbers(session, pickup) == [0, 1]


@pytest.mark.parametrize("status", [PickupStatus.DONE, PickupStatus.CANCELLED, PickupStatus.ABSENT])
def test_a_visit_that_is_over_keeps_its_photos(session, pickup, doors, status):
    send(doors["team"], photo())
    pickup.status = status
    session.commit()
    for who in doors:
        assert send(doors[who], photo("plum")).status_code == 422
        browser, address = doors[who]
        assert browser.post(f"{address}/0/retrait").status_code == 422
    assert numbers(session, pickup) == [0]


def test_a_file_goes_with_the_commit_once_nobody_shows_it(app, session, pickup, doors, settings):
    other = booked(session, source=Source.PHONE, address="9 rue du Puits")
    session.commit()
    browser, address = doors["person"]
    send(doors["person"], photo(), photo("plum"))
    own, shared = (each.name for each in queries.by_id(session, pickup.id).photos)
    session.add(PickupPhoto(pickup_id=other.id, number=0, name=shared))
    session.commit()
    old = NOW.timestamp() - 2 * 86_400
    for name in (own, shared):
        os.utime(settings.data_dir / pictures.PICKUPS / name, (old, old))
    for number in (0, 1):
        browser.post(f"{address}/{number}/retrait")
    assert sorted(files(settings)) == sorted([own, shared])
    worker.run_until_idle(app)
    assert files(settings) == [shared]


def test_a_file_just_sent_again_by_another_form_is_spared(app, session, pickup, doors, settings):
    browser, address = doors["person"]
    send(doors["person"], photo())
    browser.post(f"{address}/0/retrait")
    worker.run_until_idle(app)
    assert len(files(settings)) == 1


def test_a_removal_that_is_rolled_back_loses_no_file(app, session, pickup, doors, settings):
    send(doors["person"], photo())
    session.expire_all()
    actions.remove_photo(session, pickup, 0, by=Who.ASKER, actor=VISITOR, now=NOW)
    session.rollback()
    assert session.exec(select(OutboxRow).where(OutboxRow.kind.like("%photos"))).all() == []
    with time_machine.travel("2026-11-24T20:00:00+01:00", tick=False):
        worker.run_until_idle(app)
    assert numbers(session, pickup) == [0]
    assert len(files(settings)) == 1


def test_the_rule_itself_bounds_them_whoever_asks(session, pickup):
    names = [f"{n}" * 64 + ".webp" for n in range(MOST_PHOTOS + 1)]
    with pytest.raises(RuleBroken, match="4 photos au plus"):
        actions.add_photos(session, pickup, names, by=Who.STAFF, actor=VISITOR, now=NOW)
