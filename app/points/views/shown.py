"""What the page of a place shows, made ready: templates hold no arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _
from sqlmodel import Session

from app.base import db
from app.base.core import clock, hours
from app.base.web import french
from app.points import words
from app.points.models import Point
from app.points.queries import names
from app.points.rules import opening, things
from app.points.rules.cards import Card
from app.points.rules.states import states_to_signal

WEEK = 7
DAY = timedelta(days=1)
OVER = timedelta(days=500)
"""How long after its last day a collection is told closed: longer than anybody looks ahead."""


@dataclass(frozen=True)
class Near:
    """Another place, as a line."""

    name: str
    url: str
    kind: str
    away: str
    status: str
    state: str


def told(point: Point, card: Card, now: datetime) -> dict[str, Any]:
    """Return everything that the page and the poster of a place say."""
    today = clock.local(now).date()
    exceptions = all_exceptions(card, today)
    runs = card.runs_on(today)
    status = opening.status(card, now) if runs else hours.status(card.hours, exceptions, now)
    return {
        "card": card,
        "state": status.state.value,
        "opening": hours.status_sentence(status, now, _),
        "days": words.days(card.hours, exceptions, today, WEEK),
        "usual": usual(card, today),
        "closing": next_closing(card, today),
        "temporary": temporary(card),
        "takes": words.takes(card.offers),
        "labels": [words.label_name(label) for label in card.labels],
        "refuses": words.refuses(card.refusals, _object_names(db.session(), card)),
        "admission": words.admission(card, _residents(db.session(), card)),
        "ways": ways(point),
        "credits": credits_of(point),
        "can_signal": bool(states_to_signal(point.kind)),
    }


def all_exceptions(card: Card, today: date) -> tuple[hours.Exceptional, ...]:
    """Return the exceptional days of a place, closed before and after its days if it has some."""
    found = list(card.exceptions)
    if card.first_day and today < card.first_day:
        found.append(hours.Exceptional(today - DAY, card.first_day - DAY))
    if card.last_day and card.last_day < today + OVER:
        found.append(hours.Exceptional(card.last_day + DAY, card.last_day + OVER))
    return tuple(found)


def temporary(card: Card) -> list[str]:
    """Return what people on the spot, or staff, say of a place these hours."""
    return [
        _("%(state)s, signalé %(when)s", state=_(one.kind.label), when=french.moment(one.since))
        for one in card.states
    ]


def usual(card: Card, today: date) -> list[str]:
    """Return the usual week in few lines, for paper; nothing when hours are unknown."""
    if card.hours is None:
        return []
    monday = today - timedelta(days=today.weekday())
    lines = hours.week_lines(hours.usual_week(card.hours, monday), _)
    return [line[:1].upper() + line[1:] for line in lines]


def next_closing(card: Card, today: date) -> str:
    """Return the next day on which a place closes unlike its week, or an empty text."""
    day = hours.next_closing(card.hours, card.exceptions, today)
    if day is None:
        return ""
    why = day.exceptional or (_(day.holiday_name) if day.holiday_name else "")
    if not why:
        return _("Fermé %(day)s.", day=french.day(day.date))
    return _("Fermé %(day)s : %(why)s.", day=french.day(day.date), why=why)


def ways(point: Point) -> list[tuple[str, str]]:
    """Return (words, address) for each way to be led there; none for a place by post."""
    if point.lat is None or point.lon is None:
        return []
    spot = f"{point.lat:.6f},{point.lon:.6f}"
    name = quote(point.name, safe="")
    return [
        (_("Dans l’application de cartes du téléphone"), f"geo:{spot}?q={spot}({name})"),
        (
            _("Itinéraire sur OpenStreetMap"),
            f"https://www.openstreetmap.org/directions?to={quote(spot)}",
        ),
        (_("Plans (iPhone)"), f"https://maps.apple.com/?daddr={quote(spot)}"),
    ]


def credits_of(point: Point) -> list[str]:
    """Return when a sheet was checked, and whose facts it shows under which licence."""
    checked = _("Fiche pas encore vérifiée par notre équipe")
    if point.checked_on:
        checked = _("Vérifié le %(day)s", day=french.short_day(point.checked_on))
    source = _("Source : %(source)s", source=point.source) if point.source else ""
    return [told for told in (checked, source, point.licence, point.attribution) if told]


def near(card: Card, away_m: int, now: datetime) -> Near:
    """Return one of the near places as a line."""
    status = opening.status(card, now)
    return Near(
        name=card.name,
        url=f"/points/{card.slug}",
        kind=_(card.kind.label),
        away=french.distance(away_m),
        status=hours.status_sentence(status, now, _),
        state=status.state.value,
    )


def _object_names(session: Session, card: Card) -> dict[str, str]:
    slugs = [
        thing.removeprefix(things.OBJECT)
        for thing, _why in card.refusals
        if thing.startswith(things.OBJECT)
    ]
    return names.of_objects(session, slugs) if slugs else {}


def _residents(session: Session, card: Card) -> Sequence[str]:
    codes = card.admission.residents_of
    return list(names.of_areas(session, codes).values()) if codes else []
