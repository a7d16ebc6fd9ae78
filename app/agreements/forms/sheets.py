"""The sheet of an agreement, its amendments and its articles."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.agreements.forms.shape import DAY_ASKED, NEEDED, Versioned, read_id
from app.agreements.models import (
    AgreementKind,
    NoticeUnit,
)
from app.agreements.rules.sheets import AgreementFacts
from app.base.core.text import clean
from app.base.web.fields import CountField, DayField
from app.base.web.forms import LineField

MOST_MONTHS: Final = 360
MOST_NOTICE: Final = 3650


class AgreementForm(Versioned):
    """An agreement's sheet."""

    kind = SelectField(
        _l("Objet de la convention"),
        choices=[SelectChoice(kind.value, _l(kind.label)) for kind in AgreementKind],
    )
    title = LineField(_l("Titre"), limit=160, validators=[InputRequired(NEEDED)])
    starts_on = DayField(_l("Prend effet le"), validators=[InputRequired(DAY_ASKED)])
    ends_on = DayField(
        _l("Se termine le"),
        description=_l("Dernier jour compris. Si elle est reconduite, fin de la première période."),
        validators=[InputRequired(DAY_ASKED)],
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

    title = LineField(_l("Titre"), limit=160, validators=[InputRequired(NEEDED)])
    starts_on = DayField(_l("Prend effet le"), validators=[InputRequired(DAY_ASKED)])
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


def _place(text: str) -> float:
    try:
        place = float(text.replace(",", "."))
    except ValueError:
        return float("inf")
    return place if place == place else float("inf")  # noqa: PLR0124 - "nan" is no place


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)
