"""What the feasibility reads: what was entered, and what the rooms below record."""

from app.feasibility.queries.kept import (
    assumptions,
    decisions,
    every_assumption,
    last_decision,
    last_decisions,
    locked_assumption,
    locked_sheet,
    player,
    player_like,
    players,
    sheet,
    sides,
    to_review,
)
from app.feasibility.queries.recorded import Refused, could, refused, supplies

__all__ = [
    "Refused",
    "assumptions",
    "could",
    "decisions",
    "every_assumption",
    "last_decision",
    "last_decisions",
    "locked_assumption",
    "locked_sheet",
    "player",
    "player_like",
    "players",
    "refused",
    "sheet",
    "sides",
    "supplies",
    "to_review",
]
