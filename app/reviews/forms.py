"""Which figures staff want to see, and what they write."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from app.base.web.forms import Form, TextField, whole_number
from app.base.web.listing import ListForm
from app.reviews.rules.dependency import By, Measure
from app.reviews.rules.words import LIMITS, Words


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
    sans = SelectField(
        _("Et si cette structure s’arrête\N{NO-BREAK SPACE}?"), validate_choice=False
    )

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


class WordsForm(Form):
    """The texts of a review; one left empty is the one that the figures propose."""

    version = HiddenField()
    word = TextField(
        _("Un mot de nous"),
        description=_("Deux ou trois phrases de remerciement. Facultatif."),
        limit=LIMITS["word"],
    )
    sentence = TextField(_("Une phrase"), limit=LIMITS["sentence"])
    post = TextField(_("Un message pour ses réseaux"), limit=LIMITS["post"])
    paragraph = TextField(_("Un paragraphe pour son rapport annuel"), limit=LIMITS["paragraph"])

    @property
    def seen(self) -> int:
        """Return the version that was read; 0 when there was none, or when it is forged."""
        return whole_number(self.version.data)

    def words(self) -> Words:
        """Return what was typed."""
        return Words(**{name: self[name].data or "" for name in LIMITS})

    def fill(self, words: Words) -> None:
        """Show texts as they are, to be changed."""
        for name, text in vars(words).items():
            self[name].data = text
