"""A household finds where to bring its things, and says what is wrong on a page."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import MakeVisitor
from tests.browser.days import working_morning
from tests.browser.site import Site, text_of
from tests.browser.visitors import Visitor

RICOCHET = "Ressourcerie du Ricochet"


def search(page: Page) -> None:
    """Ask, from the home page, where a screen and a child's bike may go."""
    page.get_by_label("Quel objet ?").fill("écran d'ordinateur")
    page.get_by_role("button", name="Ajouter un objet").click()
    page.get_by_label("Objet 2").fill("vélo enfant")
    page.get_by_label("Où ?").fill("Montargis")
    page.get_by_label("Quand ?").select_option(working_morning())
    page.get_by_role("button", name="Trouver", exact=True).last.click()


def test_a_resident_finds_one_stop_for_two_things(anyone: Visitor):
    page = anyone.go("/")
    search(page)
    plan = page.get_by_role("region", name="Un seul arrêt suffit")
    expect(plan.get_by_role("link")).to_have_text([RICOCHET])
    expect(plan).to_contain_text("À y laisser : écran d’ordinateur et vélo enfant")
    expect(plan).to_contain_text("Ouvert")
    page.get_by_role("link", name="Modifier la recherche").click()
    expect(page.get_by_label("Quel objet ?")).to_have_value("écran d'ordinateur")
    page.get_by_role("button", name="Trouver", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("vélo enfant")


def test_the_place_says_its_hours_what_it_takes_and_what_it_refuses(anyone: Visitor):
    page = anyone.go("/")
    search(page)
    page.get_by_role("link", name=RICOCHET).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(RICOCHET)
    week = page.get_by_role("table", name="Les sept prochains jours")
    expect(week.get_by_role("row")).to_have_count(7)
    expect(week.get_by_role("row").first).to_contain_text(re.compile("aujourd’hui", re.IGNORECASE))
    expect(page.get_by_role("region", name="Ce que l’on peut y apporter")).to_contain_text("Vélos")
    expect(page.get_by_role("region", name="Ce que ce lieu ne prend pas")).to_contain_text("Piles")
    expect(page.get_by_role("link", name="Y aller")).to_be_visible()


def report(person: Visitor, address: str, words: str) -> None:
    """Say on a place's page that its hours are wrong."""
    page = person.go("/points/ressourcerie-du-ricochet-montargis")
    page.get_by_role("link", name="Signaler une erreur").click()
    page.get_by_label("Les horaires sont faux").check()
    page.get_by_label("Dites-nous en plus").fill(words)
    page.get_by_label("Votre adresse e-mail").fill(address)
    page.get_by_role("button", name="Envoyer ce signalement").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c’est noté")


def test_an_error_reported_is_read_by_staff_and_answered_by_mail(
    anyone: Visitor, visitor: MakeVisitor, site: Site, request
):
    address = f"odile-{abs(hash(request.node.name))}@exemple.test"
    words = f"Le samedi, la porte ouvre à 11 h, dit {address}."
    report(anyone, address, words)
    desk = visitor("accueil").page
    desk.get_by_role("link", name=re.compile("signalement.* à lire")).click()
    row = desk.get_by_role("row").filter(has_text=words)
    row.get_by_role("link", name=RICOCHET).click()
    desk.get_by_label("Répondu").check()
    desk.get_by_label("Réponse").fill("Merci, nous avons appelé : c’est bien 10 h.")
    desk.get_by_role("button", name="Clore ce signalement").click()
    expect(desk.get_by_role("status").first).to_contain_text("Le signalement est clos")
    assert "c’est bien 10 h" in text_of(site.letter(address))


def test_an_unknown_thing_is_said_and_leads_somewhere(anyone: Visitor):
    page = anyone.go("/points?objet=zorglub&ou=Montargis")
    expect(page.get_by_text("Nous ne connaissons pas « zorglub »")).to_be_visible()
    page.get_by_role("link", name="liste des objets").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_an_ambiguous_commune_is_a_question_whose_answer_searches(anyone: Visitor):
    anyone.expected.add(422)
    page = anyone.go("/points?ou=45200")
    page.locator("#place-choices").get_by_role("link", name="Paucourt").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Paucourt")


def test_around_me_searches_from_where_one_stands(visitor: MakeVisitor):
    person = visitor(
        permissions=["geolocation"], geolocation={"latitude": 48.0027, "longitude": 2.7335}
    )
    page = person.go("/")
    page.get_by_role("button", name="Autour de moi").click()
    page.wait_for_url(re.compile("lat=48"))
    places = page.locator(".place__far")
    expect(places.first).to_have_text(re.compile(r"\d+\sm|[\d,]+\skm"))


def test_the_search_is_done_with_the_keyboard_alone(page: Page, site: Site):
    page.goto(site.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    reach(page, "#objet")
    page.keyboard.type("frigo")
    reach(page, "#ou")
    page.keyboard.type("montargis")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Montargis")
    reach(page, ".place a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Horaires")).to_be_visible()


def reach(page: Page, selector: str) -> None:
    """Press Tab until what a selector names has the focus."""
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(selector)


def test_the_map_shows_the_places_of_the_list_under_the_same_numbers(visitor: MakeVisitor):
    page = visitor().go("/points?objet=v%C3%A9lo&ou=Montargis")
    pins = page.locator(".leaflet-marker-icon")
    items = page.locator("#places .place[data-lat]")
    expect(pins).to_have_count(items.count())
    names = [
        f"{n}. {text.strip()}" for n, text in enumerate(items.locator("a").all_inner_texts(), 1)
    ]
    assert [pin.get_attribute("aria-label") for pin in pins.all()] == names
    pins.first.focus()
    page.keyboard.press("Enter")
    expect(items.first.locator("a")).to_be_focused()
