"""The form of the terms of fetching: its fields, and its long list of things."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from app.base.core.errors import RuleBroken
from app.base.core.text import clean
from app.base.web.fields import CountField, DecimalField
from app.base.web.forms import Form, LineField
from app.catalog.models import CatalogObject, Family, Subfamily
from app.pickups.models import Verdict
from app.pickups.rules.terms import MOST_OBJECTS, MOST_QUANTITY, NOTE_LENGTH, Term, Terms, in_order

VERDICTS: Final = {
    Verdict.TAKEN: _("Pris"),
    Verdict.ON_REVIEW: _("À voir"),
    Verdict.REFUSED: _("Refusé"),
}
FIELD_OF: Final = {"max_mass_g": "max_kg", "price_cents": "price"}
"""What a rule calls a field → what the form calls it."""
_COUNTS: Final = ("notice_days", "horizon_days", "change_hours", "min_things", "max_things")
_LAST_ID: Final = 2**31 - 1


@dataclass
class Row:
    """One thing of the list as typed; without a verdict it is as its family."""

    key: str
    label: str
    verdict: str = ""
    most: str = ""
    note: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)
    """(part of the row, sentence)."""

    def term(self) -> Term | None:
        """Return what the row says, or None when it is as its family."""
        if not self.verdict:
            return None
        kind, _dash, name = self.key.partition("-")
        verdict = Verdict(self.verdict)
        most = int(self.most) if self.most and verdict is not Verdict.REFUSED else None
        return Term(
            verdict,
            family=Family(name) if kind == "f" else None,
            subfamily=Subfamily(name) if kind == "s" else None,
            object_id=int(name) if kind == "o" else None,
            max_quantity=most,
            note=self.note,
        )

    def check(self) -> None:
        """Note what is wrong with what was typed."""
        if self.most and not (
            self.most.isascii() and self.most.isdigit() and 1 <= int(self.most) <= MOST_QUANTITY
        ):
            self._fault("most", gettext("De 1 à 99, ou rien."))
        if len(self.note) > NOTE_LENGTH:
            self._fault("note", gettext("200 signes au plus."))
        if not self.verdict and (self.most or self.note):
            self._fault("verdict", gettext("Choisissez une réponse pour y ajouter un mot."))

    def _fault(self, part: str, sentence: str) -> None:
        self.faults.append((part, f"{self.label} : {sentence}"))


@dataclass
class Things:
    """The list of things: families with their subfamilies, then objects."""

    families: list[tuple[Row, list[Row]]]
    objects: list[Row]

    def rows(self) -> Iterator[Row]:
        """Yield every row, in the order of the page."""
        for family, subfamilies in self.families:
            yield family
            yield from subfamilies
        yield from self.objects

    def check(self) -> list[tuple[str, str]]:
        """Return (anchor, sentence) for everything that is wrong."""
        for row in self.rows():
            row.check()
        return [
            (f"{part}-{row.key}", sentence) for row in self.rows() for part, sentence in row.faults
        ]

    def terms(self) -> tuple[Term, ...]:
        """Return what the list says; it must have been checked."""
        return in_order(term for term in (row.term() for row in self.rows()) if term is not None)


def shown(things: Iterable[Term], names: Mapping[int, CatalogObject]) -> Things:
    """Return the list that terms make; what no term names is refused."""
    by_key = {term.key: term for term in things}
    objects = [
        _of(term, names[term.object_id].name)
        for term in by_key.values()
        if term.object_id is not None and term.object_id in names
    ]
    return Things(
        [
            (
                _known(by_key, f"f-{family.value}", gettext(family.label), Verdict.REFUSED.value),
                [
                    _known(by_key, f"s-{sub.value}", gettext(sub.label), "")
                    for sub in family.subfamilies
                ],
            )
            for family in Family
        ],
        sorted(objects, key=lambda row: row.label.casefold()),
    )


def typed(form: MultiDict[str, str], names: Mapping[int, CatalogObject]) -> Things:
    """Return the list as it was typed; a forged answer is none."""
    objects = [_read(form, f"o-{number}", names[number].name) for number in names]
    found = Things(
        [
            (
                _read(form, f"f-{family.value}", gettext(family.label)),
                [_read(form, f"s-{sub.value}", gettext(sub.label)) for sub in family.subfamilies],
            )
            for family in Family
        ],
        sorted(objects, key=lambda row: row.label.casefold()),
    )
    for row, _subfamilies in found.families:
        row.verdict = row.verdict or Verdict.REFUSED.value
    for row in found.objects:
        row.verdict = row.verdict or Verdict.ON_REVIEW.value
    return found


def object_ids(form: MultiDict[str, str]) -> list[int]:
    """Return the objects that the form holds, one that is added among them, one taken out not."""
    asked = [*form.getlist("object")[:MOST_OBJECTS], form.get("add", "")]
    gone = form.get("drop", "")
    numbers = [int(text) for text in asked if text != gone and _is_number(text)]
    return list(dict.fromkeys(number for number in numbers if number <= _LAST_ID))


def _is_number(text: str) -> bool:
    longest = 10
    return 0 < len(text) <= longest and text.isascii() and text.isdigit()


def _known(by_key: Mapping[str, Term], key: str, label: str, otherwise: str) -> Row:
    return _of(by_key[key], label) if key in by_key else Row(key, label, otherwise)


def _of(term: Term, label: str) -> Row:
    return Row(term.key, label, term.verdict.value, str(term.max_quantity or ""), term.note)


def _read(form: MultiDict[str, str], key: str, label: str) -> Row:
    verdict = form.get(f"verdict-{key}", "")
    return Row(
        key,
        label,
        verdict if verdict in set(Verdict) else "",
        clean(form.get(f"most-{key}", ""), limit=20),
        clean(form.get(f"note-{key}", ""), limit=10 * NOTE_LENGTH),
    )


class PolicyForm(Form):
    """The terms of fetching, apart from the list of things."""

    version = HiddenField()
    name = LineField(
        _("Nom"),
        [DataRequired(_("Donnez un nom à cette règle."))],
        limit=80,
        description=_("Pour l’équipe : « Est du territoire, avec participation »."),
    )
    zone = SelectField(
        _("Où vaut-elle ?"),
        validate_choice=False,
        description=_("La règle d’un secteur passe avant celle de tout le territoire."),
    )
    active = BooleanField(
        _("En service"),
        description=_("Décochée, elle ne vaut plus pour les nouvelles demandes."),
    )
    notice_days = CountField(
        _("Délai, en jours"),
        [DataRequired(_("Écrivez un nombre de jours."))],
        description=_("2 : on peut choisir à partir d’après-demain."),
    )
    horizon_days = CountField(
        _("Jusqu’à, en jours"),
        [DataRequired(_("Écrivez un nombre de jours."))],
        description=_("28 : on peut choisir dans les quatre semaines."),
    )
    change_hours = CountField(
        _("Changer ou annuler, en heures avant"),
        [DataRequired(_("Écrivez un nombre d’heures."))],
        description=_("24 : jusqu’à la veille, avec le lien reçu. Ensuite, il faut appeler."),
    )
    min_things = CountField(_("Objets au moins"), [DataRequired(_("Écrivez un nombre d’objets."))])
    max_things = CountField(_("Objets au plus"), [DataRequired(_("Écrivez un nombre d’objets."))])
    max_kg = DecimalField(
        _("Poids au plus, en kg"),
        [DataRequired(_("Écrivez un poids."))],
        unit="kg",
        scale=1000,
    )
    price = DecimalField(
        _("Prix du passage, en euros"),
        unit="€",
        scale=100,
        description=_("0 ou rien : gratuit."),
    )
    price_note = LineField(
        _("Ce qu’il faut savoir du prix"),
        limit=200,
        description=_(
            "Les habitants le lisent : « gratuit sur présentation du quotient familial »."
        ),
    )
    at_once = RadioField(
        _("Une demande qui suit la règle est"),
        choices=[
            SelectChoice("oui", _("confirmée tout de suite")),
            SelectChoice("non", _("confirmée après l’accord de l’équipe, sur photo")),
        ],
        default="oui",
        validate_choice=False,
    )
    clearance = BooleanField(
        _("On peut demander un débarras"),
        description=_("Une maison entière : l’équipe rappelle."),
    )

    def offer_zones(self, zones: list[tuple[str, str]]) -> None:
        """Set where a policy may hold."""
        self.zone.choices = [
            SelectChoice("", gettext("Tout le territoire")),
            *(SelectChoice(key, name) for key, name in zones),
        ]

    def validate_zone(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        if (field.data or "") not in {str(each.value) for each in field.choices}:
            raise ValidationError(gettext("Choisissez dans la liste."))

    def validate_at_once(self, field: RadioField) -> None:
        """Refuse a forged choice."""
        if field.data not in {"oui", "non"}:
            raise ValidationError(gettext("Choisissez dans la liste."))

    def fill(self, known: Terms) -> None:
        """Show terms as they are."""
        self.name.data, self.zone.data = known.name, str(known.zone_id or "")
        for name in _COUNTS:
            self[name].data = str(getattr(known, name))
        self.max_kg.show(known.max_mass_g)
        self.price.show(known.price_cents)
        self.price_note.data = known.price_note
        self.at_once.data = "oui" if known.at_once else "non"
        self.active.data, self.clearance.data = known.active, known.clearance

    def terms(self, things: Things) -> Terms:
        """Return what the form says; it and the list must have been validated."""
        counts: dict[str, Any] = {name: self[name].number or 0 for name in _COUNTS}
        return Terms(
            name=self.name.data or "",
            zone_id=UUID(self.zone.data) if self.zone.data else None,
            active=bool(self.active.data),
            max_mass_g=self.max_kg.scaled or 0,
            price_cents=self.price.scaled or 0,
            price_note=self.price_note.data or "",
            at_once=self.at_once.data == "oui",
            clearance=bool(self.clearance.data),
            things=things.terms(),
            **counts,
        )

    def broken(self, refusal: RuleBroken) -> None:
        """Put a rule's sentence beside the field that holds what it names."""
        name = FIELD_OF.get(refusal.field or "", refusal.field)
        super().broken(RuleBroken(refusal.sentence, field=name, **refusal.values))
