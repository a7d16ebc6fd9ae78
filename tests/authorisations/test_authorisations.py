"""Authorisations: what they are worth, when somebody is told, what a forged form does."""

import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.authorisations import actions, queries
from app.authorisations.due import due
from app.authorisations.models import Authorisation, AuthorisationKind
from app.authorisations.queries import Filters
from app.authorisations.rules import AuthorisationFacts, Standing, standing, warned_from
from app.base.core.errors import RuleBroken, Stale
from app.partners.models import OrganisationKind
from tests.partners.builders import NOW, SOFIA, structure

TODAY = date(2026, 11, 25)
DAYS = st.integers(-500, 500).map(lambda n: TODAY + timedelta(days=n))


def enter(session, **facts) -> Authorisation:
    known = {"kind": AuthorisationKind.ICPE, "ends": TODAY + timedelta(days=200)}
    sheet = AuthorisationFacts(**(known | facts))
    return actions.add(session, sheet, actor=SOFIA, now=NOW)


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (None, None, Standing.VALID),
        (TODAY, None, Standing.VALID),
        (TODAY + timedelta(days=1), None, Standing.COMING),
        (None, TODAY - timedelta(days=1), Standing.EXPIRED),
        (None, TODAY, Standing.ENDING),
        (None, TODAY + timedelta(days=90), Standing.ENDING),
        (None, TODAY + timedelta(days=91), Standing.VALID),
    ],
)
def test_its_last_day_still_counts(starts, ends, said):
    row = Authorisation(kind=AuthorisationKind.ICPE, starts=starts, ends=ends)
    assert standing(row, TODAY) is said


@given(DAYS, st.integers(0, 400))
def test_one_is_told_before_the_end_never_after(ends: date, days: int):
    assert warned_from(ends, days) <= ends


@pytest.mark.parametrize("said", list(Standing))
def test_a_list_asks_what_the_rule_says(session, said: Standing):
    old = enter(session, ends=TODAY + timedelta(days=5))
    rows = [
        enter(session, ends=TODAY - timedelta(days=1)),
        enter(session, ends=TODAY + timedelta(days=300)),
        enter(session, ends=None, starts=TODAY + timedelta(days=3)),
        enter(session, ends=None),
        enter(session, ends=TODAY + timedelta(days=10)),
        old,
    ]
    again = AuthorisationFacts.of(old)
    rows.append(actions.add(session, again, actor=SOFIA, now=NOW, renews=old))
    actions.withdraw(session, rows[3], actor=SOFIA, now=NOW)
    listed = queries.lines(session, queries.listed(Filters(standing=said), TODAY))
    expected = {row.id for row in rows if standing(row, TODAY) is said}
    assert expected
    assert {row.id for row in listed} == expected


def test_a_receipt_without_an_end_is_refused(session):
    with pytest.raises(RuleBroken) as refusal:
        enter(session, kind=AuthorisationKind.TRANSPORT, ends=None)
    assert refusal.value.field == "ends"


def test_what_is_not_ours_is_never_published(session):
    other = structure(session, kind=OrganisationKind.COMPANY)
    with pytest.raises(RuleBroken) as refusal:
        enter(session, organisation_id=other.id, public=True)
    assert refusal.value.field == "public"


def test_a_renewal_silences_the_old_one_and_cannot_come_twice(session):
    old = enter(session, ends=TODAY + timedelta(days=5))
    new = AuthorisationFacts(AuthorisationKind.ICPE, ends=TODAY + timedelta(days=700))
    actions.add(session, new, actor=SOFIA, now=NOW, renews=old)
    assert list(due(session, TODAY)) == []
    with pytest.raises(RuleBroken):
        actions.add(session, new, actor=SOFIA, now=NOW, renews=old)


def test_a_renewal_of_another_kind_is_refused_and_nothing_is_kept(session):
    old = enter(session)
    other = AuthorisationFacts(AuthorisationKind.LABEL)
    with pytest.raises(RuleBroken):
        actions.add(session, other, actor=SOFIA, now=NOW, renews=old)
    assert len(session.exec(select(Authorisation)).all()) == 1


def test_the_morning_list_tells_what_ends_and_what_is_over(session):
    enter(session, ends=TODAY + timedelta(days=300))
    over = enter(session, ends=TODAY - timedelta(days=3))
    soon = enter(session, ends=TODAY + timedelta(days=60))
    told = list(due(session, TODAY))
    assert [each.key for each in told] == [f"authorisation:{row.id}" for row in (over, soon)]
    assert "expirée" in told[0].sentence
    assert "expirée" not in told[1].sentence


def test_a_sheet_changed_meanwhile_is_not_overwritten(session):
    row = enter(session)
    facts = AuthorisationFacts(AuthorisationKind.ICPE, number="7")
    assert actions.correct(session, row, facts, actor=SOFIA, now=NOW, seen=1)
    with pytest.raises(Stale):
        actions.correct(session, row, facts, actor=SOFIA, now=NOW, seen=1)


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def wednesday():
    with time_machine.travel("2026-11-25T10:00:00+01:00", tick=False):
        yield


TYPED = {
    "organisation": "",
    "kind": "assurance",
    "number": "RC-1",
    "starts": "1/1/2026",
    "ends": "31/12/2026",
    "warn_days": "90",
    "public": "y",
}


@pytest.mark.usefixtures("wednesday")
class TestPages:
    @pytest.fixture
    def sofia(self, signed_in):
        return signed_in("partenariats")

    def post(self, browser, address="/gestion/autorisations/nouvelle", **typed):
        token = browser.get(address).text.split('name="csrf_token" value="')[1].split('"')[0]
        return browser.post(address, data=TYPED | typed | {"csrf_token": token})

    def test_staff_enter_one_and_everybody_reads_it(self, sofia, client):
        assert self.post(sofia).status_code == 303
        listed = sofia.get("/gestion/autorisations").text
        assert "finit bientôt" in listed
        assert "RC-1" in client.get("/nos-autorisations").text

    def test_its_paper_is_handed_over_as_an_attachment(self, sofia, session):
        self.post(sofia, file=(io.BytesIO(b"%PDF-1.7 x"), "../../police.pdf"))
        row = session.exec(select(Authorisation)).one()
        answer = sofia.get(f"/gestion/autorisations/{row.id}/document")
        with answer:
            assert answer.data == b"%PDF-1.7 x"
        assert answer.headers["Content-Disposition"] == "attachment; filename=police.pdf"
        assert "sandbox" in answer.headers["Content-Security-Policy"]

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"ends": "31/02/2026"}, "Cette date n’existe pas"),
            ({"ends": "1/1/2025"}, "La fin vient avant le début"),
            ({"kind": "forged"}, "Choisissez dans la liste"),
            ({"organisation": str(uuid4())}, "Choisissez dans la liste"),
            ({"warn_days": "401"}, "400 jours au plus"),
            ({"warn_days": "-3"}, "Écrivez un nombre entier"),
            ({"file": (io.BytesIO(b"MZ\x90\x00"), "x.pdf")}, "pas un document que nous gardons"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, sofia, session, typed, said):
        answer = self.post(sofia, **typed)
        assert answer.status_code == 422
        assert said in answer.text
        assert 'value="RC-1"' in answer.text
        assert session.exec(select(Authorisation)).all() == []

    @pytest.mark.parametrize("role", ["chauffeur", "atelier", "partenaire", "entreprise"])
    def test_others_do_not_enter(self, signed_in, role):
        assert signed_in(role).get("/gestion/autorisations").status_code == 403

    def test_who_only_reads_sees_no_button(self, signed_in, session):
        row = enter(session)
        reader = signed_in("accueil")
        assert "<fieldset disabled>" in reader.get(f"/gestion/autorisations/{row.id}").text
        assert reader.post(f"/gestion/autorisations/{row.id}/retrait").status_code in {400, 403}

    def test_a_forged_renewal_is_not_found(self, sofia):
        assert sofia.get("/gestion/autorisations/nouvelle?suite=x").status_code == 404
        assert sofia.get(f"/gestion/autorisations/nouvelle?suite={uuid4()}").status_code == 404

    def test_no_cell_of_the_export_is_a_formula(self, sofia, session):
        enter(session, number="=1+1")
        assert ";'=1+1;" in sofia.get("/gestion/autorisations?format=csv").text

    def test_a_structure_shows_its_own_alone(self, sofia, session):
        ours, other = enter(session, number="RECEPISSE-NOTRE"), structure(session)
        theirs = enter(session, organisation_id=other.id, number="RECEPISSE-AUTRE")
        shown = sofia.get(f"/gestion/partenaires/{other.id}/autorisations").text
        assert theirs.number in shown
        assert ours.number not in shown
