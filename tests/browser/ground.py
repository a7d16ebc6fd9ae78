"""What some pages need before they can be shown, made by people on the real site."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.addresses import RICOCHET
from tests.browser.site import Site, text_of
from tests.browser.visitors import visit

CSV = (
    "identifiant,nom,type,adresse,code_postal,commune,latitude,longitude,donner,horaires\n"
    "G-1,L’Abri aux outils,reemploi,2 rue du Lavoir,45200,Montargis,47.9984,2.7361,outillage,\n"
    "G-2,Le Lieu perdu,reemploi,1 rue de Nulle-Part,45200,Montargis,95,2.7,livres,10h-17h\n"
)


def lay(browser: Browser, site: Site, folder: Path) -> dict[str, str]:
    """Return what the addresses name: pickup, report, batch, account, invitation, reset."""
    public, desk, admin = (visit(browser, site) for _person in range(3))
    desk.sign_in("accueil")
    admin.sign_in("admin")
    known = {
        "pickup": _pickup(public.go("/enlevements/nouveau")),
        "report": _report(public.go(f"{RICOCHET}/signaler"), desk.page, site),
        "batch": _batch(desk.go("/gestion/points/import"), folder),
        "invitation": _invitation(admin.go("/gestion/comptes/nouveau"), site),
        "account": _last(admin.page.url),
        "reset": _reset(public.go("/mot-de-passe/oubli"), site),
    }
    for person in (public, desk, admin):
        person.context.close()
    return known


def _pickup(page: Page) -> str:
    page.get_by_label("Objet", exact=True).fill("réfrigérateur")
    page.get_by_label("Commune").fill("Montargis")
    page.get_by_label("Adresse", exact=True).fill("5 rue des Essais")
    page.keyboard.press("Tab")
    still(page)
    page.get_by_role("button", name="Voir les créneaux").click()
    still(page)
    page.get_by_role("radio").first.check()
    page.get_by_text("Ce créneau est gardé pour vous").wait_for()
    page.get_by_label("Téléphone").fill("06 39 98 00 01")
    page.get_by_label(re.compile("J’accepte")).check()
    page.get_by_role("button", name="Réserver ce passage").click()
    page.get_by_role("heading", name="Votre enlèvement").wait_for()
    return _last(page.url)


def _report(page: Page, desk: Page, site: Site) -> str:
    page.get_by_label("Ce lieu n’existe plus").check()
    page.get_by_label("Dites-nous en plus").fill("Un panneau l’annonce.")
    page.get_by_role("button", name="Envoyer ce signalement").click()
    page.get_by_role("heading", name="Merci, c’est noté").wait_for()
    desk.goto(f"{site.url}/gestion/points/signalements")
    row = desk.get_by_role("row").filter(has_text="Un panneau l’annonce")
    return _last(row.get_by_role("link").first.get_attribute("href") or "")


def _batch(page: Page, folder: Path) -> str:
    file = folder / "lieux.csv"
    file.write_text(CSV, encoding="utf-8")
    page.get_by_label("Fichier").set_input_files(file)
    page.get_by_role("button", name="Lire ce fichier").click()
    page.get_by_role("button", name="Importer ces lieux").wait_for()
    return _last(page.url)


def _invitation(page: Page, site: Site) -> str:
    page.get_by_label("Nom et prénom").fill("Lucie Aubert")
    page.get_by_label("Adresse e-mail").fill("lucie@exemple.test")
    page.get_by_label("Partenariats").check()
    page.get_by_role("button", name="Envoyer l’invitation").click()
    link = re.search(r"/invitation/\S+", text_of(site.letter("lucie@exemple.test")))
    page.goto(f"{site.url}/gestion/comptes?q=lucie")
    page.get_by_role("link", name="Lucie Aubert").click()
    page.get_by_role("heading", name="Lucie Aubert").wait_for()
    assert link
    return _last(link[0])


def _reset(page: Page, site: Site) -> str:
    page.get_by_label("Adresse e-mail").fill("mediation@demo.test")
    page.locator("main").get_by_role("button").click()
    link = re.search(r"/mot-de-passe/\S+", text_of(site.letter("mediation@demo.test")))
    assert link
    return _last(link[0])


def still(page: Page) -> None:
    """Wait until no part of the page is being fetched."""
    page.wait_for_timeout(300)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def _last(address: str) -> str:
    return address.partition("?")[0].rstrip("/").rpartition("/")[2]
