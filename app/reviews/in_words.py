"""What the trail says of reviews, for readers."""

from typing import Any, Final

from flask_babel import gettext as _

from app.base.core.text import N_

VERBS: Final = {
    "write": N_("a écrit dans un bilan"),
    "publish": N_("a publié un bilan"),
    "withdraw": N_("a retiré un bilan"),
    "renew-link": N_("a donné un nouveau lien à un bilan"),
    "revoke-link": N_("a fermé le lien d’un bilan"),
    "set-aside": N_("a mis un bilan de côté : sa structure a été réunie à une autre"),
}
_FACTS: Final = {
    "organisation": N_("Structure"),
    "year": N_("Année"),
    "word": N_("Un mot de nous"),
    "sentence": N_("Une phrase"),
    "post": N_("Un message"),
    "paragraph": N_("Un paragraphe"),
    "shown": N_("Édition montrée"),
    "sha256": N_("Empreinte"),
    "link": N_("Lien"),
    "set_aside": N_("Mis de côté"),
}


def verb(word: str) -> str:
    """Return what somebody did, or the trail's own word."""
    return _(VERBS[word]) if word in VERBS else word


def label(name: str) -> str:
    """Return the name of a fact."""
    return _(_FACTS[name]) if name in _FACTS else name


def value(name: str, told: Any) -> str:
    """Return a fact as somebody reads it."""
    if told is None or told == "":
        return ""
    if isinstance(told, bool):
        return _("oui") if told else _("non")
    return f"{told[:12]}…" if name == "sha256" else str(told)
