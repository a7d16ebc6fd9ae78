"""Somebody is invited, comes in, protects their account, and ends a session."""

import re
import time

from passlib.totp import TOTP
from playwright.sync_api import Page, expect

from tests.browser.conftest import MakeVisitor
from tests.browser.site import Site, text_of

SECRET = "quatre loutres au bord du canal"


def invite(desk: Page, site: Site, name: str, address: str) -> str:
    """Invite somebody; return the link of the letter they got."""
    desk.goto(f"{site.url}/gestion/comptes/nouveau")
    desk.get_by_label("Nom et prénom").fill(name)
    desk.get_by_label("Adresse e-mail").fill(address)
    desk.get_by_label("Accueil et réception").check()
    desk.get_by_role("button", name="Envoyer l’invitation").click()
    expect(desk.get_by_role("status").first).to_contain_text("L’invitation part")
    link = re.search(r"http\S+/invitation/\S+", text_of(site.letter(address)))
    assert link
    return link[0]


def choose_password(page: Page, link: str) -> None:
    """Follow the link and choose a password."""
    page.goto(link)
    page.get_by_label("Nouveau mot de passe").fill(SECRET)
    page.get_by_label("Le même, encore une fois").fill(SECRET)
    page.get_by_role("button", name="Enregistrer ce mot de passe").click()


def test_an_invited_person_chooses_a_password_and_enters(visitor: MakeVisitor, site: Site):
    link = invite(visitor("admin").page, site, "Inès Labrune", "ines@exemple.test")
    guest = visitor(javascript=False)
    choose_password(guest.page, link)
    if "/connexion" in guest.page.url:
        guest.sign_in("ines@exemple.test", SECRET)
    expect(guest.page.get_by_role("heading", level=1)).to_have_text("Aujourd’hui")
    guest.expected.update({404, 410})
    guest.go(link)
    expect(guest.page.get_by_label("Nouveau mot de passe")).to_have_count(0)


def test_a_session_left_open_elsewhere_is_ended(visitor: MakeVisitor):
    forgotten, here = visitor("atelier"), visitor("atelier", javascript=False)
    page = here.go("/mon-compte/sessions")
    page.get_by_role("button", name="Déconnecter tous les autres").click()
    expect(page.get_by_role("button", name="Déconnecter", exact=True)).to_have_count(0)
    forgotten.go("/gestion")
    expect(forgotten.page.get_by_role("heading", level=1)).to_have_text("Connexion")


def test_a_second_factor_is_set_up_asked_for_and_replaced_by_a_recovery_code(
    visitor: MakeVisitor, site: Site
):
    address = "noe@exemple.test"
    link = invite(visitor("admin").page, site, "Noé Carlin", address)
    person = visitor()
    choose_password(person.page, link)
    if "/connexion" in person.page.url:
        person.sign_in(address, SECRET)
    page = person.go("/mon-compte/double-authentification")
    phone = TOTP(key=page.locator("main code").first.inner_text().replace("-", ""))
    page.get_by_label("Code", exact=True).fill(phone.generate().token)
    page.get_by_role("button", name="Activer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vos codes de secours")
    spare = page.locator(".codes code").first.inner_text()
    enter(visitor, address, phone.generate(int(time.time()) + 30).token)
    enter(visitor, address, spare)


def enter(visitor: MakeVisitor, address: str, code: str) -> None:
    """Sign in on another device, with the password and then a code."""
    other = visitor(javascript=False)
    other.sign_in(address, SECRET)
    other.page.get_by_label("Code", exact=True).fill(code)
    other.page.get_by_role("button", name="Entrer").click()
    expect(other.page.get_by_role("heading", level=1)).to_have_text("Aujourd’hui")


def test_nobody_enters_with_a_wrong_password(visitor: MakeVisitor):
    person = visitor()
    person.expected.add(422)
    person.sign_in("accueil", "pas le bon mot de passe")
    expect(person.page.get_by_role("group", name="À corriger avant de continuer")).to_be_visible()
    expect(person.page.get_by_label("Adresse e-mail")).to_have_value("accueil@demo.test")


def test_each_role_has_a_rail_that_only_opens(visitor: MakeVisitor, site: Site):
    for role in ("accueil", "atelier", "chauffeur", "partenariats", "dons", "mediation"):
        person = visitor(role)
        waiting, seen = ["/gestion"], set[str]()
        while waiting:
            address = waiting.pop()
            seen.add(address)
            page = person.go(address)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            doors = [door.get_attribute("href") or "" for door in page.locator(".rail a").all()]
            waiting += {door for door in doors if door not in seen} - set(waiting)
        assert len(seen) > 1
