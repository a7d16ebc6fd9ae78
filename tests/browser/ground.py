"""What some pages need before they can be shown, made by people on the real site."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from app.base.core import clock
from app.partners.actions.demo import structure_id
from tests.browser.addresses import HABITAT, RICOCHET
from tests.browser.booking import book, choose, chosen, fill, open_day
from tests.browser.site import Site, text_of
from tests.browser.visitors import visit

PHOTO = Path(__file__).parents[2] / "docs" / "img" / "lieu.png"
CSV = (
    "identifiant,nom,type,adresse,code_postal,commune,latitude,longitude,donner,horaires\n"
    "G-1,L’Abri aux outils,reemploi,2 rue du Lavoir,45200,Montargis,47.9984,2.7361,outillage,\n"
    "G-2,Le Lieu perdu,reemploi,1 rue de Nulle-Part,45200,Montargis,95,2.7,livres,10h-17h\n"
)


def lay(browser: Browser, site: Site, folder: Path) -> dict[str, str]:
    """Return what the addresses name: a pickup and its day, a report, a batch, an account…"""
    public, desk, admin = (visit(browser, site) for _person in range(3))
    desk.sign_in("accueil")
    admin.sign_in("admin")
    known = {
        **_pickup(public.go("/enlevements/nouveau")),
        **_round(desk.page, site),
        "zone": _first(desk.go("/gestion/creneaux/secteurs"), "/gestion/creneaux/secteurs/"),
        "policy": _first(desk.go("/gestion/regles-enlevement"), "/gestion/regles-enlevement/"),
        "feed": _feed(desk.go("/gestion/agendas")),
        **_partnership(desk.page, site),
        **_dossiers(admin.page, site),
        "report": _report(public.go(f"{RICOCHET}/signaler"), desk.page, site),
        "batch": _batch(desk.go("/gestion/points/import"), folder),
        "invitation": _invitation(admin.go("/gestion/comptes/nouveau"), site),
        "account": _last(admin.page.url),
        "reset": _reset(public.go("/mot-de-passe/oubli"), site),
    }
    known["site"] = _part(admin.go(f"{HABITAT}/sites"), "sites")
    known["contact"] = _part(admin.go(f"{HABITAT}/contacts"), "contacts")
    for person in (public, desk, admin):
        person.context.close()
    return known


def _part(page: Page, part: str) -> str:
    """Return the first part of a structure that its page lets one correct."""
    found = re.search(rf'href="{HABITAT}/{part}/([0-9a-f-]{{36}})"', page.content())
    assert found is not None
    return found[1]


def _pickup(page: Page) -> dict[str, str]:
    """Ask for a visit with photos that somebody has to confirm; return its secret and its day."""
    fill(page, [("armoire", 1), ("chaise", 4), ("ce vieux zorglub", 1)], phone="02 61 91 00 07")
    page.get_by_text("Ajouter des photos").click()
    page.get_by_label("Photos", exact=True).set_input_files(PHOTO)
    page.get_by_role("button", name="Envoyer ces photos").click()
    page.get_by_alt_text("Photo 1").wait_for()
    choose(page, -1)
    slot = chosen(page)
    pattern, _dot, day = slot.partition(".")
    book(page)
    return {"pickup": _last(page.url), "slot": slot, "pattern": pattern, "day": day}


def _round(desk: Page, site: Site) -> dict[str, str]:
    """Book two visits for tonight; return the stop, and the pickup that waits for an answer."""
    hour = open_day(desk, site.url, clock.today())
    for number in (1, 2):
        desk.goto(f"{site.url}/gestion/enlevements/nouveau")
        fill(
            desk, [("réfrigérateur", 1), ("écran d’ordinateur", 2)], phone=f"02 61 91 00 1{number}"
        )
        choose(desk, hour)
        tonight = chosen(desk)
        book(desk)
    stop = _last(desk.url)
    desk.goto(f"{site.url}/gestion/enlevements?etat=demande")
    return {"stop": stop, "tonight": tonight, "asked": _first(desk, "/gestion/enlevements/", 36)}


def _feed(page: Page) -> str:
    page.get_by_label("À qui est cet agenda ?").fill("Téléphone de la camionnette")
    page.get_by_role("button", name="Ouvrir cette adresse").click()
    link = page.get_by_role("link", name=re.compile("Révoquer")).first
    return (link.get_attribute("href") or "").split("/")[-2]


def _partnership(desk: Page, site: Site) -> dict[str, str]:
    """Return the demonstration's landlord, a planned exchange, a note, a group and its meeting."""

    def first(address: str, under: str) -> str:
        desk.goto(f"{site.url}{address}")
        return _first(desk, under)

    group = first("/gestion/groupes", "/gestion/groupes/")
    notes = "/gestion/partenariats/bonnes-pratiques"
    return {
        "landlord": str(structure_id("habitat-gatinais")),
        "exchange": first("/gestion/echanges?etat=prevu", "/gestion/echanges/"),
        "practice": first(notes, f"{notes}/"),
        "group": group,
        "meeting": first(f"/gestion/groupes/{group}", f"/gestion/groupes/{group}/reunions/"),
    }


def _dossiers(page: Page, site: Site) -> dict[str, str]:
    """Return an agreement at work and one in force, a promise of each, and a row of each list."""

    def first(address: str, under: str) -> str:
        page.goto(f"{site.url}{address}")
        return _first(page, under)

    draft = first("/gestion/conventions?etat=correction", "/gestion/conventions/")
    at_work = f"/gestion/conventions/{draft}"
    return {
        "draft": draft,
        "promise": first(at_work, f"{at_work}/engagements/"),
        "signed": first(f"{HABITAT}/conventions", "/gestion/conventions/"),
        "kept": first(f"{HABITAT}/engagements", "/gestion/conventions/engagements/"),
        "licence": first("/gestion/autorisations", "/gestion/autorisations/"),
        "funding": first("/gestion/financements", "/gestion/financements/"),
        "synergy": first("/gestion/synergies", "/gestion/synergies/"),
        "van": first("/gestion/synergies?texte=camionnette&cote=besoin", "/gestion/synergies/"),
        "lent": first("/gestion/synergies?texte=camionnette&cote=offre", "/gestion/synergies/"),
        "relation": first(
            "/gestion/synergies/relations?etat=en-cours", "/gestion/synergies/relations/"
        ),
        "own_relation": first(
            "/gestion/synergies/relations?etat=acceptee", "/gestion/synergies/relations/"
        ),
        "own_synergy": first("/gestion/synergies?texte=vingt+places", "/gestion/synergies/"),
        **_review(page, site),
    }


def _review(page: Page, site: Site) -> dict[str, str]:
    """Return the link of the bank's published review, and its poster's code."""
    page.goto(f"{site.url}/gestion/partenaires/{structure_id('banque-du-gatinais')}/bilan")
    found = re.search(r"/bilan/([a-z0-9]{38})", page.content())
    code = re.search(r"/reemploi/([a-z0-9]{8})", page.content())
    assert found
    assert code
    return {"review_secret": found[1], "poster_code": code[1]}


def _first(page: Page, under: str, length: int = 36) -> str:
    """Return what the first link to a row below an address names."""
    links = page.locator(f"main a[href^='{under}']").all()
    named = [_last(each.get_attribute("href") or "") for each in links]
    return next(name for name in named if len(name) == length)


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


def _last(address: str) -> str:
    return address.partition("?")[0].rstrip("/").rpartition("/")[2]
