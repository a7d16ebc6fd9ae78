"""A structure's own space opens for its members, and shows nobody else's."""

import re
from uuid import UUID

import pytest
from flask import Flask

from app.base.core import clock
from app.partners import own
from app.partners.models import MemberRole
from tests.accounts import builders as people
from tests.builders import commune
from tests.partners.builders import entered, member, site, structure


@pytest.fixture
def database() -> str:
    return "sqlite"


@pytest.fixture
def ours(session):
    commune(session)
    made = structure(session, "Gâtinais Habitat")
    site(session, made)
    return made


def routes(app: Flask) -> list[tuple[str, str, set[str]]]:
    """Return (address with its pieces, method, pieces) for every page of the own space."""
    return [
        (rule.rule, method, rule.arguments)
        for rule in app.url_map.iter_rules()
        if rule.rule == own.BASE or rule.rule.startswith(f"{own.BASE}/")
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


def filled(rule: str, ids: dict[str, UUID]) -> str:
    return re.sub(r"<(?:[^:>]*:)?(\w+)>", lambda found: str(ids[found[1]]), rule)


def test_no_address_of_the_space_names_a_structure(app):
    assert [rule for rule, _method, pieces in routes(app) if "organisation_id" in pieces] == []


def test_every_page_of_the_space_is_refused_to_whoever_is_no_member(app, client, signed_in, ours):
    rows = [
        (filled(rule, dict.fromkeys(pieces, ours.id)), method)
        for rule, method, pieces in routes(app)
    ]
    strangers = {"nobody": client, "team": signed_in("direction"), "alone": signed_in("partenaire")}
    opened = [
        (who, method, address)
        for who, browser in strangers.items()
        for address, method in rows
        if browser.open(address, method=method).status_code != (303 if who == "nobody" else 403)
    ]
    assert rows
    assert opened == []


def test_a_member_sees_the_sheet_and_who_else_enters(app, session, ours):
    person = member(session, ours)
    answer = entered(app, person).get("/partenaire")
    assert answer.status_code == 200
    assert "Gâtinais Habitat" in answer.text
    assert "1 rue du Port, Montargis" in answer.text
    assert "Responsable des partenariats" in answer.text


def test_the_sign_in_leads_a_member_to_the_space(app, session, ours):
    browser = app.test_client()
    person = member(session, ours, MemberRole.READER)
    assert people.sign_in(browser, person).location.endswith("/partenaire")


def test_the_space_of_a_closed_structure_says_so(app, session, ours):
    person = member(session, ours)
    ours.closed_at = clock.now()
    session.commit()
    answer = entered(app, person).get("/partenaire")
    assert answer.status_code == 403
    assert "n’est plus suivie ici" in answer.text
