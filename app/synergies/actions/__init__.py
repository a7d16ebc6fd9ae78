"""Every change to the synergies, each in the trail."""

from app.synergies.actions.entries import add, correct, expire, move
from app.synergies.actions.proposals import (
    ask_results,
    decline,
    forget_contacts,
    go,
    lapse,
    open_contact,
    propose,
    remind,
    say_yes,
    take_back,
)
from app.synergies.actions.results import confirm, set_aside, tell

__all__ = [
    "add",
    "ask_results",
    "confirm",
    "correct",
    "decline",
    "expire",
    "forget_contacts",
    "go",
    "lapse",
    "move",
    "open_contact",
    "propose",
    "remind",
    "say_yes",
    "set_aside",
    "take_back",
    "tell",
]
