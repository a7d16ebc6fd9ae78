"""What the trail says of letters and jobs, in words that staff read."""

from typing import Final

from flask_babel import gettext as _

from app.base.core.text import N_

_VERBS: Final = {"retry": N_("a relancé des courriers en échec")}
_FACTS: Final = {"rows": N_("Combien")}


def verb(word: str) -> str:
    """Return what somebody did, or the trail's own word."""
    return _(_VERBS[word]) if word in _VERBS else word


def label(name: str) -> str:
    """Return the name of a fact."""
    return _(_FACTS[name]) if name in _FACTS else name
