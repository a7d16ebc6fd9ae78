"""Staff keep the places true: hours, import."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import MakeVisitor
from tests.browser.site import Site, until
from tests.browser.visitors import Visitor

FIL = "Le Fil retrouvé"
HEAD = "identifiant,nom,type,adresse,code_postal,commune,latitude,longitude,donner,horaires"

REMISES = {
    "with JavaScript": ("La Remise du canal", "4 rue du Lavoir", "47.9985"),
    "without JavaScript": ("Aux Deux Marmites", "12 quai des Essais", "47.9931"),
}
"""One new place for each way of walking: the second must not look like the first."""


def open_sheet(desk: Visitor, name: str) -> Page:
    """Open a place's sheet as staff do: by the list, filtered."""
    page = desk.go("/gestion/points")
    page.get_by_label("Nom ou adresse").fill(name)
    page.get_by_role("button", name="Filtrer").click()
    page.get_by_role("row").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return page


def seen_by_the_public(page: Page, address: str, words: str) -> None:
    """Wait until a public page says some words: it may be kept for a moment."""

    def said() -> bool:
        page.goto(address)
        return words in " ".join(page.locator("main").inner_text().split())

    until(said, f"la fiche ne dit pas « {words} »")


def test_the_hours_are_shown_while_one_types_and_then_to_the_public(
    visitor: MakeVisitor, site: Site
):
    page = open_sheet(visitor("accueil"), FIL)
    preview = page.locator("#hours-preview")
    page.get_by_label("Horaires", exact=False).first.fill("Tu-Sa 09:15-11:45")
    expect(preview).to_contain_text("de 9 h 15 à 11 h 45")
    expect(preview.locator(".fortnight li")).to_have_count(14)
    page.get_by_label("Pourquoi ce changement").fill("Appel du matin")
    page.get_by_role("button", name="Enregistrer la fiche").last.click()
    expect(page.get_by_role("status").first).to_contain_text("La fiche est à jour")
    public = visitor().page
    seen_by_the_public(public, f"{site.url}/points/le-fil-retrouve-amilly", "de 9 h 15 à 11 h 45")


def test_french_hours_are_explained_proposed_and_accepted_in_one_press(
    visitor: MakeVisitor, site: Site
):
    desk = visitor("direction", javascript=False)
    page = open_sheet(desk, "Cycles de l’Ouanne")
    desk.expected.add(422)
    page.get_by_label("Horaires", exact=False).first.fill("du mardi au samedi 10h-17h")
    page.get_by_role("button", name="Prévisualiser").click()
    use = page.locator("#hours-preview").get_by_role("button", name=re.compile("^Utiliser"))
    expect(use).to_contain_text("Tu-Sa 10:00-17:00")
    use.click()
    expect(page.get_by_label("Horaires", exact=False).first).to_have_value("Tu-Sa 10:00-17:00")
    page.get_by_role("button", name="Enregistrer la fiche").last.click()
    expect(page.get_by_role("status").first).to_contain_text("La fiche est à jour")
    address = f"{site.url}/points/cycles-de-l-ouanne-amilly"
    seen_by_the_public(visitor().page, address, "de 10 h à 17 h")


def test_a_file_with_one_bad_line_brings_the_good_one_and_names_the_other(
    anyone: Visitor, site: Site, tmp_path, request
):
    name, street, lat = REMISES[request.node.callspec.id]
    lines = [
        f"{name},{name},reemploi,{street},45200,Montargis,{lat},2.7362,livres,Tu-Sa 10:00-18:00",
        "W-2,Le Lieu perdu,reemploi,1 rue de Nulle-Part,45200,Montargis,95,2.7,livres,",
    ]
    file = tmp_path / "lieux.csv"
    file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    anyone.sign_in("accueil")
    page = anyone.go("/gestion/points/import")
    page.get_by_label("Fichier").set_input_files(file)
    page.get_by_label("Nom de la source").fill(f"Parcours {request.node.name}")
    page.get_by_role("button", name="Lire ce fichier").click()
    bad = page.get_by_role("row").filter(has_text="Le Lieu perdu")
    expect(bad).to_contain_text("latitude", ignore_case=True)
    page.get_by_role("button", name="Importer ces lieux").click()
    until(lambda: _done(page), "l’import n’a pas fini")
    open_sheet(anyone, name)
    page.get_by_role("link", name="Voir la fiche publique").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("main")).to_contain_text("de 10 h à 18 h")


def _done(page: Page) -> bool:
    page.wait_for_load_state("load")
    page.goto(page.url)
    return page.get_by_text("Import terminé").is_visible()
