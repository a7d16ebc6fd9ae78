"""Moves, facts and times of the partnerships as staff read them."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.core.text import N_
from app.partnerships.models import SheetKind, Standing, Step
from app.partnerships.rules.states import STEPS

MONTH_DAYS: Final = 60
_VERBS: Final = {
    "start": N_("a commencé le partenariat"),
    "pause": N_("a mis en pause"),
    "resume": N_("a repris après une pause"),
    "lose": N_("a noté comme perdu"),
    "reopen": N_("a rouvert"),
    "plan-next": N_("a noté la prochaine action"),
    "describe": N_("a noté qui suit le partenariat"),
    "write-sheet": N_("a écrit une fiche"),
    "add-practice": N_("a écrit une bonne pratique"),
    "correct-practice": N_("a corrigé une bonne pratique"),
    "withdraw-practice": N_("a retiré une bonne pratique"),
    "import-practices": N_("a importé des bonnes pratiques"),
    "plan": N_("a prévu un échange"),
    "replan": N_("a changé un échange prévu"),
    "cancel": N_("a annulé un échange prévu"),
    "record": N_("a noté un échange"),
    "erase-mail": N_("a effacé le texte d’un ancien courriel"),
    "follow": N_("a donné suite à un échange"),
    "add-group": N_("a ouvert un groupe"),
    "correct-group": N_("a corrigé un groupe"),
    "close-group": N_("a clos un groupe"),
    "open-group": N_("a rouvert un groupe"),
    "seat": N_("a ajouté une personne à un groupe"),
    "unseat": N_("a retiré une personne d’un groupe"),
    "meet": N_("a noté une réunion"),
    "correct-meeting": N_("a complété une réunion"),
    "decide": N_("a noté une décision"),
    "assign": N_("a noté une tâche"),
    "finish": N_("a noté une tâche comme faite"),
}
_FACTS: Final = {
    "step": N_("Étape"),
    "standing": N_("État"),
    "organisation": N_("Structure"),
    "next_on": N_("Prochaine action"),
    "owner_id": N_("Qui suit"),
    "kind": N_("Genre"),
    "texts": N_("Textes changés"),
    "at": N_("Date"),
    "subject": N_("Objet"),
    "words": N_("Ce qui s’est dit"),
    "promises": N_("Promesses"),
    "result": N_("Résultat"),
    "follow_up": N_("Suite"),
    "hand_over": N_("Devient la prochaine action"),
    "contacts": N_("Contacts"),
    "minutes": N_("Durée ou compte rendu"),
    "minutes_long": N_("Durée"),
    "place": N_("Lieu"),
    "agenda": N_("Ordre du jour"),
    "families": N_("Familles"),
    "steps": N_("Étapes"),
    "title": N_("Titre"),
    "text": N_("Texte"),
    "source": N_("Source"),
    "number": N_("Numéro"),
    "until": N_("Échéance"),
    "task": N_("Tâche"),
    "member": N_("Membre"),
    "new": N_("Nouvelles notes"),
    "other": N_("Notes remplacées"),
    "name": N_("Nom"),
    "purpose": N_("But"),
    "paper": N_("Document"),
}
_BREAKS: Final = {
    "Identification": "Identi\u00adfication",
    "Négociation": "Négo\u00adciation",
    "Reconnaissance": "Reconnais\u00adsance",
    "Communication": "Communi\u00adcation",
}
_WORDS: Final[Mapping[str, type[Step] | type[Standing]]] = {"step": Step, "standing": Standing}
SHEET_LABELS: Final[Mapping[SheetKind, tuple[str, str, str, str]]] = {
    SheetKind.DIAGNOSIS: (
        N_("Forces : ce qui nous aide"),
        N_("Faiblesses : ce qui nous manque"),
        N_("Occasions : ce qui arrive et peut servir"),
        N_("Risques : ce qui peut tout arrêter"),
    ),
    SheetKind.EXPECTATIONS: (
        N_("Ce que le partenaire attend"),
        N_("Ce que nous attendons"),
        N_("Ses objectifs : à quoi verra-t-il que c’est réussi ?"),
        N_("Nos objectifs : à quoi le verrons-nous ?"),
    ),
    SheetKind.ARGUMENT: (
        N_("Ce qu’il y gagne"),
        N_("Ce qu’il craint, et ce que nous répondons"),
        N_("Nos preuves : chiffres, exemples, visites"),
        N_("Ce que nous lui demandons, précisément"),
    ),
}


def verb(word: str) -> str:
    """Return what somebody did, or the trail's own word."""
    if word in STEPS:
        target = STEPS[word].target
        if word.startswith("back"):
            return _("est revenu à l’étape « %(step)s »", step=_(target.label))
        return _("est passé à l’étape « %(step)s »", step=_(target.label))
    return _(_VERBS[word]) if word in _VERBS else word


def label(name: str) -> str:
    """Return the name of a fact."""
    return _(_FACTS[name]) if name in _FACTS else name


def value(name: str, told: Any) -> str:
    """Return a fact of the trail as somebody reads it."""
    if told is None:
        return ""
    if isinstance(told, bool):
        return _("oui") if told else _("non")
    if name in _WORDS and told in set(_WORDS[name]):
        return _(_WORDS[name](told).label)
    if isinstance(told, list):
        return ", ".join(map(str, told))
    if isinstance(told, dict):
        return ", ".join(f"{label(key)} : {value(key, each)}" for key, each in told.items() if each)
    return str(told)


def breakable(word: str) -> str:
    """Return a step's name that a narrow column may break where French does."""
    for whole, parts in _BREAKS.items():
        word = word.replace(whole, parts)
    return word


def length(days: int) -> str:
    """Return a time spent as somebody would say it."""
    if days == 0:
        return _("moins d’un jour")
    if days < MONTH_DAYS:
        return ngettext("%(num)d jour", "%(num)d jours", days)
    return ngettext("%(num)d mois", "%(num)d mois", round(days / 30.4))
