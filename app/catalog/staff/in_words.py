"""What changed of an object, in words that staff read."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from flask_babel import gettext as _

from app.base.core.text import N_
from app.base.web import french
from app.catalog.forms import ThousandthsField
from app.catalog.models import Flow, Subfamily
from app.catalog.rules.corrections import Correction

_LABELS: Final = {
    "name": N_("Nom"),
    "synonyms": N_("Autres mots"),
    "subfamily": N_("Sorte d’objet"),
    "flow": N_("Flux de collecte"),
    "mass_g": N_("Poids"),
    "volume_ml": N_("Volume"),
    "data_bearing": N_("Garde des données"),
    "battery": N_("Batterie ou piles"),
    "bonus_possible": N_("Bonus réparation"),
    "works": N_("S’il fonctionne"),
    "broken": N_("S’il ne fonctionne plus"),
    "before": N_("Avant de partir"),
    "never": N_("Ce qu’il ne faut pas faire"),
    "retired": N_("Retiré de la recherche"),
}
_VERBS: Final = {"correct": N_("a modifié l’objet"), "add": N_("a ajouté l’objet")}
_HELD: Final = {"no": N_("non"), "possible": N_("cela dépend"), "yes": N_("oui")}


@dataclass(frozen=True)
class Change:
    """A fact before and after; an empty text stands for nothing."""

    label: str
    before: str
    after: str


def verb(word: str) -> str:
    """Return what somebody did, or the trail's own word."""
    return _(_VERBS[word]) if word in _VERBS else word


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what an entry of the trail says changed; what was empty and stays so is left out."""
    found = [
        Change(label(name), value(name, before.get(name)), value(name, after[name]))
        for name in after
    ]
    return [change for change in found if change.before != change.after]


def compared(now: Correction, typed: Correction) -> list[Change]:
    """Return where what is saved now differs from what somebody typed meanwhile."""
    return changes(asdict(now), asdict(typed))


def label(name: str) -> str:
    """Return the name of a fact as forms say it."""
    return _(_LABELS[name]) if name in _LABELS else name


def litres(volume_ml: int) -> str:
    """Return "2,5 l"."""
    return f"{ThousandthsField.written(volume_ml)} l"


def value(name: str, told: Any) -> str:
    """Return a fact as somebody reads it; the trail may hold what no word says any more."""
    if told is None or told == "":
        return ""
    return _SAID[name](told) if name in _SAID else str(told)


def _named(words: type[Subfamily] | type[Flow]) -> Callable[[Any], str]:
    return lambda value: _(words(value).label) if value in list(words) else str(value)


def _held(value: Any) -> str:
    return _(_HELD[value]) if value in _HELD else str(value)


def _yes_or_no(value: Any) -> str:
    return _("oui") if value else _("non")


_SAID: Final[dict[str, Callable[[Any], str]]] = {
    "mass_g": lambda value: french.mass(int(value)),
    "volume_ml": lambda value: litres(int(value)),
    "subfamily": _named(Subfamily),
    "flow": _named(Flow),
    "data_bearing": _held,
    "battery": _held,
    "bonus_possible": _yes_or_no,
    "retired": _yes_or_no,
    "synonyms": lambda value: ", ".join(map(str, value)),
}
