"""Templates draw with what the application gives them, found in one look."""

import re
from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment

INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class Drawing(Environment):
    """The template engine, its globals in one dictionary for each template.

    The engine's own chain of two is walked in Python at each import of a macro and at each
    page: a twentieth of a page of results. Globals are all given before the first page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template finds everywhere: the application's, then its own."""
        return {**self.globals, **(d or {})}

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Leave out the indentation of a page: a sixth of what a page with a form weighs.

        Such a page is rarely compressed (see security.py). What people typed is not touched.
        """
        text = super().preprocess(source, name, filename)
        return INDENT.sub("", text) if (name or "").endswith(".html") else text


def init_app(app: Flask) -> None:
    """Draw this application's pages so; before anything asks for its templates."""
    app.jinja_environment = Drawing
