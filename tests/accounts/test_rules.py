"""What the rules of the accounts answer."""

from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import rules
from app.accounts.models import Account, AccountRole, Role, SignIn
from app.base.core.errors import RuleBroken

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)


def somebody(*roles: str) -> Account:
    made = Account(email="ana@exemple.test", name="Ana Lopez")
    made.roles = [AccountRole(account_id=made.id, role=Role(role)) for role in roles]
    return made


@pytest.mark.parametrize(
    ("password", "part"),
    [
        ("court", "trop court"),
        ("x" * 129, "trop long"),
        ("aaaaaaaaaaaaaaaa", "se devine"),
        ("motdepasse123456", "se devine"),
        ("Azerty123456!", "se devine"),
        ("ana@exemple.test", "se devine"),
        ("Ana Lopez 2026", "se devine"),
    ],
)
def test_a_password_that_is_short_or_guessed_is_refused(password, part):
    with pytest.raises(RuleBroken, match=part) as refusal:
        rules.check_password(password, email="ana@exemple.test", name="Ana Lopez")
    assert refusal.value.field == "password"


@pytest.mark.parametrize(
    "password", ["trois girafes sous la pluie", "t7#Kq!zR0pLw", "éàùçôîêÉÀÜ-2", "пингвин на льду"]
)
def test_a_long_unrelated_password_is_taken(password):
    rules.check_password(password, email="ana@exemple.test", name="Ana Lopez")


@pytest.mark.parametrize(
    "address",
    [
        "https://ailleurs.test/",
        "//ailleurs.test",
        "///ailleurs.test",
        "/\\ailleurs.test",
        "\\\\ailleurs.test",
        "javascript:alert(1)",
        "/gestion\r\nSet-Cookie: a=b",
        "/\t/ailleurs.test",
        " //ailleurs.test",
        "gestion",
        "",
        None,
    ],
)
def test_nobody_is_sent_to_another_site(address):
    assert rules.safe_next(address) is None


def test_a_path_of_this_site_is_kept_with_its_question():
    assert rules.safe_next("/gestion/points?q=vélo&page=2") == "/gestion/points?q=vélo&page=2"


def test_a_sign_in_lives_for_a_working_day():
    row = SignIn(account_id=somebody().id, at=NOON, device="Firefox")
    assert rules.is_live(row, NOON + timedelta(hours=11, minutes=59))
    assert not rules.is_live(row, NOON + timedelta(hours=12))


def test_an_ended_sign_in_opens_nothing():
    row = SignIn(account_id=somebody().id, at=NOON, device="Firefox", ended_at=NOON)
    assert not rules.is_live(row, NOON)


@pytest.mark.parametrize(
    ("roles", "page"),
    [
        (["accueil"], "/gestion"),
        (["entreprise"], "/mon-compte"),
        (["prescripteur"], "/mon-compte"),
        (["entreprise", "dons"], "/gestion"),
    ],
)
def test_the_team_lands_in_the_back_office(roles, page):
    assert rules.landing(somebody(*roles)) == page


def test_only_an_administrator_makes_an_administrator():
    with pytest.raises(RuleBroken):
        rules.check_roles(somebody("direction"), None, {Role.ADMIN})
    rules.check_roles(somebody("admin"), None, {Role.ADMIN})


def test_only_an_administrator_unmakes_one():
    with pytest.raises(RuleBroken):
        rules.check_roles(somebody("direction"), somebody("admin", "dons"), {Role.HANDOVERS})


def test_an_account_has_at_least_one_role():
    with pytest.raises(RuleBroken, match="au moins un rôle"):
        rules.check_roles(None, None, set())


def test_nobody_shuts_the_accounts_door_on_themselves():
    hand = somebody("direction", "dons")
    with pytest.raises(RuleBroken, match="perdriez"):
        rules.check_roles(hand, hand, {Role.HANDOVERS})


def test_nobody_closes_their_own_account():
    hand = somebody("admin")
    with pytest.raises(RuleBroken):
        rules.check_may_close(hand, hand)


def test_direction_leaves_an_administrator_alone():
    with pytest.raises(RuleBroken):
        rules.check_may_change(somebody("direction"), somebody("admin"))
    rules.check_may_change(somebody("direction"), somebody("dons"))


def test_the_last_administrator_stays():
    with pytest.raises(RuleBroken, match="dernière personne"):
        rules.check_an_admin_remains(0)
    rules.check_an_admin_remains(1)


def test_the_trail_names_the_team_but_not_people_of_other_structures():
    assert somebody("dons").trail_label == "Ana Lopez"
    assert somebody("entreprise").trail_label == "entreprise"


def test_a_second_factor_is_demanded_of_the_roles_that_need_one():
    ana = somebody("admin", "dons")
    assert rules.needs_second_factor(ana, {"admin"})
    assert not rules.needs_second_factor(ana, {"direction"})
    ana.tf_totp_secret = "sealed"
    assert not rules.needs_second_factor(ana, {"admin"})


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/133.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Macintosh) Version/18 Safari/605.1.15", "Safari, macOS"),
        ("curl/8.5", "Navigateur"),
        ("", "Navigateur"),
    ],
)
def test_a_device_is_browser_and_system_in_two_words(agent, device):
    assert rules.device(agent) == device
