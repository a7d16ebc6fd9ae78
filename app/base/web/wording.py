"""Sentences in the reader's language, at a cost that a page of a hundred of them can bear.

The library finds its context, its domain and the language again at each sentence, and the
template engine calls three functions around it; here a request looks once, and a sentence
without values is one look into a dictionary.
"""

from functools import lru_cache
from typing import Any, Final

from babel.support import NullTranslations
from flask import Flask, g, has_app_context
from flask_babel import Babel, Domain
from markupsafe import Markup

PLURAL: Final = 2


class French(NullTranslations):
    """The language that the sentences are written in, and its plural: 0 and 1 are singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the first sentence below two, else the second."""
        return msgid2 if abs(n) >= PLURAL else msgid1

    ungettext = ngettext


class Wording(Domain):  # type: ignore[misc]
    """The translations of one request, found once."""

    def get_translations(self) -> NullTranslations:
        """Return the translations of this request's language."""
        if not has_app_context():
            return _spoken(super().get_translations())
        context = g._get_current_object()  # noqa: SLF001 - its public name; each look through it costs
        found: NullTranslations | None = context.get("wording")
        if found is None:
            found = context.wording = _spoken(super().get_translations())
        return found


def _spoken(found: NullTranslations) -> NullTranslations:
    """Return French where no catalogue says anything else."""
    return found if getattr(found, "_catalog", None) else FRENCH


FRENCH = French()
_wording = Wording()


def gettext(text: str, **values: object) -> str:
    """Return a sentence in the reader's language, its places filled."""
    said: str = _wording.get_translations().ugettext(text)
    return said % values if values else said


def marked(text: str, /, **values: object) -> Markup:
    """Return a sentence for a template: its words are ours, its values are escaped."""
    said = _marked(_wording.get_translations(), text)
    return said % values if "%" in said else said


@lru_cache(maxsize=4096)
def _marked(translations: Any, text: str) -> Markup:
    return Markup(translations.ugettext(text))  # noqa: S704 - sentences are the project's own


def init_app(app: Flask) -> None:
    """Speak French unless said otherwise, in Python and in templates."""
    Babel(app).domain_instance = _wording
    environment: Any = app.jinja_env
    environment.install_gettext_callables(
        gettext=lambda text: _wording.get_translations().ugettext(text),
        ngettext=lambda one, many, n: _wording.get_translations().ungettext(one, many, n),
        newstyle=True,
    )
    environment.globals["_"] = marked
