"""Fields for what people type in words of their own: days, hours, counts, measures, lengths."""

import re
from datetime import date, time
from typing import Any, Final

from flask_babel import gettext
from wtforms import Form as PlainForm
from wtforms import SelectField
from wtforms.validators import ValidationError

from app.base.web.forms import LineField

YEARS: Final = range(1990, 2100)

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FRENCH = re.compile(r"(\d{1,2})[/. ](\d{1,2})[/. ](\d{4})")
_HOUR = re.compile(r"(\d{1,2})(?:\s*[h:]\s*(\d{2})?)?(?::\d{2})?")
_WORK = re.compile(r"(?:(\d{1,4})\s*h)?\s*(?:(\d{1,5})\s*(?:min\w*|mn|m)?)?")
_DECIMAL = re.compile(r"(\d{1,6})(?:[.,](\d{1,3}))?")


class DayField(LineField):
    """A date, 2026-12-31 or 31/12/2026, kept as typed; `day` is what it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, limit=30, **kwargs)

    @property
    def day(self) -> date | None:
        """Return the date, or None when nothing was typed or it is none."""
        typed = self.data or ""
        iso, french = _ISO.fullmatch(typed), _FRENCH.fullmatch(typed)
        if not iso and not french:
            return None
        year, month, day = iso.groups() if iso else french.groups()[::-1]  # type: ignore[union-attr]
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            return None
        return found if found.year in YEARS else None

    def show(self, day: date | None) -> None:
        """Show a day as people type it."""
        self.data = day.strftime("%d/%m/%Y") if day else ""

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no date."""
        super().pre_validate(form)
        if self.data and self.day is None:
            raise ValidationError(
                gettext("Cette date n’existe pas. Écrivez-la ainsi : 31/12/2026.")
            )


class HourField(LineField):
    """A local hour, 9:30 or 9 h 30, kept as typed; `hour` is what it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, limit=20, **kwargs)

    @property
    def hour(self) -> time | None:
        """Return the hour, or None when nothing was typed or it is none."""
        found = _HOUR.fullmatch((self.data or "").lower())
        try:
            return time(int(found[1]), int(found[2] or 0)) if found else None
        except ValueError:
            return None

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no hour."""
        super().pre_validate(form)
        if self.data and self.hour is None:
            raise ValidationError(
                gettext("Cette heure n’existe pas : de 0 h à 23 h 59, par exemple 9 h 30.")
            )


class CountField(LineField):
    """A whole number, kept as typed; `number` is what it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, limit=20, **kwargs)

    @property
    def number(self) -> int | None:
        """Return the number, or None when nothing was typed or it is none."""
        typed = (self.data or "").replace(" ", "")
        return int(typed) if re.fullmatch(r"[0-9]{1,7}", typed) else None

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no whole number."""
        super().pre_validate(form)
        if self.data and self.number is None:
            raise ValidationError(gettext("Écrivez un nombre entier, par exemple 6."))


class DecimalField(LineField):
    """A number with a comma or a point; `scaled` is that number in the unit that is stored."""

    def __init__(self, *args: Any, unit: str, scale: int, **kwargs: Any) -> None:
        super().__init__(*args, limit=20, **kwargs)
        self.unit, self.scale = unit, scale

    @property
    def scaled(self) -> int | None:
        """Return the number times `scale`, or None when nothing was typed or it is none."""
        typed = (self.data or "").lower().replace(" ", "").removesuffix(self.unit)
        found = _DECIMAL.fullmatch(typed)
        if found is None:
            return None
        thousandths = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
        return thousandths * self.scale // 1000

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no number."""
        super().pre_validate(form)
        if self.data and self.scaled is None:
            raise ValidationError(gettext("Écrivez un nombre, par exemple 2,5."))

    def show(self, value: int | None) -> None:
        """Show a stored value as people type it."""
        self.data = "" if value is None else decimal(value, self.scale)


class WorkField(LineField):
    """A length of work, 6 h 30 or 390 min, kept as typed; `minutes` is what it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, limit=20, **kwargs)

    @property
    def minutes(self) -> int | None:
        """Return the minutes, or None when nothing was typed or it is no length."""
        typed = (self.data or "").lower().strip()
        found = _WORK.fullmatch(typed)
        if not typed or found is None:
            return None
        return int(found[1] or 0) * 60 + int(found[2] or 0)

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no length of work."""
        super().pre_validate(form)
        if self.data and self.minutes is None:
            raise ValidationError(
                gettext("Écrivez une durée, par exemple 6 h, 6 h 30 ou 390 minutes.")
            )

    def show(self, value: int | None) -> None:
        """Show minutes as people type them."""
        self.data = "" if value is None else worked(value)


def decimal(value: int, scale: int) -> str:
    """Return a stored value as people type it: 2500 at 1000 is "2,5"."""
    whole, rest = divmod(value * 1000 // scale, 1000)
    return f"{whole},{rest:03d}".rstrip("0").rstrip(",")


def worked(minutes: int) -> str:
    """Return "6 h", "6 h 30" or "45 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def hour_typed(value: time | None) -> str:
    """Return an hour as the browser's own field holds it."""
    return value.strftime("%H:%M") if value else ""


def chosen(field: SelectField) -> None:
    """Refuse what the list does not have."""
    if (field.data or "") not in {str(each.value) for each in field.choices}:
        raise ValidationError(gettext("Choisissez dans la liste."))
