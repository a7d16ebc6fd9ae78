"""Fundings: what is granted per year, which reports are owed, what a forged form does."""

import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.base.core.errors import RuleBroken, Stale
from app.fundings import actions, queries
from app.fundings.due import due
from app.fundings.models import Funding, FundingReport, FundingStatus, Lever
from app.fundings.queries import Filters
from app.fundings.rules import FundingFacts, Grant, by_lever, by_year, shares
from app.partners.models import OrganisationKind
from tests.partners.builders import NOW, SOFIA, structure

TODAY = date(2026, 11, 25)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def enter(session, **facts) -> Funding:
    funder = facts.pop("funder", None) or structure(
        session, name=f"Fonds {uuid4()}", kind=OrganisationKind.FUND
    )
    known = {
        "name": "Boucles de proximité",
        "status": FundingStatus.GRANTED,
        "granted_cents": 100_000,
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
    }
    sheet = FundingFacts(organisation_id=funder.id, **(known | facts))
    return actions.add(session, sheet, actor=SOFIA, now=NOW)


@given(st.integers(0, 10**12), DAYS, st.integers(0, 4000))
def test_the_years_of_a_grant_sum_to_the_grant(cents: int, starts: date, days: int):
    spread = shares(Grant(cents, starts, starts + timedelta(days=days), frozenset()))
    assert sum(spread.values()) == cents
    assert min(spread.values()) >= 0
    assert list(spread) == list(range(starts.year, (starts + timedelta(days=days)).year + 1))


def test_a_grant_over_two_years_is_shared_by_days():
    grant = Grant(36_500, date(2026, 1, 1), date(2027, 12, 31), frozenset())
    assert by_year([grant, grant]) == {2026: 36_500, 2027: 36_500}


def test_a_grant_counts_for_each_of_its_levers():
    day = date(2026, 1, 1)
    grants = [Grant(1, day, day, frozenset({Lever.DATA, Lever.TOOLS}))] * 2
    assert by_lever(grants)[Lever.DATA] == 2
    assert by_lever(grants)[Lever.DIRECT] == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"granted_cents": None}, "granted"),
        ({"ends": None}, "starts"),
        ({"ends": date(2025, 1, 1)}, "ends"),
        ({"name": " "}, "name"),
        ({"asked_cents": 50_000}, "granted"),
    ],
)
def test_a_grant_says_how_much_and_when(session, facts, field):
    with pytest.raises(RuleBroken) as refusal:
        enter(session, **facts)
    assert refusal.value.field == field


def test_only_what_was_granted_weighs_in_a_year(session):
    enter(session)
    enter(session, status=FundingStatus.REFUSED, granted_cents=None)
    assert by_year(queries.grants(session)) == {2026: 100_000}


def test_a_list_is_narrowed_by_status_and_lever(session):
    wanted = enter(session, levers=frozenset({Lever.DATA, Lever.TOOLS}))
    enter(session)
    narrowed = Filters(status=FundingStatus.GRANTED, lever=Lever.TOOLS)
    assert queries.lines(session, queries.listed(narrowed)) == [wanted]


def test_the_morning_list_tells_reports_a_month_before_until_they_left(session):
    row = enter(session)
    for days in (31, 30, -2):
        actions.owe(session, row, "Bilan", TODAY + timedelta(days=days), actor=SOFIA, now=NOW)
    assert [each.day for each in due(session, TODAY)] == [
        TODAY - timedelta(days=2),
        TODAY + timedelta(days=30),
    ]
    for report, _funding in queries.owed(session, TODAY):
        actions.send(session, report, TODAY, actor=SOFIA, now=NOW, today=TODAY)
    assert list(due(session, TODAY)) == []


def test_an_application_to_file_is_told_until_it_is_filed(session):
    idea = enter(session, status=FundingStatus.IDEA, file_by=TODAY - timedelta(days=1))
    (told,) = due(session, TODAY)
    assert "Déposé, ou abandonné ?" in told.sentence
    filed = FundingFacts(idea.organisation_id, idea.name, status=FundingStatus.FILED)
    actions.correct(session, idea, filed, actor=SOFIA, now=NOW)
    assert list(due(session, TODAY)) == []


def test_a_report_leaves_once_and_not_tomorrow(session):
    report = actions.owe(session, enter(session), "Bilan", TODAY, actor=SOFIA, now=NOW)
    with pytest.raises(RuleBroken):
        actions.send(session, report, TODAY + timedelta(days=1), actor=SOFIA, now=NOW, today=TODAY)
    actions.send(session, report, TODAY, actor=SOFIA, now=NOW, today=TODAY)
    with pytest.raises(RuleBroken):
        actions.send(session, report, TODAY, actor=SOFIA, now=NOW, today=TODAY)
    with pytest.raises(RuleBroken):
        actions.drop(session, report, actor=SOFIA, now=NOW)


def test_a_sheet_changed_meanwhile_is_not_overwritten(session):
    row = enter(session)
    facts = FundingFacts(row.organisation_id, "Autre nom", status=FundingStatus.FILED)
    actions.correct(session, row, facts, actor=SOFIA, now=NOW, seen=1)
    with pytest.raises(Stale):
        actions.correct(session, row, facts, actor=SOFIA, now=NOW, seen=1)


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def wednesday():
    with time_machine.travel("2026-11-25T10:00:00+01:00", tick=False):
        yield


@pytest.mark.usefixtures("wednesday")
class TestPages:
    @pytest.fixture
    def sofia(self, signed_in):
        return signed_in("partenariats")

    @pytest.fixture
    def funder(self, session):
        return structure(session, name="Fonds Boucles", kind=OrganisationKind.FUND)

    def post(self, browser, address, **typed):
        page = "/gestion/financements/nouveau"
        token = browser.get(page).text.split('name="csrf_token" value="')[1].split('"')[0]
        return browser.post(address, data=typed | {"csrf_token": token})

    def typed(self, funder, **more):
        known = {
            "organisation": str(funder.id),
            "name": "Appel 2026",
            "status": "accorde",
            "levers": ["donnees", "outils"],
            "granted": "48 000,50",
            "starts": "1/1/2026",
            "ends": "31/12/2026",
        }
        return known | more

    def test_staff_enter_one_and_read_its_year(self, sofia, funder, session):
        new = "/gestion/financements/nouveau"
        assert self.post(sofia, new, **self.typed(funder)).status_code == 303
        row = session.exec(select(Funding)).one()
        shown = sofia.get("/gestion/financements").text
        assert (row.granted_cents, row.lever_set) == (4_800_050, {Lever.DATA, Lever.TOOLS})
        assert "48 000,50 €" in shown

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"organisation": ""}, "Choisissez qui finance"),
            ({"organisation": str(uuid4())}, "Choisissez dans la liste"),
            ({"status": "gagné"}, "Choisissez dans la liste"),
            ({"levers": ["argent"]}, "Choisissez dans la liste"),
            ({"granted": "-3"}, "Écrivez un nombre"),
            ({"granted": ""}, "Écrivez le montant accordé"),
            ({"starts": "31/02/2026"}, "Cette date n’existe pas"),
            ({"asked": "10"}, "dépasse ce qui fut demandé"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(
        self, sofia, funder, session, more, said
    ):
        answer = self.post(sofia, "/gestion/financements/nouveau", **self.typed(funder, **more))
        assert answer.status_code == 422
        assert said in answer.text
        assert 'value="Appel 2026"' in answer.text
        assert session.exec(select(Funding)).all() == []

    def test_a_report_is_noted_then_sent_with_its_paper(self, sofia, session):
        row = enter(session)
        base = f"/gestion/financements/{row.id}"
        self.post(sofia, f"{base}/rapports", report_name="Bilan", due_on="31/12/2026")
        report = session.exec(select(FundingReport)).one()
        paper = (io.BytesIO(b"%PDF-1.7 x"), "bilan.pdf")
        self.post(sofia, f"{base}/rapports/{report.id}/envoi", sent_on="24/11/2026", file=paper)
        with sofia.get(f"{base}/rapports/{report.id}/document") as answer:
            assert answer.data == b"%PDF-1.7 x"
        session.refresh(report)
        assert report.sent_on == date(2026, 11, 24)

    def test_a_refused_report_keeps_what_was_typed(self, sofia, session):
        row = enter(session)
        answer = self.post(sofia, f"/gestion/financements/{row.id}/rapports", report_name="Bilan")
        assert answer.status_code == 422
        assert "Dites pour quel jour" in answer.text
        assert 'value="Bilan"' in answer.text

    def test_a_report_of_another_funding_is_not_found(self, sofia, session):
        report = actions.owe(session, enter(session), "Bilan", TODAY, actor=SOFIA, now=NOW)
        other = enter(session)
        address = f"/gestion/financements/{other.id}/rapports/{report.id}"
        assert self.post(sofia, f"{address}/envoi").status_code == 404
        assert sofia.get(f"{address}/document").status_code == 404

    @pytest.mark.parametrize("role", ["accueil", "chauffeur", "partenaire"])
    def test_amounts_are_not_for_everybody(self, signed_in, role):
        assert signed_in(role).get("/gestion/financements").status_code == 403
