"""How an entry is shown: its state's tone, how much, whose, where, and why two of them fit."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from app.base import db
from app.base.core.geo import distance_m
from app.base.core.phones import spoken
from app.base.core.text import N_
from app.base.web import french
from app.base.web.fields import decimal
from app.partners import queries as partners
from app.partners.models import Contact, Organisation
from app.synergies.models import (
    EntryStatus,
    Measure,
    ProposalStatus,
    ResultStatus,
    Side,
    SynergyEntry,
    SynergyProposal,
)
from app.synergies.queries import people, proposals
from app.synergies.queries.proposals import Asked, Pair
from app.synergies.rules import consents
from app.synergies.rules.matching import Fit
from app.synergies.rules.results import SCALES
from app.territory import queries as territory

TONES: Final = {
    EntryStatus.OPEN: "good",
    EntryStatus.MATCHED: "good",
    EntryStatus.DRAFT: "plain",
    EntryStatus.REVIEW: "warn",
    EntryStatus.WITHDRAWN: "bad",
    EntryStatus.EXPIRED: "bad",
}

MOST: Final = 50
"""How many matches a page of one entry shows: the newest ones."""
RINGS_KM: Final = (10, 20, 40, 60)
COLOURS: Final = {
    ProposalStatus.PROPOSED: "warn",
    ProposalStatus.ACCEPTED: "warn",
    ProposalStatus.OPENED: "good",
    ProposalStatus.UNDER_WAY: "good",
    ProposalStatus.WITH_RESULT: "good",
    ProposalStatus.DECLINED: "bad",
    ProposalStatus.LAPSED: "bad",
}
"""Colour of a proposal's state; plain for the others."""
RESULT_COLOURS: Final = {ResultStatus.TOLD: "warn", ResultStatus.CONFIRMED: "good"}
_UNITS: Final = {
    Measure.MASS: "kg",
    Measure.MONEY: "€",
    Measure.DISTANCE: "km",
    Measure.TIME: "h",
    Measure.PEOPLE: "",
}
_WAY: Final = (
    (ProposalStatus.PROPOSED, N_("Proposée")),
    (ProposalStatus.ACCEPTED, N_("Un oui")),
    (ProposalStatus.OPENED, N_("Deux oui")),
    (ProposalStatus.UNDER_WAY, N_("En cours")),
    (ProposalStatus.WITH_RESULT, N_("Conclue")),
)


def amount(row: SynergyEntry) -> str:
    """Return how much, as people read it; empty when nothing is said."""
    if row.quantity is None or row.unit is None:
        return ""
    return counted(row.quantity, row)


def counted(quantity: int | None, row: SynergyEntry) -> str:
    """Return a quantity in an entry's unit; empty when nothing is said."""
    if quantity is None or row.unit is None:
        return ""
    return f"{decimal(quantity, 1000)}\N{NO-BREAK SPACE}{_(row.unit.label)}"


def left(row: SynergyEntry) -> str:
    """Return how much, and how much of it no match takes yet when some does."""
    whole = amount(row)
    if not row.used:
        return whole
    if not row.left:
        return _("%(whole)s, tout est promis", whole=whole)
    return _("%(whole)s, dont %(left)s encore libres", whole=whole, left=counted(row.left, row))


def agreed(pair: Pair) -> str:
    """Return how much a proposal is about; empty when it counts nothing."""
    row = pair.need if pair.need.unit is not None else pair.offer
    return counted(pair.row.quantity, row)


def apart(pair: Pair) -> str:
    """Return how far two entries are from each other."""
    return french.distance(_metres(pair))


def loosely(metres: int) -> str:
    """Return how far, as loosely as one may know of somebody who did not say yes.

    By the metre, three entries of one's own in three communes would name the other's building.
    """
    ring = next((each for each in RINGS_KM if metres <= each * 1000), None)
    if ring is None:
        return _("à plus de %(km)d\N{NO-BREAK SPACE}km", km=RINGS_KM[-1])
    return _("à moins de %(km)d\N{NO-BREAK SPACE}km", km=ring)


def loosely_apart(pair: Pair) -> str:
    """Return how far two entries are from each other, as loosely."""
    return loosely(_metres(pair))


def masked(pair: Pair, side: Side, structures: dict[UUID, Organisation]) -> list[tuple[str, str]]:
    """Return all that one side may know of the other before both said yes: no name, no place."""
    other = pair.of(side.other)
    kind = structures[other.organisation_id].kind
    return [
        (_(other.side.label).capitalize(), other.title),
        (_("Domaine"), _(other.domain.label)),
        (_("Matière"), _(other.material.label) if other.material else ""),
        (_("Quantité proposée"), agreed(pair)),
        (_("Type de structure"), _(kind.label)),
        (_("Distance"), loosely_apart(pair)),
    ]


def relations_of(session: Session, row: SynergyEntry) -> list[tuple[Pair, SynergyEntry, str]]:
    """Return (proposal, other entry, the other structure's name) for those that lean on one."""
    found = proposals.lines(session, proposals.listed(Asked(entry_id=row.id)), limit=MOST)
    others = [each.offer if each.need.id == row.id else each.need for each in found]
    names = partners.names(session, {each.organisation_id for each in others})
    return [
        (pair, other, names[other.organisation_id])
        for pair, other in zip(found, others, strict=True)
    ]


def opened_contact(pair: Pair, side: Side) -> Contact | None:
    """Return the contact of the other side that one side sees now, if there is one."""
    if not consents.open_to_both(pair.row):
        return None
    said = consents.of(pair.row, side.other)
    found = people.contact(db.session(), said.contact_id)
    return found if consents.shown(found) else None


def reach(contact: Contact) -> str:
    """Return how a contact is reached, in one line."""
    return ", ".join(
        each for each in (contact.email, spoken(contact.phone) if contact.phone else "") if each
    )


def said(measure: Measure, stored: int) -> str:
    """Return a result as people read it: 120,5 kg, 42 km, 3 h 30, 6 personnes."""
    if measure is Measure.MONEY:
        return french.euros(stored)
    if measure is Measure.PEOPLE:
        return ngettext("%(num)d personne", "%(num)d personnes", stored)
    number = decimal(stored, SCALES[measure])
    return f"{number}\N{NO-BREAK SPACE}{_UNITS[measure]}"


def way(row: SynergyProposal) -> list[tuple[str, str]]:
    """Return the stages of a proposal that goes on or came to its end; else nothing."""
    known = [status for status, _label in _WAY]
    if row.status not in known:
        return []
    at = known.index(row.status)
    last = row.status is ProposalStatus.WITH_RESULT
    return [
        (_(label), "done" if n < at or last else "now" if n == at else "next")
        for n, (_status, label) in enumerate(_WAY)
    ]


def around(rows: Collection[SynergyEntry]) -> tuple[dict[UUID, str], dict[str, str]]:
    """Return the names of the structures and of the communes of some entries."""
    session = db.session()
    names = partners.names(session, {row.organisation_id for row in rows})
    towns = territory.communes(session, {row.insee for row in rows})
    return names, {each.insee: each.label for each in towns}


def reasons(fit: Fit) -> str:
    """Return why two entries fit: "même domaine, 80 % de la quantité, à 6 km"."""
    told = [_("même domaine"), _("mots proches à %(n)d\N{NO-BREAK SPACE}%%", n=fit.likeness)]
    if fit.material is not None:
        told.append(_("même matière (%(what)s)", what=_(fit.material.label)))
    if fit.covered is not None:
        told.append(_("%(n)d\N{NO-BREAK SPACE}%% de la quantité", n=fit.covered))
    told.append(_("à %(far)s", far=french.distance(fit.distance_m)))
    if fit.days is not None:
        told.append(ngettext("%(num)d jour en commun", "%(num)d jours en commun", fit.days))
    return ", ".join(told)


def _metres(pair: Pair) -> int:
    return distance_m(pair.need.lat, pair.need.lon, pair.offer.lat, pair.offer.lon)
