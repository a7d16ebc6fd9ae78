"""The form of exceptional days."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from app.base.core.errors import RuleBroken
from app.base.web.fields import (
    CountField,
    DayField,
    DecimalField,
    HourField,
    WorkField,
    chosen,
)
from app.base.web.forms import Form, LineField
from app.slots.forms.measures import FIELD_OF
from app.slots.models import ExceptionKind
from app.slots.rules.sheets import DaysFacts

KINDS: Final = {
    ExceptionKind.CLOSED: _("Fermer : rien n’est proposé ces jours-là"),
    ExceptionKind.CHANGED: _("Changer les heures ou ce que l’équipe peut prendre"),
    ExceptionKind.ADDED: _("Ajouter des jours à un créneau"),
}


class DaysForm(Form):
    """Exceptional days as staff write them."""

    kind = RadioField(
        _("Que faire de ces jours ?"),
        choices=[SelectChoice(each.value, label) for each, label in KINDS.items()],
        default=ExceptionKind.CLOSED.value,
        validate_choice=False,
    )
    pattern = SelectField(_("Créneau"), validate_choice=False)
    first_day = DayField(_("Premier jour"), [DataRequired(_("Choisissez le premier jour."))])
    last_day = DayField(_("Dernier jour"), description=_("Vide : un seul jour."))
    reason = LineField(
        _("Raison"),
        limit=200,
        description=_("Les habitants la lisent : « camionnette en révision »."),
    )
    starts = HourField(_("Début"))
    ends = HourField(_("Fin"))
    places = CountField(_("Places"))
    mass_kg = DecimalField(_("Poids, en kg"), unit="kg", scale=1000)
    volume_m3 = DecimalField(_("Volume, en m³"), unit="m³", scale=1_000_000)
    work = WorkField(_("Temps de travail"), description=_("Par exemple 6 h 30."))

    def offer_patterns(self, patterns: list[tuple[str, str]]) -> None:
        """Set which patterns may be chosen."""
        self.pattern.choices = [
            SelectChoice("", gettext("Tous les créneaux (fermeture seulement)")),
            *(SelectChoice(key, name) for key, name in patterns),
        ]

    def validate_kind(self, field: RadioField) -> None:
        """Refuse a forged choice."""
        chosen(field)

    def validate_pattern(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        chosen(field)

    def facts(self) -> DaysFacts:
        """Return what the form says; it must have been validated.

        A closing has no hours and no measures, whatever was typed before it was chosen.
        """
        kind = ExceptionKind(self.kind.data)
        first = self.first_day.day or date.min
        changes: dict[str, Any] = {}
        if kind is not ExceptionKind.CLOSED:
            changes = {
                "starts": self.starts.hour,
                "ends": self.ends.hour,
                "places": self.places.number,
                "mass_g": self.mass_kg.scaled,
                "volume_ml": self.volume_m3.scaled,
                "crew_minutes": self.work.minutes,
            }
        return DaysFacts(
            kind=kind,
            pattern_id=UUID(self.pattern.data) if self.pattern.data else None,
            first_day=first,
            last_day=self.last_day.day or first,
            reason=self.reason.data or "",
            **changes,
        )

    def broken(self, refusal: RuleBroken) -> None:
        """Put a rule's sentence beside the field that holds what it names."""
        field = FIELD_OF.get(refusal.field or "", refusal.field)
        super().broken(RuleBroken(refusal.sentence, field=field, **refusal.values))
