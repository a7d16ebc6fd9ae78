"""Every change to the feasibility, each in the trail."""

from app.feasibility.actions.sheets import assume, decide, describe, forget, name, unname

__all__ = ["assume", "decide", "describe", "forget", "name", "unname"]
