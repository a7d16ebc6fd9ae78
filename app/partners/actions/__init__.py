"""Every change to the register, each in the trail."""

from app.partners.actions.contacts import (
    add_contact,
    correct_contact,
    end_contact,
    erase_contacts,
)
from app.partners.actions.importing import carry_out, plan
from app.partners.actions.members import add_member, check_may_enter, remove_member
from app.partners.actions.merging import foresee, merge, say_two
from app.partners.actions.organisations import add, close, correct, lock, note, reopen
from app.partners.actions.papers import add_paper, share_paper, withdraw_paper
from app.partners.actions.sites import add_site, close_site, correct_site
from app.partners.actions.supplies import drop_estimate, estimate

__all__ = [
    "add",
    "add_contact",
    "add_member",
    "add_paper",
    "add_site",
    "carry_out",
    "check_may_enter",
    "close",
    "close_site",
    "correct",
    "correct_contact",
    "correct_site",
    "drop_estimate",
    "end_contact",
    "erase_contacts",
    "estimate",
    "foresee",
    "lock",
    "merge",
    "note",
    "plan",
    "remove_member",
    "reopen",
    "say_two",
    "share_paper",
    "withdraw_paper",
]
