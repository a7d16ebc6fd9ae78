"""People in front of a bin say that it is full; the page tells the others."""

from playwright.sync_api import expect

from tests.browser.conftest import MakeVisitor

SPOT = "/points/borne-textile-du-patis-montargis/sur-place"


def test_a_bin_said_full_by_two_people_is_shown_full_until_staff_lift_it(visitor: MakeVisitor):
    first, second = visitor(javascript=False), visitor()
    first.go(SPOT).get_by_role("button", name="La borne est pleine").click()
    expect(first.page.locator("main")).to_contain_text("dès qu’une deuxième personne")
    second.go(SPOT).get_by_role("button", name="La borne est pleine").click()
    expect(second.page.locator("main")).to_contain_text("maintenant pour tout le monde")
    third = visitor().go("/points/borne-textile-du-patis-montargis")
    expect(third.locator(".notice--warn")).to_contain_text("pleine")
    desk = visitor("accueil")
    page = desk.go("/gestion/points/signalements")
    row = page.get_by_role("row").filter(has_text="Borne textile du Pâtis")
    row.get_by_role("button", name="Lever").click()
    expect(page.get_by_role("row").filter(has_text="Borne textile du Pâtis")).to_have_count(0)


def test_the_same_person_cannot_make_a_place_look_closed(visitor: MakeVisitor):
    person = visitor()
    for _time in range(2):
        page = person.go("/points/le-fil-retrouve-amilly/sur-place")
        page.get_by_role("button", name="C’est fermé").click()
    expect(page.locator("main")).to_contain_text("dès qu’une deuxième personne")
