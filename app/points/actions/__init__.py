"""Every change to places: staff's, an import's, a visitor's, the clock's."""

from app.points.actions.demo import entrust_demo, load_demo
from app.points.actions.imported import Outcome, Received, receive
from app.points.actions.keepers import entrust
from app.points.actions.published import publish
from app.points.actions.reports import answer_report, forget_emails, report
from app.points.actions.staff import (
    activate,
    correct,
    create,
    deactivate,
    retire_ended,
    set_exceptions,
    withdraw,
)
from app.points.actions.states import declare_state, end_states, signal_state

__all__ = [
    "Outcome",
    "Received",
    "activate",
    "answer_report",
    "correct",
    "create",
    "deactivate",
    "declare_state",
    "end_states",
    "entrust",
    "entrust_demo",
    "forget_emails",
    "load_demo",
    "publish",
    "receive",
    "report",
    "retire_ended",
    "set_exceptions",
    "signal_state",
    "withdraw",
]
