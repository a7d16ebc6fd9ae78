"""A public page comes in one round trip, and the next time it does not come at all."""

import re

import httpx
import pytest

from tests.browser.addresses import PUBLIC, RICOCHET, Page
from tests.browser.site import Site

ROUND_TRIP = 14 * 1024
FIXED = [page for page in PUBLIC if "{" not in page.address]
SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


def wire(site: Site, address: str) -> tuple[int, str]:
    """Return how many bytes an answer's body takes on the wire, and its text."""
    asked = {"Accept-Encoding": "br, gzip"}
    with httpx.stream(
        "GET", site.url + address, headers=asked, timeout=60, follow_redirects=True
    ) as answer:
        raw = b"".join(answer.iter_raw())
        text = httpx.Response(200, headers=answer.headers, content=raw).text
    return len(raw), text


@pytest.mark.parametrize("page", FIXED, ids=str)
def test_words_and_looks_of_a_public_page_come_in_one_round_trip(page: Page, site: Site):
    size, text = wire(site, page.address)
    sheets = SHEET.findall(text)
    sizes = [size, *(wire(site, sheet.replace("&amp;", "&"))[0] for sheet in sheets)]
    assert sheets
    assert sum(sizes) <= ROUND_TRIP, sizes


@pytest.mark.parametrize("address", ["/", RICOCHET, "/objets/ecran-d-ordinateur"])
def test_a_page_read_before_is_not_sent_again(site: Site, address: str):
    first = httpx.get(site.url + address)
    again = httpx.get(site.url + address, headers={"If-None-Match": first.headers["ETag"]})
    assert first.headers["Cache-Control"].startswith("public")
    assert (again.status_code, again.content) == (304, b"")
    assert "Set-Cookie" not in first.headers
