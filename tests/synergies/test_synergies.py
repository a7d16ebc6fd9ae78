"""Needs and offers as they are kept, shown, matched and expired."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from app.base.audit.models import TrailEntry
from app.base.core.errors import RuleBroken, Stale
from app.partners.registry import registry
from app.synergies import actions, queries
from app.synergies.due import due
from app.synergies.models import Domain, EntryStatus, Side, SynergyEntry
from app.synergies.queries import Filters
from app.synergies.rules.matching import best
from app.synergies.rules.sheets import EntryFacts
from tests.partners.builders import NOW, SOFIA, site, structure
from tests.synergies.builders import TODAY, enter, sheet


def found(session, row):
    fits = best(queries.fact(row), queries.comparable(session, row), limit=10)
    return [key for key, _how in fits]


@pytest.mark.usefixtures("communes")
class TestActions:
    def test_the_trail_tells_states_and_keeps_no_words(self, session):
        row = enter(session, words="Demander Mme Roy au 06 00 00 00 00")
        entries = session.exec(select(TrailEntry).where(TrailEntry.room == "synergies")).all()
        assert [each.verb for each in entries] == ["create", "publish"]
        assert entries[-1].after == {"status": "ouverte"}
        assert not any("Roy" in str(each.after) or "Cartons" in str(each.after) for each in entries)
        assert row.version == 2

    def test_a_need_finds_others_offers_online_and_near(self, session):
        mine = structure(session, name="Ateliers")
        need = enter(session, owner=mine)
        wanted = enter(session, side=Side.OFFER)
        enter(session, side=Side.OFFER, owner=mine)
        enter(session, side=Side.OFFER, online=False)
        enter(session, side=Side.OFFER, lat=48.857, lon=2.352)
        also = enter(session)
        assert found(session, need) == [wanted.id]
        assert set(found(session, wanted)) == {need.id, also.id}

    def test_what_has_passed_its_last_day_expires_by_itself(self, session):
        over = enter(session, until=TODAY - timedelta(days=1))
        last_day, endless = enter(session, until=TODAY), enter(session)
        assert actions.expire(session, now=NOW, today=TODAY) == 1
        assert actions.expire(session, now=NOW, today=TODAY) == 0
        states = [row.status for row in (over, last_day, endless)]
        assert states == [EntryStatus.EXPIRED, EntryStatus.OPEN, EntryStatus.OPEN]

    def test_an_expired_one_comes_back_only_with_a_later_end(self, session):
        row = enter(session, until=TODAY - timedelta(days=1))
        actions.expire(session, now=NOW, today=TODAY)
        with pytest.raises(RuleBroken) as refusal:
            actions.move(session, row, "reopen", actor=SOFIA, now=NOW, today=TODAY)
        assert refusal.value.field == "until"
        later = EntryFacts(**(vars(EntryFacts.of(row)) | {"until": TODAY}))
        actions.correct(session, row, later, actor=SOFIA, now=NOW, today=TODAY)
        actions.move(session, row, "reopen", actor=SOFIA, now=NOW, today=TODAY)
        assert row.status is EntryStatus.OPEN

    def test_a_sheet_changed_meanwhile_is_not_overwritten(self, session):
        row = enter(session, online=False)
        actions.move(session, row, "publish", actor=SOFIA, now=NOW, today=TODAY, seen=1)
        with pytest.raises(Stale):
            actions.move(session, row, "close", actor=SOFIA, now=NOW, today=TODAY, seen=1)

    def test_a_closed_one_is_not_corrected(self, session):
        row = enter(session)
        actions.move(session, row, "close", actor=SOFIA, now=NOW, today=TODAY)
        other = EntryFacts(**(vars(EntryFacts.of(row)) | {"title": "Autre"}))
        with pytest.raises(RuleBroken):
            actions.correct(session, row, other, actor=SOFIA, now=NOW, today=TODAY)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"title": ""},
            {"unit": None},
            {"quantity": 0},
            {"starts": TODAY, "until": TODAY - timedelta(days=1)},
            {"lat": 91.0},
        ],
    )
    def test_the_database_refuses_what_the_rules_would(self, session, wrong):
        facts = vars(sheet(structure(session))) | wrong
        session.add(SynergyEntry(**facts))
        with pytest.raises(IntegrityError):
            session.flush()

    def test_a_list_is_narrowed_by_words_side_field_and_state(self, session):
        wanted = enter(session, title="Palettes d’œuvre", side=Side.OFFER)
        enter(session)
        enter(session, title="Palettes", side=Side.OFFER, online=False)
        asked = Filters("oeuvre palette", Side.OFFER, Domain.MATERIALS, EntryStatus.OPEN)
        assert queries.lines(session, queries.listed(asked)) == [wanted]

    def test_the_morning_list_tells_what_ends_within_fifteen_days(self, session):
        for days in (0, 15, 16):
            enter(session, until=TODAY + timedelta(days=days))
        enter(session, online=False, until=TODAY)
        told = list(due(session, TODAY))
        assert [each.day for each in told] == [TODAY, TODAY + timedelta(days=15)]


@pytest.fixture
def wednesday():
    with time_machine.travel("2026-11-25T10:00:00+01:00", tick=False):
        yield


@pytest.mark.usefixtures("communes", "wednesday")
class TestPages:
    @pytest.fixture
    def database(self) -> str:
        return "sqlite"

    @pytest.fixture
    def sofia(self, signed_in):
        return signed_in("partenariats")

    @pytest.fixture
    def owner(self, session):
        made = structure(session, name="Ateliers du Loing")
        site(session, made)
        return made

    def post(self, browser, address, **typed):
        page = "/gestion/synergies/nouvelle"
        token = browser.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]
        return browser.post(address, data=typed | {"csrf_token": token})

    def typed(self, owner, **more):
        known = {
            "organisation": str(owner.id),
            "side": "besoin",
            "domain": "matieres",
            "title": "Cartons",
            "quantity": "2,5",
            "unit": "m3",
        }
        return known | more

    def test_staff_enter_one_at_the_main_site_and_put_it_online(self, sofia, owner, session):
        answer = self.post(sofia, "/gestion/synergies/nouvelle", **self.typed(owner))
        assert answer.status_code == 303
        row = session.exec(select(SynergyEntry)).one()
        assert (row.insee, row.quantity, row.lat) == ("45208", 2_500, 47.99906)
        here = f"/gestion/synergies/{row.id}"
        assert self.post(sofia, f"{here}/etat/publish", version="1").status_code == 303
        shown = sofia.get("/gestion/synergies").text
        assert "2,5 m³" in shown
        assert "en ligne" in shown
        assert "Cartons" in sofia.get(f"/gestion/partenaires/{owner.id}/synergies").text

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"organisation": ""}, "Choisissez la structure"),
            ({"organisation": str(uuid4())}, "Choisissez dans la liste"),
            ({"side": "don"}, "Choisissez dans la liste"),
            ({"domain": "argent"}, "Choisissez dans la liste"),
            ({"unit": "litres"}, "Choisissez dans la liste"),
            ({"unit": "heures"}, "ne va pas avec ce domaine"),
            ({"quantity": "-3"}, "Écrivez un nombre"),
            ({"quantity": "0"}, "dépasser zéro"),
            ({"until": "31/02/2026"}, "Cette date n’existe pas"),
            ({"commune": "Nulle-Part-sur-Rien"}, "Cette commune n’est pas connue"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, sofia, owner, session, more, said
    ):
        answer = self.post(sofia, "/gestion/synergies/nouvelle", **self.typed(owner, **more))
        assert answer.status_code == 422
        assert said in answer.text
        assert 'value="Cartons"' in answer.text
        assert session.exec(select(SynergyEntry)).all() == []

    def test_a_conflict_keeps_what_was_typed(self, sofia, owner, session):
        row = enter(session, owner=owner)
        typed = self.typed(owner, title="Mon titre", version="1")
        answer = self.post(sofia, f"/gestion/synergies/{row.id}", **typed)
        assert answer.status_code == 409
        assert 'value="Mon titre"' in answer.text

    @pytest.mark.parametrize("verb", ["expire", "reopen", "forge"])
    def test_a_forged_step_is_refused(self, sofia, owner, session, verb):
        row = enter(session, owner=owner)
        answer = self.post(sofia, f"/gestion/synergies/{row.id}/etat/{verb}", version="2")
        assert answer.status_code == 422
        session.refresh(row)
        assert row.status is EntryStatus.OPEN

    def test_what_fits_says_why(self, sofia, owner, session):
        row = enter(session, owner=owner)
        other = structure(session, name="Papeteries")
        enter(session, owner=other, side=Side.OFFER, quantity=240_000, lat=47.974, lon=2.770)
        shown = sofia.get(f"/gestion/synergies/{row.id}/rapprochements").text
        assert "Papeteries" in shown
        assert "même domaine" in shown
        assert "80 % de la quantité" in shown

    def test_a_longer_list_asks_the_database_no_more(self, sofia, owner, session, counting):
        asked = []
        for _round in range(2):
            for _each in range(4):
                enter(session, side=Side.OFFER)
            row = enter(session, owner=owner)
            for page in ("/gestion/synergies", f"/gestion/synergies/{row.id}/rapprochements"):
                sofia.get(page)
                with counting() as queries_made:
                    sofia.get(page)
                asked.append(len(queries_made))
        assert asked[:2] == asked[2:]

    def test_the_csv_holds_the_filtered_rows_and_runs_no_formula(self, sofia, owner, session):
        enter(session, owner=owner, title="=1+1")
        enter(session, owner=owner, side=Side.OFFER)
        lines = sofia.get("/gestion/synergies?cote=besoin&format=csv").text.splitlines()
        assert len(lines) == 2
        assert ";'=1+1;" in lines[1]

    def test_readers_read_and_do_not_write(self, signed_in, owner, session):
        row = enter(session, owner=owner)
        desk, here = signed_in("accueil"), f"/gestion/synergies/{row.id}"
        assert "Enregistrer" not in desk.get(here).text
        assert desk.get("/gestion/synergies/nouvelle").status_code == 403

    @pytest.mark.parametrize("role", ["chauffeur", "partenaire"])
    def test_others_see_nothing(self, signed_in, owner, session, role):
        row = enter(session, owner=owner)
        browser, here = signed_in(role), f"/gestion/synergies/{row.id}"
        for page in ("/gestion/synergies", here, f"{here}/rapprochements"):
            assert browser.get(page).status_code == 403

    def test_an_unknown_entry_is_not_found(self, sofia):
        here = f"/gestion/synergies/{uuid4()}"
        assert sofia.get(here).status_code == 404
        assert sofia.get(f"{here}/rapprochements").status_code == 404
        assert self.post(sofia, f"{here}/etat/close").status_code == 404

    def test_the_tab_stands_where_it_should(self):
        (tab,) = registry.staff_tabs["synergies"]
        assert tab.rank == 58
