"""Every change to the authorisations, each in the trail."""

from app.authorisations.actions.sheets import add, correct, withdraw

__all__ = ["add", "correct", "withdraw"]
