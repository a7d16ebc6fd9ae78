"""How an entry is shown: its state's tone, how much, whose, where, and why two of them fit."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.web import french
from app.base.web.fields import decimal
from app.partners import queries as partners
from app.synergies.models import EntryStatus, SynergyEntry
from app.synergies.rules.matching import Fit
from app.territory import queries as territory

TONES: Final = {
    EntryStatus.OPEN: "good",
    EntryStatus.MATCHED: "good",
    EntryStatus.DRAFT: "warn",
    EntryStatus.WITHDRAWN: "bad",
    EntryStatus.EXPIRED: "bad",
}


def amount(row: SynergyEntry) -> str:
    """Return how much, as people read it; empty when nothing is said."""
    if row.quantity is None or row.unit is None:
        return ""
    return f"{decimal(row.quantity, 1000)}\N{NO-BREAK SPACE}{_(row.unit.label)}"


def around(rows: Collection[SynergyEntry]) -> tuple[dict[UUID, str], dict[str, str]]:
    """Return the names of the structures and of the communes of some entries."""
    session = db.session()
    names = partners.names(session, {row.organisation_id for row in rows})
    towns = territory.communes(session, {row.insee for row in rows})
    return names, {each.insee: each.label for each in towns}


def reasons(fit: Fit) -> str:
    """Return why two entries fit: "même domaine, 80 % de la quantité, à 6 km"."""
    said = [_("même domaine"), _("mots proches à %(n)d\N{NO-BREAK SPACE}%%", n=fit.likeness)]
    if fit.covered is not None:
        said.append(_("%(n)d\N{NO-BREAK SPACE}%% de la quantité", n=fit.covered))
    said.append(_("à %(far)s", far=french.distance(fit.distance_m)))
    if fit.days is not None:
        said.append(ngettext("%(num)d jour en commun", "%(num)d jours en commun", fit.days))
    return ", ".join(said)
