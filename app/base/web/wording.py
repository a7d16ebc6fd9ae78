"""Sentences in the reader's language, at a cost that a page of a hundred of them can bear.

The library finds its context, its domain and the language again at each sentence; here a
request looks once.
"""

from typing import Any

from babel.support import NullTranslations
from flask import Flask, g
from flask_babel import Babel, Domain


class Wording(Domain):  # type: ignore[misc]
    """The translations of one request, found once."""

    def get_translations(self) -> NullTranslations:
        """Return the translations of this request's language."""
        if not g:
            return super().get_translations()
        found = g.get("wording")
        if found is None:
            found = g.wording = super().get_translations()
        return found


_wording = Wording()


def gettext(text: str, **values: object) -> str:
    """Return a sentence in the reader's language, its places filled."""
    said: str = _wording.get_translations().ugettext(text)
    return said % values if values else said


def init_app(app: Flask) -> None:
    """Speak French unless said otherwise, in Python and in templates."""
    Babel(app).domain_instance = _wording
    environment: Any = app.jinja_env
    environment.install_gettext_callables(
        gettext=lambda text: _wording.get_translations().ugettext(text),
        ngettext=lambda one, many, n: _wording.get_translations().ungettext(one, many, n),
        newstyle=True,
    )
