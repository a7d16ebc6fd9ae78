"""The eleven French public holidays, with the names people know them by."""

from datetime import date, timedelta
from functools import lru_cache

from app.base.core.text import N_

_FIXED = {
    (1, 1): N_("jour de l'An"),
    (5, 1): N_("fête du Travail"),
    (5, 8): N_("victoire de 1945"),
    (7, 14): N_("fête nationale"),
    (8, 15): N_("Assomption"),
    (11, 1): N_("Toussaint"),
    (11, 11): N_("armistice de 1918"),
    (12, 25): N_("Noël"),
}
_AFTER_EASTER = {1: N_("lundi de Pâques"), 39: N_("Ascension"), 50: N_("lundi de Pentecôte")}


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian `year`.

    Source: the anonymous computus printed by Meeus, Astronomical Algorithms, chapter 8.
    """
    century, rest = divmod(year, 100)
    golden = year % 19
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - moon + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def holidays(year: int) -> dict[date, str]:
    """Return the public holidays of `year` in mainland France, French name by date.

    Source: Code du travail, article L3133-1. Two may fall on one day: the fixed one names it.
    """
    moving = {easter(year) + timedelta(days=n): name for n, name in _AFTER_EASTER.items()}
    fixed = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    return moving | fixed


def holiday_name(day: date) -> str | None:
    """Return the French name of the holiday on `day`, or None."""
    return holidays(day.year).get(day)
