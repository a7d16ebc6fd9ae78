"""What the trail says of a pickup, in words that staff read."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _

from app.base.core.text import N_
from app.base.web.french import day, mass
from app.pickups.rules import LABELS
from app.pickups.staff import policy_words

_VERBS: Final = {
    "ask": N_("a demandé un enlèvement"),
    "confirm": N_("a confirmé l’enlèvement"),
    "refuse": N_("a refusé l’enlèvement"),
    "cancel": N_("a annulé l’enlèvement"),
    "move": N_("a déplacé l’enlèvement"),
    "schedule": N_("a donné un créneau"),
    "accept": N_("a pris la place proposée"),
    "decline": N_("a laissé la place proposée"),
    "note": N_("a écrit un mot pour l’équipe"),
    "amend": N_("a corrigé la réservation"),
    "reorder": N_("a changé l’ordre de la tournée"),
    "collect": N_("a noté : fait"),
    "absent": N_("a noté : personne sur place"),
    "leave": N_("a noté : laissé sur place"),
    "reopen": N_("a repris ce qui était noté"),
    "miss": N_("a signalé que personne n’est passé"),
    "give": N_("a noté quelle structure donne"),
    "photograph": N_("a ajouté des photos"),
    "unphotograph": N_("a retiré une photo"),
    "erase": N_("a effacé le contact et l’adresse"),
    "open-feed": N_("a ouvert une adresse d’agenda"),
    "revoke-feed": N_("a révoqué une adresse d’agenda"),
    "create": N_("a créé une règle d’enlèvement"),
    "correct": N_("a modifié une règle d’enlèvement"),
}
_FACTS: Final = {
    "status": N_("État"),
    "slot": N_("Créneau"),
    "changed": N_("Changé"),
    "position": N_("Rang dans la tournée"),
    "structure": N_("Structure"),
    "mass_g": N_("Poids"),
    "crew_minutes": N_("Temps de travail"),
}
_CHANGED: Final = {
    "things": N_("objets"),
    "address": N_("adresse"),
    "floor": N_("étage"),
    "lift": N_("ascenseur"),
    "access": N_("accès"),
    "contact_name": N_("personne à demander"),
    "email": N_("adresse e-mail"),
    "phone": N_("téléphone"),
}
_STATUSES: Final = {status.value: label for status, label in LABELS.items()}


def verb(word: str) -> str:
    """Return what somebody did, or the trail's own word."""
    return _(_VERBS[word]) if word in _VERBS else word


def label(name: str) -> str:
    """Return the name of a fact: a visit's own, else one of the terms'."""
    return _(_FACTS[name]) if name in _FACTS else policy_words.label(name)


def value(name: str, told: Any) -> str:
    """Return a fact as somebody reads it."""
    if told is None:
        return ""
    return _SAID[name](told) if name in _SAID else policy_words.value(name, told)


def _changed(names: Iterable[str]) -> str:
    return ", ".join(_(_CHANGED.get(each, each)) for each in names)


_SAID: Final[Mapping[str, Callable[[Any], str]]] = {
    "status": lambda told: _(_STATUSES.get(told, told)),
    "slot": lambda told: day(date.fromisoformat(told.partition(".")[2])),
    "changed": _changed,
    "position": lambda told: str(told + 1),
    "mass_g": mass,
    "crew_minutes": lambda told: f"{told} min",
}
