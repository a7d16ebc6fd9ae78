"""Opening hours said in French; `_` translates the sentences for whoever shows them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from app.base.core.hours.status import State, Status
from app.base.core.hours.weeks import Day
from app.base.core.text import N_

Translate = Callable[[str], str]

WEEKDAYS = (
    N_("lundi"),
    N_("mardi"),
    N_("mercredi"),
    N_("jeudi"),
    N_("vendredi"),
    N_("samedi"),
    N_("dimanche"),
)
MONTHS = (
    N_("janvier"),
    N_("février"),
    N_("mars"),
    N_("avril"),
    N_("mai"),
    N_("juin"),
    N_("juillet"),
    N_("août"),
    N_("septembre"),
    N_("octobre"),
    N_("novembre"),
    N_("décembre"),
)

_RUN = 3
"""From how many days in a row one says "du lundi au mercredi"."""


def time_text(clock: str, _: Translate = str) -> str:
    """Return "9 h", "13 h 45", "minuit" for "09:00", "13:45", "24:00"."""
    hour, minute = clock.split(":")
    if clock in {"24:00", "00:00"}:
        return _(N_("minuit"))
    if minute == "00":
        return _(N_("%(hour)d h")) % {"hour": int(hour)}
    return _(N_("%(hour)d h %(minute)s")) % {"hour": int(hour), "minute": minute}


def status_sentence(status: Status, at: datetime, _: Translate = str) -> str:
    """Return "Ouvert · ferme à 18 h", "Fermé · ouvre lundi à 9 h"…, as seen at `at` (aware)."""
    if status.state == State.UNKNOWN:
        return _unknown_text(status, _)
    if status.state == State.CLOSED:
        return f"{_closed_text(status, _)} · {_opening_text(status, at, _)}"
    parts = [_open_text(status, at, _), status.comment]
    if status.holiday:
        sentence = _(N_("jour férié (%(name)s) : appelez avant de venir"))
        parts.append(sentence % {"name": _(status.holiday)})
    return " · ".join(part for part in parts if part)


def day_sentence(day: Day, _: Translate = str) -> str:
    """Return "de 9 h à 12 h et de 13 h 45 à 17 h", "fermé" or "horaires inconnus"."""
    if day.unknown:
        return _(N_("horaires inconnus"))
    if day.closed:
        return _(N_("fermé"))
    timed = [(start, _between(start, end, _)) for start, end in day.intervals]
    for start, end, comment in day.perhaps:
        doubt = comment or _(N_("à confirmer"))
        if (start, end) == ("00:00", "24:00"):
            return doubt
        timed.append((start, f"{_between(start, end, _)} ({doubt})"))
    return _joined([text for start, text in sorted(timed)], _)


def day_note(day: Day, _: Translate = str) -> str:
    """Return why a day is not like others: the reason given, the holiday, or ""."""
    if day.exceptional is not None:
        return day.exceptional or _(N_("exceptionnellement"))
    if day.holiday_name:
        return _(N_("jour férié : %(name)s")) % {"name": _(day.holiday_name)}
    return ""


def week_lines(days: Sequence[Day], _: Translate = str) -> list[str]:
    """Return lines like "du lundi au vendredi : de 9 h à 12 h", equal days of a week grouped."""
    groups: dict[tuple[object, ...], list[Day]] = {}
    for day in sorted(days, key=lambda day: day.date.weekday()):
        groups.setdefault(day.pattern, []).append(day)
    if len(groups) == 1 and len(days) == len(WEEKDAYS):
        return [f"{_(N_('tous les jours'))} : {day_sentence(days[0], _)}"]
    return [
        f"{days_text((day.date.weekday() for day in group), _)} : {day_sentence(group[0], _)}"
        for group in groups.values()
    ]


def days_text(weekdays: Iterable[int], _: Translate = str) -> str:
    """Return "du lundi au mercredi et samedi" for the weekdays 0, 1, 2 and 5 (0 is Monday)."""
    runs: list[list[int]] = []
    for weekday in sorted(set(weekdays)):
        if runs and runs[-1][-1] == weekday - 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    words: list[str] = []
    for run in runs:
        if len(run) >= _RUN:
            ends = {"first": _(WEEKDAYS[run[0]]), "last": _(WEEKDAYS[run[-1]])}
            words.append(_(N_("du %(first)s au %(last)s")) % ends)
        else:
            words.extend(_(WEEKDAYS[weekday]) for weekday in run)
    return _joined(words, _)


def _unknown_text(status: Status, _: Translate) -> str:
    if status.comment:
        sentence = _(N_("Horaires à confirmer (%(comment)s) : appelez avant de venir"))
        return sentence % {"comment": status.comment}
    return _(N_("Horaires inconnus : appelez avant de venir"))


def _open_text(status: Status, at: datetime, _: Translate) -> str:
    if status.until is None:
        return _(N_("Ouvert 24 h sur 24"))
    here = at.astimezone(status.until.tzinfo)
    time = time_text(f"{status.until:%H:%M}", _)
    overnight = (status.until.replace(tzinfo=None) - here.replace(tzinfo=None)).days < 1
    if here.date() == status.until.date() or (overnight and status.until.hour < here.hour):
        return _(N_("Ouvert · ferme à %(time)s")) % {"time": time}
    day = _day_name(status.until, at, _)
    return _(N_("Ouvert · ferme %(day)s à %(time)s")) % {"day": day, "time": time}


def _closed_text(status: Status, _: Translate) -> str:
    if status.comment:
        return _(N_("Fermé (%(reason)s)")) % {"reason": _(status.comment)}
    return _(N_("Fermé"))


def _opening_text(status: Status, at: datetime, _: Translate) -> str:
    if status.until is None:
        return _(N_("pas d'ouverture annoncée"))
    if status.then == State.UNKNOWN:
        return _(N_("appelez avant de venir"))
    values = {
        "time": time_text(f"{status.until:%H:%M}", _),
        "day": _day_name(status.until, at, _),
    }
    if at.astimezone(status.until.tzinfo).date() == status.until.date():
        return _(N_("ouvre à %(time)s")) % values
    return _(N_("ouvre %(day)s à %(time)s")) % values


def _day_name(then: datetime, at: datetime, _: Translate) -> str:
    """Return "demain", "lundi", "le 3 avril" or "le 3 avril 2027", the shortest that is clear."""
    here = at.astimezone(then.tzinfo)
    ahead = (then.date() - here.date()).days
    if ahead <= 1:
        return _(N_("demain"))
    if ahead < len(WEEKDAYS):
        return _(WEEKDAYS[then.weekday()])
    day = _(N_("1er")) if then.day == 1 else str(then.day)
    values = {"day": day, "month": _(MONTHS[then.month - 1]), "year": then.year}
    if then.year == here.year:
        return _(N_("le %(day)s %(month)s")) % values
    return _(N_("le %(day)s %(month)s %(year)d")) % values


def _between(start: str, end: str, _: Translate) -> str:
    if (start, end) == ("00:00", "24:00"):
        return _(N_("24 h sur 24"))
    values = {"start": time_text(start, _), "end": time_text(end, _)}
    return _(N_("de %(start)s à %(end)s")) % values


def _joined(words: Sequence[str], _: Translate) -> str:
    if len(words) == 1:
        return words[0]
    return _(N_("%(first)s et %(last)s")) % {"first": ", ".join(words[:-1]), "last": words[-1]}
