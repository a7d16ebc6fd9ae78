"""The coordinator prepares a meeting, records it from her phone, and finds what follows."""

import pytest
from playwright.sync_api import expect

from app.base.core import clock
from app.partners.actions.demo import structure_id
from tests.browser.conftest import MakeVisitor

BANK = f"/gestion/partenaires/{structure_id('banque-du-gatinais')}"
MORNING = "/gestion/partenariats/aujourdhui"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_meeting_prepared_then_recorded_on_a_phone_leads_to_the_morning_list(
    visitor: MakeVisitor, javascript
):
    today = clock.today().isoformat()
    subject = f"Le bilan de l’année, {'bis' if javascript else 'ter'}"
    what = f"Réserver la salle, {'bis' if javascript else 'ter'}"
    office = visitor("partenariats", javascript=javascript).go(f"{BANK}/echanges")
    office.get_by_role("link", name="Prévoir un rendez-vous").click()
    office.get_by_label("De quoi s’agit-il").fill(subject)
    office.get_by_label("Jour", exact=True).fill(today)
    office.get_by_label("Heure").fill("00:05")
    office.get_by_label("Thomas Lecointe").check()
    office.get_by_label("Ce que nous voulons dire et demander").fill("Les chiffres\nLa suite")
    office.get_by_role("button", name="Enregistrer").click()
    expect(office.get_by_role("heading", level=2, name=subject)).to_be_visible()
    office.get_by_role("link", name="Fiche à emporter").click()
    expect(office.get_by_role("heading", name="Qui sont-ils")).to_be_visible()
    expect(office.get_by_text("50 portables en décembre")).to_be_visible()

    person = visitor("partenariats", javascript=javascript, width=360)
    phone = person.go(MORNING)
    phone.get_by_role("link", name=subject).click()
    phone.get_by_role("link", name="Noter ce qui s’est dit").click()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.get_by_label("Ce qui s’est dit", exact=True).fill("Ils continuent l’an prochain.")
    phone.get_by_label("La suite").fill(what)
    phone.get_by_label("Pour quel jour").fill(today)
    phone.get_by_label("En faire la prochaine action du partenariat").check()
    phone.get_by_role("button", name="Enregistrer l’échange").click()
    expect(phone.get_by_text("L’échange est noté.")).to_be_visible()
    person.go(MORNING)
    expect(phone.get_by_role("link", name=what)).to_be_visible()
    expect(phone.get_by_role("link", name=subject)).to_have_count(0)


def test_the_board_opens_a_step_on_a_phone_and_moves_a_card(visitor: MakeVisitor):
    person = visitor("partenariats", width=360)
    page = person.go("/gestion/partenariats")
    card = page.get_by_role("link", name="Filière Appareils")
    expect(card).to_be_hidden()
    page.get_by_role("link", name="Identification").click()
    expect(card).to_be_visible()
    page.locator("#identification").get_by_role("button", name="Étape suivante").click()
    expect(page.get_by_text("Étape : Rencontre.")).to_be_visible()
    expect(page.locator("#rencontre").get_by_role("link", name="Filière Appareils")).to_be_visible()
    moved = page.locator("#rencontre li").filter(has_text="Filière Appareils")
    moved.get_by_role("button", name="Étape précédente").click()
    expect(page.get_by_text("Étape : Identification.")).to_be_visible()


def test_a_card_is_carried_to_the_next_step_by_hand_and_no_farther(visitor: MakeVisitor):
    page = visitor("partenariats", width=1280).go("/gestion/partenariats")
    step = page.locator("section.board__column:has(form[data-to])").first
    card = step.locator(".board__card:has(form[data-to])").first
    name, here = card.get_by_role("heading").inner_text(), step.get_attribute("id")
    beside = card.locator("form[data-to]").first.get_attribute("data-to")
    far = page.locator(f"section.board__column:not(#{here}):not(#{beside})").last
    card.drag_to(far.locator("h2"))
    expect(page.locator(f"#{here}")).to_contain_text(name)
    card.drag_to(page.locator(f"#{beside} h2"))
    expect(page.get_by_text("Étape : ")).to_be_visible()
    expect(page.locator(f"#{beside}")).to_contain_text(name)
