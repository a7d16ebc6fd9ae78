"""What staff send with a file, and what they decide of it."""

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField

from app.base.web.forms import Form, LineField


class OptionsForm(Form):
    """What is decided for a whole file."""

    everywhere = BooleanField(_("Garder aussi les lieux hors de notre territoire"))
    fix_hours = BooleanField(
        _("Appliquer les horaires proposés"),
        description=_("Sans cette case, des horaires mal écrits restent « inconnus »."),
    )
    fix_positions = BooleanField(
        _("Appliquer les positions proposées"),
        description=_("Par exemple quand le signe de la longitude est inversé."),
    )


class UploadForm(OptionsForm):
    """A file and where it comes from."""

    file = FileField(
        _("Fichier"),
        description=_("CSV, GeoJSON ou extrait OpenStreetMap, 20 Mo au plus."),
        validators=[FileRequired(_("Choisissez un fichier."))],
    )
    source = LineField(
        _("Nom de la source"),
        limit=120,
        description=_("Le même nom à chaque import : nous retrouvons ainsi les mêmes lieux."),
    )
    licence = LineField(
        _("Licence"),
        limit=80,
        description=_("Pour les lignes qui n’en disent pas. Par exemple Licence Ouverte 2.0."),
    )


class RereadForm(OptionsForm):
    """The options, changed after the preview."""

    version = HiddenField()


class ConfirmForm(Form):
    """Which preview is confirmed."""

    version = HiddenField()
