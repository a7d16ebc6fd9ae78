"""Choices that the forms share: closed lists, people, boxes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from wtforms import SelectField, SelectMultipleField, widgets
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.base.core import clock
from app.base.web.fields import DayField, HourField

Choices = Sequence[tuple[str, str]]
MOST_BOXES = 200


class BoxesField(SelectMultipleField):
    """Several choices of a list, one box each; a forged one is refused."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the ticked boxes, each once."""
        self.data = list(dict.fromkeys(str(value)[:60] for value in valuelist[:MOST_BOXES]))

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms calls it so
        """Refuse a choice that is not offered."""
        _offered(self, self.data or ())


class ChoiceField(SelectField):
    """One choice of a list; a forged one is refused with a sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, validate_choice=False, **kwargs)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms calls it so
        """Refuse a choice that is not offered."""
        _offered(self, [self.data or ""])


def named(words: type[StrEnum]) -> list[SelectChoice]:
    """Return the choices of a closed list, in its order."""
    return [SelectChoice(word.value, lazy_gettext(word.label)) for word in words]  # type: ignore[attr-defined]


def offer(field: SelectField, choices: Iterable[tuple[str, str]], nothing: str = "") -> None:
    """Set which choices a field has; `nothing` is the one that says none."""
    first = [SelectChoice("", nothing)] if nothing else []
    field.choices = [*first, *(SelectChoice(key, name) for key, name in choices)]


def read_id(text: object) -> UUID | None:
    """Return the id that a field holds, or None."""
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None


def ids(field: SelectMultipleField) -> frozenset[UUID]:
    """Return the ids whose boxes are ticked."""
    return frozenset(found for each in field.data or () if (found := read_id(each)))


def instant(day: DayField, hour: HourField) -> datetime | None:
    """Return the instant that a local day and hour mean, or None when one is missing."""
    if day.day is None or hour.hour is None:
        return None
    return clock.instant(day.day, hour.hour)


def show_instant(day: DayField, hour: HourField, at: datetime) -> None:
    """Show an instant as the local day and hour that people type."""
    wall = clock.local(at)
    day.data, hour.data = wall.date().isoformat(), f"{wall:%H:%M}"


def _offered(field: Any, chosen: Iterable[str]) -> None:
    known = {str(each.value) for each in field.choices or ()}
    if not set(map(str, chosen)) <= known:
        raise ValidationError(gettext("Choisissez dans la liste."))


def more(field: SelectField, choices: Iterable[tuple[str, str]]) -> None:
    """Add choices that are known only now to those of a filter."""
    field.choices = [*field.choices, *(SelectChoice(key, name) for key, name in choices)]
