"""What the trail says of a pickup, in words that staff read."""

from typing import Any, Final

from flask_babel import gettext as _

from app.base.core.text import N_
from app.pickups.rules import LABELS

_VERBS: Final = {
    "ask": N_("a demandé un enlèvement"),
    "confirm": N_("a confirmé l’enlèvement"),
    "refuse": N_("a refusé l’enlèvement"),
    "cancel": N_("a annulé l’enlèvement"),
    "erase": N_("a effacé le contact et l’adresse"),
}
_STATUSES: Final = {status.value: label for status, label in LABELS.items()}


def verb(word: str) -> str:
    """Return what somebody did, or the trail's own word."""
    return _(_VERBS[word]) if word in _VERBS else word


def label(name: str) -> str:
    """Return the name of a fact."""
    return _("État") if name == "status" else name


def value(_name: str, told: Any) -> str:
    """Return a fact as somebody reads it."""
    return "" if told is None else _(_STATUSES.get(told, str(told)))
