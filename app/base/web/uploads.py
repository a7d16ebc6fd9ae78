"""How heavy a form may be, when its files pass the house's usual bound."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, request

View = TypeVar("View", bound=Callable[..., object])


def up_to(most_bytes: int) -> Callable[[View], View]:
    """Let a page's form weigh up to `most_bytes`."""

    def marked(view: View) -> View:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return marked


def init_app(app: Flask) -> None:
    """Set each request's bound before anything reads its form: the CSRF token is in it."""

    @app.before_request
    def bound() -> None:
        most = getattr(app.view_functions.get(request.endpoint or ""), "most_bytes", None)
        if most is not None:
            request.max_content_length = most
