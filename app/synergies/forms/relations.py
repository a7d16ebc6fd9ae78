"""Forms about matches: asked, answered, followed, counted."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from app.base.web.fields import DayField, DecimalField, chosen
from app.base.web.forms import Form, LineField
from app.base.web.listing import ListForm, choose
from app.partners.models import Contact
from app.synergies.forms.entries import DOMAINS
from app.synergies.models import Domain, Manner, Measure, Method, ProposalStatus
from app.synergies.rules.results import MEASURES, ResultFacts

MANNERS = [SelectChoice(each.value, _(each.label)) for each in Manner if each is not Manner.SPACE]
METHODS = [SelectChoice(each.value, _(each.label)) for each in Method]
ALL_MEASURES = [SelectChoice(each.value, _(each.label)) for each in Measure]
STATES = [SelectChoice(each.value, _(each.label)) for each in ProposalStatus]


class ProposeForm(Form):
    """How much a match would take."""

    quantity = DecimalField(
        _("Quantité proposée"),
        unit="",
        scale=1000,
        description=_("Vide : tout ce qui reste. Elle n’est promise à personne d’autre."),
    )


class AnswerForm(Form):
    """What one side answers: whom it opens, or why not."""

    contact = SelectField(
        _("La personne à joindre chez vous"),
        validate_choice=False,
        description=_("Montrée à l’autre structure seulement si les deux disent oui."),
    )
    how = SelectField(_("Comment la réponse est venue"), choices=MANNERS, validate_choice=False)
    reason = LineField(
        _("Si c’est non, pourquoi ?"),
        limit=500,
        description=_("L’équipe seule le lit : sans nom de personne."),
    )

    def offer(self, people: list[Contact]) -> None:
        """Set who may be opened."""
        named = [SelectChoice(str(each.id), each.name) for each in people]
        self.contact.choices = [SelectChoice("", gettext("Choisir…")), *named]

    def validate_contact(self, field: SelectField) -> None:
        """Refuse somebody who is not offered."""
        chosen(field)

    def validate_how(self, field: SelectField) -> None:
        """Refuse a forged way; where it is not asked, none is sent."""
        if field.data:
            chosen(field)

    @property
    def contact_id(self) -> UUID | None:
        """Return who was chosen; only of a valid form."""
        return UUID(self.contact.data) if self.contact.data else None

    @property
    def manner(self) -> Manner:
        """Return how the answer came; only of a valid form."""
        return Manner(self.how.data or Manner.PHONE)


class ReasonForm(Form):
    """Why something ends or does not count; `version` is the row as the person saw it."""

    version = HiddenField()
    reason = LineField(_("Pourquoi ?"), limit=300)


class ResultForm(Form):
    """What a match brought on one day."""

    measure = SelectField(_("Ce qui est compté"), validate_choice=False)
    amount = DecimalField(_("Combien"), unit="", scale=1000)
    day = DayField(_("Jour"))
    method = SelectField(_("Comment c’est connu"), choices=METHODS, validate_choice=False)
    words = LineField(
        _("Une précision"), limit=300, description=_("Numéro de facture, trajet évité…")
    )

    def offer(self, domain: Domain) -> None:
        """Set what has sense in a field."""
        self.measure.choices = [
            SelectChoice(each.value, gettext(each.label)) for each in MEASURES[domain]
        ]
        weighs = Measure.MASS in MEASURES[domain]
        self.method.choices = [
            each for each in METHODS if weighs or each.value != Method.WEIGHED.value
        ]

    def validate_measure(self, field: SelectField) -> None:
        """Refuse a measure that is not offered."""
        chosen(field)

    def validate_method(self, field: SelectField) -> None:
        """Refuse a forged way to know."""
        chosen(field)

    def facts(self) -> ResultFacts:
        """Return what was typed; only of a valid form."""
        return ResultFacts(
            Measure(self.measure.data),
            self.amount.scaled or 0,
            self.day.day,
            Method(self.method.data),
            self.words.data or "",
        )


class RelationsForm(ListForm):
    """Which matches staff want to see."""

    etat = choose(_("État"), _("Tous"), STATES)
    domaine = choose(_("Domaine"), _("Tous"), DOMAINS)
    structure = LineField(_("Nom d’une des structures"), limit=80)


class FiguresForm(ListForm):
    """Which results are wanted."""

    annee = choose(_("Année"), _("Toutes"))
    domaine = choose(_("Domaine"), _("Tous"), DOMAINS)
    mesure = choose(_("Mesure"), _("Toutes"), ALL_MEASURES)

    def offer(self, years: list[int]) -> None:
        """Set which years have results."""
        listed = [SelectChoice(str(each), str(each)) for each in years]
        self.annee.choices = [*self.annee.choices[:1], *listed]
