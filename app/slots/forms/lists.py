"""The filters of the list of slots."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.base.web.forms import QueryForm


class ListForm(QueryForm):
    """Which patterns and days staff want to see; every filter is in the address."""

    secteur = SelectField(_("Secteur"), validate_choice=False)
    etat = SelectField(
        _("Créneaux"),
        choices=[
            SelectChoice("", _("Proposés")),
            SelectChoice("arretes", _("Arrêtés")),
            SelectChoice("tous", _("Tous")),
        ],
        validate_choice=False,
    )
    jours = SelectField(
        _("Jours montrés"),
        choices=[
            SelectChoice("", _("14 jours")),
            SelectChoice("28", _("28 jours")),
            SelectChoice("56", _("8 semaines")),
        ],
        validate_choice=False,
    )

    def offer_zones(self, zones: list[tuple[str, str]]) -> None:
        """Set which zones may be chosen."""
        self.secteur.choices = [
            SelectChoice("", gettext("Tous")),
            *(SelectChoice(key, name) for key, name in zones),
        ]

    def said(self, name: str) -> str:
        """Return what a filter asks, or an empty text when it asks nothing that exists."""
        field = self[name]
        value = field.data or ""
        return value if value in {each.value for each in field.choices} else ""
