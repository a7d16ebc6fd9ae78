"""Forms about objects: what staff look for, and what they write of one."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from app.base.core.errors import RuleBroken
from app.base.core.text import fold
from app.base.web import listing
from app.base.web.forms import Form, LineField, TextField
from app.base.web.listing import choose
from app.catalog.models import Battery, DataBearing, Family, Flow, Subfamily
from app.catalog.rules.corrections import LONGEST_NAME, MOST_SYNONYMS, Correction

ADVICE: Final = 600
"""Signs of one advice, as the table holds them."""
FIELD_OF: Final = {"mass_g": "mass_kg", "volume_ml": "volume_l", "broken": "once_broken"}
"""What a rule calls a field → what the form calls it."""

_NUMBER = re.compile(r"(\d{1,6})(?:[.,](\d{1,3}))?")
_HOLDS = [
    SelectChoice("no", _("Non")),
    SelectChoice("possible", _("Cela dépend")),
    SelectChoice("yes", _("Oui")),
]

Word = TypeVar("Word", Subfamily, Flow, DataBearing, Battery)


def _named(words: Iterable[Any]) -> list[SelectChoice]:
    return [SelectChoice(word.value, _(word.label)) for word in words]


def _subfamilies() -> list[SelectChoice]:
    return [
        SelectChoice(sub.value, gettext(sub.label), optgroup=gettext(family.label))
        for family in Family
        for sub in family.subfamilies
    ]


class ThousandthsField(LineField):
    """A number with a comma or a point, kept as typed; `thousandths` is what it says.

    Kilograms give grams, litres give millilitres; the unit may follow the number.
    """

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, limit=20, **kwargs)
        self.unit = unit

    @property
    def thousandths(self) -> int | None:
        """Return the number times a thousand, or None when it cannot be read."""
        typed = (self.data or "").lower().replace(" ", "").removesuffix(self.unit)
        found = _NUMBER.fullmatch(typed)
        if found is None:
            return None
        return int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))

    def pre_validate(self, form: PlainForm) -> None:
        """Refuse what is no number, with an example."""
        super().pre_validate(form)
        if self.thousandths is None:
            raise ValidationError(
                gettext(
                    "%(field)s : écrivez un nombre, par exemple 2,5, trois décimales au plus.",
                    field=self.label.text,
                )
            )

    @staticmethod
    def written(thousandths: int) -> str:
        """Return an integer of thousandths as people type it: 2500 is "2,5"."""
        whole, rest = divmod(thousandths, 1000)
        return f"{whole},{rest:03d}".rstrip("0").rstrip(",")


class ObjectForm(Form):
    """An object as staff write it; `version` is when it was last touched, as the person saw it."""

    version = HiddenField()
    name = LineField(_("Nom"), limit=LONGEST_NAME)
    synonyms = TextField(
        _("Autres mots"),
        limit=MOST_SYNONYMS * (LONGEST_NAME + 1),
        description=_("Un par ligne : ce que les gens tapent pour chercher cet objet."),
    )
    subfamily = SelectField(_("Sorte d’objet"), choices=[], validate_choice=False)
    flow = SelectField(
        _("Flux de collecte"),
        choices=[SelectChoice("", _("Aucun : ce n’est pas un appareil électrique")), *_named(Flow)],
        validate_choice=False,
    )
    mass_kg = ThousandthsField(_("Poids, en kilogrammes"), unit="kg")
    volume_l = ThousandthsField(
        _("Volume, en litres"),
        unit="l",
        description=_("La place qu’il prend dans une camionnette."),
    )
    data_bearing = SelectField(_("Garde des données"), choices=_HOLDS, validate_choice=False)
    battery = SelectField(
        _("Contient une batterie ou des piles"), choices=_HOLDS, validate_choice=False
    )
    bonus_possible = BooleanField(
        _("Peut ouvrir droit au bonus réparation"),
        description=_("La page publique le dit, avec la source et sa date."),
    )
    works = TextField(_("S’il fonctionne"), limit=ADVICE)
    once_broken = TextField(_("S’il ne fonctionne plus"), limit=ADVICE)
    before = TextField(_("Avant de partir"), limit=ADVICE)
    never = TextField(_("Ce qu’il ne faut pas faire"), limit=ADVICE)
    retired = BooleanField(
        _("Retirer de la recherche"),
        description=_("Sa page publique disparaît ; ce qui s’y rapporte dans les registres reste."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subfamily.choices = _subfamilies()

    def validate_subfamily(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        _one_of(Subfamily, field.data)

    def validate_flow(self, field: SelectField) -> None:
        """Refuse a forged choice; none is one."""
        if field.data:
            _one_of(Flow, field.data)

    def validate_data_bearing(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        _one_of(DataBearing, field.data)

    def validate_battery(self, field: SelectField) -> None:
        """Refuse a forged choice."""
        _one_of(Battery, field.data)

    def fill(self, known: Correction) -> None:
        """Show an object as it is."""
        for name in ("name", "bonus_possible", "works", "before", "never", "retired"):
            self[name].data = getattr(known, name)
        for name in ("subfamily", "data_bearing", "battery"):
            self[name].data = getattr(known, name).value
        self.once_broken.data = known.broken
        self.flow.data = known.flow.value if known.flow else ""
        self.mass_kg.data = ThousandthsField.written(known.mass_g)
        self.volume_l.data = ThousandthsField.written(known.volume_ml)
        self.synonyms.data = "\n".join(known.synonyms)

    def correction(self) -> Correction:
        """Return what the form says; it must have been validated."""
        return Correction(
            name=self.name.data or "",
            subfamily=Subfamily(self.subfamily.data),
            flow=Flow(self.flow.data) if self.flow.data else None,
            mass_g=self.mass_kg.thousandths or 0,
            volume_ml=self.volume_l.thousandths or 0,
            data_bearing=DataBearing(self.data_bearing.data),
            battery=Battery(self.battery.data),
            bonus_possible=bool(self.bonus_possible.data),
            works=self.works.data or "",
            broken=self.once_broken.data or "",
            before=self.before.data or "",
            never=self.never.data or "",
            retired=bool(self.retired.data),
            synonyms=_lines(self.synonyms.data or ""),
        )

    def broken(self, refusal: RuleBroken) -> None:
        """Put a rule's sentence beside the field that holds what it names."""
        field = FIELD_OF.get(refusal.field or "", refusal.field)
        super().broken(RuleBroken(refusal.sentence, field=field, **refusal.values))

    def seen(self) -> datetime:
        """Return when the row that the person read was touched; a forged value is never."""
        try:
            at = datetime.fromisoformat(self.version.data or "")
        except ValueError:
            return datetime.min.replace(tzinfo=UTC)
        return at if at.tzinfo else at.replace(tzinfo=UTC)


class ListForm(listing.ListForm):
    """Which objects staff want to see."""

    texte = LineField(_("Nom ou autre mot"), limit=100)
    famille = choose(_("Famille"), _("Toutes"), _named(Family))
    flux = choose(_("Flux"), _("Tous"), [SelectChoice("aucun", _("Aucun")), *_named(Flow)])
    donnees = choose(
        _("Données"),
        _("Peu importe"),
        [SelectChoice("oui", _("Peut en garder")), SelectChoice("non", _("N’en garde pas"))],
    )
    origine = choose(
        _("Origine"),
        _("Toutes"),
        [SelectChoice("ici", _("Modifiés ici")), SelectChoice("livre", _("Tels que livrés"))],
    )
    etat = choose(
        _("État"),
        _("Dans la recherche"),
        [SelectChoice("retires", _("Retirés")), SelectChoice("tous", _("Tous"))],
    )


def _one_of(words: type[Word], value: str | None) -> None:
    if value not in {word.value for word in words}:
        raise ValidationError(gettext("Choisissez dans la liste."))


def _lines(text: str) -> tuple[str, ...]:
    """Return the lines of a text, each word once however it is written."""
    once: dict[str, str] = {}
    for line in text.splitlines():
        word = line.strip()
        if fold(word):
            once.setdefault(fold(word), word)
    return tuple(once.values())
