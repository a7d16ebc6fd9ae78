"""Staff teach the dictionary a word; the public's search understands it."""

from playwright.sync_api import expect

from tests.browser.conftest import MakeVisitor
from tests.browser.site import Site, until


def test_a_word_added_to_an_object_is_understood_by_the_search(visitor: MakeVisitor, site: Site):
    public = visitor().page
    desk = visitor("accueil").go("/gestion/objets")
    desk.get_by_label("Nom ou autre mot").fill("grille-pain")
    desk.get_by_role("button", name="Filtrer").click()
    desk.get_by_role("row").get_by_role("link", name="Grille-pain", exact=True).click()
    words = desk.get_by_label("Autres mots")
    words.fill(words.input_value() + "\nbrûlotartine")
    desk.get_by_role("button", name="Enregistrer l’objet").click()
    expect(desk.get_by_role("status").first).to_contain_text("L’objet est à jour")

    def understood() -> bool:
        public.goto(f"{site.url}/points?objet=brulotartine&ou=Montargis")
        return "Grille-pain" in public.get_by_role("heading", level=1).inner_text()

    until(understood, "le mot n’est pas compris")


def test_an_object_page_leads_to_the_places_that_take_it(visitor: MakeVisitor):
    page = visitor(javascript=False).go("/objets/ecran-d-ordinateur")
    page.get_by_label("Où ?").fill("Montargis")
    page.get_by_role("button", name="Voir les lieux").click()
    expect(page.get_by_label("Où ?")).to_have_value("Montargis")
    expect(page.locator(".place").first).to_contain_text("Ressourcerie du Ricochet")
    page.get_by_role("link", name="Tous les lieux, la carte, les horaires").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Montargis")
