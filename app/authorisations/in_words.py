"""What the trail says of authorisations, for readers."""

from typing import Any, Final

from flask_babel import gettext as _

from app.authorisations.models import AuthorisationKind
from app.base.core.text import N_
from app.base.web.telling import Telling

VERBS: Final = {
    "create": N_("Autorisation ajoutée"),
    "renew": N_("Autorisation renouvelée"),
    "correct": N_("Autorisation corrigée"),
    "withdraw": N_("Autorisation retirée"),
}
LABELS: Final = {
    "kind": N_("Genre"),
    "organisation_id": N_("Pour qui"),
    "number": N_("Numéro"),
    "issuer": N_("Délivrée par"),
    "scope": N_("Permet"),
    "starts": N_("Premier jour"),
    "ends": N_("Dernier jour"),
    "warn_days": N_("Prévenir (jours avant)"),
    "public": N_("Publique"),
    "sha256": N_("Empreinte du document"),
}


def _value(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if name == "kind":
        return _(AuthorisationKind(value).label)
    return str(value)


TELLING = Telling(
    verb=lambda verb: _(VERBS.get(verb, verb)),
    label=lambda name: _(LABELS.get(name, name)),
    value=_value,
)
