"""Every change to the register, each in the trail."""

from app.partners.actions.organisations import add, correct

__all__ = ["add", "correct"]
