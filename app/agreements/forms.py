"""The shape of what people type about agreements."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.agreements.actions.arrangements import ArrangementFacts
from app.agreements.models import (
    AgreementKind,
    AgreementStatus,
    Counted,
    NoticeUnit,
    Rhythm,
    Side,
    Source,
)
from app.agreements.rules.amounts import read_amount, typed_amount
from app.agreements.rules.sheets import AgreementFacts, CommitmentFacts, measurable
from app.agreements.rules.states import Turn
from app.base.core.text import clean
from app.base.web.fields import CountField, DayField
from app.base.web.forms import Form, LineField, TextField, whole_number
from app.base.web.listing import ListForm as BaseListForm
from app.base.web.listing import choose
from app.catalog.models import Family

MOST_MONTHS: Final = 360
MOST_NOTICE: Final = 3650
_NEEDED: Final = _l("Remplissez cette case.")
_DAY: Final = _l("Donnez une date, par exemple 31/12/2026.")


def read_id(text: str | None) -> UUID | None:
    """Return the id that a field or a filter holds, or None."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


class Versioned(Form):
    """A form that remembers which reading it changes."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """Return the version that was read; 0 when it is forged."""
        return whole_number(self.version.data)


class AgreementForm(Versioned):
    """An agreement's sheet."""

    kind = SelectField(
        _l("Objet de la convention"),
        choices=[SelectChoice(kind.value, _l(kind.label)) for kind in AgreementKind],
    )
    title = LineField(_l("Titre"), limit=160, validators=[InputRequired(_NEEDED)])
    starts_on = DayField(_l("Prend effet le"), validators=[InputRequired(_DAY)])
    ends_on = DayField(
        _l("Se termine le"),
        description=_l("Dernier jour compris. Si elle est reconduite, fin de la première période."),
        validators=[InputRequired(_DAY)],
    )
    notice = CountField(
        _l("Préavis"), description=_l("0 : elle peut s’arrêter sans délai."), default="0"
    )
    notice_unit = SelectField(
        _l("Compté en"),
        choices=[
            SelectChoice(NoticeUnit.MONTHS.value, _l("mois")),
            SelectChoice(NoticeUnit.DAYS.value, _l("jours")),
        ],
    )
    renewal_months = CountField(
        _l("Reconduite tacitement pour (mois)"),
        description=_l("Vide : elle s’arrête à sa fin. 12 : elle repart pour un an."),
    )
    renewals_most = CountField(
        _l("Combien de fois au plus"), description=_l("Vide : tant que personne ne la dénonce.")
    )
    replaces = SelectField(
        _l("Remplace"),
        description=_l("Celle-là s’arrêtera la veille du jour où celle-ci prend effet."),
        choices=[],
        validate_choice=False,
    )

    def offer(self, living: Iterable[tuple[UUID, str]]) -> None:
        """Offer the agreements that this one can take the place of."""
        named = [SelectChoice(str(key), label) for key, label in living]
        self.replaces.choices = [SelectChoice("", _("aucune")), *named]

    def facts(self) -> AgreementFacts:
        """Return what was typed; the form must be valid."""
        offered = {choice.value for choice in self.replaces.choices}
        replaced = self.replaces.data if self.replaces.data in offered else ""
        return AgreementFacts(
            kind=AgreementKind(self.kind.data),
            title=self.title.data or "",
            starts_on=self.starts_on.day or date.min,
            ends_on=self.ends_on.day,
            notice=self.notice.number or 0,
            notice_unit=NoticeUnit(self.notice_unit.data),
            renewal_months=self.renewal_months.number,
            renewals_most=self.renewals_most.number,
            replaces_id=read_id(replaced),
        )

    def fill(self, facts: AgreementFacts) -> None:
        """Show a kept sheet as people type it."""
        self.kind.data, self.title.data = facts.kind.value, facts.title
        self.starts_on.data = facts.starts_on.isoformat()
        self.ends_on.data = facts.ends_on.isoformat() if facts.ends_on else ""
        self.notice.data = str(facts.notice)
        self.notice_unit.data = facts.notice_unit.value
        self.renewal_months.data = _shown(facts.renewal_months)
        self.renewals_most.data = _shown(facts.renewals_most)
        self.replaces.data = str(facts.replaces_id or "")

    def validate_notice(self, field: CountField) -> None:
        """Refuse a notice of ten years."""
        if (field.number or 0) > MOST_NOTICE:
            raise ValidationError(_("Ce préavis est trop long : vérifiez le nombre."))

    def validate_renewal_months(self, field: CountField) -> None:
        """Refuse a renewal of no month, or of a lifetime."""
        if field.number is not None and not 1 <= field.number <= MOST_MONTHS:
            raise ValidationError(_("De 1 à 360 mois."))

    def validate_renewals_most(self, field: CountField) -> None:
        """Refuse a bound of no renewal at all."""
        if field.number is not None and not 1 <= field.number <= MOST_MONTHS:
            raise ValidationError(_("De 1 à 360 fois ; vide : sans limite."))


class AmendmentForm(Versioned):
    """An amendment's sheet."""

    title = LineField(_l("Titre"), limit=160, validators=[InputRequired(_NEEDED)])
    starts_on = DayField(_l("Prend effet le"), validators=[InputRequired(_DAY)])
    ends_on = DayField(
        _l("Nouvelle fin de la convention"), description=_l("Vide : la fin ne change pas.")
    )

    def facts(self) -> AgreementFacts:
        """Return what was typed; the form must be valid."""
        return AgreementFacts(
            kind=AgreementKind.OTHER,
            title=self.title.data or "",
            starts_on=self.starts_on.day or date.min,
            ends_on=self.ends_on.day,
        )

    def fill(self, facts: AgreementFacts) -> None:
        """Show a kept sheet as people type it."""
        self.title.data = facts.title
        self.starts_on.data = facts.starts_on.isoformat()
        self.ends_on.data = facts.ends_on.isoformat() if facts.ends_on else ""


class ArticlesForm(Versioned):
    """The articles: each has its place, a title, a text; an empty one goes."""

    def typed(self) -> list[tuple[str, str, str]]:
        """Return (place, title, text) as they were typed, in the order of the page."""
        titles = request.form.getlist("title")
        texts = request.form.getlist("text")
        places = request.form.getlist("place")
        return [
            (place[:9], clean(title, limit=1600), clean(text, limit=60_000, lines=True))
            for place, title, text in zip(places, titles, texts, strict=False)
        ]

    def articles(self) -> list[tuple[str, str]]:
        """Return the articles in the order of their places; one with neither title nor text goes."""
        kept = [each for each in self.typed() if each[1] or each[2]]
        ordered = sorted(enumerate(kept), key=lambda pair: (_place(pair[1][0]), pair[0]))
        return [(title, text) for _number, (_at, title, text) in ordered]

    def faults(self) -> list[str]:
        """Return what is too long."""
        return [
            _("L’article « %(title)s » est trop long.", title=title[:60])
            for title, text in self.articles()
            if len(title) > 160 or len(text) > 6000  # noqa: PLR2004 - as the columns
        ]


class MoveForm(Versioned):
    """One step of a draft, with its reason."""

    words = TextField(_l("Pourquoi ?"), limit=2000)


class WordsForm(Form):
    """A word about an agreement."""

    words = TextField(
        _l("Votre message"), limit=2000, validators=[InputRequired(_l("Écrivez votre message."))]
    )


class SignForm(Form):
    """Who signed when, and the copy that both signed."""

    our_signed_on = DayField(_l("Nous avons signé le"))
    their_signed_on = DayField(_l("Le partenaire a signé le"))
    file = FileField(
        _l("Exemplaire signé"), description=_l("PDF ou photo, 15 Mo au plus. Il sera figé.")
    )


class DepositForm(Form):
    """A signed copy that the structure hands in."""

    signed_on = DayField(_l("Signé le"), validators=[InputRequired(_DAY)])
    file = FileField(_l("Exemplaire signé"), description=_l("PDF ou photo, 15 Mo au plus."))


class StopForm(Form):
    """How, when and why an agreement ends."""

    verb = RadioField(
        _l("Comment ?"),
        choices=[
            SelectChoice("denounce", _l("Dénoncer : une partie arrête, en respectant le préavis")),
            SelectChoice(
                "terminate", _l("Résilier : d’un commun accord, ou parce qu’elle n’est pas tenue")
            ),
        ],
        validators=[InputRequired(_l("Choisissez l’un ou l’autre."))],
    )
    day = DayField(_l("Dernier jour"), validators=[InputRequired(_DAY)])
    words = TextField(
        _l("Pourquoi ?"),
        limit=2000,
        validators=[InputRequired(_l("Dites pourquoi, en quelques mots."))],
    )


class CommitmentForm(Versioned):
    """A commitment's sheet."""

    side = RadioField(
        _l("Qui s’engage ?"),
        choices=[
            SelectChoice(Side.THEIRS.value, _l("Le partenaire")),
            SelectChoice(Side.OURS.value, _l("Nous")),
        ],
        validators=[InputRequired(_NEEDED)],
    )
    title = LineField(
        _l("À quoi ?"),
        description=_l("Un verbe : donner ses ordinateurs renouvelés, passer prendre le matériel."),
        limit=160,
        validators=[InputRequired(_NEEDED)],
    )
    quantity = LineField(
        _l("Combien"),
        description=_l("40, 1 500 kg, 12 h 30, 2 000 €."),
        limit=20,
        validators=[InputRequired(_NEEDED)],
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

    day = DayField(_l("Jour"), validators=[InputRequired(_DAY)])
    amount = LineField(_l("Combien"), limit=20, validators=[InputRequired(_NEEDED)])
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


class ListForm(BaseListForm):
    """The filters of the list of agreements."""

    structure = LineField(_l("Structure ou référence"), limit=80)
    etat = choose(
        _l("État"),
        _l("tous"),
        [SelectChoice(each.value, _l(each.label)) for each in AgreementStatus],
    )
    objet = choose(
        _l("Objet"),
        _l("tous"),
        [SelectChoice(each.value, _l(each.label)) for each in AgreementKind],
    )
    tour = choose(
        _l("À qui le tour"),
        _l("tous"),
        [
            SelectChoice(Turn.OURS.value, _l("à nous")),
            SelectChoice(Turn.THEIRS.value, _l("au partenaire")),
            SelectChoice(Turn.NOBODY.value, _l("à personne")),
        ],
    )
    fin = DayField(_l("Finit avant le"))


def _counted(word: Any) -> Counted | None:
    try:
        return Counted(word)
    except ValueError:
        return None


def _place(text: str) -> float:
    try:
        place = float(text.replace(",", "."))
    except ValueError:
        return float("inf")
    return place if place == place else float("inf")  # noqa: PLR0124 - "nan" is no place


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
