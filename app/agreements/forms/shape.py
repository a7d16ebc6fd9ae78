"""What the forms of agreements share."""

from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.base.web.forms import Form, whole_number

NEEDED: Final = _l("Remplissez cette case.")
DAY_ASKED: Final = _l("Donnez une date, par exemple 31/12/2026.")


def read_id(text: str | None) -> UUID | None:
    """Return the id that a field or a filter holds, or None."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


class Versioned(Form):
    """A form that remembers which reading it changes."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """Return the version that was read; 0 when it is forged."""
        return whole_number(self.version.data)
