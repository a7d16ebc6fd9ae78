"""Forms about the calendar: patterns, exceptional days, zones; typed in human units."""

import re
from datetime import date, time
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from app.base.core.errors import RuleBroken
from app.base.core.hours.sentences import WEEKDAYS
from app.base.web.forms import Form, LineField, QueryForm
from app.slots.models import ExceptionKind, OnHoliday
from app.slots.rules.sheets import MOST_WEEKS, DaysFacts, PatternFacts

FIELD_OF: Final = {"mass_g": "mass_kg", "volume_ml": "volume_m3", "crew_minutes": "work"}
"""What a rule calls a field → what the form calls it."""
YEARS: Final = range(2020, 2100)

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FRENCH = re.compile(r"(\d{1,2})[/. ](\d{1,2})[/. ](\d{4})")
_HOUR = re.compile(r"(\d{1,2})(?:\s*[h:]\s*(\d{2})?)?(?::\d{2})?")
_WORK = re.compile(r"(?:(\d{1,4})\s*h)?\s*(?:(\d{1,5})\s*(?:min\w*|mn|m)?)?")
_DECIMAL = re.compile(r"(\d{1,6})(?:[.,](\d{1,3}))?")

HOLIDAYS: Final = {
    OnHoliday.OFF: _("Pas de passage"),
    OnHoliday.MOVED: _("Reporté au jour ouvré suivant"),
    OnHoliday.KEPT: _("Maintenu"),
}
KINDS: Final = {
    ExceptionKind.CLOSED: _("Fermer : rien n’est proposé ces jours-là"),
    ExceptionKind.CHANGED: _("Changer les heures ou ce que l’équipe peut prendre"),
    ExceptionKind.ADDED: _("Ajouter des jours à un créneau"),
}


class DayField(LineField):
    """A date, 2026-12-31 or 31/12/2026, kept as typed; `day` is what it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, limit=30, **kwargs)

    @property
    def day(self) -> date | None:
        """Return the date, or None when nothing was typed or it is none."""
        typed = self.data or ""
        iso, french = _ISO.fullmatch(typed), _FRENCH.fullmatch(typed)
        if not iso and not french:
            return None
        year, month, day = iso.groups() if iso else french.groups()[::-1]  # type: ignore[union-attr]
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            return None
        return found if found.year in YEARS else None

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no date."""
        super().pre_validate(form)
        if self.data and self.day is None:
            raise ValidationError(
                gettext("Cette date n’existe pas. Écrivez-la ainsi : 31/12/2026.")
            )


class HourField(LineField):
    """A local hour, 9:30 or 9 h 30, kept as typed; `hour` is what it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, limit=20, **kwargs)

    @property
    def hour(self) -> time | None:
        """Return the hour, or None when nothing was typed or it is none."""
        found = _HOUR.fullmatch((self.data or "").lower())
        try:
            return time(int(found[1]), int(found[2] or 0)) if found else None
        except ValueError:
            return None

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no hour."""
        super().pre_validate(form)
        if self.data and self.hour is None:
            raise ValidationError(
                gettext("Cette heure n’existe pas : de 0 h à 23 h 59, par exemple 9 h 30.")
            )


class CountField(LineField):
    """A whole number, kept as typed; `number` is what it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, limit=20, **kwargs)

    @property
    def number(self) -> int | None:
        """Return the number, or None when nothing was typed or it is none."""
        typed = (self.data or "").replace(" ", "")
        return int(typed) if re.fullmatch(r"[0-9]{1,7}", typed) else None

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no whole number."""
        super().pre_validate(form)
        if self.data and self.number is None:
            raise ValidationError(gettext("Écrivez un nombre entier, par exemple 6."))


class DecimalField(LineField):
    """A number with a comma or a point; `scaled` is that number in the unit that is stored."""

    def __init__(self, *args: Any, unit: str, scale: int, **kwargs: Any) -> None:
        super().__init__(*args, limit=20, **kwargs)
        self.unit, self.scale = unit, scale

    @property
    def scaled(self) -> int | None:
        """Return the number times `scale`, or None when nothing was typed or it is none."""
        typed = (self.data or "").lower().replace(" ", "").removesuffix(self.unit)
        found = _DECIMAL.fullmatch(typed)
        if found is None:
            return None
        thousandths = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))
        return thousandths * self.scale // 1000

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no number."""
        super().pre_validate(form)
        if self.data and self.scaled is None:
            raise ValidationError(gettext("Écrivez un nombre, par exemple 2,5."))

    def show(self, value: int | None) -> None:
        """Show a stored value as people type it."""
        self.data = "" if value is None else decimal(value, self.scale)


class WorkField(LineField):
    """A length of work, 6 h 30 or 390 min, kept as typed; `minutes` is what it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, limit=20, **kwargs)

    @property
    def minutes(self) -> int | None:
        """Return the minutes, or None when nothing was typed or it is no length."""
        typed = (self.data or "").lower().strip()
        found = _WORK.fullmatch(typed)
        if not typed or found is None:
            return None
        return int(found[1] or 0) * 60 + int(found[2] or 0)

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no length of work."""
        super().pre_validate(form)
        if self.data and self.minutes is None:
            raise ValidationError(
                gettext("Écrivez une durée, par exemple 6 h, 6 h 30 ou 390 minutes.")
            )

    def show(self, value: int | None) -> None:
        """Show minutes as people type them."""
        self.data = "" if value is None else worked(value)


def decimal(value: int, scale: int) -> str:
    """Return a stored value as people type it: 2500 at 1000 is "2,5"."""
    whole, rest = divmod(value * 1000 // scale, 1000)
    return f"{whole},{rest:03d}".rstrip("0").rstrip(",")


def worked(minutes: int) -> str:
    """Return "6 h", "6 h 30" or "45 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def hour_typed(value: time | None) -> str:
    """Return an hour as the browser's own field holds it."""
    return value.strftime("%H:%M") if value else ""


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
        _chosen(field)

    def validate_weekday(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        _chosen(field)

    def validate_every_weeks(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        _chosen(field)

    def validate_crew(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        _chosen(field)

    def validate_on_holiday(self, field: RadioField) -> None:
        """Refuse a forged choice."""
        _chosen(field)

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
        _chosen(field)

    def validate_pattern(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        _chosen(field)

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


def _chosen(field: SelectField) -> None:
    if (field.data or "") not in {str(each.value) for each in field.choices}:
        raise ValidationError(gettext("Choisissez dans la liste."))
