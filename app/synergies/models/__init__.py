"""Tables of the synergies and their words."""

from app.synergies.models.entries import SynergyEntry
from app.synergies.models.proposals import SynergyEvent, SynergyProposal
from app.synergies.models.results import SynergyResult
from app.synergies.models.words import (
    Domain,
    EntryStatus,
    Manner,
    Material,
    Measure,
    Method,
    ProposalStatus,
    ResultStatus,
    Side,
    Unit,
)

__all__ = [
    "Domain",
    "EntryStatus",
    "Manner",
    "Material",
    "Measure",
    "Method",
    "ProposalStatus",
    "ResultStatus",
    "Side",
    "SynergyEntry",
    "SynergyEvent",
    "SynergyProposal",
    "SynergyResult",
    "Unit",
]
