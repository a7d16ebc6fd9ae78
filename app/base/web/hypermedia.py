"""Page or partial: the only module that reads an HX-* header."""

from flask import Flask, Response, make_response, render_template, request
from flask_htmx import HTMX
from werkzeug.urls import iri_to_uri

VARY = ("HX-Request", "HX-Target", "HX-History-Restore-Request")
READING = "public, no-cache"
"""Any cache may keep a reading page and asks whether it changed: who corrects a place's hours
or says that a bin is full sees it at once, and an unchanged page costs no body."""

COMPRESSIBLE = "X-Compressible"
"""Told to `security`, which takes it off: it never leaves the house."""

htmx = HTMX()


def init_app(app: Flask) -> None:
    """Let flask-htmx read the headers of each request."""
    htmx.init_app(app)


def swap_target() -> str | None:
    """Return the id of the element htmx will replace, or None for a whole page.

    A history restore always wants the whole page.
    """
    if not htmx or htmx.history_restore_request:
        return None
    return (htmx.target or "").removeprefix("#") or None


def page(
    template: str,
    *,
    swaps: tuple[str, ...] = (),
    status: int = 200,
    reading: bool = False,
    compressed: bool = False,
    **context: object,
) -> Response:
    """Answer with `template`, or with the one partial the browser asked to swap.

    `swaps` lists the element ids this page lets htmx replace. The id `slot-picker` on page
    `pickups/new.html` is drawn by `pickups/_slot_picker.html`, whose root element carries
    that id; anything not listed gets the whole page. `reading` marks a public page without
    form token or cookie: it may be kept by caches and gets an ETag. `compressed` says that a page
    which is not a reading one carries no secret but its masked form token.
    """
    target = swap_target()
    if target in swaps:
        folder = template.rpartition("/")[0]
        template = f"{folder}/_{target.replace('-', '_')}.html"
    response = make_response(render_template(template, **context), status)
    if swaps:
        response.vary.update(VARY)
    if compressed:
        response.headers[COMPRESSIBLE] = "1"
    if reading and status == 200:  # noqa: PLR2004 - plain OK
        response.headers["Cache-Control"] = READING
        response.add_etag(weak=True)
        response.make_conditional(request)
    return response


def go(url: str) -> Response:
    """Send the browser to another page: 303, or HX-Redirect where htmx asked.

    A 303 would be followed inside the swap and the new page drawn inside the old one.
    """
    if htmx:
        return Response(status=204, headers={"HX-Redirect": iri_to_uri(url)})
    return Response(status=303, headers={"Location": url})
