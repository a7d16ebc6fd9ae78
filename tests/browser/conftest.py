"""Fixtures of the walks: the real site, a real browser, people in front of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.site import Site
from tests.browser.visitors import Visitor, chromium, visit

HERE = Path(__file__).parent

MakeVisitor = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the walks: they need a browser, and silence."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")
            item.add_marker("alone")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the demonstration, served by the real server with its worker."""
    site = Site(tmp_path_factory.mktemp("site"))
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[MakeVisitor]:
    """Return a function that brings one more person; their pages' faults fail the test."""
    people: list[Visitor] = []

    def come(role: str = "", **wishes: object) -> Visitor:
        person = visit(browser, site, **wishes)
        people.append(person)
        if role:
            person.sign_in(role)
        return person

    yield come
    for person in people:
        person.context.close()
    assert [fault for person in people for fault in person.faults] == []


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def anyone(request: pytest.FixtureRequest, visitor: MakeVisitor) -> Visitor:
    """Return somebody of the public, with JavaScript and then without."""
    return visitor(javascript=request.param)


@pytest.fixture
def page(visitor: MakeVisitor) -> Page:
    return visitor().page


@pytest.fixture
def plain_page(visitor: MakeVisitor) -> Page:
    return visitor(javascript=False).page
