"""A fact of a place, named and said in French: for layers, history, conflicts and the journal."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _

from app.base import db
from app.base.core.text import N_
from app.base.web.french import day
from app.catalog.models import Audience, Gesture
from app.partners import queries as partners
from app.points.imports.lines import Outcome
from app.points.models import (
    Condition,
    PointKind,
    ReportKind,
    ReportStatus,
    StateKind,
    Wheelchair,
)
from app.points.rules import things
from app.points.words import label_name

_LABELS: Final = {
    "name": N_("Nom"),
    "kind": N_("Genre de lieu"),
    "address": N_("Adresse"),
    "postcode": N_("Code postal"),
    "insee": N_("Commune"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    "siret": N_("SIRET"),
    "offers": N_("Prend, répare ou vend"),
    "refusals": N_("Refuse"),
    "audience": N_("Pour qui"),
    "residents_of": N_("Réservé aux habitants de"),
    "card_needed": N_("Carte d’accès"),
    "appointment": N_("Sur rendez-vous"),
    "one_for_one": N_("Un pour un"),
    "max_quantity": N_("Objets au plus"),
    "max_volume_l": N_("Litres au plus"),
    "max_size_cm": N_("Centimètres au plus"),
    "condition": N_("État demandé"),
    "surface_m2": N_("Surface de vente (m²)"),
    "labels": N_("Labels"),
    "hours": N_("Horaires"),
    "wheelchair": N_("Fauteuil roulant"),
    "phone": N_("Téléphone"),
    "email": N_("Adresse e-mail"),
    "website": N_("Site"),
    "photo": N_("Photo"),
    "access_note": N_("Comment entrer"),
    "description": N_("Présentation"),
    "first_day": N_("Premier jour"),
    "last_day": N_("Dernier jour"),
    "checked_on": N_("Vérifié le"),
    "checked_by": N_("Vérifié par"),
    "source": N_("Source"),
    "licence": N_("Licence"),
    "attribution": N_("Mention de la source"),
    "active": N_("Visible du public"),
    "organisation_id": N_("Structure"),
    "exceptions": N_("Jours exceptionnels"),
    "state": N_("État sur place"),
    "states": N_("États sur place"),
    "status": N_("Suite donnée"),
    "counts": N_("Lignes du fichier"),
    "sha256": N_("Empreinte du fichier"),
}
_WORDS: Final[Mapping[str, tuple[Any, ...]]] = {
    "kind": (PointKind, ReportKind),
    "audience": (Audience,),
    "condition": (Condition,),
    "wheelchair": (Wheelchair,),
    "state": (StateKind,),
    "status": (ReportStatus,),
}
_VERBS: Final = {
    "create": N_("a ajouté ce lieu"),
    "correct": N_("a corrigé la fiche"),
    "withdraw": N_("a retiré une correction"),
    "entrust": N_("a changé la structure qui tient ce lieu"),
    "except": N_("a changé les jours exceptionnels"),
    "import": N_("a importé la fiche"),
    "reimport": N_("a importé une nouvelle version"),
    "report": N_("a signalé une erreur"),
    "answer": N_("a traité un signalement"),
    "signal": N_("a signalé un état sur place"),
    "declare": N_("a affiché un état sur place"),
    "end-states": N_("a levé les états sur place"),
}


def label(field: str) -> str:
    """Return the French name of a fact."""
    return _(_LABELS[field]) if field in _LABELS else field


def verb(word: str) -> str:
    """Return what an entry of the trail says somebody did."""
    return _(_VERBS[word]) if word in _VERBS else word


def value(field: str, told: Any) -> str:
    """Return a JSON value in words; "–" when nothing is known."""
    if told is None or told in ("", [], ()):
        return "–"
    if isinstance(told, bool):
        return _("oui") if told else _("non")
    for words in _WORDS.get(field, ()):
        if told in set(words):
            return _(words(told).label)
    if isinstance(told, dict):
        return "\n".join(f"{_count(key)} : {many}" for key, many in told.items())
    if isinstance(told, list):
        return "\n".join(_LINES.get(field, _row)(one) for one in told)
    return _structure(told) if field == "organisation_id" else str(told)


def _structure(told: Any) -> str:
    """Return the name of a structure today: the trail keeps only its number."""
    try:
        key = UUID(str(told))
    except ValueError:
        return str(told)
    return partners.names(db.session(), [key]).get(key, _("une structure qui n’existe plus"))


def _offer(pair: Any) -> str:
    gesture, thing = [str(part) for part in pair][:2]
    verb_ = _(Gesture(gesture).label) if gesture in set(Gesture) else gesture
    return f"{verb_} : {_thing(thing)}"


def _count(outcome: str) -> str:
    return _(Outcome(outcome).label) if outcome in set(Outcome) else outcome


def _period(one: Any) -> str:
    """Return "jeudi 26 novembre : fermé (inventaire)" from what the trail keeps of a period."""
    first, last, hours, reason = one
    days = day(date.fromisoformat(first))
    if last != first:
        days = _("du %(first)s au %(last)s", first=days, last=day(date.fromisoformat(last)))
    return f"{days} : {hours or _('fermé')}" + (f" ({reason})" if reason else "")


def _row(one: Any) -> str:
    if isinstance(one, list):
        return " · ".join(_thing(str(part)) for part in one if part)
    return str(one)


def _thing(thing: str) -> str:
    return _(things.label(thing)) if thing in things.CODES and thing != things.ANY else thing


_LINES: Final[Mapping[str, Callable[[Any], str]]] = {
    "offers": _offer,
    "labels": label_name,
    "exceptions": _period,
}
