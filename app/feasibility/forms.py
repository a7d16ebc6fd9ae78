"""Forms about the feasibility of a family."""

from typing import Final
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from app.base.web.fields import CountField, DayField, DecimalField, WorkField, chosen
from app.base.web.forms import Form, LineField, TextField
from app.feasibility.in_words import UNITS
from app.feasibility.models import FeasibilityAssumption, FeasibilitySheet
from app.feasibility.rules.sheets import AssumptionFacts, DecisionFacts, PlayerFacts, SheetFacts
from app.feasibility.words import UNITS as OF_WHAT
from app.feasibility.words import Assumption, Choice, Per, Side

DAY: Final = _("Écrivez un jour, par exemple 31/12/2026.")


class AssumptionForm(Form):
    """An assumption as staff write it; `version` is the row as the person saw it."""

    version = HiddenField()
    per = SelectField(_("Compté"), validate_choice=False)
    source = LineField(
        _("Source"),
        [DataRequired(_("Dites d’où vient ce chiffre : une visite, un devis, des comptes…"))],
        limit=200,
        description=_("Une visite, un devis, les comptes d’une structure, une idée de l’équipe."),
    )
    as_of = DayField(_("Date de la source"), [DataRequired(DAY)])

    def facts(self) -> AssumptionFacts:
        """Return what was typed; only of a valid form."""
        assert self.as_of.day is not None
        return AssumptionFacts(
            per=Per(self.per.data),
            base=_typed(self["base"]),
            source=self.source.data or "",
            as_of=self.as_of.day,
            low=_typed(self["low"]),
            high=_typed(self["high"]),
        )

    def show(self, row: FeasibilityAssumption) -> None:
        """Show a kept assumption."""
        self.version.data, self.per.data = str(row.version), row.per.value
        self.source.data = row.source
        self.as_of.show(row.as_of)
        for name in ("low", "base", "high"):
            self[name].show(getattr(row, name))

    def validate_per(self, field: SelectField) -> None:
        """Refuse what the list does not have."""
        chosen(field)


class SheetForm(Form):
    """The market of a family."""

    version = HiddenField()
    prices = TextField(
        _("Prix du neuf et de l’occasion"),
        limit=1000,
        description=_("Relevés où, quand."),
    )
    demand = TextField(_("Demande"), limit=1000, description=_("Qui en cherche, combien."))
    space = CountField(_("Surface nécessaire, en m²"))
    note = TextField(_("Notes"), limit=2000)

    def facts(self) -> SheetFacts:
        """Return what was typed; only of a valid form."""
        return SheetFacts(
            self.prices.data or "",
            self.demand.data or "",
            self.space.number,
            self.note.data or "",
        )

    def show(self, row: FeasibilitySheet) -> None:
        """Show a kept sheet."""
        self.version.data = str(row.version)
        self.prices.data, self.demand.data, self.note.data = row.prices, row.demand, row.note
        self.space.data = "" if row.space_m2 is None else str(row.space_m2)


class PlayerForm(Form):
    """Somebody who takes, buys or competes."""

    side = RadioField(
        _("De quel côté"),
        choices=[SelectChoice(each.value, _(each.label)) for each in Side],
        default=Side.OUTLET.value,
        validate_choice=False,
    )
    organisation = SelectField(_("Structure du registre"), validate_choice=False)
    name = LineField(_("Ou son nom"), limit=160)
    words = LineField(
        _("Ce qu’il prend ou vend"), limit=300, description=_("Quantité, prix, qui l’a dit.")
    )

    def offer(self, structures: list[tuple[UUID, str]]) -> None:
        """Set which structures may be chosen."""
        named = [SelectChoice(str(key), name) for key, name in structures]
        self.organisation.choices = [SelectChoice("", gettext("Aucune")), *named]

    def facts(self) -> PlayerFacts:
        """Return what was typed; only of a valid form."""
        structure = self.organisation.data
        return PlayerFacts(
            side=Side(self.side.data),
            organisation_id=UUID(structure) if structure else None,
            name=self.name.data or "",
            words=self.words.data or "",
        )

    def validate_side(self, field: RadioField) -> None:
        """Refuse what the list does not have."""
        chosen(field)

    def validate_organisation(self, field: SelectField) -> None:
        """Refuse a structure that is not offered."""
        chosen(field)


class DecisionForm(Form):
    """A decision; `version` is the number of the last one that the person saw."""

    version = HiddenField()
    choice = RadioField(
        _("Décision"),
        choices=[SelectChoice(each.value, _(each.label)) for each in Choice],
        default=Choice.STUDY.value,
        validate_choice=False,
    )
    why = TextField(_("Pourquoi"), [DataRequired(_("Dites pourquoi, en une phrase."))], limit=1000)
    decided_by = LineField(
        _("Décidé par"),
        [DataRequired(_("Dites qui décide, par exemple « Comité de pilotage »."))],
        limit=120,
    )
    decided_on = DayField(_("Décidé le"), [DataRequired(DAY)])
    review_on = DayField(
        _("À revoir le"), description=_("La liste du matin le rappelle quinze jours avant.")
    )

    def facts(self) -> DecisionFacts:
        """Return what was typed; only of a valid form."""
        assert self.decided_on.day is not None
        return DecisionFacts(
            choice=Choice(self.choice.data),
            why=self.why.data or "",
            decided_by=self.decided_by.data or "",
            decided_on=self.decided_on.day,
            review_on=self.review_on.day,
        )

    def validate_choice(self, field: RadioField) -> None:
        """Refuse what the list does not have."""
        chosen(field)


class ForgetForm(Form):
    """A press on a button, with the row as the person saw it."""

    version = HiddenField()


def _amounts(kind: Assumption) -> type[AssumptionForm]:
    """Return the form of one assumption: its amounts are typed in its own unit."""

    def amount(label: str, hint: str = "") -> WorkField | DecimalField:
        if kind is Assumption.WORK:
            return WorkField(label, description=hint)
        unit, scale = UNITS.get(kind, ("€", 100))
        return DecimalField(label, description=hint, unit=unit, scale=scale)

    return type(
        f"AssumptionForm{kind.name.title()}",
        (AssumptionForm,),
        {
            "base": amount(_("Valeur probable"), _(kind.hint)),
            "low": amount(_("Valeur basse"), _("Le moins que ce puisse être.")),
            "high": amount(_("Valeur haute"), _("Le plus que ce puisse être.")),
        },
    )


FORMS: Final = {kind: _amounts(kind) for kind in Assumption}


def of(kind: Assumption, **kwargs: object) -> AssumptionForm:
    """Return the form of one kind of assumption."""
    form = FORMS[kind](**kwargs)
    form.per.choices = [SelectChoice(each.value, gettext(each.label)) for each in OF_WHAT[kind]]
    return form


def _typed(field: WorkField | DecimalField) -> int | None:
    if isinstance(field, WorkField):
        return field.minutes
    return field.scaled
