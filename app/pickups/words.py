"""What messages and papers say of a pickup: facts turned into short French sentences."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import format_date
from flask_babel import gettext as _
from sqlmodel import Session

from app.base.web.french import day_and_hours, euros, hour, moment
from app.catalog import queries as catalog
from app.pickups import rules
from app.pickups.models import Pickup
from app.pickups.rules.preparing import Kind, to_prepare
from app.slots.models import SlotOccurrence


def when(visit: SlotOccurrence | None) -> str:
    """Return "jeudi 3 décembre, de 9 h à 12 h"; empty without a visit."""
    return day_and_hours(visit.day, visit.starts, visit.ends) if visit else ""


def when_short(visit: SlotOccurrence) -> str:
    """Return "jeu. 3 déc. 9 h-12 h", for a text message."""
    day = format_date(visit.day, "EEE d MMM")
    return f"{day} {hour(visit.starts)}-{hour(visit.ends)}"


def where(pickup: Pickup) -> str:
    """Return address and commune, on one line."""
    return ", ".join(part for part in (pickup.address, pickup.commune.label) if part)


def floor(pickup: Pickup) -> str:
    """Return "3e étage, sans ascenseur" or "rez-de-chaussée"."""
    if pickup.floor == 0:
        return _("Rez-de-chaussée")
    if pickup.floor < 0:
        level = _("Sous-sol, niveau %(n)d", n=-pickup.floor)
    elif pickup.floor == 1:
        level = _("1er étage")
    else:
        level = _("%(n)de étage", n=pickup.floor)
    return f"{level}, {_('avec ascenseur') if pickup.lift else _('sans ascenseur')}"


def price(pickup: Pickup) -> str:
    """Return "15 € (sur présentation du quotient familial)", or that it is free."""
    if not pickup.price_cents:
        return _("Gratuit")
    note = pickup.policy.price_note.strip().rstrip(".") if pickup.policy else ""
    return f"{euros(pickup.price_cents)} ({note})" if note else euros(pickup.price_cents)


def left(pickup: Pickup) -> Sequence[str]:
    """Return what stayed where it was: "1 × Réfrigérateur"."""
    return [f"{each.left_quantity} × {each.name}" for each in pickup.listed if each.left_quantity]


def change_until(pickup: Pickup, *, now: datetime) -> str:
    """Return until when the link moves or cancels the visit; empty when it does not."""
    visit = pickup.occurrence
    if visit is None or pickup.status not in rules.LIVE:
        return ""
    if not rules.can_change(pickup.policy, visit.starts_at, now=now):
        return ""
    return moment(rules.change_until(pickup.policy, visit.starts_at))


def preparing(session: Session, pickup: Pickup) -> Sequence[str]:
    """Return what to get ready before the visit."""
    ids = {each.object_id for each in pickup.listed if each.object_id is not None}
    known = catalog.by_ids(session, ids)
    kinds = [Kind(o.subfamily, o.data_bearing, o.battery) for o in known.values()]
    unknown = len(known) < len(ids) or any(each.object_id is None for each in pickup.listed)
    return [_(sentence) for sentence in to_prepare(kinds, unknown=unknown)]
