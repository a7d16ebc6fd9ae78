"""Places belong to structures: staff's own word, which neither import nor correction touches."""

from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from app.base.audit import queries as trail
from app.base.core.errors import RuleBroken, Stale
from app.points import actions
from app.points.models import Point
from app.points.queries import keepers
from tests.partners.builders import structure
from tests.points.builders import ANA, NOW, place, sheet

SOURCE = "Liste d’essai"


def give(session, point, organisation, **known):
    key = None if organisation is None else organisation.id
    return actions.entrust(session, point, key, actor=ANA, now=NOW, **known)


def test_a_place_is_given_and_taken_back_and_the_trail_says_so(session):
    point, owner = place(session), structure(session)
    assert give(session, point, owner)
    assert not give(session, point, owner)
    assert point.organisation_id == owner.id
    assert give(session, point, None)
    verbs = [each.verb for each in trail.of_subject(session, f"point:{point.id}", limit=9)]
    assert verbs.count("entrust") == 2
    assert point.organisation_id is None


def test_the_name_of_a_structure_is_not_in_the_trail(session):
    point = place(session)
    give(session, point, structure(session, "Chez Ada Roy"))
    entry = next(iter(trail.of_subject(session, f"point:{point.id}", limit=1)))
    assert "Ada" not in f"{entry.before} {entry.after}"


def test_two_people_at_once_and_a_closed_structure_are_refused(session):
    point, owner, gone = place(session), structure(session), structure(session, "Partie")
    seen = point.version
    give(session, point, owner, version=seen)
    with pytest.raises(Stale):
        give(session, point, None, version=seen)
    gone.closed_at = NOW
    session.flush()
    with pytest.raises(RuleBroken, match="n’est plus dans le registre"):
        give(session, point, gone)
    assert point.organisation_id == owner.id


def test_an_import_and_a_correction_leave_the_structure(session):
    owner = structure(session)
    received = actions.receive(session, SOURCE, "1", sheet(), actor=ANA, now=NOW)
    point = session.get_one(Point, received.point_id)
    give(session, point, owner)
    actions.receive(session, SOURCE, "1", sheet(name="Borne déplacée"), actor=ANA, now=NOW)
    actions.correct(session, point, {"phone": "02 61 91 10 99"}, actor=ANA, now=NOW)
    session.refresh(point)
    assert (point.name, point.organisation_id) == ("Borne déplacée", owner.id)


def test_only_an_open_structure_that_agreed_is_shown(session):
    point, owner = place(session), structure(session)
    assert keepers.shown(session, point) is None
    give(session, point, owner)
    assert keepers.shown(session, point) is None
    owner.public_since = NOW.date()
    session.flush()
    assert keepers.shown(session, point) is owner
    owner.closed_at = NOW
    session.flush()
    assert keepers.shown(session, point) is None


def test_the_database_refuses_a_structure_that_does_not_exist(session):
    point = place(session)
    point.organisation_id = uuid4()
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
class TestScreens:
    def test_staff_choose_a_structure_then_none(self, session, signed_in):
        point, owner = place(session), structure(session)
        desk = signed_in("partenariats")
        page = desk.get(f"/gestion/points/{point.id}/structure?q=gatinais").text
        assert "Gâtinais Habitat" in page
        told = {"version": str(point.version), "organisation": str(owner.id)}
        assert desk.post(f"/gestion/points/{point.id}/structure", data=told).status_code == 303
        listed = desk.get(f"/gestion/partenaires/{owner.id}/points").text
        assert "Borne du Lavoir" in listed
        session.expire_all()
        none = {"version": str(point.version), "organisation": "aucune"}
        desk.post(f"/gestion/points/{point.id}/structure", data=none)
        assert "ne tient aucun point" in desk.get(f"/gestion/partenaires/{owner.id}/points").text

    @pytest.mark.parametrize(
        "typed", ["", "zorglub", "00000000-0000-4000-8000-000000000000", "../x"]
    )
    def test_a_forged_structure_is_refused_beside_the_field(self, session, signed_in, typed):
        point = place(session)
        told = {"version": str(point.version), "organisation": typed}
        answer = signed_in("accueil").post(f"/gestion/points/{point.id}/structure", data=told)
        assert answer.status_code == 422
        assert "structure" in answer.text

    def test_what_somebody_else_changed_meanwhile_is_a_conflict(self, session, signed_in):
        point, owner = place(session), structure(session)
        told = {"version": "99", "organisation": str(owner.id)}
        answer = signed_in("accueil").post(f"/gestion/points/{point.id}/structure", data=told)
        assert answer.status_code == 409
        assert f'value="{owner.id}" checked' in answer.text

    def test_the_history_names_the_structure(self, session, signed_in):
        point = place(session)
        give(session, point, structure(session, "Chez Ada"))
        assert "Chez Ada" in signed_in("accueil").get(f"/gestion/points/{point.id}").text

    def test_a_driver_may_not(self, session, signed_in):
        point = place(session)
        assert (
            signed_in("chauffeur").get(f"/gestion/points/{point.id}/structure").status_code == 403
        )

    def test_the_public_page_names_who_agreed(self, session, client):
        point, owner = place(session), structure(session)
        give(session, point, owner)
        assert "Gâtinais Habitat" not in client.get(f"/points/{point.slug}").text
        owner.public_since, owner.public_words = NOW.date(), "Bailleur social."
        session.flush()
        page = client.get(f"/points/{point.slug}").text
        assert "Qui tient ce lieu" in page
        assert "Bailleur social." in page
