"""Every page of the house, seen by each role: for everybody, on any screen, light to carry."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app import create_app
from app.config import Settings
from tests.browser.addresses import PUBLIC, STAFF, Page, astray, forgotten
from tests.browser.conftest import MakeVisitor
from tests.browser.ground import lay
from tests.browser.measures import (
    GRADE_A,
    ecoindex,
    footprint,
    invalid,
    overflow,
    violations,
)
from tests.browser.site import Site
from tests.browser.visitors import Visitor, visit

IGNORED: dict[str, str] = {}
"""Start of a validator's message → why it is not ours to mend."""

Open = Callable[..., Visitor]
SETTLED = """() => document.readyState === "complete"
  && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")
  && !(document.querySelector("[data-outline]") && !document.querySelector(".leaflet-pane path"))"""
"""The page is whole: nothing on its way, and the territory drawn on its map."""


@pytest.fixture(scope="session")
def known(browser: Browser, site: Site, tmp_path_factory: pytest.TempPathFactory):
    return lay(browser, site, tmp_path_factory.mktemp("ground"))


@pytest.fixture(scope="session")
def staff(browser: Browser, site: Site) -> Iterator[Callable[[str], Visitor]]:
    """Return a function that gives somebody of a role; each signs in once and stays."""
    people: dict[str, Visitor] = {}

    def come(role: str) -> Visitor:
        if role not in people:
            person = people[role] = visit(browser, site)
            person.sign_in(role)
            person.page.get_by_role("heading", level=1).wait_for()
        return people[role]

    yield come
    for person in people.values():
        person.context.close()


@pytest.fixture
def opened(visitor: MakeVisitor, staff, known) -> Iterator[Open]:
    """Return a function that opens a page as who may; the public comes with a new browser."""
    people: list[Visitor] = []

    def open_page(page: Page) -> Visitor:
        person = staff(page.role) if page.role else visitor()
        people.append(person)
        person.faults.clear()
        person.page.set_viewport_size({"width": 1280, "height": 900})
        person.expected.add(422)  # a question is an answer too
        person.go(page.address.format(**known))
        person.page.wait_for_function(SETTLED)
        return person

    yield open_page
    assert [fault for person in people for fault in person.faults] == []


def test_no_page_is_forgotten_and_none_is_astray(tmp_path: Path):
    app = create_app(Settings(_env_file=None, data_dir=tmp_path, secret_key="x" * 40))
    assert forgotten(app) == set()
    assert astray(app) == []


@pytest.mark.parametrize("page", [*PUBLIC, *STAFF], ids=str)
def test_a_page_is_for_everybody_on_any_screen_in_both_lights(page: Page, opened: Open):
    """A public one earns an A of EcoIndex too, and reading it leaves no cookie: one visit for all."""
    seen = opened(page).page
    counted, cookies = footprint(seen), seen.context.cookies()
    troubles = violations(seen)
    seen.emulate_media(color_scheme="dark")
    troubles += [f"dark: {one}" for one in violations(seen, "color-contrast")]
    seen.emulate_media(color_scheme="light")
    seen.set_viewport_size({"width": 360, "height": 800})
    troubles += [f"360: {one}" for one in violations(seen)]
    seen.set_viewport_size({"width": 320, "height": 800})
    assert (troubles, max(overflow(seen), 0)) == ([], 0)
    if page in PUBLIC:
        assert ecoindex(*counted) > GRADE_A, counted
    if page.reading:
        assert cookies == []


def test_every_page_is_valid_html(visitor: MakeVisitor, staff, known, site: Site, tmp_path: Path):
    files, anybody = {}, visitor()
    for number, page in enumerate((*PUBLIC, *STAFF)):
        reader = staff(page.role) if page.role else anybody
        answer = reader.context.request.get(site.url + page.address.format(**known))
        file = tmp_path / f"{number}.html"
        file.write_bytes(answer.body())
        files[file] = page
    wrong = {
        f"{files[Path(one['url'].removeprefix('file:'))]} : {one['message']} {one.get('extract', '')}"
        for one in invalid(files)
        if not one["message"].startswith(tuple(IGNORED))
    }
    assert wrong == set()


def test_the_grade_is_the_published_one():
    assert ecoindex(100, 100, 100) == pytest.approx(67, abs=1)
    assert ecoindex(0, 0, 0) == pytest.approx(95, abs=1)
