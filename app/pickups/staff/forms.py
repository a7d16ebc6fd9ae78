"""The shape of what the team types about a pickup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from app.base.core.emails import is_email
from app.base.core.text import clean
from app.base.web.forms import Form, LineField, TextField, whole_number
from app.pickups.models import Condition, Pickup
from app.pickups.rules import Amendment, Line, Outcome
from app.pickups.rules.outcomes import HEAVIEST_G

PHONE: Final = re.compile(r"(?:\+33|0033|0)([1-9]\d{8})")
FOREIGN: Final = re.compile(r"\+[1-9]\d{7,14}")
DECIMAL: Final = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?")
MOST_LINES: Final = 40
BLANK: Final = 2
MOST_PIECES: Final = 99
FLOORS: Final = (-5, 60)
VERBS: Final = {
    "fait": "collect",
    "absent": "absent",
    "refus": "refuse",
    "laisse": "leave",
}
"""What a button of the road sends → the verb of the diagram."""
REASONS: Final = (
    _l("Trop lourd ou impossible à passer"),
    _l("Pas prêt, pas démonté ou introuvable"),
    _l("Ce n’est pas ce qui était annoncé"),
    _l("Trop abîmé, sale ou dangereux"),
    _l("Plus de place dans la camionnette"),
)


class ReasonForm(Form):
    """Why somebody of the team refuses or cancels."""

    version = HiddenField()
    reason = LineField(
        _l("Pourquoi ?"),
        description=_l("La personne le lira. Par exemple : camionnette en panne."),
        limit=300,
        validators=[InputRequired(_l("Dites pourquoi, en quelques mots."))],
    )


class SlotForm(Form):
    """Another day for a visit."""

    version = HiddenField()
    slot = RadioField(
        _l("Quand ?"),
        choices=[],
        validators=[InputRequired(_l("Choisissez un créneau."))],
        validate_choice=False,
    )


@dataclass
class TypedLine:
    """One line of things as it was typed, and what is wrong with it."""

    number: int
    name: str = ""
    quantity: str = ""
    condition: str = Condition.UNKNOWN.value
    mass_kg: str = ""
    volume_l: str = ""
    error: str = ""

    @property
    def blank(self) -> bool:
        """Tell whether nothing was typed, or the line is to go."""
        return not self.name or self.quantity == "0"


class AmendForm(Form):
    """Contact, door and things of a booking."""

    version = HiddenField()
    contact_name = LineField(_l("Personne à demander"), limit=80)
    phone = LineField(_l("Téléphone"), limit=30)
    email = LineField(_l("Adresse e-mail"), limit=254)
    where = LineField(
        _l("Commune"),
        description=_l("Un nom ou un code postal."),
        limit=120,
        validators=[InputRequired(_l("Indiquez la commune où passer."))],
    )
    slot = RadioField(_l("Quand ?"), choices=[], validate_choice=False)
    notify = BooleanField(_l("Prévenir la personne"), default=True)
    address = LineField(
        _l("Adresse"),
        limit=200,
        validators=[InputRequired(_l("Indiquez l’adresse où passer."))],
    )
    floor = IntegerField(
        _l("Étage"),
        description=_l("0 pour le rez-de-chaussée, -1 pour la cave."),
        validators=[
            InputRequired(_l("Écrivez l’étage en chiffres, 0 pour le rez-de-chaussée.")),
            NumberRange(*FLOORS, message=_l("Un étage entre -5 et 60.")),
        ],
    )
    lift = BooleanField(_l("Il y a un ascenseur assez grand"))
    access = TextField(
        _l("Pour trouver la porte"),
        description=_l("Code, bâtiment, où se garer, ce qui est à l’étroit."),
        limit=300,
    )

    lines: list[TypedLine]
    looked = False
    """Whether other days were looked for."""

    def validate_phone(self, field: LineField) -> None:
        """Refuse what is no telephone number; keep it in E.164."""
        if not field.data:
            return
        bare = re.sub(r"[ .()\-]", "", field.data.replace("(0)", ""))
        french = PHONE.fullmatch(bare)
        if french is None and not FOREIGN.fullmatch(bare):
            raise ValidationError(_("Ce numéro semble incomplet, par exemple 06 12 34 56 78."))
        self.dialled = f"+33{french[1]}" if french else bare

    def validate_email(self, field: LineField) -> None:
        """Refuse what is no address."""
        if field.data and not is_email(field.data):
            raise ValidationError(_("Cette adresse e-mail semble incomplète."))

    def read_lines(self) -> None:
        """Read the lines of things that were sent, as many as a page may have."""
        sent = min(whole_number(request.form.get("lines")), MOST_LINES)
        self.lines = [_typed(number) for number in range(sent)]

    def fill(self, pickup: Pickup, version: int) -> None:
        """Show a booking as it is."""
        self.version.data = str(version)
        for name in ("contact_name", "address", "phone", "email", "floor", "lift", "access"):
            self[name].data = getattr(pickup, name)
        self.where.data = pickup.commune.name
        self.notify.data = True
        self.lines = [
            TypedLine(
                number=number,
                name=each.name,
                quantity=str(each.quantity),
                condition=each.condition.value,
                mass_kg=thousandths(each.mass_g),
                volume_l=thousandths(each.volume_ml),
            )
            for number, each in enumerate(pickup.listed)
        ]
        self.widen()

    def widen(self) -> None:
        """Add blank lines to write in."""
        start = len(self.lines)
        self.lines += [TypedLine(number=start + n) for n in range(BLANK)][: MOST_LINES - start]

    def problems(self) -> list[tuple[str | None, str]]:
        """Return what is wrong, the lines of things after the rest."""
        wrong = [(f"name-{line.number}", line.error) for line in self.lines if line.error]
        return [*super().problems(), *wrong]

    def amendment(self, lines: Sequence[Line], insee: str) -> Amendment:
        """Return what the booking should be, in the commune that was understood."""
        return Amendment(
            lines=tuple(lines),
            insee=insee,
            slot=self.slot.data or "",
            address=self.address.data or "",
            floor=self.floor.data or 0,
            lift=bool(self.lift.data),
            access=self.access.data or "",
            contact_name=self.contact_name.data or "",
            email=self.email.data or None,
            phone=self.dialled if self.phone.data else None,
        )


class OutcomeForm(Form):
    """What became of a visit, as the crew notes it."""

    verb = HiddenField()
    noted_kg = LineField(_l("Poids lu sur la balance, en kg"), limit=12)
    why = RadioField(
        _l("Si quelque chose reste, pourquoi ?"),
        choices=[SelectChoice(str(n), label) for n, label in enumerate(REASONS)],
        validate_choice=False,
    )
    reason = LineField(_l("Autre raison"), limit=250)

    left: dict[int, str]

    def read(self, pickup: Pickup) -> None:
        """Read how many pieces of each line stayed."""
        self.left = {
            t.number: clean(request.form.get(f"left-{t.number}", ""), limit=6)
            for t in pickup.listed
        }

    def validate_verb(self, field: Any) -> None:
        """Refuse a button that the page does not have."""
        if field.data not in VERBS:
            raise ValidationError(_("Dites comment s’est passé le passage avec un des boutons."))

    def validate_noted_kg(self, field: LineField) -> None:
        """Refuse what is no weight of a van's load."""
        grams = of_thousandths(field.data or "0")
        if grams is None or grams > HEAVIEST_G:
            raise ValidationError(_("Écrivez un poids en kilogrammes, par exemple 42,5."))

    def outcome(self, pickup: Pickup) -> Outcome | None:
        """Return what is noted, or None once a count that is no number is said."""
        left: dict[int, int] = {}
        for each in pickup.listed:
            text = self.left[each.number] or "0"
            if not (text.isascii() and text.isdigit()):
                self.form_errors.append(
                    _("« %(thing)s » : écrivez combien restent, en chiffres.", thing=each.name)
                )
                return None
            left[each.number] = int(text)
        return Outcome(
            verb=VERBS[self.verb.data],
            left=left,
            noted_mass_g=of_thousandths(self.noted_kg.data) if self.noted_kg.data else None,
            reason=self._why(),
        )

    def _why(self) -> str:
        chosen = whole_number(self.why.data) if (self.why.data or "").isdigit() else -1
        said = str(REASONS[chosen]) if 0 <= chosen < len(REASONS) else ""
        return " : ".join(part for part in (said, self.reason.data) if part)


def of_thousandths(text: str) -> int | None:
    """Return "1,25" as 1250; None for what is no number."""
    bare = text.replace(" ", "").replace("\u202f", "").replace("\u00a0", "")
    if not DECIMAL.fullmatch(bare) or not bare.isascii():
        return None
    whole, _point, rest = bare.replace(",", ".").partition(".")
    return int(whole) * 1000 + int(f"{rest:0<3}"[:3])


def thousandths(number: int) -> str:
    """Return 1250 as "1,25"."""
    return f"{number / 1000:.3f}".rstrip("0").rstrip(".").replace(".", ",")


def _typed(number: int) -> TypedLine:
    sent = request.form
    return TypedLine(
        number=number,
        name=clean(sent.get(f"name-{number}", ""), limit=120),
        quantity=clean(sent.get(f"quantity-{number}", ""), limit=6),
        condition=clean(sent.get(f"condition-{number}", ""), limit=20),
        mass_kg=clean(sent.get(f"mass-{number}", ""), limit=12),
        volume_l=clean(sent.get(f"volume-{number}", ""), limit=12),
    )
