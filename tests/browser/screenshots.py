"""Pictures of the README and of the tour: `python -m tests.browser.screenshots`."""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser.addresses import ASKED, RICOCHET
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


SEARCH = f"/points?{ASKED}&quand={working_morning()}"
PICTURES = (
    Picture("accueil-telephone", "/", width=360, height=760),
    Picture("accueil", "/"),
    Picture("resultats", SEARCH),
    Picture("resultats-telephone-sombre", SEARCH, width=360, height=760, dark=True),
    Picture("lieu", RICOCHET),
    Picture("objet", "/objets/ecran-d-ordinateur"),
    Picture("signaler-telephone", f"{RICOCHET}/signaler", width=360, height=760),
    Picture("enlevement", "/enlevements/nouveau"),
    Picture("aujourd-hui", "/gestion", "direction"),
    Picture("points-telephone", "/gestion/points", "direction", width=360, height=760),
    Picture("horaires", "/gestion/points/1", "direction", first=_typing_hours),
    Picture("import", "/gestion/points/import/{batch}", "direction"),
    Picture("objets-sombre", "/gestion/objets", "accueil", dark=True),
    Picture("comptes", "/gestion/comptes", "admin"),
)


def main() -> int:
    """Take every picture on a demonstration of its own."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site = Site(Path(folder))
        try:
            site.start()
            known = lay(browser, site, Path(folder))
            for picture in PICTURES:
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
