"""Tables and words of the agreements."""

from app.agreements.models.agreements import (
    FROZEN,
    Agreement,
    AgreementCounter,
    AgreementEvent,
    AgreementPaper,
    Article,
)
from app.agreements.models.arrangements import (
    Arrangement,
    ArrangementAcceptance,
    ArrangementVersion,
)
from app.agreements.models.commitments import Commitment, CommitmentEntry
from app.agreements.models.words import (
    AcceptedBy,
    AgreementKind,
    AgreementStatus,
    Counted,
    EntryStatus,
    NoticeUnit,
    Rhythm,
    Side,
    Source,
)

__all__ = [
    "FROZEN",
    "AcceptedBy",
    "Agreement",
    "AgreementCounter",
    "AgreementEvent",
    "AgreementKind",
    "AgreementPaper",
    "AgreementStatus",
    "Arrangement",
    "ArrangementAcceptance",
    "ArrangementVersion",
    "Article",
    "Commitment",
    "CommitmentEntry",
    "Counted",
    "EntryStatus",
    "NoticeUnit",
    "Rhythm",
    "Side",
    "Source",
]
