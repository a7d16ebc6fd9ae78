"""A file of structures to import."""

from flask_babel import lazy_gettext as _
from wtforms import FileField

from app.base.web.forms import Form, LineField


class ImportForm(Form):
    """A file, and where it comes from."""

    file = FileField(
        _("Fichier"), description=_("Un tableau au format CSV, 2 000 lignes et 5 Mo au plus.")
    )
    source = LineField(
        _("D’où vient-il"),
        limit=80,
        description=_("Toujours le même nom pour le même fichier : « CCI », « salon 2026 »."),
    )
