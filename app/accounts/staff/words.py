"""What the trail says of an account, in words that staff read."""

from typing import Any, Final

from flask_babel import gettext as _

from app.accounts.models import ROLE_LABELS, Role
from app.accounts.rules import VERB_LABELS
from app.base.core.text import N_

_LABELS: Final = {"roles": N_("Rôles"), "count": N_("Nombre"), "renamed": N_("Nom changé")}


def verb(word: str) -> str:
    """Return what somebody did, or the trail's own word."""
    return _(VERB_LABELS[word]) if word in VERB_LABELS else word


def label(name: str) -> str:
    """Return the name of a fact."""
    return _(_LABELS[name]) if name in _LABELS else name


def value(name: str, told: Any) -> str:
    """Return a fact as somebody reads it."""
    if told is None:
        return ""
    if name == "roles":
        return ", ".join(_role(one) for one in told)
    return _("oui") if told is True else str(told)


def _role(code: str) -> str:
    return _(ROLE_LABELS[Role(code)]) if code in set(Role) else code
