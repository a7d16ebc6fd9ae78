"""Somebody asks for a pickup, gets a letter, changes their mind."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import MakeVisitor
from tests.browser.site import Site, text_of
from tests.browser.visitors import Visitor


def fill(page: Page, address: str, slot: int = 0) -> str:
    """Fill the form; return the words of the slot chosen."""
    page.get_by_label("Qu’avez-vous à donner ?").fill("un réfrigérateur, deux écrans")
    page.get_by_label("Commune").fill("Amilly")
    page.get_by_label("Adresse", exact=True).fill("3 rue des Essais, 1er étage")
    choice = page.get_by_role("radio").nth(slot)
    choice.check()
    page.get_by_label("Adresse e-mail").fill(address)
    page.get_by_label(re.compile("J’accepte")).check()
    return page.get_by_role("group", name="Quand ?").locator("label").nth(slot).inner_text()


def left(page: Page, site: Site, slot: int = 0) -> int:
    """Return how many places the slot still has."""
    page.goto(f"{site.url}/enlevements/nouveau")
    label = page.get_by_role("group", name="Quand ?").locator("label").nth(slot).inner_text()
    found = re.search(r"\((\d+) place", label)
    assert found
    return int(found[1])


def test_a_pickup_is_asked_written_about_and_cancelled(anyone: Visitor, site: Site, request):
    address = f"basile-{abs(hash(request.node.name))}@exemple.test"
    page = anyone.page
    before = left(page, site)
    when = fill(page, address).split(" (")[0]
    page.get_by_role("button", name="Demander ce passage").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre enlèvement")
    expect(page.locator("main")).to_contain_text(when)
    letter = text_of(site.letter(address))
    assert when in letter
    assert left(page, site) == before - 1
    link = re.search(r"http\S+", letter)
    assert link
    page.goto(link[0])
    page.get_by_role("link", name="Annuler cet enlèvement").click()
    page.get_by_role("button", name="Annuler cet enlèvement").click()
    expect(page.locator("main")).to_contain_text(re.compile("annulé", re.IGNORECASE))
    assert left(page, site) == before


def test_the_same_form_sent_again_after_going_back_books_once(anyone: Visitor, site: Site, request):
    address = f"cleo-{abs(hash(request.node.name))}@exemple.test"
    page = anyone.page
    before = left(page, site, slot=1)
    fill(page, address, slot=1)
    page.get_by_role("button", name="Demander ce passage").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre enlèvement")
    page.wait_for_load_state("load")
    first = page.url
    page.go_back()
    page.get_by_role("button", name="Demander ce passage").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Votre enlèvement")
    assert page.url == first
    assert left(page, site, slot=1) == before - 1


def test_a_form_with_an_error_says_where_and_keeps_what_was_typed(anyone: Visitor):
    anyone.expected.add(422)
    page = anyone.go("/enlevements/nouveau")
    fill(page, "pas-une-adresse")
    page.get_by_role("button", name="Demander ce passage").click()
    summary = page.get_by_role("group", name="À corriger avant de continuer")
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("Adresse e-mail")).to_have_value("pas-une-adresse")
    expect(page.get_by_label("Qu’avez-vous à donner ?")).to_have_value(
        "un réfrigérateur, deux écrans"
    )


def test_staff_confirm_a_pickup_that_somebody_asked(anyone: Visitor, visitor: MakeVisitor, request):
    page = anyone.go("/enlevements/nouveau")
    fill(page, f"dora-{abs(hash(request.node.name))}@exemple.test", slot=2)
    page.get_by_role("button", name="Demander ce passage").click()
    title = page.get_by_role("heading", level=1).inner_text()
    reference = title.removeprefix("Votre enlèvement").strip()
    desk = visitor("accueil").page
    desk.get_by_role("link", name=re.compile("attend(ent)? une réponse")).click()
    row = desk.get_by_role("row").filter(has_text=reference)
    row.get_by_role("button", name=re.compile("Confirmer")).click()
    page.reload()
    expect(page.locator("main")).to_contain_text(re.compile("confirmé", re.IGNORECASE))
