"""Decisions of the partnerships: their moves, their times, what a sheet or a mail must hold."""

from app.partnerships.rules.facts import (
    GroupFacts,
    MeetingFacts,
    NextAction,
    PlanFacts,
    PracticeFacts,
    RecordFacts,
    SheetFacts,
    StartFacts,
)

__all__ = [
    "GroupFacts",
    "MeetingFacts",
    "NextAction",
    "PlanFacts",
    "PracticeFacts",
    "RecordFacts",
    "SheetFacts",
    "StartFacts",
]
