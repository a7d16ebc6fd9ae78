"""The terms of fetching as staff read them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.base import db
from app.base.core.text import N_
from app.base.web.fields import decimal
from app.catalog import queries as catalog
from app.catalog.models import Family, Subfamily
from app.pickups.models import PickupPolicy, Verdict
from app.pickups.staff.door import WRITERS
from app.pickups.staff.policy_form import VERDICTS
from app.pickups.staff.trying import euros
from app.slots import queries as slots

_LABELS: Final = {
    "name": N_("Nom"),
    "zone_id": N_("Où"),
    "active": N_("En service"),
    "notice_days": N_("Délai (jours)"),
    "horizon_days": N_("Jusqu’à (jours)"),
    "change_hours": N_("Changer (heures avant)"),
    "min_things": N_("Objets au moins"),
    "max_things": N_("Objets au plus"),
    "max_mass_g": N_("Poids au plus"),
    "price_cents": N_("Prix"),
    "price_note": N_("Mot du prix"),
    "at_once": N_("Confirmée tout de suite"),
    "clearance": N_("Débarras"),
}
_VERBS: Final = {"create": N_("a créé la règle"), "correct": N_("a modifié la règle")}


@dataclass(frozen=True)
class Names:
    """How zones (by id as text) and objects are called."""

    zones: Mapping[str, str]
    objects: Mapping[int, str]


def may_write() -> bool:
    """Tell whether the signed-in person may change the terms."""
    return any(current_user.has_role(role) for role in WRITERS)


def where(zones: Mapping[UUID, str], policy: PickupPolicy) -> str:
    """Return where a policy holds."""
    return zones.get(policy.zone_id, "") if policy.zone_id else _("Tout le territoire")


def delays(policy: PickupPolicy) -> str:
    """Return "de 2 à 28 jours, à changer jusqu’à 24 h avant"."""
    return _(
        "de %(a)d à %(b)d jours, à changer jusqu’à %(h)d h avant",
        a=policy.notice_days,
        b=policy.horizon_days,
        h=policy.change_hours,
    )


def limits(policy: PickupPolicy) -> str:
    """Return "de 1 à 20 objets, 300 kg au plus"."""
    return _(
        "de %(a)d à %(b)d objets, %(kg)s kg au plus",
        a=policy.min_things,
        b=policy.max_things,
        kg=decimal(policy.max_mass_g, 1000),
    )


def price(policy: PickupPolicy) -> str:
    """Return the price with its note."""
    said = euros(policy.price_cents)
    return f"{said}, {policy.price_note}" if policy.price_note else said


def confirmed(policy: PickupPolicy) -> str:
    """Return how a request is confirmed."""
    return _("tout de suite") if policy.at_once else _("après accord, sur photo")


def exceptions(count: int) -> str:
    """Return how many subfamilies differ from their family."""
    if not count:
        return _("toutes comme la famille")
    return ngettext("%(num)d exception", "%(num)d exceptions", count)


def verdict(value: str) -> str:
    """Return a verdict in words."""
    return str(VERDICTS[Verdict(value)]).lower()


def cautions(known: Sequence[PickupPolicy], zones: Mapping[UUID, str]) -> list[str]:
    """Return what somebody should know of the policies together."""
    active = [policy for policy in known if policy.active]
    if not active:
        return [_("Aucune règle n’est en service : personne ne peut demander d’enlèvement.")]
    said = []
    for zone_id in {policy.zone_id: None for policy in active}:
        same = sorted(policy.name for policy in active if policy.zone_id == zone_id)
        if len(same) > 1:
            place = zones.get(zone_id, "") if zone_id else _("tout le territoire")
            said.append(
                _(
                    "Plusieurs règles valent pour « %(place)s » : c’est « %(first)s » qui s’applique.",
                    place=place,
                    first=same[0],
                )
            )
    if all(policy.zone_id is not None for policy in active):
        said.append(
            _("Aucune règle ne vaut pour tout le territoire : hors des secteurs, rien n’est pris.")
        )
    return said


def cells(known: Iterable[PickupPolicy], zones: Mapping[UUID, str]) -> Iterator[tuple[object, ...]]:
    """Yield the list as a file has it."""
    for policy in known:
        yield (
            policy.name,
            where(zones, policy),
            _yes(policy.active),
            policy.notice_days,
            policy.horizon_days,
            policy.change_hours,
            policy.min_things,
            policy.max_things,
            decimal(policy.max_mass_g, 1000),
            decimal(policy.price_cents, 100),
            policy.price_note,
            _yes(policy.at_once),
            _yes(policy.clearance),
        )


def history(entries: Iterable[Any], names: Names) -> list[dict[str, Any]]:
    """Return entries of the trail in words."""
    return [
        {
            "at": entry.at,
            "who": entry.actor,
            "did": _(_VERBS[entry.verb]) if entry.verb in _VERBS else entry.verb,
            "changes": compared(entry.before, entry.after, names) if entry.before else [],
        }
        for entry in entries
    ]


def compared(
    before: Mapping[str, object], after: Mapping[str, object], names: Names
) -> list[tuple[str, str, str]]:
    """Return (label, before, after) where two states differ."""
    return [
        (
            _label(name, names),
            _said(name, before.get(name), names),
            _said(name, after.get(name), names),
        )
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def label(name: str) -> str:
    """Return the name of a fact of the terms, or the trail's own word."""
    return _label(name, _names(name)) if _is_known(name) else name


def value(name: str, told: Any) -> str:
    """Return a fact of the terms as somebody reads it, who knows no zone by its number."""
    return _said(name, told, _names(name))


def _is_known(name: str) -> bool:
    kind, _dash, rest = name.partition("-")
    if kind == "o":
        return rest.isdecimal()
    return name in _LABELS or (kind == "f" and rest in set(Family)) or rest in set(Subfamily)


def _names(name: str) -> Names:
    """Return the names that one fact needs."""
    zones = slots.zones(db.session()) if name == "zone_id" else ()
    ids = [int(name[2:])] if name[:2] == "o-" and name[2:].isdecimal() else []
    objects = catalog.by_ids(db.session(), ids)
    return Names({str(z.id): z.name for z in zones}, {i: o.name for i, o in objects.items()})


def _label(name: str, names: Names) -> str:
    if name in _LABELS:
        return _(_LABELS[name])
    kind, _dash, value = name.partition("-")
    if kind == "o":
        return names.objects.get(int(value), _("un objet retiré"))
    words: type[Family | Subfamily] = Family if kind == "f" else Subfamily
    return _(words(value).label)


def _said(name: str, value: Any, names: Names) -> str:
    if name == "zone_id":
        return (
            names.zones.get(value, _("un secteur supprimé")) if value else _("Tout le territoire")
        )
    if value is None:
        return _("comme la famille") if name[:2] in {"s-", "o-"} else ""
    if isinstance(value, bool):
        return _yes(value)
    if name == "price_cents":
        return euros(value)
    if name == "max_mass_g":
        return f"{decimal(value, 1000)} kg"
    head, space, rest = str(value).partition(",")
    word, paren, note = head.partition(" (")
    known = verdict(word) if word in set(Verdict) else word
    return known + (paren + note if paren else "") + space + rest


def _yes(value: bool) -> str:  # noqa: FBT001 - the value that is said
    return _("oui") if value else _("non")
