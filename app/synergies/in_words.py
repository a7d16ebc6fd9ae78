"""What the trail says of needs and offers, for readers."""

from typing import Any, Final

from flask_babel import gettext as _

from app.base.core.text import N_
from app.base.web.fields import decimal
from app.base.web.telling import Telling
from app.synergies.models import Domain, EntryStatus, Side, Unit

VERBS: Final = {
    "create": N_("Besoin ou offre ajouté"),
    "correct": N_("Besoin ou offre corrigé"),
    "publish": N_("Mis en ligne"),
    "match": N_("Noté comme rapproché"),
    "reopen": N_("Remis en ligne"),
    "close": N_("Clos"),
    "withdraw": N_("Retiré"),
    "expire": N_("Expiré"),
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
}
_WORDS: Final[dict[str, type[Side | Domain | EntryStatus | Unit]]] = {
    "side": Side,
    "domain": Domain,
    "status": EntryStatus,
    "unit": Unit,
}


def _value(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name in _WORDS:
        return _(_WORDS[name](value).label)
    if name == "recurring":
        return _("oui") if value else _("non")
    return decimal(value, 1000) if name == "quantity" else str(value)


TELLING = Telling(
    verb=lambda verb: _(VERBS.get(verb, verb)),
    label=lambda name: _(LABELS.get(name, name)),
    value=_value,
)
