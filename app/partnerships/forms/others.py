"""Forms about good practices and groups."""

from flask_babel import lazy_gettext as _
from wtforms import FileField, HiddenField
from wtforms.validators import DataRequired

from app.base.web.fields import CountField, DayField, HourField
from app.base.web.forms import Form, LineField, TextField
from app.catalog.models import Family
from app.partnerships.forms.exchanges import LONGEST_MINUTES, WHICH_DAY, WHICH_HOUR
from app.partnerships.forms.fields import (
    BoxesField,
    ChoiceField,
    Choices,
    instant,
    named,
    offer,
    show_instant,
)
from app.partnerships.forms.steps import VersionForm
from app.partnerships.models import GroupKind, GroupMeeting, PartnerGroup, Step
from app.partnerships.rules import GroupFacts, MeetingFacts, PracticeFacts


class PracticeForm(VersionForm):
    """A note on what worked."""

    title = LineField(_("Titre"), limit=160)
    text = TextField(
        _("Ce qui a marché, pourquoi, et ce qu’il faut éviter"),
        limit=8000,
        description=_("Sans nommer de personne : cette note peut être partagée."),
    )
    source = LineField(
        _("D’où vient-elle ?"),
        limit=300,
        description=_("Un territoire, un guide, une visite, notre propre expérience."),
    )
    families = BoxesField(_("Familles d’objets"), choices=named(Family))
    steps = BoxesField(_("Étapes où elle aide"), choices=named(Step))

    def fill(self, facts: PracticeFacts, version: int) -> None:
        """Show what is kept."""
        self.version.data = str(version)
        self.title.data, self.text.data, self.source.data = facts.title, facts.text, facts.source
        self.families.data = [each.value for each in facts.families]
        self.steps.data = [each.value for each in facts.steps]

    def facts(self) -> PracticeFacts:
        """Return what the form says; it must have been validated."""
        return PracticeFacts(
            title=self.title.data or "",
            text=self.text.data or "",
            source=self.source.data or "",
            families=frozenset(map(Family, self.families.data or ())),
            steps=frozenset(map(Step, self.steps.data or ())),
        )


class ImportForm(Form):
    """A file of notes from another installation; `packed` is one that was looked at."""

    file = FileField(
        _("Le fichier de l’autre territoire"),
        description=_("Un fichier .json, 2 Mo au plus. Rien n’est importé avant votre accord."),
    )
    packed = HiddenField()


class GroupForm(VersionForm):
    """A group."""

    name = LineField(_("Nom du groupe"), limit=120)
    kind = ChoiceField(_("Genre"), choices=named(GroupKind))
    purpose = TextField(_("À quoi sert-il ?"), limit=1000)

    def fill(self, row: PartnerGroup) -> None:
        """Show what is kept."""
        self.version.data = str(row.version)
        self.name.data, self.kind.data, self.purpose.data = row.name, row.kind.value, row.purpose

    def facts(self) -> GroupFacts:
        """Return what the form says; it must have been validated."""
        return GroupFacts(self.name.data or "", GroupKind(self.kind.data), self.purpose.data or "")


class MemberForm(Form):
    """Somebody to put into a group: `a:` one of us, `c:` a contact."""

    person = ChoiceField(_("Qui ?"), choices=[])
    title = LineField(_("Ce que la personne fait dans le groupe"), limit=120)

    def offer_people(self, people: Choices) -> None:
        """Set who may be chosen."""
        offer(self.person, people, str(_("Choisissez une personne")))


class MeetingForm(VersionForm):
    """A meeting of a group, its agenda and its minutes."""

    day = DayField(_("Jour"), [DataRequired(WHICH_DAY)])
    hour = HourField(_("Heure"), [DataRequired(WHICH_HOUR)])
    minutes_long = CountField(_("Durée, en minutes"))
    place = LineField(_("Où ?"), limit=200)
    agenda = TextField(_("Ordre du jour"))
    minutes = TextField(_("Compte rendu"), limit=20000)
    file = FileField(
        _("Le compte rendu signé ou mis en page"),
        description=_("PDF, image ou document de bureautique, 15 Mo au plus."),
    )

    def fill(self, row: GroupMeeting) -> None:
        """Show what is kept."""
        self.version.data = str(row.version)
        show_instant(self.day, self.hour, row.at)
        self.minutes_long.data, self.place.data = str(row.minutes_long), row.place
        self.agenda.data, self.minutes.data = row.agenda, row.minutes

    def facts(self) -> MeetingFacts:
        """Return what the form says; it must have been validated."""
        at, length = instant(self.day, self.hour), self.minutes_long.number
        assert at is not None
        return MeetingFacts(
            at=at,
            minutes_long=90 if length is None else min(length, LONGEST_MINUTES),
            place=self.place.data or "",
            agenda=self.agenda.data or "",
            minutes=self.minutes.data or "",
        )


class DecisionForm(Form):
    """A decision of a group."""

    decision = TextField(_("Ce qui est décidé"), limit=1000)
    decided_on = DayField(_("Le"))


class TaskForm(Form):
    """Something to do for somebody of a group."""

    task = LineField(_("Ce qu’il faut faire"), limit=300)
    doer = ChoiceField(_("Qui s’en charge"), choices=[])
    until = DayField(_("Pour quel jour"))

    def offer_people(self, people: Choices) -> None:
        """Set who may be chosen."""
        offer(self.doer, people, str(_("Personne encore")))
