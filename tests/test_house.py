"""The house rules a reviewer should never have to repeat."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

from tests.builders import commune

APP = Path(__file__).parents[1] / "app"
TEMPLATES = APP / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
PARTIALS = [path for path in PAGES if path.name.startswith("_")]
MODULES = sorted(APP.rglob("*.py"))
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
LOGIC = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)


def name_of(path: Path) -> str:
    return str(path.relative_to(APP))


@pytest.mark.parametrize("partial", PARTIALS, ids=name_of)
def test_a_partial_is_one_element_named_like_its_file(partial: Path):
    html = LOGIC.sub("", partial.read_text()).strip()
    assert re.match(rf'<\w+\s+id="{partial.stem[1:].replace("_", "-")}"', html)


@pytest.mark.parametrize("partial", PARTIALS, ids=name_of)
def test_a_partial_is_included_by_a_page(partial: Path):
    wanted = f'"{partial.relative_to(TEMPLATES)}"'
    assert any(wanted in page.read_text() for page in PAGES if page != partial)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_every_swap_has_its_file(module: Path):
    tree = ast.parse(module.read_text())
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "page"):
            continue
        swaps = next((k.value for k in call.keywords if k.arg == "swaps"), None)
        if swaps is None or not isinstance(call.args[0], ast.Constant):
            continue
        folder = (TEMPLATES / call.args[0].value).parent
        for each in swaps.elts:
            swap = ast.literal_eval(named.get(getattr(each, "id", ""), each))
            assert (folder / f"_{swap.replace('-', '_')}.html").is_file(), swap


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_runs_no_inline_script_and_wears_no_inline_style(page: Path):
    html = COMMENT.sub("", page.read_text())
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/ld\+json))", html)
    if "mail" not in page.name:
        assert not re.search(r"<style|\sstyle=", html)
    assert not re.search(r"\son[a-z]+=", html)
    assert not re.search(r"\shx-", html)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_form_that_changes_something_carries_its_token(page: Path):
    html = COMMENT.sub("", page.read_text())
    for form in re.finditer(r'<form[^>]*method="post".*?</form>', html, re.DOTALL):
        assert "csrf_token" in form.group() or "hidden_tag" in form.group()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_form_that_htmx_sends_works_without_it(page: Path):
    html = COMMENT.sub("", page.read_text())
    for form in re.finditer(r"<form[^>]*data-hx-[^>]*>", html):
        assert "action=" in form.group()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_whole_page_has_a_title(page: Path):
    html = page.read_text()
    if "{% extends" in html and page.parent.name != "errors":
        assert "{% block title %}" in html


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_import_of_a_page_is_used(page: Path):
    html = COMMENT.sub("", page.read_text())
    for names in re.findall(r"\{%-? from \"[^\"]+\" import (.+?) -?%\}", html):
        for name in names.split(","):
            alias = name.split(" as ")[-1].strip()
            assert len(re.findall(rf"\b{alias}\b", html)) > 1, alias


@pytest.fixture
def database() -> str:
    return "sqlite"


def test_addresses_are_kebab_case(app: Flask):
    fixed = {re.sub(r"<[^>]*>", "", rule.rule) for rule in app.url_map.iter_rules()}
    assert not [address for address in fixed if re.search(r"[A-Z_]", address)]


def test_every_view_says_who_may_enter(app: Flask):
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not getattr(app.view_functions[rule.endpoint], "__who__", None)
    ]
    assert silent == []


def test_the_back_office_is_never_open_to_anyone(app: Flask):
    open_doors = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/gestion", "/mon-compte", "/tournee"))
        and app.view_functions[rule.endpoint].__who__ == "anyone"
    ]
    assert open_doors == []


def test_no_get_and_no_post_opens_the_back_office_without_sign_in(app: Flask, client):
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(("/gestion", "/mon-compte", "/tournee")):
            continue
        address = re.sub(r"<any\(([^,)]+)[^>]*>", r"\1", rule.rule).replace("'", "")
        address = re.sub(r"<uuid:[^>]*>", "00000000-0000-4000-8000-000000000000", address)
        address = re.sub(r"<[^>]*>", "1", address)
        for method in rule.methods & {"GET", "POST"}:
            answer = client.open(address, method=method)
            assert (answer.status_code, answer.location or "") != (200, "")
            assert answer.status_code == 303, (method, address, answer.status_code)
            assert answer.location.startswith("/connexion")


def test_the_trail_and_the_events_are_append_only_at_head(app: Flask, session):
    rows = session.connection().exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    )
    assert [name for (name,) in rows] == [
        "agreement_article_frozen_delete",
        "agreement_article_frozen_insert",
        "agreement_article_frozen_update",
        "agreement_event_no_delete",
        "agreement_event_no_update",
        "agreement_frozen_delete",
        "agreement_frozen_update",
        "agreement_paper_no_delete",
        "agreement_paper_no_update",
        "arrangement_version_no_delete",
        "arrangement_version_no_update",
        "commitment_frozen_delete",
        "commitment_frozen_insert",
        "commitment_frozen_update",
        "feasibility_decision_no_delete",
        "feasibility_decision_no_update",
        "partner_review_edition_no_delete",
        "partner_review_edition_no_update",
        "partnership_event_no_delete",
        "partnership_event_no_update",
        "pickup_event_no_delete",
        "pickup_event_no_update",
        "synergy_event_no_delete",
        "synergy_event_no_update",
        "trail_entry_no_delete",
        "trail_entry_no_update",
    ]


def test_an_unknown_address_is_a_page_with_a_way_out(client):
    answer = client.get("/nulle-part")
    assert answer.status_code == 404
    assert 'href="/"' in answer.text


def test_a_page_carries_its_guards(client):
    headers = client.get("/plan-du-site").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "address", ["/", "/points", "/objets", "/plan-du-site", "/accessibilite", "/mentions-legales"]
)
def test_a_reading_page_sets_no_cookie_and_can_be_kept(client, session, address):
    commune(session)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")
    assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


ASKING = re.compile(r"\b(sa\.)?select\(")
ASKERS = ("queries", "actions", "base/")
OWN_ASKERS = ("territory/gazetteer.py", "accounts/journal.py", "health.py")


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_queries_and_actions_ask_the_database(module: Path):
    name = name_of(module)
    if name.endswith(OWN_ASKERS) or any(part in name for part in ASKERS):
        return
    assert not ASKING.search(module.read_text())
