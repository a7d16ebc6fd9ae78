"""Which figures staff want to see."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.base.web.listing import ListForm
from app.reviews.rules.dependency import By, Measure


class DependencyForm(ListForm):
    """How the sources are told apart and counted, and which one stops."""

    par = SelectField(
        _("Compter"),
        choices=[SelectChoice(each.value, _(each.label)) for each in By],
        validate_choice=False,
    )
    mesure = SelectField(
        _("En quoi"),
        choices=[SelectChoice(each.value, _(each.label)) for each in Measure],
        validate_choice=False,
    )
    sans = SelectField(_("Et si cette structure s’arrête ?"), validate_choice=False)

    def offer(self, structures: list[tuple[UUID, str]]) -> None:
        """Set which structures may stop."""
        named = [SelectChoice(str(key), name) for key, name in structures]
        self.sans.choices = [SelectChoice("", gettext("Aucune")), *named]

    @property
    def by(self) -> By:
        """Return what is told apart; by family unless another way is asked."""
        return By(self.said("par") or By.FAMILY)

    @property
    def measure(self) -> Measure:
        """Return what is counted; kilograms unless pieces are asked."""
        return Measure(self.said("mesure") or Measure.MASS)

    @property
    def stops(self) -> UUID | None:
        """Return the structure that stops, if one is chosen."""
        said = self.said("sans")
        return UUID(said) if said else None
