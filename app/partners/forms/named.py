"""Closed lists as the choices of a field."""

from enum import StrEnum
from typing import Any, cast

from flask_babel import lazy_gettext as _
from wtforms import SelectField, SelectMultipleField, widgets
from wtforms.fields.choices import SelectChoice


def named(words: type[StrEnum]) -> list[SelectChoice]:
    """Return the choices of a closed list, in its order."""
    return [SelectChoice(word.value, _(cast("Any", word).label)) for word in words]


class OneOf(SelectField):
    """One word of a closed list, or nothing when `nothing` says how that is called."""

    def __init__(
        self, label: str, words: type[StrEnum], *, nothing: str = "", **kwargs: Any
    ) -> None:
        first = [SelectChoice("", nothing)] if nothing else []
        super().__init__(label, choices=[*first, *named(words)], validate_choice=False, **kwargs)
        self.words = words

    @property
    def word(self) -> Any:
        """Return the word chosen, None when there is none; a forged one is none."""
        return self.words(self.data) if self.data in set(self.words) else None


class AnyOf(SelectMultipleField):
    """Boxes to tick, one for each word of a closed list."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(self, label: str, words: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(label, choices=named(words), validate_choice=False, **kwargs)
        self.words = words

    @property
    def ticked(self) -> frozenset[Any]:
        """Return the words ticked; a forged one is none."""
        return frozenset(self.words(each) for each in self.data or () if each in set(self.words))
