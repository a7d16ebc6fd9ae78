"""Which structure another one is merged into."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from app.base.web.forms import Form, LineField


class MergeForm(Form):
    """The structure that stays; `versions` are those of both sheets when they were shown."""

    into = LineField(
        _("Avec quelle structure ?"),
        limit=200,
        name="avec",
        description=_("C’est elle qui reste. Par son nom ou son SIRET."),
    )
    versions = HiddenField()
