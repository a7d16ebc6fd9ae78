"""Pictures of the README and of the tour: `python -m tests.browser.screenshots`."""

import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from app.base.core import clock
from tests.browser.addresses import ASKED, BANK, HABITAT, RICOCHET, WHITE_SPOTS
from tests.browser.days import working_morning
from tests.browser.ground import lay
from tests.browser.site import Site
from tests.browser.visitors import Visitor, chromium, visit

FOLDER = Path(__file__).parents[2] / "docs" / "img"
COLOURS = 128
STRIP = 30
SUN = (242, 177, 52)
SETTLE_MS = 700


@dataclass(frozen=True)
class Picture:
    """One picture: its file, its address, who looks, on what, in which light."""

    name: str
    address: str
    role: str = ""
    width: int = 1280
    height: int = 860
    dark: bool = False
    first: Callable[[Page], None] | None = None
    """What the person does before the picture."""


def _typing_hours(page: Page) -> None:
    """Type hours, and show what the public will read."""
    page.locator("#hours").fill("Tu-Fr 09:30-12:00,14:00-18:00; Sa 10:00-17:00; PH off")
    page.locator("#opening").evaluate("part => scrollTo(0, part.offsetTop - 80)")


def _ask_for_a_visit(page: Page) -> None:
    """Fill the booking form as a resident does: two things, a door, a slot, a phone."""
    page.get_by_label("Objet", exact=True).fill("réfrigérateur")
    page.get_by_role("button", name="Ajouter un objet").click()
    still(page)
    page.get_by_label("Objet 2").fill("écran d’ordinateur")
    page.get_by_label("Combien").last.fill("2")
    page.get_by_label("Commune").fill("Montargis")
    page.get_by_label("Adresse", exact=True).fill("12 rue des Essais")
    page.get_by_label("Étage").fill("3")
    page.keyboard.press("Tab")
    still(page)
    page.get_by_role("button", name="Voir les créneaux").click()
    still(page)
    page.get_by_role("radio").first.check()
    page.get_by_text("Ce créneau est gardé pour vous").wait_for()
    page.get_by_label("Téléphone").fill("06 39 98 00 02")
    page.get_by_label(re.compile("J’accepte")).check()


def _at_the_slots(page: Page) -> None:
    """Fill the booking form, and show the slots."""
    _ask_for_a_visit(page)
    _up_to(page, "#slot-picker")


def _at_the_things(page: Page) -> None:
    """Fill the booking form, and show its beginning."""
    _ask_for_a_visit(page)
    page.evaluate("scrollTo(0, 0)")


def _on_a_busy_day(page: Page) -> None:
    """Go on in the agenda to a day with several stops, and open it."""
    day = _busy_day(page)
    page.goto(f"{_house(page)}/gestion/enlevements/agenda?jour={day}")


def _first_stop_of_the_sheet(page: Page) -> None:
    """Open the page of the first stop of a busy day."""
    _on_a_busy_day(page)
    page.locator("main ol a, main table a").first.click()
    page.get_by_role("heading", level=1).wait_for()


def _sheet_of_the_day(page: Page) -> None:
    """Open the road sheet of a busy day, as it is printed."""
    _on_a_busy_day(page)
    page.get_by_role("link", name="Feuille de route").first.click()
    page.locator(".run").wait_for()


def _driving(page: Page) -> None:
    """Open the stops of a busy day on the driver's phone."""
    page.goto(f"{_house(page)}/tournee?jour={_busy_day(page)}")


def _at_the_door(page: Page) -> None:
    """Open the first stop that is still to be made of a busy day."""
    _driving(page)
    page.get_by_role("link", name="Aller au prochain arrêt").first.click()
    page.get_by_role("heading", name="À prendre").wait_for()


def _busy_day(page: Page) -> str:
    """Return today when the van goes out, else the next day on which it has most to do."""
    best, most = "", 0
    for week in range(2):
        day = clock.today() + timedelta(days=7 * week)
        page.goto(f"{_house(page)}/gestion/enlevements/agenda?vue=semaine&jour={day}")
        for row in page.locator("tbody tr").all():
            link = row.locator("th a").get_attribute("href") or ""
            on = link.partition("jour=")[2]
            stops = row.locator("ol li").count()
            if on == clock.today().isoformat() and stops:
                return on
            if on > clock.today().isoformat() and stops > most:
                best, most = on, stops
    return best


def _house(page: Page) -> str:
    return page.evaluate("location.origin")


def _up_to(page: Page, part: str) -> None:
    page.locator(part).evaluate(
        "part => scrollTo(0, scrollY + part.getBoundingClientRect().top - 16)"
    )


DESK = "/gestion"
SEARCH = f"/points?{ASKED}&quand={working_morning()}"
PICTURES = (
    Picture("accueil-telephone", "/", width=360, height=760),
    Picture("accueil", "/"),
    Picture("resultats", SEARCH),
    Picture("resultats-telephone-sombre", SEARCH, width=360, height=760, dark=True),
    Picture("lieu", RICOCHET),
    Picture("objet", "/objets/ecran-d-ordinateur"),
    Picture("signaler-telephone", f"{RICOCHET}/signaler", width=360, height=760),
    Picture("enlevement", "/enlevements/nouveau", height=1180, first=_at_the_things),
    Picture("enlevement-creneaux", "/enlevements/nouveau", first=_at_the_slots),
    Picture(
        "enlevement-telephone", "/enlevements/nouveau", width=360, height=760, first=_at_the_slots
    ),
    Picture("mon-enlevement", "/enlevements/{pickup}", height=1000),
    Picture("mon-enlevement-telephone", "/enlevements/{pickup}", width=360, height=760),
    Picture("deplacer", "/enlevements/{pickup}/deplacement"),
    Picture("bon", "/enlevements/{pickup}/bon", height=1000),
    Picture("enlevements", "/gestion/enlevements", "accueil"),
    Picture("au-telephone", "/gestion/enlevements/nouveau", "accueil", first=_at_the_things),
    Picture("agenda", "/gestion/enlevements/agenda", "accueil", first=_on_a_busy_day),
    Picture("semaine", "/gestion/enlevements/agenda?vue=semaine", "accueil", height=1100),
    Picture("fiche-enlevement", "/gestion", "accueil", height=1100, first=_first_stop_of_the_sheet),
    Picture("feuille-de-route", "/gestion", "accueil", height=1000, first=_sheet_of_the_day),
    Picture("tournee-telephone", "/gestion", "chauffeur", width=360, height=760, first=_driving),
    Picture("arret-telephone", "/gestion", "chauffeur", width=360, height=1300, first=_at_the_door),
    Picture("creneaux", "/gestion/creneaux", "direction", height=1000),
    Picture("regles", "/gestion/regles-enlevement", "direction"),
    Picture("guichet", "/guichet/nouveau", "guichet"),
    Picture("courriers", "/gestion/courriers", "direction"),
    Picture("aujourd-hui", "/gestion", "direction"),
    Picture("points-telephone", "/gestion/points", "direction", width=360, height=760),
    Picture("horaires", "/gestion/points/1", "direction", first=_typing_hours),
    Picture("import", "/gestion/points/import/{batch}", "direction"),
    Picture("objets-sombre", "/gestion/objets", "accueil", dark=True),
    Picture("comptes", "/gestion/comptes", "admin"),
    Picture("matin", f"{DESK}/partenariats/aujourdhui?qui=tous", "partenariats"),
    Picture("structure", HABITAT, "partenariats"),
    Picture("tableau", f"{DESK}/partenariats", "partenariats"),
    Picture("noter-telephone", f"{HABITAT}/echanges/noter", "partenariats", 360, 760),
    Picture("convention", f"{DESK}/conventions/{{signed}}", "partenariats"),
    Picture("engagement", f"{DESK}/conventions/engagements/{{kept}}", "partenariats"),
    Picture("carte-acteurs", "/partenaires"),
    Picture("zones-blanches", WHITE_SPOTS, "partenariats"),
    Picture("dependance", f"{DESK}/dependance?par=objet&sans={BANK}", "direction"),
    Picture("faisabilite", f"{DESK}/faisabilite", "direction"),
    Picture("bilan", f"{DESK}/partenaires/{BANK}/bilan", "partenariats", height=1100),
    Picture("mise-en-relation", f"{DESK}/synergies/relations/{{relation}}", "partenariats"),
    Picture("espace-partenaire", "/partenaire", "partenaire"),
)


def still(page: Page) -> None:
    """Wait until no part of the page is being fetched."""
    page.wait_for_timeout(300)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def main() -> int:
    """Take every picture on a demonstration of its own, or those that are named."""
    wanted = set(sys.argv[1:])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = Site(Path(folder))
        try:
            site.start()
            known = lay(browser, site, Path(folder))
            for picture in PICTURES:
                if wanted and picture.name not in wanted:
                    continue
                size = _take(browser, site, picture, known)
                sys.stdout.write(f"{picture.name} {size // 1024} Ko\n")
        finally:
            site.stop()
    return 0


def _take(browser: Browser, site: Site, picture: Picture, known: dict[str, str]) -> int:
    person: Visitor = visit(browser, site, width=picture.width)
    page = person.page
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.emulate_media(color_scheme="dark" if picture.dark else "light")
    if picture.role:
        person.sign_in(picture.role)
        page.get_by_role("heading", level=1).wait_for()
    person.go(picture.address.format(**known))
    if picture.first:
        picture.first(page)
    page.wait_for_timeout(SETTLE_MS)
    file = FOLDER / f"{picture.name}.png"
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    _small(shot).save(file, optimize=True)
    person.context.close()
    return file.stat().st_size


def _small(shot: Image.Image) -> Image.Image:
    """Return a picture with few colours; a strip of sun, then cut off, keeps the mark's dot."""
    wide = Image.new("RGB", (shot.width, shot.height + STRIP), SUN)
    wide.paste(shot)
    return wide.quantize(COLOURS, dither=Image.Dither.NONE).crop((0, 0, *shot.size))


if __name__ == "__main__":
    sys.exit(main())
