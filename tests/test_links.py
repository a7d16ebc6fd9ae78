"""Every link of the house leads somewhere: followed from the two front doors."""

import re

import pytest

from tests.builders import commune, thursday
from tests.points.builders import place

LINK = re.compile(r'<(?:a|link|script|img|use)\b[^>]*?\b(?:href|src)="(/[^"#]*)')
MOST = 250


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def lived_in(session):
    commune(session)
    thursday(session)
    for n in range(3):
        place(session, name=f"Lieu {n}", insee="45208")
    session.commit()
    return session


def followed(client, start: str) -> dict[str, int]:
    """Return the status of each page reached from `start`, by address."""
    left, seen = [start], {}
    while left and len(seen) < MOST:
        address = left.pop(0)
        if address in seen:
            continue
        answer = client.get(address.replace("&amp;", "&"), buffered=True)
        seen[address] = answer.status_code
        if answer.mimetype == "text/html":
            left += [link for link in LINK.findall(answer.text) if link not in seen]
    return seen


def test_no_public_link_is_dead(client, lived_in):
    seen = followed(client, "/")
    dead = {address: status for address, status in seen.items() if status >= 400}
    assert len(seen) > 20
    assert dead == {}


def test_no_link_of_the_back_office_is_dead(signed_in, lived_in):
    seen = followed(signed_in("admin"), "/gestion")
    dead = {address: status for address, status in seen.items() if status >= 400}
    assert len(seen) > 40
    assert dead == {}
