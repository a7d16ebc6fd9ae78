"""How people fill the booking form, in front of a real browser, and open a day for the van."""

import re
from collections.abc import Sequence
from datetime import date

from playwright.sync_api import Page, expect

Things = Sequence[tuple[str, int]]
LOOK = re.compile("[Vv]oir les créneaux")
BOOK = "Réserver ce passage"
EVENING = ("23:57", "23:58")
"""A round whose hour has not come, whatever the hour the tests run."""


def settle(page: Page) -> None:
    """Wait until the page has drawn every answer it asked for."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def list_things(page: Page, things: Things) -> None:
    """Type what is to be taken, one line each."""
    for number, (name, count) in enumerate(things):
        if not page.locator(f"#objet-{number}").count():
            page.get_by_role("button", name="Ajouter un objet").click()
            settle(page)
        page.locator(f"#objet-{number}").fill(name)
        page.locator(f"#quantite-{number}").fill(str(count))


def fill(
    page: Page,
    things: Things,
    *,
    where: str = "Montargis",
    address: str = "5 rue des Essais",
    floor: int = 0,
    email: str = "",
    phone: str = "",
) -> None:
    """Fill the form up to the slots, which are then shown."""
    list_things(page, things)
    page.get_by_label("Commune").fill(where)
    page.get_by_label("Adresse", exact=True).fill(address)
    page.get_by_label("Étage").fill(str(floor))
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Téléphone").fill(phone)
    page.get_by_label(re.compile("J’accepte")).check()
    settle(page)
    page.get_by_role("button", name=LOOK).click()
    settle(page)


def choose(page: Page, which: int | str | re.Pattern[str] = 0) -> str:
    """Tick a slot, by its number or its words; return its words."""
    labels = page.get_by_role("group", name="Quand ?").locator("label")
    label = labels.nth(which) if isinstance(which, int) else labels.filter(has_text=which).first
    words = label.inner_text()
    label.click()
    settle(page)
    return words


def chosen(page: Page) -> str:
    """Return what the form sends for the ticked slot: a pattern and a day."""
    return page.locator("input[name=slot]:checked").get_attribute("value") or ""


def book(page: Page) -> str:
    """Send the form; return the reference that the person's own page shows."""
    page.get_by_role("button", name=BOOK).click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text(re.compile("nlèvement [A-Z0-9]{6}"))
    return title.inner_text().strip()[-6:]


def open_day(desk: Page, base: str, day: date, usual: str = "", **typed: str) -> str:
    """Let the van drive one day more, by the desk; return the hours as people read them.

    `usual` names the weekly slot it is like (around Montargis); `typed` by the fields' words.
    """
    usual = usual or ("Vendredi, Montargis" if day.weekday() == 1 else "Mardi, Montargis")
    hours = {"Début": EVENING[0], "Fin": EVENING[1]}
    desk.goto(f"{base}/gestion/creneaux/jours-exceptionnels")
    form = desk.locator("#add")
    form.get_by_label(re.compile("Ajouter des jours")).check()
    pattern = form.get_by_label("Créneau", exact=True)
    option = pattern.locator("option").filter(has_text=usual).first
    pattern.select_option(option.get_attribute("value"))
    form.get_by_label("Premier jour").fill(day.isoformat())
    for label, text in {**hours, **typed}.items():
        form.get_by_label(label).fill(text)
    form.get_by_role("button", name="Enregistrer ces jours").click()
    desk.get_by_text("Ces jours sont enregistrés").wait_for()
    return (hours | typed)["Début"].replace(":", " h ")
