"""Forms about a partnership: begun, moved, its next action, its sheets."""

from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from app.base.web.fields import DayField
from app.base.web.forms import Form, LineField, TextField, whole_number
from app.partnerships.forms.fields import ChoiceField, Choices, named, offer, read_id
from app.partnerships.models import Partnership, PartnershipSheet, SheetKind, Step
from app.partnerships.rules import NextAction, SheetFacts, StartFacts

NOBODY = _("Personne en particulier")
SHEET_TEXTS = ("first", "second", "third", "fourth")


class VersionForm(Form):
    """A form that remembers which version of a row was read."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """Return the version that was read, 0 when it is missing or forged."""
        return whole_number(self.version.data)


class NextForm(VersionForm):
    """What comes next."""

    next_action = LineField(
        _("Prochaine action"),
        limit=300,
        description=_("Par exemple : rappeler pour fixer la visite du site."),
    )
    next_on = DayField(_("Pour quel jour"))
    next_owner = ChoiceField(_("Qui s’en charge"))

    def offer_people(self, people: Choices) -> None:
        """Set who may be chosen."""
        offer(self.next_owner, people, NOBODY)

    def action(self) -> NextAction:
        """Return what the form says; it must have been validated."""
        return NextAction(
            self.next_action.data or "", self.next_on.day, read_id(self.next_owner.data)
        )

    def fill(self, row: Partnership) -> None:
        """Show what is kept."""
        self.version.data = str(row.version)
        self.next_action.data = row.next_action
        self.next_on.data = row.next_on.isoformat() if row.next_on else ""
        self.next_owner.data = str(row.next_owner_id or "")


class StartForm(NextForm):
    """How a partnership begins."""

    step = ChoiceField(_("À quelle étape en êtes-vous ?"), choices=named(Step))
    owner = ChoiceField(_("Qui suit ce partenariat"))
    trigger = LineField(
        _("Ce qui l’a déclenché"),
        limit=300,
        description=_("Une rencontre, un appel, une lettre, une présentation par quelqu’un…"),
    )

    def offer_people(self, people: Choices) -> None:
        """Set who may be chosen."""
        super().offer_people(people)
        offer(self.owner, people, NOBODY)

    def facts(self) -> StartFacts:
        """Return what the form says; it must have been validated."""
        return StartFacts(
            step=Step(self.step.data),
            owner_id=read_id(self.owner.data),
            trigger=self.trigger.data or "",
            next=self.action(),
        )


class PauseForm(VersionForm):
    """Why a partnership rests, and until when."""

    pause_reason = LineField(_("Pourquoi ?"), limit=300)
    paused_until = DayField(_("Jusqu’au"))


class LossForm(VersionForm):
    """Why a partnership is lost."""

    loss_reason = LineField(
        _("Pourquoi ?"),
        limit=300,
        description=_("Ce que la prochaine personne doit savoir avant de rappeler."),
    )


class DescribeForm(VersionForm):
    """Who owns a partnership, and what started it."""

    owner = ChoiceField(_("Qui suit ce partenariat"))
    trigger = LineField(_("Ce qui l’a déclenché"), limit=300)

    def offer_people(self, people: Choices) -> None:
        """Set who may be chosen."""
        offer(self.owner, people, NOBODY)

    def fill(self, row: Partnership) -> None:
        """Show what is kept."""
        self.version.data = str(row.version)
        self.owner.data, self.trigger.data = str(row.owner_id or ""), row.trigger


class SheetForm(VersionForm):
    """The four texts of a sheet; their labels are set by its kind."""

    first = TextField("")
    second = TextField("")
    third = TextField("")
    fourth = TextField("")
    written_on = DayField(_("Réfléchi le"))

    def fill(self, row: PartnershipSheet | None, today: date) -> None:
        """Show what is kept, or an empty sheet of today."""
        self.version.data = str(row.version if row else 0)
        for name in SHEET_TEXTS:
            self[name].data = getattr(row, name) if row else ""
        self.written_on.data = today.isoformat()

    def facts(self, kind: SheetKind, today: date) -> SheetFacts:
        """Return what the form says; it must have been validated."""
        texts = {name: self[name].data or "" for name in SHEET_TEXTS}
        return SheetFacts(kind=kind, written_on=self.written_on.day or today, **texts)
