"""Forms about fundings."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, HiddenField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.base.web.fields import DayField, DecimalField
from app.base.web.forms import Form, LineField, TextField
from app.base.web.listing import ListForm, choose
from app.fundings.models import Funding, FundingStatus, Lever
from app.fundings.rules import FundingFacts

STATUSES = [SelectChoice(each.value, _(each.label)) for each in FundingStatus]
LEVERS = [SelectChoice(each.value, _(each.label)) for each in Lever]


class BoxesField(SelectMultipleField):
    """Several of a few, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FundingForm(Form):
    """A funding as staff write it; `version` is the row as the person saw it."""

    version = HiddenField()
    organisation = SelectField(_("Qui finance"), validate_choice=False)
    name = LineField(
        _("Appel ou programme"),
        [DataRequired(_("Donnez le nom de l’appel ou du programme."))],
        limit=160,
    )
    post = LineField(
        _("Ce qu’il paie"),
        limit=200,
        description=_("Un poste, une camionnette, un local, de l’ingénierie…"),
    )
    levers = BoxesField(_("Par quels leviers il aide"), choices=LEVERS, validate_choice=False)
    status = SelectField(_("Où en est-on"), choices=STATUSES, validate_choice=False)
    file_by = DayField(_("À déposer avant le"))
    asked = DecimalField(_("Montant demandé, en euros"), unit="€", scale=100)
    granted = DecimalField(_("Montant accordé, en euros"), unit="€", scale=100)
    starts = DayField(_("Premier jour couvert"))
    ends = DayField(_("Dernier jour couvert"))
    note = TextField(_("Notes"), limit=2000)

    def offer(self, structures: list[tuple[UUID, str]]) -> None:
        """Set which structures may fund."""
        named = [SelectChoice(str(key), name) for key, name in structures]
        self.organisation.choices = [SelectChoice("", gettext("Choisir…")), *named]

    def validate_organisation(self, field: SelectField) -> None:
        """Refuse nobody, and a structure that is not offered."""
        if not field.data:
            raise ValidationError(gettext("Choisissez qui finance."))
        if field.data not in {str(each.value) for each in field.choices}:
            raise ValidationError(gettext("Choisissez dans la liste."))

    def validate_status(self, field: SelectField) -> None:
        """Refuse a forged status."""
        if field.data not in set(FundingStatus):
            raise ValidationError(gettext("Choisissez dans la liste."))

    def validate_levers(self, field: BoxesField) -> None:
        """Refuse a forged lever."""
        if not set(field.data or ()) <= set(Lever):
            raise ValidationError(gettext("Choisissez dans la liste."))

    def facts(self) -> FundingFacts:
        """Return what was typed; only of a valid form."""
        return FundingFacts(
            organisation_id=UUID(self.organisation.data),
            name=self.name.data or "",
            post=self.post.data or "",
            status=FundingStatus(self.status.data),
            asked_cents=self.asked.scaled,
            granted_cents=self.granted.scaled,
            file_by=self.file_by.day,
            starts=self.starts.day,
            ends=self.ends.day,
            note=self.note.data or "",
            levers=frozenset(map(Lever, self.levers.data or ())),
        )

    def show(self, row: Funding) -> None:
        """Show a kept funding."""
        self.version.data = str(row.version)
        self.organisation.data = str(row.organisation_id)
        self.name.data, self.post.data, self.note.data = row.name, row.post, row.note
        self.status.data = row.status.value
        self.levers.data = [each.value for each in row.lever_set]
        self.asked.show(row.asked_cents)
        self.granted.show(row.granted_cents)
        for field, day in (
            (self.file_by, row.file_by),
            (self.starts, row.starts),
            (self.ends, row.ends),
        ):
            field.show(day)


class ReportForm(Form):
    """A report that is owed."""

    report_name = LineField(_("Rapport attendu"), limit=120)
    due_on = DayField(_("Pour le"))


class SentForm(Form):
    """A report that left."""

    sent_on = DayField(_("Envoyé le"))
    file = FileField(_("Le rapport"))


class FundingsForm(ListForm):
    """Which fundings staff want to see."""

    etat = choose(_("Où en est-on"), _("Tous"), STATUSES)
    levier = choose(_("Levier"), _("Tous"), LEVERS)
