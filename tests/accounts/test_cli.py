"""Accounts from the server's command line."""

import json

import pytest
from click.testing import CliRunner

from app.accounts import passwords, queries
from app.accounts.cli import users
from app.base.core.errors import RuleBroken
from tests.accounts.builders import account


@pytest.fixture
def run(app):
    """Run `rebond users …` on the application under test."""

    def run(*words: str, typed: str | None = None):
        return CliRunner().invoke(users, words, input=typed, obj=lambda: app)

    return run


def test_a_first_administrator_gets_a_link(run, client):
    answer = run("create", "Ana@Exemple.test", "--name", "Ana", "--role", "admin")
    assert answer.exit_code == 0
    link = answer.output.strip()
    assert link.startswith("http://localhost/invitation/")
    assert client.get(link.removeprefix("http://localhost")).status_code == 200


def test_a_password_comes_on_standard_input_and_is_never_printed(run, session):
    words = ["create", "ana@exemple.test", "--name", "Ana", "--role", "admin", "--password-stdin"]
    answer = run(*words, "--json", typed="quatre lampes au salon\n")
    told = json.loads(answer.output)
    assert (told["state"], told["roles"], "invitation" in told) == ("actif", ["admin"], False)
    assert "lampes" not in answer.output
    assert passwords.fits(queries.by_email(session, "ana@exemple.test"), "quatre lampes au salon")


@pytest.mark.parametrize(
    ("email", "typed", "part"),
    [
        ("ana", "quatre lampes au salon\n", "incomplète"),
        ("a@exemple.test", "court\n", "trop court"),
    ],
)
def test_what_a_rule_refuses_leaves_nothing_behind(run, session, email, typed, part):
    words = ["create", email, "--name", "Ana", "--role", "dons", "--password-stdin"]
    answer = run(*words, typed=typed)
    assert isinstance(answer.exception, RuleBroken)
    assert part in str(answer.exception)
    assert queries.listed(session, queries.Filters()) == []


def test_an_unknown_role_is_refused_with_the_list_of_roles(run):
    answer = run("create", "ana@exemple.test", "--name", "Ana", "--role", "roi")
    assert answer.exit_code == 2
    assert "prescripteur" in answer.output


def test_the_list_is_for_people_and_for_machines(run, session):
    bea = account(session, "dons", "accueil")
    assert f"{bea.email}  Ana Dons  accueil,dons  actif" in run("list").output
    assert json.loads(run("list", "--json").output)[0]["id"] == str(bea.id)


def test_a_disabled_account_is_closed(run, session):
    bea = account(session, "dons")
    assert run("disable", bea.email.upper()).output.strip() == f"{bea.email} : ferme"
    session.refresh(bea)
    assert not bea.active


def test_disabling_nobody_is_refused(run):
    assert "Aucun compte" in str(run("disable", "nobody@exemple.test").exception)
