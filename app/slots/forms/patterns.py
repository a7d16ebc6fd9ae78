"""The form of a weekly slot."""

from datetime import time
from typing import Final
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from app.base.core.errors import RuleBroken
from app.base.core.hours.sentences import WEEKDAYS
from app.base.web.fields import (
    CountField,
    DayField,
    DecimalField,
    HourField,
    WorkField,
    chosen,
    hour_typed,
)
from app.base.web.forms import Form, LineField
from app.slots.forms.measures import FIELD_OF
from app.slots.models import OnHoliday
from app.slots.rules.sheets import MOST_WEEKS, PatternFacts

HOLIDAYS: Final = {
    OnHoliday.OFF: _("Pas de passage"),
    OnHoliday.MOVED: _("Reporté au jour ouvré suivant"),
    OnHoliday.KEPT: _("Maintenu"),
}


class PatternForm(Form):
    """A weekly slot as staff write it; `version` is the row as the person saw it."""

    version = HiddenField()
    name = LineField(
        _("Nom"),
        [DataRequired(_("Donnez un nom à ce créneau."))],
        limit=80,
        description=_("L’équipe et les habitants le lisent : « Jeudi matin, Montargis »."),
    )
    zone = SelectField(_("Secteur desservi"), validate_choice=False)
    weekday = SelectField(
        _("Jour"),
        choices=[SelectChoice(str(n), _(name)) for n, name in enumerate(WEEKDAYS)],
        validate_choice=False,
    )
    every_weeks = SelectField(
        _("Rythme"),
        choices=[
            SelectChoice("1", _("Toutes les semaines")),
            SelectChoice("2", _("Une semaine sur deux")),
            *(
                SelectChoice(str(n), _("Une semaine sur %(n)d", n=n))
                for n in range(3, MOST_WEEKS + 1)
            ),
        ],
        validate_choice=False,
    )
    first_day = DayField(
        _("Premier jour"), description=_("Le rythme se compte à partir de cette semaine-là.")
    )
    last_day = DayField(_("Dernier jour"))
    starts = HourField(_("Début"), [DataRequired(_("Dites à quelle heure il commence."))])
    ends = HourField(_("Fin"), [DataRequired(_("Dites à quelle heure il finit."))])
    places = CountField(
        _("Places"),
        [DataRequired(_("Dites combien de visites au plus."))],
        description=_("Combien de visites au plus."),
    )
    mass_kg = DecimalField(
        _("Poids, en kg"),
        [DataRequired(_("Dites combien de kilogrammes au plus."))],
        unit="kg",
        scale=1000,
        description=_("Ce que la camionnette porte."),
    )
    volume_m3 = DecimalField(
        _("Volume, en m³"),
        [DataRequired(_("Dites combien de mètres cubes au plus."))],
        unit="m³",
        scale=1_000_000,
        description=_("Ce qu’elle contient, bien rangée."),
    )
    work = WorkField(
        _("Temps de travail"),
        [DataRequired(_("Dites combien de temps l’équipe peut porter."))],
        description=_("De toute l’équipe, sans la route : à deux pendant 3 h, écrivez 6 h."),
    )
    crew = SelectField(
        _("Équipe"),
        choices=[
            SelectChoice("1", _("1 personne")),
            *(SelectChoice(str(n), _("%(n)d personnes", n=n)) for n in range(2, 10)),
        ],
        validate_choice=False,
        description=_("Seul, on ne porte rien de plus de 25 kg : ces demandes iront ailleurs."),
    )
    on_holiday = RadioField(
        _("Les jours fériés"),
        choices=[SelectChoice(each.value, label) for each, label in HOLIDAYS.items()],
        validate_choice=False,
    )
    active = BooleanField(
        _("Proposé aux habitants"),
        description=_("Décoché, plus rien n’est proposé ; ce qui est réservé reste."),
    )

    def offer_zones(self, zones: list[tuple[str, str]]) -> None:
        """Set what may be chosen as zone."""
        self.zone.choices = [
            SelectChoice("", gettext("Tout le territoire")),
            *(SelectChoice(key, name) for key, name in zones),
        ]

    def validate_zone(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        chosen(field)

    def validate_weekday(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        chosen(field)

    def validate_every_weeks(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        chosen(field)

    def validate_crew(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        chosen(field)

    def validate_on_holiday(self, field: RadioField) -> None:
        """Refuse a forged choice."""
        chosen(field)

    def fill(self, known: PatternFacts) -> None:
        """Show a pattern as it is."""
        self.name.data = known.name
        self.zone.data = str(known.zone_id or "")
        self.weekday.data = str(known.weekday)
        self.every_weeks.data = str(known.every_weeks)
        self.first_day.data = known.first_day.isoformat() if known.first_day else ""
        self.last_day.data = known.last_day.isoformat() if known.last_day else ""
        self.starts.data, self.ends.data = hour_typed(known.starts), hour_typed(known.ends)
        self.places.data, self.crew.data = str(known.places), str(known.crew)
        self.mass_kg.show(known.mass_g)
        self.volume_m3.show(known.volume_ml)
        self.work.show(known.crew_minutes)
        self.on_holiday.data, self.active.data = known.on_holiday.value, known.active

    def facts(self) -> PatternFacts:
        """Return what the form says; it must have been validated."""
        return PatternFacts(
            name=self.name.data or "",
            zone_id=UUID(self.zone.data) if self.zone.data else None,
            weekday=int(self.weekday.data),
            every_weeks=int(self.every_weeks.data),
            starts=self.starts.hour or time(),
            ends=self.ends.hour or time(),
            places=self.places.number or 0,
            mass_g=self.mass_kg.scaled or 0,
            volume_ml=self.volume_m3.scaled or 0,
            crew_minutes=self.work.minutes or 0,
            crew=int(self.crew.data),
            on_holiday=OnHoliday(self.on_holiday.data),
            first_day=self.first_day.day,
            last_day=self.last_day.day,
            active=bool(self.active.data),
        )

    def broken(self, refusal: RuleBroken) -> None:
        """Put a rule's sentence beside the field that holds what it names."""
        field = FIELD_OF.get(refusal.field or "", refusal.field)
        super().broken(RuleBroken(refusal.sentence, field=field, **refusal.values))
