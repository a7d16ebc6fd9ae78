"""Commitments, what is noted of them, and practical arrangements."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.agreements.actions.arrangements import ArrangementFacts
from app.agreements.forms.shape import DAY_ASKED, NEEDED, Versioned, read_id
from app.agreements.models import (
    Counted,
    Rhythm,
    Side,
    Source,
)
from app.agreements.rules.amounts import read_amount, typed_amount
from app.agreements.rules.sheets import CommitmentFacts, measurable
from app.base.web.fields import DayField
from app.base.web.forms import Form, LineField, TextField
from app.catalog.models import Family


class CommitmentForm(Versioned):
    """A commitment's sheet."""

    side = RadioField(
        _l("Qui s’engage ?"),
        choices=[
            SelectChoice(Side.THEIRS.value, _l("Le partenaire")),
            SelectChoice(Side.OURS.value, _l("Nous")),
        ],
        validators=[InputRequired(NEEDED)],
    )
    title = LineField(
        _l("À quoi ?"),
        description=_l("Un verbe : donner ses ordinateurs renouvelés, passer prendre le matériel."),
        limit=160,
        validators=[InputRequired(NEEDED)],
    )
    quantity = LineField(
        _l("Combien"),
        description=_l("40, 1 500 kg, 12 h 30, 2 000 €."),
        limit=20,
        validators=[InputRequired(NEEDED)],
    )
    kind = SelectField(
        _l("De quoi"), choices=[SelectChoice(each.value, _l(each.label)) for each in Counted]
    )
    rhythm = SelectField(
        _l("À quel rythme"), choices=[SelectChoice(each.value, _l(each.label)) for each in Rhythm]
    )
    source = SelectField(
        _l("Comment le mesurer"),
        description=_l(
            "Kilogrammes, appareils et enlèvements peuvent se compter tout seuls sur ce qui arrive."
        ),
        choices=[
            SelectChoice(Source.ARRIVALS.value, _l("Tout seul, sur ce qui arrive de la structure")),
            SelectChoice(Source.ENTRIES.value, _l("À la main, jour par jour")),
        ],
    )
    starts_on = DayField(_l("À partir du"), description=_l("Vide : comme la convention."))
    ends_on = DayField(_l("Jusqu’au"), description=_l("Vide : comme la convention."))
    family = SelectField(
        _l("Famille d’objets"),
        choices=[
            SelectChoice("", _l("toutes")),
            *(SelectChoice(each.value, _l(each.label)) for each in Family),
        ],
    )
    words = LineField(
        _l("Objets qui comptent"),
        description=_l("Séparés par des virgules : ordinateur, écran. Vide : tous."),
        limit=120,
    )
    replaces = SelectField(_l("Remplace l’engagement"), choices=[], validate_choice=False)

    def offer(self, held: Iterable[tuple[UUID, str]]) -> None:
        """Offer the commitments that an amendment's one can take the place of."""
        named = [SelectChoice(str(key), label) for key, label in held]
        self.replaces.choices = [SelectChoice("", _("aucun")), *named]

    def validate_quantity(self, field: LineField) -> None:
        """Refuse what is no quantity of its kind."""
        kind = _counted(self.kind.data)
        if kind and read_amount(kind, field.data or "") is None:
            raise ValidationError(
                _("Écrivez un nombre, par exemple 40 ; des heures : 12 h 30 ; des euros : 2 000.")
            )

    def facts(self) -> CommitmentFacts:
        """Return what was typed; the form must be valid."""
        kind = Counted(self.kind.data)
        offered = {choice.value for choice in self.replaces.choices}
        replaced = self.replaces.data if self.replaces.data in offered else ""
        return CommitmentFacts(
            side=Side(self.side.data),
            title=self.title.data or "",
            kind=kind,
            quantity=self._amount() or 0,
            rhythm=Rhythm(self.rhythm.data),
            source=Source(self.source.data) if measurable(kind) else Source.ENTRIES,
            starts_on=self.starts_on.day,
            ends_on=self.ends_on.day,
            family=Family(self.family.data) if self.family.data else None,
            words=self.words.data or "",
            replaces_id=read_id(replaced),
        )

    def fill(self, facts: CommitmentFacts) -> None:
        """Show a kept commitment as people type it."""
        for name in ("side", "kind", "rhythm", "source"):
            self[name].data = getattr(facts, name).value
        self.title.data, self.words.data = facts.title, facts.words
        self.quantity.data = typed_amount(facts.kind, facts.quantity)
        for name in ("starts_on", "ends_on"):
            day = getattr(facts, name)
            self[name].data = day.isoformat() if day else ""
        self.family.data = facts.family.value if facts.family else ""
        self.replaces.data = str(facts.replaces_id or "")

    def _amount(self) -> int | None:
        kind = _counted(self.kind.data)
        return read_amount(kind, self.quantity.data or "") if kind else None


class EntryForm(Form):
    """Some hours, euros or people of one day."""

    day = DayField(_l("Jour"), validators=[InputRequired(DAY_ASKED)])
    amount = LineField(_l("Combien"), limit=20, validators=[InputRequired(NEEDED)])
    words = LineField(_l("Précision"), limit=200)

    kind: Counted = Counted.HOURS

    def validate_amount(self, field: LineField) -> None:
        """Refuse what is no quantity of this kind."""
        if read_amount(self.kind, field.data or "") is None:
            raise ValidationError(
                _("Écrivez un nombre, par exemple 3 ; des heures : 2 h 30 ; des euros : 150.")
            )

    def stored(self) -> int:
        """Return the quantity in its stored unit; the form must be valid."""
        return read_amount(self.kind, self.amount.data or "") or 0


class ArrangementForm(Versioned):
    """The practical arrangements."""

    who = TextField(_l("Qui"), description=_l("Qui appelle, qui ouvre, qui remplace."), limit=1000)
    moment = TextField(
        _l("Quand"), description=_l("Jours, heures, délai pour prévenir."), limit=1000
    )
    place = TextField(_l("Où"), description=_l("Adresse, quai, étage, code, badge."), limit=1000)
    packaging = TextField(
        _l("Comment c’est emballé"), description=_l("Palettes, cartons, étiquettes."), limit=1000
    )
    papers = TextField(
        _l("Papiers"), description=_l("Liste avant, bon d’enlèvement, certificats."), limit=1000
    )

    def facts(self) -> ArrangementFacts:
        """Return what was typed."""
        return ArrangementFacts(
            **{name: self[name].data or "" for name in ArrangementFacts.__dataclass_fields__}
        )

    def fill(self, facts: ArrangementFacts) -> None:
        """Show a kept version."""
        for name, text in vars(facts).items():
            self[name].data = text


def _counted(word: Any) -> Counted | None:
    try:
        return Counted(word)
    except ValueError:
        return None
