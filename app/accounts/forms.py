"""The shape of what people type about accounts."""

from flask_babel import lazy_gettext as _
from wtforms import (
    EmailField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.accounts import rules
from app.accounts.models import ROLE_LABELS, Role
from app.accounts.queries import Filters
from app.base.core.emails import is_email
from app.base.core.text import clean
from app.base.web.forms import Form, LineField, QueryForm

ROLES = [SelectChoice(role.value, _(label)) for role, label in ROLE_LABELS.items()]


class SecretField(PasswordField):
    """A password: kept as typed, never shown again, bounded."""

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002 - the library's signature
        """Refuse what no password is, before anything is computed from it."""
        if self.data and len(self.data) > 4 * rules.PASSWORD_MAX:
            raise ValidationError(_("Ce mot de passe est trop long."))


class AddressField(EmailField):
    """An e-mail address, in the form it is kept."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean and fold the first value sent."""
        if valuelist:
            self.data = rules.folded_email(clean(valuelist[0], limit=300))


class CodeField(StringField):
    """A code of figures, or of letters and figures, typed with or without spaces."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean the first value sent."""
        if valuelist:
            self.data = clean(valuelist[0], limit=40)


class RolesField(SelectMultipleField):
    """Several roles, one box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SignInForm(Form):
    """Who, and the proof."""

    email = AddressField(_("Adresse e-mail"), [InputRequired(_("Écrivez votre adresse e-mail."))])
    password = SecretField(_("Mot de passe"), [InputRequired(_("Écrivez votre mot de passe."))])


class CodeForm(Form):
    """The code after the password."""

    code = CodeField(
        _("Code"),
        [InputRequired(_("Écrivez le code à 6 chiffres, ou un code de secours."))],
    )


class AskResetForm(Form):
    """Whose password is forgotten."""

    email = AddressField(
        _("Adresse e-mail"),
        [InputRequired(_("Écrivez l’adresse e-mail de votre compte."))],
    )


class NewPasswordForm(Form):
    """A new password, twice."""

    password = SecretField(
        _("Nouveau mot de passe"), [InputRequired(_("Choisissez un mot de passe."))]
    )
    again = SecretField(
        _("Le même, encore une fois"), [InputRequired(_("Écrivez-le une seconde fois."))]
    )

    def validate_again(self, field: SecretField) -> None:
        """Refuse two different passwords."""
        if self.password.data and field.data != self.password.data:
            raise ValidationError(_("Les deux mots de passe diffèrent. Écrivez le même."))


class ChangePasswordForm(NewPasswordForm):
    """The present password, and the next."""

    current = SecretField(
        _("Mot de passe actuel"), [InputRequired(_("Écrivez votre mot de passe actuel."))]
    )


class ConfirmForm(Form):
    """The present password, to confirm something grave."""

    current = SecretField(
        _("Mot de passe actuel"), [InputRequired(_("Écrivez votre mot de passe actuel."))]
    )


class AccountForm(Form):
    """A person's name and roles."""

    name = LineField(
        _("Nom et prénom"), [InputRequired(_("Écrivez le nom de la personne."))], limit=80
    )
    roles = RolesField(
        _("Rôles"), choices=ROLES, validate_choice=True, description=_("Un ou plusieurs.")
    )

    @property
    def chosen(self) -> set[Role]:
        """The roles ticked."""
        return {Role(value) for value in self.roles.data or []}


class InvitationForm(AccountForm):
    """Somebody new."""

    email = AddressField(
        _("Adresse e-mail"),
        [InputRequired(_("Écrivez l’adresse e-mail de la personne.")), Length(max=254)],
    )

    def validate_email(self, field: AddressField) -> None:
        """Refuse what cannot receive a letter."""
        if not is_email(field.data or ""):
            raise ValidationError(_("Cette adresse est incomplète. Exemple : nom@exemple.fr."))


class ListForm(QueryForm):
    """What the list of accounts is narrowed to."""

    q = StringField(_("Nom ou adresse"))
    role = SelectField(
        _("Rôle"), choices=[SelectChoice("", _("Tous")), *ROLES], validate_choice=False
    )
    etat = SelectField(
        _("État"),
        choices=[
            SelectChoice("", _("Tous")),
            SelectChoice("actif", _("Actif")),
            SelectChoice("invite", _("Invitation envoyée")),
            SelectChoice("ferme", _("Fermé")),
        ],
        validate_choice=False,
    )

    def filters(self) -> Filters:
        """Return what was asked; a forged value narrows nothing."""
        known = {role.value for role in Role}
        return Filters(
            text=clean(self.q.data or "", limit=100),
            role=Role(self.role.data) if self.role.data in known else None,
            state=self.etat.data if self.etat.data in {"actif", "invite", "ferme"} else "",
        )
