"""The shape of what somebody types to have things fetched."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, Field, HiddenField, MultipleFileField, RadioField, ValidationError
from wtforms.validators import InputRequired, Length, Regexp

from app.base.core.emails import is_email
from app.base.core.phones import MOST, e164
from app.base.core.text import clean
from app.base.web.forms import Form, LineField, TextField
from app.pickups.models import Condition
from app.pickups.rules.photos import MOST_PHOTOS

LINES = 20
"""Kinds of things in one booking; more is a clearance."""
PHOTOS = MOST_PHOTOS
NAME = 120
QUANTITY = 99
FLOORS = range(-5, 61)
FLOOR = re.compile(r"[-+]?[0-9]{1,3}")
KEY = re.compile(r"[A-Za-z0-9_-]*$")
KEY_MAX = 64
GROUND = ("", "rdc", "rez-de-chaussée", "rez de chaussée")
CONDITIONS = {
    Condition.UNKNOWN: _l("je ne sais pas"),
    Condition.WORKS: _l("marche"),
    Condition.BROKEN: _l("en panne ou abîmé"),
}


@dataclass
class TypedLine:
    """One line as it was typed; `quantity` is text until it is checked."""

    name: str = ""
    quantity: str = "1"
    condition: Condition = Condition.UNKNOWN

    @property
    def count(self) -> int:
        """Return the quantity as a number, 0 when it is none that we accept."""
        text = self.quantity
        readable = text.isascii() and text.isdigit() and len(text) <= 3  # noqa: PLR2004
        return int(text) if readable and 1 <= int(text) <= QUANTITY else 0


class LinesField(Field):
    """The things to take: three parameters that repeat, `objet`, `quantite` and `etat`."""

    data: list[TypedLine]
    faults: dict[int, str]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ARG002
        """Read the lines that were sent; at least one to type in."""
        self.process_errors: list[str] = []
        self.errors: list[str] = []
        self.faults = {}
        names = formdata.getlist("objet")[: LINES + 1] if formdata else []
        quantities = formdata.getlist("quantite") if formdata else []
        conditions = formdata.getlist("etat") if formdata else []
        self.data = [
            TypedLine(
                clean(name, limit=10 * NAME),
                clean(_at(quantities, n, "1"), limit=NAME) or "1",
                _condition(_at(conditions, n, "")),
            )
            for n, name in enumerate(names)
        ] or [TypedLine()]

    def named(self) -> list[tuple[int, TypedLine]]:
        """Return (position, line) of the lines that name something."""
        return [(n, line) for n, line in enumerate(self.data) if line.name]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - called by WTForms
        """Note what is wrong with each line; a blank one is left out, not all of them."""
        for number, line in self.named():
            if len(line.name) > NAME:
                self.faults[number] = _("Ce texte est trop long : %(n)d signes au plus.", n=NAME)
            elif not line.count:
                self.faults[number] = _("Indiquez un nombre entre 1 et %(most)d.", most=QUANTITY)
        if len(self.data) > LINES:
            raise ValidationError(
                _("%(n)d sortes d’objets au plus. Pour davantage, cochez « débarras ».", n=LINES)
            )
        if not self.named():
            self.faults[0] = _("Dites-nous ce qu’il y a à prendre.")
        if self.faults:
            raise ValidationError(*[""])


class FloorField(LineField):
    """A floor: a small whole number; nothing, or "rdc", is the ground floor."""

    @property
    def number(self) -> int:
        """Return the floor, 0 when nothing readable was typed."""
        return self._read() or 0

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no floor."""
        super().pre_validate(form)
        read = self._read()
        if read is None:
            raise ValidationError(_("Écrivez l’étage en chiffres, 0 pour le rez-de-chaussée."))
        if read not in FLOORS:
            raise ValidationError(_("Un étage entre %(low)d et %(high)d.", low=-5, high=60))

    def _read(self) -> int | None:
        text = (self.data or "").strip().lower()
        if text in GROUND:
            return 0
        return int(text) if FLOOR.fullmatch(text) else None


class BookingForm(Form):
    """Have things fetched: what, where, when, how to reach the person."""

    form_key = HiddenField(validators=[Length(max=KEY_MAX), Regexp(KEY)])
    structure = HiddenField()
    """The structure that gives the things, when the team books for one."""
    lines = LinesField(_l("Que faut-il prendre ?"))
    clearance = BooleanField(
        _l("Il y a toute une maison, une cave ou un garage à vider (débarras)"),
        description=_l("Nous vous rappelons pour fixer ensemble la date."),
    )
    photos = MultipleFileField(
        _l("Photos"),
        description=_l("JPEG, PNG, WebP ou HEIC, 8 Mo au plus chacune, %(n)d au plus.", n=PHOTOS),
    )
    where = LineField(
        _l("Commune"),
        name="ou",
        description=_l("Nom ou code postal."),
        limit=200,
        validators=[InputRequired(_l("Indiquez votre commune ou son code postal."))],
    )
    address = LineField(
        _l("Adresse"),
        description=_l("Numéro et rue."),
        limit=200,
        validators=[InputRequired(_l("Indiquez l’adresse où passer."))],
    )
    floor = FloorField(_l("Étage"), description=_l("0 pour le rez-de-chaussée."), limit=40)
    lift = BooleanField(_l("Il y a un ascenseur qui marche"))
    access = TextField(
        _l("Pour nous aider à trouver"),
        description=_l("Portail, code, place pour se garer…"),
        limit=300,
    )
    slot = RadioField(_l("Quand ?"), choices=[], validate_choice=False)
    contact_name = LineField(
        _l("Qui demander ?"), description=_l("Le nom sur la sonnette, par exemple."), limit=80
    )
    email = LineField(_l("Adresse e-mail"), limit=254)
    phone = LineField(_l("Téléphone"), limit=MOST)
    consent = BooleanField(
        _l("J’accepte que ces informations servent à organiser cet enlèvement."),
        validators=[InputRequired(_l("Sans accord, nous ne pouvons pas venir."))],
    )

    def fresh(self, things: Sequence[str] = (), where: str = "") -> None:
        """Prepare a form that was never sent: its key makes it count once."""
        self.form_key.data = self.new_key()
        self.lines.data = [TypedLine(clean(t, limit=NAME)) for t in things[:LINES]] or [TypedLine()]
        self.where.data = clean(where, limit=200)
        self.floor.data = "0"

    @property
    def key(self) -> str:
        """Return the form's key; empty for a text that is none."""
        text = self.form_key.data or ""
        return text if len(text) <= KEY_MAX and KEY.fullmatch(text) else ""

    @property
    def giver(self) -> UUID | None:
        """Return the structure that gives the things; None for a resident or a forged text."""
        try:
            return UUID(self.structure.data or "")
        except ValueError:
            return None

    @staticmethod
    def new_key() -> str:
        """Return what makes a form count once."""
        return secrets.token_urlsafe(24)

    @property
    def asked(self) -> str:
        """Return what the pressed button asks for: `add`, `remove-2`, `see`, `hold` or `book`."""
        return request.form.get("faire", "")

    @property
    def uploads(self) -> list[FileStorage]:
        """Return the files that came with this sending."""
        return request.files.getlist(self.photos.name)

    @property
    def kept_photos(self) -> list[str]:
        """Return what stands for the photos that an earlier sending brought."""
        return request.form.getlist("photo")[:PHOTOS]

    def change_lines(self) -> bool:
        """Add or take away a line when the pressed button says so; tell whether one did."""
        verb, _dash, which = self.asked.partition("-")
        if verb == "add" and len(self.lines.data) < LINES:
            self.lines.data.append(TypedLine())
        elif verb == "remove" and which.isascii() and which.isdigit() and len(which) < 3:  # noqa: PLR2004
            if int(which) < len(self.lines.data):
                del self.lines.data[int(which)]
            self.lines.data = self.lines.data or [TypedLine()]
        return verb in {"add", "remove"}

    def validate_phone(self, field: LineField) -> None:
        """Refuse what is no telephone number."""
        if field.data and e164(field.data) is None:
            raise ValidationError(_("Ce numéro semble incomplet, par exemple 06 12 34 56 78."))

    def validate_email(self, field: LineField) -> None:
        """Ask for one way to reach the person, not two; refuse what is no address."""
        if field.data and not is_email(field.data):
            raise ValidationError(_("Cette adresse e-mail semble incomplète."))
        if not field.data and not self.phone.data:
            raise ValidationError(_("Donnez un e-mail ou un téléphone, au choix."))

    def problems(self) -> list[tuple[str | None, str]]:
        """Return (field id or None, sentence) for the summary, lines one by one."""
        found: list[tuple[str | None, str]] = []
        for anchor, sentence in super().problems():
            if anchor != self.lines.id:
                found.append((anchor, sentence))
        at = len([each for each in found if each[0] is None])
        lines = [(f"objet-{n}", text) for n, text in sorted(self.lines.faults.items())]
        lines += [(f"objet-{0}", str(text)) for text in self.lines.errors if text]
        return [*found[:at], *lines, *found[at:]]

    def blame_line(self, number: int, sentence: str) -> None:
        """Put a sentence beside one line."""
        self.lines.faults.setdefault(number, sentence)


class LookupForm(Form):
    """Find a pickup again: its reference, and the contact that was given."""

    reference = LineField(
        _l("Référence"),
        description=_l("Six signes, sur le bon ou dans le message : K7MP2Q."),
        limit=12,
        validators=[InputRequired(_l("Indiquez la référence."))],
    )
    contact = LineField(
        _l("E-mail ou téléphone donné à la réservation"),
        limit=254,
        validators=[InputRequired(_l("Indiquez l’e-mail ou le téléphone donné."))],
    )


class NoteForm(Form):
    """A word for the team."""

    access = TextField(
        _l("Un mot pour l’équipe"),
        description=_l("Portail, code, place pour se garer…"),
        limit=300,
    )


class SlotForm(Form):
    """Another slot."""

    slot = RadioField(
        _l("Quand ?"),
        choices=[],
        validators=[InputRequired(_l("Choisissez un créneau."))],
        validate_choice=False,
    )


def _at(texts: Sequence[str], number: int, otherwise: str) -> str:
    return texts[number] if number < len(texts) else otherwise


def _condition(text: str) -> Condition:
    return Condition(text) if text in {each.value for each in Condition} else Condition.UNKNOWN
