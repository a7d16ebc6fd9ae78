"""Patterns, days and measures as staff read them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core.hours.sentences import WEEKDAYS
from app.base.core.text import N_
from app.base.web import french
from app.base.web.fields import decimal, worked
from app.slots import queries
from app.slots.forms import HOLIDAYS, KINDS
from app.slots.loads import MEASURES, Load
from app.slots.models import ExceptionKind, OnHoliday, SlotException, SlotPattern, Zone
from app.slots.rules import Mark, Told
from app.slots.staff.desk import Line

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_LABELS: Final = {
    "places": N_("places"),
    "mass_g": N_("poids"),
    "volume_ml": N_("volume"),
    "crew_minutes": N_("travail"),
}
_FACTS: Final = {
    "name": N_("Nom"),
    "zone_id": N_("Secteur"),
    "weekday": N_("Jour"),
    "every_weeks": N_("Rythme (semaines)"),
    "starts": N_("Début"),
    "ends": N_("Fin"),
    "places": N_("Places"),
    "mass_g": N_("Poids"),
    "volume_ml": N_("Volume"),
    "crew_minutes": N_("Temps de travail"),
    "crew": N_("Personnes"),
    "on_holiday": N_("Jours fériés"),
    "first_day": N_("Premier jour"),
    "last_day": N_("Dernier jour"),
    "active": N_("Proposé"),
    "communes": N_("Communes"),
    "kind": N_("Ces jours-là"),
    "pattern_id": N_("Créneau"),
    "reason": N_("Raison"),
}
_MARKED: Final = {
    Mark.CLOSED: (N_("fermé"), "bad"),
    Mark.HOLIDAY: (N_("férié"), "warn"),
    Mark.MOVED: (N_("reporté ici"), "warn"),
}
_OPEN: Final = {
    Mark.USUAL: (N_("proposé"), "good"),
    Mark.CHANGED: (N_("changé"), "warn"),
    Mark.ADDED: (N_("ajouté"), "info"),
}
_VERBS: Final = {
    "create": N_("a créé la fiche"),
    "correct": N_("a modifié la fiche"),
    "stop": N_("a arrêté le créneau"),
    "resume": N_("a repris le créneau"),
    "except": N_("a noté des jours exceptionnels"),
    "drop": N_("a supprimé la fiche"),
}


@dataclass(frozen=True)
class Measure:
    """One measure of a day: what is taken of what there is, and what is left, in words."""

    label: str
    taken: int
    most: int
    left: str
    whole: str
    over: bool


@dataclass(frozen=True)
class State:
    """What a day is, in a word or two, and more in a sentence."""

    label: str
    kind: str
    more: str = ""


def measures(line: Line) -> list[Measure]:
    """Return the four measures of a day; none when there is no slot."""
    slot = line.slot
    if slot is None:
        return []
    return [
        Measure(
            _(_LABELS[m]),
            max(getattr(slot.used, m), 0),
            getattr(slot.capacity, m),
            amount(m, max(getattr(slot.left, m), 0)),
            amount(m, getattr(slot.capacity, m)),
            getattr(slot.left, m) <= 0,
        )
        for m in MEASURES
    ]


def state(line: Line) -> State:
    """Return what to say of a day."""
    told = line.told
    if told is None:
        return State(_("n’est plus au calendrier"), "bad")
    if told.mark in _MARKED:
        label, kind = _MARKED[told.mark]
        return State(_(label), kind, _why(told))
    if line.full:
        return State(_("complet"), "info", _why(told))
    label, kind = _OPEN[told.mark]
    return State(_(label), kind, "" if told.mark is Mark.USUAL else _why(told))


def _why(told: Told) -> str:
    """Return the reason of a day, and where it went or came from."""
    other = french.day(told.other) if told.other else ""
    if told.mark is Mark.HOLIDAY:
        said = [_(told.reason), _("reporté au %(day)s", day=other) if other else ""]
    elif told.mark is Mark.MOVED:
        said = [_("au lieu du %(day)s", day=other), _(told.reason)]
    else:
        said = [told.reason]
    return ", ".join(filter(None, said))


def booked(line: Line) -> str:
    """Return how many people are booked, and how many are typing."""
    said = []
    if line.booked:
        said.append(ngettext("%(num)d réservation", "%(num)d réservations", line.booked))
    if line.typing:
        said.append(ngettext("%(num)d en cours", "%(num)d en cours", line.typing))
    return ", ".join(said)


def when(pattern: Any) -> str:
    """Return "le jeudi, de 9 h à 12 h" for a pattern or its facts."""
    day = _(WEEKDAYS[pattern.weekday])
    rhythm = {
        1: _("chaque %(day)s", day=day),
        2: _("un %(day)s sur deux", day=day),
    }.get(
        pattern.every_weeks, _("le %(day)s, une semaine sur %(n)d", day=day, n=pattern.every_weeks)
    )
    return _("%(rhythm)s, %(hours)s", rhythm=rhythm, hours=hours(pattern.starts, pattern.ends))


def weekday(number: int) -> str:
    """Return the name of a weekday, 0 being Monday."""
    return _(WEEKDAYS[number])


def hours(starts: time, ends: time) -> str:
    """Return "de 9 h à 12 h", each hour on one line."""
    start, end = (french.hour(each).replace(" ", NO_BREAK) for each in (starts, ends))
    return _("de %(start)s à %(end)s", start=start, end=end)


def capacity(load: Load, crew: int) -> str:
    """Return "6 places · 600 kg · 10 m³ · 6 h à 2"."""
    said = [amount(m, getattr(load, m)) for m in MEASURES]
    said[-1] = ngettext("%(work)s, seul", "%(work)s à %(num)d", crew, work=said[-1])
    return " · ".join(said)


def period(first: date | None, last: date | None) -> str:
    """Return from when until when."""
    if first and last:
        return _("du %(a)s au %(b)s", a=french.short_day(first), b=french.short_day(last))
    if first:
        return _("depuis le %(a)s", a=french.short_day(first))
    return _("jusqu’au %(b)s", b=french.short_day(last)) if last else _("sans fin")


def days(first: date, last: date) -> str:
    """Return "jeudi 3 décembre" or "du jeudi 3 décembre au lundi 7 décembre"."""
    if first == last:
        return french.day(first)
    return _("du %(first)s au %(last)s", first=french.day(first), last=french.day(last))


def change(row: SlotException) -> str:
    """Return what exceptional days change, "" for a closing or nothing."""
    if row.kind is ExceptionKind.CLOSED:
        return ""
    said = []
    if row.starts:
        said.append(_("dès %(hour)s", hour=french.hour(row.starts)))
    if row.ends:
        said.append(_("jusqu’à %(hour)s", hour=french.hour(row.ends)))
    said += [amount(m, getattr(row, m)) for m in MEASURES if getattr(row, m) is not None]
    return " · ".join(said)


def amount(measure: str, value: int) -> str:
    """Return a value of a measure with its unit."""
    return _AMOUNTS[measure](value)


def kept(days: list[tuple[date, dict[str, int]]]) -> list[str]:
    """Return a sentence for each day that keeps more than its pattern says."""
    return [
        _(
            "%(day)s garde %(what)s : c’est déjà réservé.",
            day=french.day(day).capitalize(),
            what=", ".join(amount(m, value) for m, value in more.items()),
        )
        for day, more in days
    ]


def history(entries: Any, zones: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return entries of the trail in words; `zones` are names by id."""
    return [
        {
            "at": entry.at,
            "who": entry.actor,
            "did": verb(entry.verb),
            "changes": [
                (
                    label(name),
                    _said(name, (entry.before or {}).get(name), zones),
                    _said(name, (entry.after or {}).get(name), zones),
                )
                for name in {**(entry.before or {}), **(entry.after or {})}
            ]
            if entry.verb not in {"create", "stop", "resume"}
            else [],
        }
        for entry in entries
    ]


def verb(word: str) -> str:
    """Return what somebody did, or the trail's own word."""
    return _(_VERBS[word]) if word in _VERBS else word


def label(name: str) -> str:
    """Return the name of a fact."""
    return _(_FACTS[name]) if name in _FACTS else name


def told(name: str, value: Any) -> str:
    """Return a fact of the trail as somebody reads it, who knows no zone by its number."""
    if isinstance(value, list) and name not in _SAID:
        return ", ".join(map(str, value))
    return _said(name, value, {str(z.id): z.name for z in _zones(name)})


def compared(
    now: Mapping[str, object], typed: Mapping[str, object], zones: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """Return (label, saved, typed) where what is saved differs from what somebody typed."""
    return [
        (_(_FACTS.get(name, name)), _said(name, now[name], zones), _said(name, value, zones))
        for name, value in typed.items()
        if now[name] != value
    ]


def zone_name(zones: Mapping[UUID, str], zone_id: UUID | None) -> str:
    """Return a zone's name, or that it is everywhere."""
    return zones.get(zone_id, "") if zone_id else _("Tout le territoire")


def _zones(name: str) -> Sequence[Zone]:
    return queries.zones(db.session()) if name == "zone_id" else ()


def _said(name: str, value: Any, zones: Mapping[str, str]) -> str:
    if name == "zone_id":
        return zones.get(value, _("un secteur supprimé")) if value else _("Tout le territoire")
    if value is None:
        return ""
    return _SAID[name](value) if name in _SAID else str(value)


_AMOUNTS: Final[dict[str, Callable[[int], str]]] = {
    "places": lambda value: ngettext("%(num)d place", "%(num)d places", value),
    "mass_g": lambda value: f"{decimal(value, 1000)} kg",
    "volume_ml": lambda value: f"{decimal(value, 1_000_000)} m³",
    "crew_minutes": worked,
}
_SAID: Final[dict[str, Callable[[Any], str]]] = {
    **_AMOUNTS,
    "weekday": lambda value: _(WEEKDAYS[value]),
    "starts": lambda value: french.hour(time.fromisoformat(value)),
    "ends": lambda value: french.hour(time.fromisoformat(value)),
    "on_holiday": lambda value: str(HOLIDAYS[OnHoliday(value)]),
    "active": lambda value: _("oui") if value else _("non"),
    "kind": lambda value: str(KINDS[ExceptionKind(value)]),
    "pattern_id": lambda value: queries.pattern_name(db.session(), UUID(value)),
    "communes": ", ".join,
    "first_day": lambda value: french.short_day(date.fromisoformat(value)),
    "last_day": lambda value: french.short_day(date.fromisoformat(value)),
}


def pattern_said(pattern: SlotPattern) -> str:
    """Return a pattern's name with its rhythm."""
    return f"{pattern.name} ({when(pattern)})"
