"""What the trail says of needs and offers, for readers."""

from typing import Any, Final

from flask_babel import gettext as _

from app.base.core.text import N_
from app.base.web.fields import decimal
from app.base.web.telling import Telling
from app.synergies.models import (
    Domain,
    EntryStatus,
    Material,
    Measure,
    Method,
    ProposalStatus,
    ResultStatus,
    Side,
    Unit,
)

VERBS: Final = {
    "create": N_("Besoin ou offre ajouté"),
    "correct": N_("Besoin ou offre corrigé"),
    "publish": N_("Mis en ligne"),
    "match": N_("Noté comme rapproché"),
    "reopen": N_("Remis en ligne"),
    "close": N_("Clos"),
    "withdraw": N_("Retiré"),
    "expire": N_("Expiré"),
    "submit": N_("Mise en ligne demandée"),
    "return": N_("Rendu à corriger"),
    "review": N_("Changé par la structure, à relire"),
    "propose": N_("Mise en relation proposée"),
    "accept": N_("Premier oui"),
    "open": N_("Second oui : les contacts s’ouvrent"),
    "decline": N_("Déclinée"),
    "lapse": N_("Restée sans réponse"),
    "start": N_("Dite en cours"),
    "conclude": N_("Conclue"),
    "give-up": N_("Terminée sans résultat"),
    "resume": N_("Suivi repris"),
    "merge": N_("Close : les deux structures sont une"),
    "open-contact": N_("Contact ouvert"),
    "take-back": N_("Accord repris : plus aucun contact montré"),
    "contact-left": N_("Contact parti : il n’est plus montré"),
    "remind": N_("Rappel envoyé"),
    "ask-result": N_("Résultats demandés"),
    "tell-result": N_("Résultat noté"),
    "confirm-result": N_("Résultat confirmé"),
    "set-result-aside": N_("Résultat écarté"),
}
LABELS: Final = {
    "organisation_id": N_("Structure"),
    "side": N_("Besoin ou offre"),
    "domain": N_("Domaine"),
    "status": N_("État"),
    "title": N_("Titre"),
    "words": N_("En quelques phrases"),
    "insee": N_("Commune"),
    "quantity": N_("Quantité"),
    "unit": N_("Unité"),
    "starts": N_("À partir du"),
    "until": N_("Jusqu’au"),
    "recurring": N_("Revient régulièrement"),
    "material": N_("Matière"),
    "reason": N_("Raison"),
    "measure": N_("Mesure"),
    "amount": N_("Nombre (g, centimes, m, min ou personnes)"),
    "day": N_("Jour"),
    "method": N_("Comment c’est connu"),
    "result": N_("Résultat"),
}
_Word = (
    type[Side | Domain | EntryStatus | ProposalStatus]
    | type[Unit | Material | Measure | Method | ResultStatus]
)
_WORDS: Final[dict[str, tuple[_Word, ...]]] = {
    "side": (Side,),
    "domain": (Domain,),
    "status": (EntryStatus, ProposalStatus),
    "unit": (Unit,),
    "material": (Material,),
    "measure": (Measure,),
    "method": (Method,),
    "result": (ResultStatus,),
}
"""The kinds that a value may be of: the trail keeps entries and proposals."""


def verb(word: str) -> str:
    """Return what happened, in words."""
    return _(VERBS.get(word, word))


def _value(name: str, value: Any) -> str:
    if value is None:
        return ""
    for kind in _WORDS.get(name, ()):
        if value in {each.value for each in kind}:
            return _(kind(value).label)
    if name == "recurring":
        return _("oui") if value else _("non")
    return decimal(value, 1000) if name == "quantity" else str(value)


TELLING = Telling(
    verb=verb,
    label=lambda name: _(LABELS.get(name, name)),
    value=_value,
)
