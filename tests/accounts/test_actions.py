"""What changes, and what the trail keeps of it, on both databases."""

import json
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from app.accounts import actions, passwords, queries
from app.accounts.models import Account, Role, SignIn
from app.base.audit.models import TrailEntry
from app.base.core import clock
from app.base.core.errors import RuleBroken
from tests.accounts.builders import PASSWORD, account, hashed

NOW = clock.now()


def make(session, email="Bea@Exemple.test", roles=(Role.RECEPTION,), by=None):
    return actions.create(session, email=email, name="Bea", roles=roles, by=by, now=NOW)


def test_a_new_account_keeps_its_address_folded_and_has_no_password(session):
    made = make(session)
    assert (made.email, made.password) == ("bea@exemple.test", None)
    assert queries.by_email(session, " BEA@exemple.TEST ") is made


def test_an_address_serves_once(session):
    make(session)
    with pytest.raises(RuleBroken) as refusal:
        make(session, "bea@EXEMPLE.test")
    assert refusal.value.field == "email"


def test_the_trail_holds_no_address(session):
    ana = account(session, "admin")
    bea = make(session, by=ana)
    actions.amend(session, bea, name="Béa Roux", roles={Role.HANDOVERS}, by=ana, now=NOW)
    actions.close(session, bea, by=ana, now=NOW)
    rows = session.exec(select(TrailEntry)).all()
    text = json.dumps([[row.before, row.after, row.subject, row.actor] for row in rows])
    assert [row.verb for row in sorted(rows, key=lambda r: r.number)] == [
        "create",
        "amend",
        "close",
    ]
    assert "@" not in text
    assert "Roux" not in text


def test_amending_says_which_roles_changed(session, verbs):
    ana, bea = account(session, "admin"), make(session)
    actions.amend(session, bea, name="Bea", roles={Role.RECEPTION, Role.DRIVER}, by=ana, now=NOW)
    session.expire_all()
    assert queries.by_id(session, bea.id).role_set == {Role.RECEPTION, Role.DRIVER}
    entry = session.exec(select(TrailEntry).where(TrailEntry.verb == "amend")).one()
    assert (entry.before, entry.after) == (
        {"roles": ["accueil"]},
        {"roles": ["accueil", "chauffeur"]},
    )


def test_amending_nothing_leaves_no_trace(session, verbs):
    ana, bea = account(session, "admin"), make(session)
    actions.amend(session, bea, name="Bea", roles={Role.RECEPTION}, by=ana, now=NOW)
    assert verbs(bea) == ["create"]


def test_the_last_administrator_keeps_the_role(session):
    ana, bea = account(session, "admin"), account(session, "admin", password=None)
    with pytest.raises(RuleBroken, match="dernière"):
        actions.amend(session, ana, name="Ana", roles={Role.DIRECTION}, by=bea, now=NOW)


def test_the_last_administrator_is_not_closed_even_from_the_server(session):
    ana = account(session, "admin")
    account(session, "admin", active=False)
    with pytest.raises(RuleBroken, match="dernière"):
        actions.close(session, ana, by=None, now=NOW)


def test_one_of_two_administrators_may_go(session):
    ana, bea = account(session, "admin"), account(session, "admin")
    actions.close(session, ana, by=bea, now=NOW)
    assert not ana.active


def test_closing_ends_every_sign_in_and_opening_again_brings_none_back(session, verbs):
    ana, bea = account(session, "admin"), account(session, "dons")
    row = actions.open_sign_in(session, bea, device="Firefox", now=NOW)
    before = bea.fs_uniquifier
    actions.close(session, bea, by=ana, now=NOW)
    actions.close(session, bea, by=ana, now=NOW)
    actions.reopen(session, bea, by=ana, now=NOW)
    assert row.ended_at == NOW
    assert bea.fs_uniquifier != before
    assert verbs(bea) == ["close", "reopen"]


def test_a_new_password_ends_the_other_sign_ins_only(session):
    bea = account(session, "dons")
    kept = actions.open_sign_in(session, bea, device="Firefox", now=NOW)
    other = actions.open_sign_in(session, bea, device="Chrome", now=NOW)
    actions.set_password(session, bea, hashed("quatre lampes au salon"), now=NOW, keep=kept.id)
    assert (kept.ended_at, other.ended_at) == (None, NOW)
    assert passwords.fits(bea, "quatre lampes au salon")


def test_the_first_password_accepts_the_invitation(session, verbs):
    bea = make(session)
    actions.set_password(session, bea, hashed(), now=NOW)
    assert bea.confirmed_at == NOW
    assert verbs(bea) == ["create", "accept-invitation"]


def test_direction_does_not_sign_an_administrator_out(session):
    boss, ana = account(session, "direction"), account(session, "admin")
    with pytest.raises(RuleBroken):
        actions.end_sign_ins(session, ana, by=boss, now=NOW)


def test_the_demonstration_has_one_person_per_role(session):
    actions.load_demo(session, "le mot de la demo")
    for role in Role:
        person = queries.by_email(session, f"{role.value}@demo.test")
        assert person.role_set == {role}
        assert passwords.fits(person, "le mot de la demo")


def test_loading_the_demonstration_again_only_sets_a_new_password(session):
    actions.load_demo(session, "le mot de la demo")
    once = session.exec(select(Account.id).order_by(Account.id)).all()
    entries = len(session.exec(select(TrailEntry)).all())
    actions.load_demo(session, "un autre mot")
    assert session.exec(select(Account.id).order_by(Account.id)).all() == once
    assert len(session.exec(select(TrailEntry)).all()) == entries
    assert passwords.fits(queries.by_email(session, "admin@demo.test"), "un autre mot")


def test_a_password_is_kept_as_argon2id(session):
    assert passwords.hashed(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.fits(account(session, password=None), "")
    assert not passwords.fits(None, "no account has this password")


def test_the_database_refuses_an_unfolded_address(session):
    session.add(Account(email="Bea@Exemple.test", name="Bea"))
    with pytest.raises(IntegrityError, match="email_folded"):
        session.flush()
    session.rollback()


def test_old_sign_ins_are_forgotten_but_the_last_one_of_each_person(session):
    bea, leo = account(session, "dons"), account(session, "atelier")
    for person, days in [(bea, 100), (bea, 95), (bea, 10), (leo, 200)]:
        actions.open_sign_in(session, person, device="Firefox", now=NOW - timedelta(days=days))
    assert actions.forget_sign_ins(session, now=NOW) == 2
    assert set(queries.last_sign_ins(session, [bea.id, leo.id])) == {bea.id, leo.id}


def test_sign_ins_of_yesterday_are_not_listed(session):
    bea = account(session, "dons")
    session.add(SignIn(account_id=bea.id, at=NOW - timedelta(hours=13), device="Chrome"))
    fresh = actions.open_sign_in(session, bea, device="Firefox", now=NOW)
    assert queries.live_sign_ins(session, bea.id, NOW) == [fresh]
