"""The practical arrangements: versions, who accepted, the secret link that only its button writes."""

from datetime import date

import pytest
from sqlmodel import select

from app.agreements import links
from app.agreements.actions import arrangements as actions
from app.agreements.actions.arrangements import ArrangementFacts
from app.agreements.models import AcceptedBy, ArrangementAcceptance
from app.agreements.queries import arrangements as looks
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.outbox.models import OutboxRow
from tests.agreements.builders import NOW, TODAY
from tests.partners.builders import SOFIA, contact, structure

TELL = {"actor": SOFIA, "now": NOW}


@pytest.fixture
def landlord(session):
    return structure(session)


@pytest.fixture
def ada(session, landlord):
    return contact(session, landlord, consent_on=date(2026, 1, 1))


def written(session, landlord, who: str = "Le gardien", **more):
    return actions.write(session, landlord, None, ArrangementFacts(who=who), **TELL, **more)


def accepted(session, version, person) -> bool:
    page = looks.arrangement(session, version.arrangement_id)
    return actions.accept(
        session, version, page, person.id, how=AcceptedBy.STAFF, today=TODAY, **TELL
    )


def path(app, version, person) -> str:
    with app.test_request_context():
        return links.address(version.id, person.id).removeprefix("http://localhost")


def test_a_new_version_asks_everybody_again(session, landlord, ada):
    first = written(session, landlord)
    assert accepted(session, first, ada)
    assert looks.in_force(session, landlord.id, TODAY)[0].waiting == 0
    second = written(session, landlord, who="Le directeur")
    assert (first.number, second.number) == (1, 2)
    assert looks.in_force(session, landlord.id, TODAY)[0].waiting == 1
    with pytest.raises(RuleBroken, match="ont changé"):
        accepted(session, first, contact(session, landlord, "Bob"))


def test_the_same_words_are_no_new_version(session, landlord):
    assert written(session, landlord).number == 1
    assert written(session, landlord) is None


def test_two_people_who_write_at_once_do_not_overwrite_each_other(session, landlord):
    written(session, landlord, seen=0)
    with pytest.raises(Stale):
        written(session, landlord, who="autre", seen=0)


def test_a_yes_is_counted_once(session, landlord, ada):
    version = written(session, landlord)
    assert accepted(session, version, ada)
    assert not accepted(session, version, ada)


@pytest.mark.parametrize("case", ["left", "no relay", "elsewhere"])
def test_only_a_relay_person_of_the_structure_says_yes(session, landlord, case):
    version = written(session, landlord)
    somebody = {
        "left": lambda: contact(session, landlord, until=date(2026, 6, 1)),
        "no relay": lambda: contact(session, landlord, relay=False),
        "elsewhere": lambda: contact(session, structure(session, "Autre")),
    }[case]()
    with pytest.raises(NotFound):
        accepted(session, version, somebody)


def test_a_secret_link_shows_and_only_its_button_writes(app, session, client, landlord, ada):
    version = written(session, landlord)
    session.commit()
    here = path(app, version, ada)
    answer = client.get(here)
    assert answer.status_code == 200
    assert "J’accepte ces modalités" in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert session.get(ArrangementAcceptance, (version.id, ada.id)) is None
    assert client.post(here).status_code == 303
    kept = session.get(ArrangementAcceptance, (version.id, ada.id))
    assert (kept.how, kept.noted_by) == (AcceptedBy.LINK, "personne relais")
    page = client.get(here).text
    assert "Votre accord est noté" in page
    assert "J’accepte ces modalités" not in page
    assert client.post(here).status_code == 303


def test_a_forged_link_opens_nothing(app, session, client, landlord, ada):
    version = written(session, landlord)
    other = contact(session, landlord, "Bob")
    session.commit()
    here = path(app, version, ada)
    forged = [
        here[:-1] + ("a" if here[-1] != "a" else "b"),
        here.replace(str(ada.id), str(other.id)),
        here.rpartition("/")[0] + "/é",
        here.rpartition("/")[0] + "/" + "x" * 5000,
    ]
    for address in forged:
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert session.exec(select(ArrangementAcceptance)).all() == []


def test_the_link_of_an_old_version_says_so_and_takes_no_yes(app, session, client, landlord, ada):
    old = written(session, landlord)
    written(session, landlord, who="Le directeur")
    session.commit()
    here = path(app, old, ada)
    assert "ont changé depuis" in client.get(here).text
    assert client.post(here).status_code == 303
    assert session.exec(select(ArrangementAcceptance)).all() == []


def test_the_link_of_somebody_who_left_is_dead(app, session, client, landlord, ada):
    version = written(session, landlord)
    here = path(app, version, ada)
    ada.until = date(2020, 1, 1)
    session.commit()
    assert client.get(here).status_code == 404


def test_staff_write_ask_by_mail_and_note_a_yes(session, signed_in, landlord, ada):
    silent = contact(session, landlord, "Bob Mutique", email="bob@example.org")
    session.commit()
    desk = signed_in("partenariats")
    base = f"/gestion/partenaires/{landlord.id}/modalites"
    data = {"version": "0", "who": "Le gardien", "moment": "jeudi"}
    assert desk.post(f"{base}/fiche", data=data).status_code == 303
    stale = desk.post(f"{base}/fiche", data=data | {"who": "Un autre"})
    assert stale.status_code == 409
    assert "Un autre" in stale.text
    version = looks.in_force(session, landlord.id, TODAY)[0].version
    for _ in range(2):
        assert desk.post(f"{base}/{version.id}/demande").status_code == 303
    letters = session.exec(select(OutboxRow).where(OutboxRow.kind == "mail")).all()
    assert [row.payload["to"] for row in letters] == ["ada@example.org"]
    assert f"/modalites/{version.id}/{ada.id}/" in letters[0].payload["text"]
    said = {"contact": str(silent.id), "words": "par téléphone"}
    assert desk.post(f"{base}/{version.id}/accord", data=said).status_code == 303
    page = desk.get(base).text
    assert "(par téléphone)" in page
    other = structure(session, "Autre")
    session.commit()
    crossed = f"/gestion/partenaires/{other.id}/modalites/{version.id}/accord"
    assert desk.post(crossed, data=said).status_code == 404


def test_an_empty_page_is_refused(session, signed_in, landlord):
    session.commit()
    answer = signed_in("partenariats").post(
        f"/gestion/partenaires/{landlord.id}/modalites/fiche", data={"version": "0"}
    )
    assert answer.status_code == 422
    assert "au moins une" in answer.text
