"""Whatever is typed, forged or cut short: a sentence or a page, never an error of ours.

Every route of the application is walked, with every parameter and field that it asks for, so
that a new one cannot be forgotten.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.catalog import dictionary
from tests.hostile import EVERYWHERE, FEW, INTERNAL, VALUES, World, address, build, hearing

OPENED = dict.fromkeys(
    (
        "/bilan/<review_secret>",
        "/bilan/<review_secret>/<review_paper>.pdf",
        "/bilan/<review_secret>/releve.csv",
        "/reemploi/<poster_code>",
        "/partenaire/bilan",
        "/partenaire/bilan/releve.csv",
        "/partenaire/synergies/<uuid:synergy_id>",
        "/partenaire/synergies/relations/<uuid:relation_id>",
    ),
    200,
)
"""Pages behind a secret or in a structure's own space: the sweep stands before them, and not
before their refusal."""
ODD_METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "ODD")


@pytest.fixture
def world(app: Flask, session, monkeypatch) -> Iterator[World]:
    few = dictionary.objects()[:5]
    monkeypatch.setattr(dictionary, "objects", lambda: few)
    kept = app.request_class
    yield build(app, session)
    app.request_class = kept


def routes(world: World, *methods: str) -> list[Rule]:
    rules = sorted(world.app.url_map.iter_rules(), key=lambda rule: rule.rule)
    return [rule for rule in rules if rule.methods.issuperset(methods)]


def values(world: World) -> dict[str, str]:
    """Return everything on one database, on the other what databases read differently."""
    on_sqlite = world.app.config["REBOND"].database_url.startswith("sqlite")
    return VALUES if on_sqlite else {name: VALUES[name] for name in FEW}


def fault(told: tuple[int, str], *what: str) -> list[str]:
    """Return the line that says what went wrong, or nothing."""
    status, text = told
    broken = status >= 500 or INTERNAL.search(text)
    return [f"{status} {' '.join(what)}"[:200]] if broken else []


def test_every_address_bears_odd_pieces_and_odd_methods(world: World):
    rules = {rule.rule: rule for rule in routes(world, "GET")}
    assert {each: world.ask("GET", address(world, rules[each]))[0] for each in OPENED} == OPENED
    faults = []
    for rule in routes(world):
        usual = address(world, rule)
        for method in ODD_METHODS:
            faults += fault(world.ask(method, usual), method, usual)
        for piece in rule.arguments:
            for value in values(world).values():
                odd = address(world, rule, **{piece: value})
                faults += fault(world.ask("GET", odd), odd)
    assert faults == []


def test_every_parameter_bears_whatever_is_in_it(world: World):
    faults = []
    for rule in routes(world, "GET"):
        here = address(world, rule)
        with hearing() as names:
            faults += fault(world.ask("GET", here), here)
            asked = sorted(names)
        for name in asked:
            for said, value in values(world).items():
                told = world.ask("GET", f"{here}?{name}={value}&{name}={value}")
                faults += fault(told, here, name, said)
    assert faults == []


def test_every_field_bears_whatever_is_in_it(world: World):
    faults = []
    for rule in routes(world, "POST"):
        here = address(world, rule)
        with hearing() as names:
            faults += fault(world.post(here, ""), here)
            asked = sorted(names - {"csrf_token"})
        for said, value in values(world).items():
            together = [asked] if said in EVERYWHERE else [[name] for name in asked]
            for some in together:
                faults += fault(world.post(here, value, *some), here, said, *some)
    assert faults == []
