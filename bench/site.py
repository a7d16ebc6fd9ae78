"""The application with two views to compare with; gunicorn serves it to the bench alone.

Both go through the same layout, hooks and headers as any page, or through none of the layout.
"""

from flask import Blueprint, Flask, Response
from jinja2 import ChoiceLoader, DictLoader

from app.base.web.guards import anyone
from app.base.web.hypermedia import page

EMPTY = "/bench/vide"
BARE = "/bench/ok"

bp = Blueprint("bench", __name__)
_TEMPLATE = '{% extends "layouts/public.html" %}{% block title %}Vide{% endblock title %}'


@bp.get(EMPTY)
@anyone
def empty() -> Response:
    """Draw a public page that says nothing."""
    return page("bench/empty.html", reading=True)


@bp.get(BARE)
@anyone
def bare() -> str:
    """Answer without any page."""
    return "ok"


def with_bench(app: Flask) -> Flask:
    """Return `app` with the two views."""
    own = DictLoader({"bench/empty.html": _TEMPLATE})
    usual = app.jinja_env.loader
    app.jinja_env.loader = ChoiceLoader([own, usual] if usual else [own])
    app.register_blueprint(bp)
    return app
