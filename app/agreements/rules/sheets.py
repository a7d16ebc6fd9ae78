"""What staff say of an agreement or of a commitment, and what is wrong with it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from app.agreements.models import (
    Agreement,
    AgreementKind,
    Commitment,
    Counted,
    NoticeUnit,
    Rhythm,
    Side,
    Source,
)
from app.agreements.rules.states import LIVING
from app.agreements.rules.terms import Terms, notice_fits, overlap
from app.base.core.errors import RuleBroken
from app.base.core.text import N_, fold
from app.catalog.models import Family

LONGEST_YEARS: Final = 30
UNTITLED: Final = N_(
    "Donnez un titre : il dira de quoi il s’agit, dans les listes et sur le papier."
)
NO_END: Final = N_("Dites quand elle se termine : sans fin, personne ne pense à la revoir.")
BACKWARDS: Final = N_("La fin vient avant le début : vérifiez les deux dates.")
ENDLESS: Final = N_("Trente ans au plus : vérifiez l’année de fin.")
LONG_NOTICE: Final = N_(
    "Ce préavis est aussi long que la convention ou que sa reconduction, ou davantage :"
    " personne ne pourrait l’arrêter. Raccourcissez-le."
)
BOUND_ALONE: Final = N_("Un nombre de reconductions demande aussi leur durée en mois.")
OVERLAPS: Final = N_(
    "%(reference)s est déjà signée avec cette structure, pour le même objet et aux mêmes dates."
    " Changez les dates, faites un avenant, ou dites que celle-ci la remplace."
)
DRAFT_PARENT: Final = N_(
    "Un avenant modifie une convention signée. Celle-ci ne l’est pas encore : changez son texte."
)
OVER_PARENT: Final = N_("Cette convention est terminée : faites-en une nouvelle.")
TWICE_AMENDED: Final = N_("Un avenant ne s’amende pas : faites un autre avenant à la convention.")
OUTSIDE_PARENT: Final = N_(
    "Un avenant prend effet pendant la convention : du %(first)s au %(last)s."
)
EARLY_END: Final = N_("La nouvelle fin vient avant le jour où l’avenant prend effet.")
NOTHING: Final = N_("Écrivez une quantité plus grande que zéro.")
BY_HAND: Final = N_(
    "Heures, euros et personnes ne se comptent pas sur ce qui arrive : choisissez « à la main »."
)
OUTSIDE: Final = N_("Ces dates sortent de celles de la convention.")
FROZEN_TEXT: Final = N_("Une convention signée ne change plus : seul un avenant le fait.")


@dataclass(frozen=True)
class AgreementFacts:
    """An agreement's sheet as somebody typed it."""

    kind: AgreementKind
    title: str
    starts_on: date
    ends_on: date | None
    notice: int = 0
    notice_unit: NoticeUnit = NoticeUnit.MONTHS
    renewal_months: int | None = None
    renewals_most: int | None = None
    replaces_id: UUID | None = None

    @classmethod
    def of(cls, row: Agreement) -> "AgreementFacts":
        """Return the facts of a kept agreement."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class CommitmentFacts:
    """A commitment as somebody typed it; `quantity` in the unit stored of its kind."""

    side: Side
    title: str
    kind: Counted
    quantity: int
    rhythm: Rhythm = Rhythm.YEAR
    source: Source = Source.ENTRIES
    starts_on: date | None = None
    ends_on: date | None = None
    family: Family | None = None
    words: str = ""
    replaces_id: UUID | None = None

    @classmethod
    def of(cls, row: Commitment) -> "CommitmentFacts":
        """Return the facts of a kept commitment."""
        return cls(**{name: getattr(row, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Other:
    """Another signed agreement with the same structure, to compare with."""

    id: UUID
    reference: str
    kind: AgreementKind
    title: str
    starts_on: date
    last_day: date | None


def faults(facts: AgreementFacts) -> Iterator[RuleBroken]:
    """Yield what is wrong with an agreement's sheet."""
    if not facts.title.strip():
        yield RuleBroken(UNTITLED, field="title")
    if facts.ends_on is None:
        yield RuleBroken(NO_END, field="ends_on")
        return
    if facts.ends_on < facts.starts_on:
        yield RuleBroken(BACKWARDS, field="ends_on")
        return
    if facts.ends_on.year - facts.starts_on.year > LONGEST_YEARS:
        yield RuleBroken(ENDLESS, field="ends_on")
    if facts.renewals_most is not None and facts.renewal_months is None:
        yield RuleBroken(BOUND_ALONE, field="renewal_months")
    if not notice_fits(terms_of(facts)):
        yield RuleBroken(LONG_NOTICE, field="notice")


def amendment_faults(
    facts: AgreementFacts, parent: Agreement, parent_last: date | None
) -> Iterator[RuleBroken]:
    """Yield what is wrong with an amendment; `parent_last`: the last day of what it amends."""
    if parent.parent_id is not None:
        yield RuleBroken(TWICE_AMENDED)
        return
    if not parent.frozen:
        yield RuleBroken(DRAFT_PARENT)
        return
    if parent.status not in LIVING:
        yield RuleBroken(OVER_PARENT)
        return
    if not facts.title.strip():
        yield RuleBroken(UNTITLED, field="title")
    last = parent_last or date.max
    if not parent.starts_on <= facts.starts_on <= last:
        yield RuleBroken(
            OUTSIDE_PARENT,
            field="starts_on",
            first=f"{parent.starts_on:%d/%m/%Y}",
            last=f"{last:%d/%m/%Y}",
        )
    if facts.ends_on is not None and facts.ends_on < facts.starts_on:
        yield RuleBroken(EARLY_END, field="ends_on")


def overlapping(
    facts: AgreementFacts, last: date | None, others: Collection[Other]
) -> Other | None:
    """Return a signed agreement about the same thing on the same days, but the one replaced.

    The same thing: the same kind, and for a kind of its own the same title.
    """
    for other in others:
        same = facts.kind is other.kind and (
            facts.kind is not AgreementKind.OTHER or fold(facts.title) == fold(other.title)
        )
        shared = overlap(facts.starts_on, last, other.starts_on, other.last_day)
        if same and shared and other.id != facts.replaces_id:
            return other
    return None


def commitment_faults(
    facts: CommitmentFacts, first: date, last: date | None
) -> Iterator[RuleBroken]:
    """Yield what is wrong with a commitment of an agreement that lasts from `first` to `last`."""
    if not facts.title.strip():
        yield RuleBroken(UNTITLED, field="title")
    if facts.quantity <= 0:
        yield RuleBroken(NOTHING, field="quantity")
    if facts.source is Source.ARRIVALS and not measurable(facts.kind):
        yield RuleBroken(BY_HAND, field="source")
    starts, ends = facts.starts_on or first, facts.ends_on or last
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        yield RuleBroken(BACKWARDS, field="ends_on")
    elif starts < first or (last is not None and (starts > last or (ends and ends > last))):
        yield RuleBroken(OUTSIDE, field="starts_on" if facts.starts_on else "ends_on")


def measurable(kind: Counted) -> bool:
    """Tell whether what arrives says how much of it was done."""
    return kind in {Counted.MASS, Counted.DEVICES, Counted.PICKUPS}


def terms_of(row: AgreementFacts | Agreement) -> Terms:
    """Return the terms of a sheet or of a kept agreement, its signed amendments taken in.

    An amendment that leaves the end alone ends with the day on which it begins: ask its parent.
    """
    amended = row.amended_ends_on if isinstance(row, Agreement) else None
    return Terms(
        row.starts_on,
        amended or row.ends_on or row.starts_on,
        row.notice,
        row.notice_unit,
        row.renewal_months,
        row.renewals_most,
        row.stopped_on if isinstance(row, Agreement) else None,
    )
