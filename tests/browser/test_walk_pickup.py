"""Things are fetched: asked for, moved, waited for, confirmed, loaded on the van."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from app.base.core import clock
from tests.browser.booking import BOOK, LOOK, book, choose, fill, open_day, settle
from tests.browser.conftest import MakeVisitor
from tests.browser.site import Site, text_of
from tests.browser.visitors import Visitor

FRIDGE = [("réfrigérateur", 1)]
HARD = [("réfrigérateur", 3)]
"""With thirty floors to climb, more than any usual round has time for."""
AT_HOME = re.compile("Votre enlèvement")


def address_of(name: str, request: pytest.FixtureRequest) -> str:
    """Return an e-mail address that only this story writes to."""
    return f"{name}-{'js' if 'with J' in request.node.name else 'plain'}@exemple.test"


def link_in(letter: EmailMessage) -> str:
    """Return the address that a letter gives to follow the visit."""
    found = re.search(r"http\S+/enlevements/[\w-]+", text_of(letter))
    assert found
    return found[0]


def keep(page: Page, slot: int | str) -> str:
    """Choose a slot and see that it is kept; return its words."""
    words = choose(page, slot)
    by_hand = page.get_by_role("button", name="Garder ce créneau")
    if by_hand.count():
        by_hand.click()
    expect(page.get_by_text("Ce créneau est gardé pour vous")).to_be_visible()
    expect(page.get_by_role("radio", name=words)).to_be_checked()
    return words


def test_a_resident_books_from_her_search_moves_and_cancels(
    anyone: Visitor, visitor: MakeVisitor, site: Site, request: pytest.FixtureRequest
):
    email = address_of("basile", request)
    page = anyone.go("/points?objet=réfrigérateur&objet=écran+d’ordinateur&ou=Montargis")
    page.get_by_role("link", name="Demander un enlèvement").click()
    expect(page.locator("#objet-1")).to_have_value(re.compile("cran"))
    page.locator("#quantite-1").fill("2")
    page.get_by_label("Adresse", exact=True).fill("3 rue des Essais")
    page.get_by_label("Étage").fill("3")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label(re.compile("J’accepte")).check()
    page.get_by_role("button", name=LOOK).click()
    settle(page)
    when = keep(page, 0)
    reference = book(page)
    expect(page.locator("main")).to_contain_text(when)
    expect(page.locator("main")).to_contain_text("C’est réservé")
    letter = site.letter(email, when)
    calendars = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert calendars
    assert reference in str(calendars[0].get_content())
    page.get_by_role("link", name="Changer de créneau").click()
    other = page.get_by_role("group", name="Quand ?").locator("label").last
    moved = other.inner_text()
    other.click()
    page.get_by_role("button", name="Prendre ce créneau").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(AT_HOME)
    expect(page.locator("main")).to_contain_text(moved)
    assert link_in(site.letter(email, moved)) == link_in(letter)
    page.goto(link_in(letter))
    expect(page.locator("main")).to_contain_text(moved)
    page.get_by_role("link", name="Annuler cet enlèvement").click()
    page.get_by_role("button", name="Annuler cet enlèvement").click()
    expect(page.locator("main")).to_contain_text("Cet enlèvement est annulé")
    site.letter(email, "annulé")
    site.run("worker", "--once")
    assert len(site.letters(email)) == 3


def test_the_same_form_sent_again_books_once(
    anyone: Visitor, site: Site, request: pytest.FixtureRequest
):
    """What a browser does when somebody goes back and agrees to send the page again."""
    page = anyone.go("/enlevements/nouveau")
    fill(page, FRIDGE, where="Amilly", email=address_of("cleo", request))
    choose(page, 1)
    with page.expect_request(lambda sent: sent.method == "POST") as sending:
        book(page)
    sent = sending.value
    kind = {"Content-Type": sent.headers["content-type"]}
    again = anyone.context.request.post(sent.url, data=sent.post_data_buffer, headers=kind)
    assert again.url == page.url
    site.run("worker", "--once")
    assert len(site.letters(address_of("cleo", request))) == 1


def test_a_mistake_says_where_it_is_and_keeps_what_was_typed(anyone: Visitor):
    anyone.expected.add(422)
    page = anyone.go("/enlevements/nouveau")
    fill(page, [("chaise", 2), ("table", 1)], where="Amilly", email="pas-une-adresse")
    words = choose(page, 2)
    page.get_by_role("button", name=BOOK).click()
    summary = page.get_by_role("group", name="À corriger avant de continuer")
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("Adresse e-mail")).to_be_focused()
    expect(page.get_by_label("Adresse e-mail")).to_have_value("pas-une-adresse")
    expect(page.locator("#objet-1")).to_have_value("table")
    expect(page.locator("#quantite-0")).to_have_value("2")
    expect(page.get_by_label("Adresse", exact=True)).to_have_value("5 rue des Essais")
    expect(page.get_by_role("radio", name=words)).to_be_checked()


def test_a_slot_filled_meanwhile_leaves_the_others(visitor: MakeVisitor, site: Site):
    desk, slow, quick = visitor("accueil"), visitor(javascript=False), visitor()
    slow.expected.add(422)
    hour = open_day(
        desk.page, site.url, clock.today() + timedelta(days=9), Début="22:01", Places="1"
    )
    for person, name in ((slow, "lente"), (quick, "vive")):
        fill(person.go("/enlevements/nouveau"), FRIDGE, email=f"{name}@exemple.test")
    choose(slow.page, hour)
    choose(quick.page, hour)
    book(quick.page)
    slow.page.get_by_role("button", name=BOOK).click()
    expect(slow.page.get_by_role("group", name="À corriger")).to_contain_text("n’est plus libre")
    expect(slow.page.get_by_role("group", name="Quand ?")).not_to_contain_text(hour)
    expect(slow.page.locator("#objet-0")).to_have_value("réfrigérateur")
    choose(slow.page, 0)
    book(slow.page)


def test_who_waits_is_offered_the_place_that_another_gives_back(
    anyone: Visitor, visitor: MakeVisitor, site: Site, request: pytest.FixtureRequest
):
    other, desk = visitor(), visitor("accueil")
    email = address_of("attente", request)
    day = clock.today() + timedelta(days=10 if "js" in email else 12)
    room = {"Places": "1", "Temps de travail": "12 h"}
    hour = open_day(desk.page, site.url, day, Début="22:02", **room)
    fill(other.go("/enlevements/nouveau"), HARD, floor=30, email=f"autre-{email}")
    choose(other.page, hour)
    book(other.page)
    page = anyone.go("/enlevements/nouveau")
    fill(page, HARD, address="8 rue des Essais", floor=30, email=email)
    page.get_by_role("button", name="M’inscrire sur la liste d’attente").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(AT_HOME)
    link = link_in(site.letter(email, "liste d’attente"))
    other.page.get_by_role("link", name="Annuler cet enlèvement").click()
    other.page.get_by_role("button", name="Annuler cet enlèvement").click()
    assert link_in(site.letter(email, "Une place se libère")) == link
    page.goto(link)
    expect(page.get_by_text("Une place s’est libérée")).to_contain_text(hour)
    page.get_by_role("button", name="Prendre cette place").click()
    expect(page.locator("main")).to_contain_text("C’est réservé")
    site.letter(email, "C’est réservé")


def test_staff_confirm_furniture_and_the_resident_sees_it(
    anyone: Visitor, visitor: MakeVisitor, site: Site, request: pytest.FixtureRequest
):
    email = address_of("dora", request)
    page = anyone.go("/enlevements/nouveau")
    fill(page, [("armoire", 1)], where="Amilly", email=email)
    choose(page, 3)
    reference = book(page)
    expect(page.locator("main")).to_contain_text("L’équipe lit votre demande")
    desk = visitor("accueil").page
    desk.get_by_role("link", name=re.compile("attend(ent)? une réponse")).click()
    row = desk.get_by_role("row").filter(has_text=reference)
    row.get_by_role("button", name="Confirmer").click()
    desk.get_by_text(f"{reference} est confirmé").wait_for()
    page.reload()
    expect(page.locator("main")).to_contain_text("C’est réservé")
    site.letter(email, "C’est réservé")


def test_staff_book_for_the_lady_on_the_phone(visitor: MakeVisitor):
    desk = visitor("accueil").page
    desk.get_by_role("link", name="Enlèvements").first.click()
    desk.get_by_role("link", name="Réserver pour quelqu’un").click()
    fill(desk, [("armoire", 1)], phone="02 61 91 00 08")
    words = choose(desk, 4)
    reference = book(desk)
    expect(desk.locator("main")).to_contain_text(words)
    expect(desk.locator("main")).to_contain_text("confirmé")
    neighbour = visitor().go("/enlevements/suivi")
    neighbour.get_by_label("Référence").fill(reference.lower())
    neighbour.get_by_label("E-mail ou téléphone").fill("02.61.91.00.08")
    neighbour.get_by_role("button", name="Voir ma réservation").click()
    expect(neighbour.get_by_role("heading", level=1)).to_contain_text(reference)


def test_a_counter_books_and_prints_the_slip(visitor: MakeVisitor):
    clerk = visitor("guichet", javascript=False)
    page = clerk.go("/guichet")
    page.get_by_role("link", name="Réserver pour un habitant").first.click()
    fill(page, FRIDGE, phone="02 61 91 00 09")
    words = choose(page, 5)
    page.get_by_role("button", name=BOOK).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enlèvement à domicile")
    expect(page.locator("main")).to_contain_text(words)
    reference = page.locator(".huge").inner_text()
    clerk.go("/guichet")
    expect(page.get_by_role("row").filter(has_text=reference)).to_contain_text("confirmé")


def test_the_driver_notes_each_stop_on_a_phone(
    visitor: MakeVisitor, site: Site, request: pytest.FixtureRequest
):
    monday = clock.today().weekday() == 0
    usual, town = ("Mercredi, est", "Courtenay") if monday else ("Un lundi sur deux", "Lorris")
    desk, driver = visitor("accueil").page, visitor("chauffeur", width=390).page
    hour = open_day(desk, site.url, clock.today(), usual, Début="23:56")
    booked = []
    for number in (1, 2):
        desk.goto(f"{site.url}/gestion/enlevements/nouveau")
        fill(
            desk,
            [("réfrigérateur", 1), ("écran d’ordinateur", 2)],
            where=town,
            address=f"{number} rue des Essais",
            phone=f"02 61 91 00 2{number}",
        )
        choose(desk, hour)
        booked.append(book(desk))
    driver.get_by_role("heading", level=1).wait_for()
    driver.goto(f"{site.url}/tournee")
    round_ = driver.get_by_role("region").filter(has_text=hour)
    expect(round_).to_contain_text("2 arrêts restent à faire")
    round_.get_by_role("link", name="Aller au prochain arrêt").click()
    expect(driver.get_by_role("heading", level=1)).to_have_text("Arrêt 1 sur 2")
    driver.get_by_label(re.compile("kg|oids")).first.fill("52,5")
    driver.get_by_role("button", name="Fait, tout est parti").click()
    expect(driver.get_by_role("heading", level=1)).to_have_text("Arrêt 2 sur 2")
    driver.get_by_text("Quelque chose reste, ou est refusé").click()
    driver.get_by_role("radio").first.check()
    driver.get_by_role("button", name="Tout laissé sur place").click()
    expect(driver.get_by_role("region").filter(has_text=hour)).to_contain_text(
        "Il ne reste aucun arrêt à faire"
    )
    desk.goto(f"{site.url}/gestion/enlevements?etat=laisse")
    either = re.compile("|".join(booked))  # the round's order is not the order of booking
    expect(desk.get_by_role("row").filter(has_text=either)).to_be_visible()


def test_a_late_answer_keeps_what_was_typed_meanwhile(visitor: MakeVisitor, site: Site):
    """On a slow network the answer shows what was sent; what came after stays."""
    page = visitor(javascript=True).go("/enlevements/nouveau?objet=réfrigérateur&ou=Montargis")
    page.get_by_role("button", name="Ajouter un objet").click()
    page.locator("#objet-1").fill("écran d’ordinateur")
    slow_down(page)
    page.get_by_role("button", name=LOOK).click()
    page.locator("#quantite-1").fill("2")
    page.get_by_label("Adresse e-mail").fill("lente@exemple.test")
    page.get_by_label(re.compile("J’accepte")).check()
    page.get_by_label("Adresse", exact=True).press_sequentially("3 rue des Essais")
    expect(page.locator("#objet-1-read")).to_be_visible()
    page.get_by_label("Adresse", exact=True).press_sequentially(", bâtiment B")
    expect(page.locator("#quantite-1")).to_have_value("2")
    expect(page.get_by_label("Adresse e-mail")).to_have_value("lente@exemple.test")
    expect(page.get_by_label("Adresse", exact=True)).to_have_value("3 rue des Essais, bâtiment B")
    expect(page.get_by_label(re.compile("J’accepte"))).to_be_checked()


def test_a_commune_changed_late_asks_again_by_itself(visitor: MakeVisitor, site: Site):
    page = visitor(javascript=True).go("/enlevements/nouveau?objet=réfrigérateur&ou=Montargis")
    slow_down(page)
    page.get_by_role("button", name="Ajouter un objet").click()
    page.get_by_label("Commune").fill("Orléans")
    page.get_by_label("Étage").focus()
    expect(page.locator("#objet-1")).to_be_visible()
    expect(page.get_by_text("Nous ne passons pas dans cette commune")).to_be_visible()
    expect(page.locator("#objet-1")).to_be_visible()


def test_a_line_taken_away_late_leaves_the_others_what_was_typed(visitor: MakeVisitor, site: Site):
    page = visitor(javascript=True).go("/enlevements/nouveau?objet=chaise&objet=table&ou=Montargis")
    slow_down(page)
    page.get_by_role("button", name="Retirer chaise").click()
    page.locator("#quantite-1").fill("4")
    expect(page.locator("#objet-1")).to_have_count(0)
    expect(page.locator("#objet-0")).to_have_value("table")
    expect(page.locator("#quantite-0")).to_have_value("4")
    expect(page.locator("#quantite-0")).to_be_focused()


def slow_down(page: Page) -> None:
    """Let each answer come a second and a half later, as on a bad line."""
    network = {"offline": False, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", network)
