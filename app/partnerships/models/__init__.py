"""Tables and words of the partnerships."""

from app.partnerships.models.exchanges import Exchange, ExchangeAttachment, ExchangeContact
from app.partnerships.models.groups import (
    GroupDecision,
    GroupMeeting,
    GroupMember,
    GroupTask,
    PartnerGroup,
)
from app.partnerships.models.practices import GoodPractice, PracticeFamily, PracticeStep
from app.partnerships.models.steps import (
    Partnership,
    PartnershipEvent,
    PartnershipReason,
    PartnershipSheet,
)
from app.partnerships.models.words import (
    ExchangeKind,
    ExchangeState,
    GroupKind,
    SheetKind,
    Standing,
    Step,
)

__all__ = [
    "Exchange",
    "ExchangeAttachment",
    "ExchangeContact",
    "ExchangeKind",
    "ExchangeState",
    "GoodPractice",
    "GroupDecision",
    "GroupKind",
    "GroupMeeting",
    "GroupMember",
    "GroupTask",
    "PartnerGroup",
    "Partnership",
    "PartnershipEvent",
    "PartnershipReason",
    "PartnershipSheet",
    "PracticeFamily",
    "PracticeStep",
    "SheetKind",
    "Standing",
    "Step",
]
