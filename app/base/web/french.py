"""Dates, hours, distances and weights as a French reader says them."""

from datetime import date, datetime, time

from flask import Flask
from flask_babel import format_date
from flask_babel import gettext as _

from app.base.core import clock

KILOMETRE = 1000
NB = "\N{NO-BREAK SPACE}"
"""Between a number and its unit: both stay on one line."""


def day(value: date) -> str:
    """Return "jeudi 3 décembre", with its year when it is not this one."""
    same_year = value.year == clock.today().year
    text = format_date(value, "EEEE d MMMM" if same_year else "EEEE d MMMM y")
    return text.replace(" 1 ", " 1er ", 1)


def short_day(value: date) -> str:
    """Return "3 déc. 2026"."""
    return format_date(value, "d MMM y")


def hour(value: time) -> str:
    """Return "9 h" or "13 h 45", never broken over two lines."""
    return f"{value.hour}{NB}h{NB}{value.minute:02d}" if value.minute else f"{value.hour}{NB}h"


def day_and_hours(value: date, starts: time, ends: time) -> str:
    """Return "jeudi 3 décembre, de 9 h à 12 h"."""
    return _("%(day)s, de %(start)s à %(end)s", day=day(value), start=hour(starts), end=hour(ends))


def moment(value: datetime) -> str:
    """Return an aware instant as "jeudi 3 décembre à 9 h 05", local time."""
    wall = clock.local(value)
    return _("%(day)s à %(hour)s", day=day(wall.date()), hour=hour(wall.time()))


def distance(metres: int) -> str:
    """Return "à 350 m" or "2,1 km" rounded as somebody would say it."""
    if metres < KILOMETRE:
        return f"{max(10, round(metres, -1))}{NB}m"
    text = f"{metres / KILOMETRE:.1f}" if metres < 10 * KILOMETRE else f"{metres / KILOMETRE:.0f}"
    return text.replace(".", ",").removesuffix(",0") + f"{NB}km"


def mass(grams: int) -> str:
    """Return "350 g" or "5,73 kg"."""
    if grams < 1000:  # noqa: PLR2004 - one kilogram
        return f"{grams}{NB}g"
    return f"{grams / 1000:.2f}".rstrip("0").rstrip(".").replace(".", ",") + f"{NB}kg"


def about(grams: int) -> str:
    """Return an estimate as somebody would say it: "350 g", "5,5 kg", "41 kg"."""
    if grams < 1000:  # noqa: PLR2004 - one kilogram
        return f"{max(10, round(grams, -1))}{NB}g"
    half = round(grams / 500) / 2
    rounded = half if grams < 10_000 else round(grams / 1000)  # noqa: PLR2004 - ten kilograms
    return f"{rounded:g}".replace(".", ",") + f"{NB}kg"


def euros(cents: int) -> str:
    """Return "5 €", "12,50 €" or "48 000 €", thousands on one line."""
    whole, rest = divmod(cents, 100)
    grouped = f"{whole:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{grouped},{rest:02d}{NB}€" if rest else f"{grouped}{NB}€"


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(
        day=day,
        short_day=short_day,
        hour=hour,
        moment=moment,
        distance=distance,
        mass=mass,
        about=about,
        euros=euros,
    )
