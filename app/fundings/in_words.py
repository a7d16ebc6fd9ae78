"""What the trail says of fundings, for readers."""

from typing import Any, Final

from flask_babel import gettext as _

from app.base.core.text import N_
from app.base.web import french
from app.base.web.telling import Telling
from app.fundings.models import FundingStatus, Lever

VERBS: Final = {
    "create": N_("Financement ajouté"),
    "correct": N_("Financement corrigé"),
    "owe": N_("Rapport attendu"),
    "send": N_("Rapport envoyé"),
    "drop": N_("Rapport retiré"),
}
LABELS: Final = {
    "organisation_id": N_("Qui finance"),
    "name": N_("Appel ou programme"),
    "post": N_("Ce qu’il paie"),
    "status": N_("Où en est-on"),
    "asked_cents": N_("Demandé"),
    "granted_cents": N_("Accordé"),
    "file_by": N_("À déposer avant le"),
    "starts": N_("Premier jour"),
    "ends": N_("Dernier jour"),
    "note": N_("Notes"),
    "levers": N_("Leviers"),
    "report": N_("Rapport"),
    "due_on": N_("Pour le"),
    "sent_on": N_("Envoyé le"),
}


def _value(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "status":
        return _(FundingStatus(value).label)
    if name == "levers":
        return ", ".join(_(Lever(each).label) for each in value)
    return french.euros(value) if name.endswith("_cents") else str(value)


TELLING = Telling(
    verb=lambda verb: _(VERBS.get(verb, verb)),
    label=lambda name: _(LABELS.get(name, name)),
    value=_value,
)
