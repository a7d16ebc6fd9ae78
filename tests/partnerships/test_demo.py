"""The demonstration's story: told once, and such as the morning begins with."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest
from sqlmodel import func, select

from app.base.core.actors import Actor
from app.partners import actions
from app.partners.actions.demo import structure_id
from app.partners.models import OrganisationKind
from app.partners.rules import OrganisationFacts
from app.partnerships import catalogue, queries
from app.partnerships.actions import demo
from app.partnerships.models import Exchange, GroupTask, Partnership, Standing, Step
from app.partnerships.queries.due import due_of
from tests.accounts.builders import account
from tests.partnerships.builders import NOW, SOFIA

TODAY = date(2026, 11, 25)


@pytest.fixture
def owner(session) -> Actor:
    text = files("app.partnerships").joinpath("data/demo.toml").read_text(encoding="utf-8")
    for row in tomllib.loads(text)["partnership"]:
        facts = OrganisationFacts(name=row["structure"], kind=OrganisationKind.COMPANY)
        known = structure_id(row["structure"])
        actions.add(session, facts, actor=SOFIA, now=NOW, known_id=known)
    return Actor(account(session, "partenariats").id, "Sofia Garnier")


def counted(session) -> list[int]:
    kinds = (Partnership, Exchange, GroupTask)
    return [session.exec(select(func.count()).select_from(kind)).one() for kind in kinds]


def test_the_story_is_told_once(session, owner):
    assert demo.load_demo(session, owner, TODAY)
    before = counted(session)
    assert not demo.load_demo(session, owner, TODAY)
    assert counted(session) == before == [12, 26, 3]


def test_the_story_begins_a_morning_with_a_promise_and_somebody_to_call(session, owner):
    demo.load_demo(session, owner, TODAY)
    said = " / ".join(due.sentence % due.values for due in due_of(session, TODAY))
    assert "12 ordinateurs sont venus sur les 40 promis" in said
    assert "mairie-lorris-demo\u00a0: appeler à 10\u00a0h\u00a030" in said
    found = {ref: queries.known(session, structure_id(ref)) for ref in (
        "habitat-gatinais", "banque-du-gatinais", "sport-et-nature",
        "papeterie-des-ecluses", "college-des-etangs",
    )}  # fmt: skip
    assert found["habitat-gatinais"].step is Step.IMPLEMENTATION
    assert found["banque-du-gatinais"].step is Step.EVALUATION
    assert found["sport-et-nature"].step is Step.NEGOTIATION
    assert found["papeterie-des-ecluses"].standing is Standing.LOST
    assert found["college-des-etangs"].standing is Standing.PAUSED


def test_our_words_answer_each_of_the_guide_s_families():
    assert {door.family.value for door in catalogue.doors()} == {
        *("eee", "textile", "mobilier", "livres", "loisirs", "outillage", "autres")
    }
    fears = catalogue.prompts(OrganisationKind.RETAILER).fears
    assert "prenez des clients" in fears
    assert catalogue.prompts(OrganisationKind.OTHER) == catalogue.prompts(OrganisationKind.CLUB)
