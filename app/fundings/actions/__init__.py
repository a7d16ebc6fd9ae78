"""Every change to the fundings, each in the trail."""

from app.fundings.actions.sheets import add, correct, drop, owe, send

__all__ = ["add", "correct", "drop", "owe", "send"]
