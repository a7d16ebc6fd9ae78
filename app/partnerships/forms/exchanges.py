"""Forms about exchanges: planned, recorded, dropped as a mail."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FileField
from wtforms.validators import DataRequired

from app.base.web.fields import CountField, DayField, HourField
from app.base.web.forms import Form, LineField, TextField
from app.partnerships.forms.fields import (
    BoxesField,
    ChoiceField,
    Choices,
    ids,
    instant,
    named,
    offer,
    read_id,
    show_instant,
)
from app.partnerships.forms.steps import NOBODY, VersionForm
from app.partnerships.models import ExchangeKind
from app.partnerships.rules import NextAction, PlanFacts, RecordFacts

WHICH_DAY = _("Dites quel jour.")
WHICH_HOUR = _("Dites à quelle heure, même à peu près.")
LONGEST_MINUTES = 1441
"""One more than a day holds: the rule then says so."""


class MomentForm(VersionForm):
    """What every exchange has: how, when, about what, with whom."""

    kind = ChoiceField(_("Genre"), choices=named(ExchangeKind))
    day = DayField(_("Jour"), [DataRequired(WHICH_DAY)])
    hour = HourField(_("Heure"), [DataRequired(WHICH_HOUR)])
    subject = LineField(_("De quoi s’agit-il ?"), limit=200)
    contacts = BoxesField(_("Avec qui ?"))
    owner = ChoiceField(_("Qui de chez nous"))

    def offer_people(self, people: Choices, contacts: Choices) -> None:
        """Set who may be chosen, of ours and of theirs."""
        offer(self.owner, people, NOBODY)
        offer(self.contacts, contacts)

    def at(self) -> datetime:
        """Return the instant; the form must have been validated."""
        found = instant(self.day, self.hour)
        assert found is not None
        return found

    def _show(self, facts: PlanFacts | RecordFacts) -> None:
        self.kind.data, self.subject.data = facts.kind.value, facts.subject
        show_instant(self.day, self.hour, facts.at)
        self.contacts.data = [str(each) for each in facts.contacts]
        self.owner.data = str(facts.owner_id or "")


class PlanForm(MomentForm):
    """An exchange to come."""

    minutes = CountField(_("Durée, en minutes"))
    place = LineField(_("Où ?"), limit=200)
    agenda = TextField(
        _("Ce que nous voulons dire et demander"),
        description=_("Une idée par ligne : elles seront sur la fiche à emporter."),
    )

    def fill(self, facts: PlanFacts, version: int) -> None:
        """Show what is kept."""
        self.version.data = str(version)
        self._show(facts)
        self.minutes.data, self.place.data = str(facts.minutes), facts.place
        self.agenda.data = facts.agenda

    def facts(self) -> PlanFacts:
        """Return what the form says; it must have been validated."""
        minutes = self.minutes.number
        return PlanFacts(
            kind=ExchangeKind(self.kind.data),
            at=self.at(),
            subject=self.subject.data or "",
            minutes=60 if minutes is None else min(minutes, LONGEST_MINUTES),
            place=self.place.data or "",
            agenda=self.agenda.data or "",
            owner_id=read_id(self.owner.data),
            contacts=ids(self.contacts),
        )


class RecordForm(MomentForm):
    """An exchange that took place."""

    words = TextField(_("Ce qui s’est dit"), limit=20000)
    promises = TextField(
        _("Ce qui a été promis, de part et d’autre"),
        limit=2000,
        description=_(
            "Par exemple : eux, 40 ordinateurs d’ici juin ; nous, l’enlèvement sous 15 jours."
        ),
    )
    result = LineField(_("Résultat, en une phrase"), limit=1000)
    follow_up = LineField(_("La suite : quoi faire ?"), limit=300)
    follow_up_on = DayField(_("Pour quel jour"))
    follow_up_owner = ChoiceField(_("Qui s’en charge"))
    hand_over = BooleanField(_("En faire la prochaine action du partenariat"))

    def offer_people(self, people: Choices, contacts: Choices) -> None:
        """Set who may be chosen, of ours and of theirs."""
        super().offer_people(people, contacts)
        offer(self.follow_up_owner, people, NOBODY)

    def fill(self, facts: RecordFacts, version: int) -> None:
        """Show what is kept."""
        self.version.data = str(version)
        self._show(facts)
        self.words.data, self.promises.data = facts.words, facts.promises
        self.result.data, self.follow_up.data = facts.result, facts.follow_up.words
        on = facts.follow_up.on
        self.follow_up_on.data = on.isoformat() if on else ""
        self.follow_up_owner.data = str(facts.follow_up.owner_id or "")
        self.hand_over.data = facts.hand_over

    def facts(self) -> RecordFacts:
        """Return what the form says; it must have been validated."""
        said = NextAction(
            self.follow_up.data or "",
            self.follow_up_on.day,
            read_id(self.follow_up_owner.data),
        )
        return RecordFacts(
            kind=ExchangeKind(self.kind.data),
            at=self.at(),
            subject=self.subject.data or "",
            words=self.words.data or "",
            promises=self.promises.data or "",
            result=self.result.data or "",
            follow_up=said,
            hand_over=bool(self.hand_over.data),
            owner_id=read_id(self.owner.data),
            contacts=ids(self.contacts),
        )

    def now(self, moment: datetime) -> None:
        """Offer an instant as the one of the exchange."""
        show_instant(self.day, self.hour, moment)


class LetterForm(Form):
    """A mail to drop, and with which structure when its addresses do not say."""

    file = FileField(
        _("Le courriel (fichier .eml)"),
        description=_(
            "10 Mo au plus. Son texte est gardé ; ses images et ses liens ne sont pas ouverts."
        ),
    )
    structure = ChoiceField(_("Avec quelle structure ?"), choices=[])
