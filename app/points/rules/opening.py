"""Whether a place is open at an instant, all that is known of it taken together."""

from datetime import datetime
from functools import lru_cache

from app.base.core import clock, hours
from app.base.core.text import N_
from app.points.models import StateKind
from app.points.rules.cards import Card, read_hours


def status(card: Card, at: datetime) -> hours.Status:
    """Return the state of a place at `at` (aware).

    A temporary collection is closed outside its days, a place that people found closed is
    closed until their word expires; unknown hours stay unknown.
    """
    lasts = card.first_day is None and card.last_day is None
    if not lasts and not card.runs_on(clock.local(at).date()):
        return hours.Status(hours.State.CLOSED, comment=N_("La collecte n’a pas lieu ce jour-là"))
    for state in card.states:
        if state.kind is StateKind.CLOSED and state.since <= at < state.until:
            return hours.Status(hours.State.CLOSED, comment=N_("Signalé fermé sur place"))
    if card.exceptions:
        return hours.status(card.hours, card.exceptions, at)
    return _usual(card.hours_text, at.replace(second=0, microsecond=0))


@lru_cache(maxsize=4096)
def _usual(text: str, minute: datetime) -> hours.Status:
    """Return the state by the week alone: many places share their hours, and the minute."""
    return hours.status(read_hours(text), (), minute)


def may_be_open(card: Card, at: datetime) -> bool:
    """Tell whether a place is open at `at`, or may be: unknown is never closed."""
    return status(card, at).state is not hours.State.CLOSED
