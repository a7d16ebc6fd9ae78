"""The form of a zone."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import DataRequired

from app.base.web.forms import Form, LineField


class ZoneForm(Form):
    """A zone's name, and which communes the page shows; the boxes are read beside it."""

    version = HiddenField()
    name = LineField(
        _("Nom"),
        [DataRequired(_("Donnez un nom à ce secteur."))],
        limit=80,
        description=_("Par exemple « Montargis et couronne »."),
    )
    look = LineField(_("Chercher une commune"), limit=80)
