"""Every change to the synergies, each in the trail."""

from app.synergies.actions.entries import add, correct, expire, move

__all__ = ["add", "correct", "expire", "move"]
