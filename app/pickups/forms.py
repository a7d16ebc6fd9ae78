"""The shape of what somebody types to ask for a pickup."""

import re
import secrets

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, ValidationError
from wtforms.validators import InputRequired, Length, Regexp

from app.base.core.emails import is_email
from app.base.web.forms import Form, LineField, TextField
from app.pickups.rules import Ask

PHONE = re.compile(r"\+?[0-9][0-9 .\-]{8,18}")


class AskForm(Form):
    """Ask for a pickup: what, where, when, how to reach the person."""

    form_key = HiddenField(validators=[Length(max=64), Regexp(r"^[A-Za-z0-9_-]*$")])
    things = TextField(
        _l("Qu’avez-vous à donner ?"),
        description=_l("Par exemple : un réfrigérateur, deux écrans."),
        limit=600,
        validators=[InputRequired(_l("Dites-nous ce qu’il y a à prendre."))],
    )
    where = LineField(
        _l("Commune"),
        description=_l("Nom ou code postal."),
        limit=200,
        validators=[InputRequired(_l("Indiquez votre commune ou son code postal."))],
    )
    address = LineField(
        _l("Adresse"),
        description=_l("Numéro, rue, étage."),
        limit=200,
        validators=[InputRequired(_l("Indiquez l’adresse où passer."))],
    )
    slot = RadioField(
        _l("Quand ?"),
        choices=[],
        validators=[InputRequired(_l("Choisissez un créneau."))],
        validate_choice=False,
    )
    email = LineField(_l("Adresse e-mail"), limit=254)
    phone = LineField(_l("Téléphone"), limit=30)
    consent = BooleanField(
        _l("J’accepte que ces informations servent à organiser cet enlèvement."),
        validators=[InputRequired(_l("Sans votre accord, nous ne pouvons pas venir."))],
    )

    def fresh(self) -> None:
        """Give a form that was never sent the key that makes it count once."""
        self.form_key.data = secrets.token_urlsafe(24)

    def validate_phone(self, field: LineField) -> None:
        """Refuse what is not a telephone number."""
        if field.data and not PHONE.fullmatch(field.data):
            raise ValidationError(_("Ce numéro semble incomplet, par exemple 06 12 34 56 78."))

    def validate_email(self, field: LineField) -> None:
        """Ask for one way to reach the person, not two; refuse what is no address."""
        if field.data and not is_email(field.data):
            raise ValidationError(_("Cette adresse e-mail semble incomplète."))
        if not field.data and not self.phone.data:
            raise ValidationError(_("Donnez un e-mail ou un téléphone, au choix."))

    def ask(self, insee: str) -> Ask:
        """Return the wish, complete and well formed."""
        return Ask(
            things=self.things.data,
            insee=insee,
            address=self.address.data,
            email=self.email.data or None,
            phone=self.phone.data or None,
            slot=self.slot.data,
            form_key=self.form_key.data or secrets.token_urlsafe(24),
        )
