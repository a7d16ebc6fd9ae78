"""Forms about authorisations."""

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FileField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, ValidationError

from app.authorisations.models import Authorisation, AuthorisationKind
from app.authorisations.rules import AuthorisationFacts, Standing
from app.base.web.fields import CountField, DayField
from app.base.web.forms import Form, LineField, TextField
from app.base.web.listing import ListForm, choose

KINDS = [SelectChoice(each.value, _(each.label)) for each in AuthorisationKind]


class AuthorisationForm(Form):
    """An authorisation as staff write it; `version` is the row as the person saw it."""

    version = HiddenField()
    organisation = SelectField(
        _("Pour qui"),
        validate_choice=False,
        description=_("Nous, ou une structure du registre : un transporteur, un opérateur."),
    )
    kind = SelectField(_("Genre"), choices=KINDS, validate_choice=False)
    number = LineField(_("Numéro"), limit=80)
    issuer = LineField(
        _("Délivrée par"), limit=160, description=_("Préfecture, assureur, éco-organisme…")
    )
    scope = TextField(
        _("Ce qu’elle permet"),
        limit=500,
        description=_("Filières, tonnage, lieux. Une phrase suffit."),
    )
    starts = DayField(_("Premier jour"))
    ends = DayField(_("Dernier jour"), description=_("Laissez vide si le document n’a pas de fin."))
    warn_days = CountField(
        _("Prévenir combien de jours avant la fin"),
        [DataRequired(_("Dites combien de jours avant, par exemple 90."))],
    )
    public = BooleanField(_("Montrer sur la page publique « Nos autorisations »"))
    file = FileField(
        _("Le document"),
        description=_("PDF ou image, 15 Mo au plus. Il reste dans le bureau : rien n’est publié."),
    )

    def offer(self, structures: list[tuple[UUID, str]]) -> None:
        """Set which structures may hold it."""
        named = [SelectChoice(str(key), name) for key, name in structures]
        self.organisation.choices = [SelectChoice("", gettext("Nous")), *named]

    def validate_organisation(self, field: SelectField) -> None:
        """Refuse a structure that is not offered."""
        if (field.data or "") not in {str(each.value) for each in field.choices}:
            raise ValidationError(gettext("Choisissez dans la liste."))

    def validate_kind(self, field: SelectField) -> None:
        """Refuse a forged kind."""
        if field.data not in set(AuthorisationKind):
            raise ValidationError(gettext("Choisissez dans la liste."))

    def validate_warn_days(self, field: CountField) -> None:
        """Refuse a warning so early that it says nothing."""
        if field.number is not None and field.number > 400:  # noqa: PLR2004 - the table's bound
            raise ValidationError(gettext("400 jours au plus."))

    def facts(self) -> AuthorisationFacts:
        """Return what was typed; only of a valid form."""
        return AuthorisationFacts(
            kind=AuthorisationKind(self.kind.data),
            organisation_id=UUID(self.organisation.data) if self.organisation.data else None,
            number=self.number.data or "",
            issuer=self.issuer.data or "",
            scope=self.scope.data or "",
            starts=self.starts.day,
            ends=self.ends.day,
            warn_days=self.warn_days.number or 0,
            public=bool(self.public.data),
        )

    def show(self, row: Authorisation) -> None:
        """Show a kept authorisation."""
        self.version.data = str(row.version)
        self.organisation.data = str(row.organisation_id or "")
        self.kind.data = row.kind.value
        self.number.data, self.issuer.data, self.scope.data = row.number, row.issuer, row.scope
        self.starts.show(row.starts)
        self.ends.show(row.ends)
        self.warn_days.data = str(row.warn_days)
        self.public.data = row.public


class AuthorisationsForm(ListForm):
    """Which authorisations staff want to see."""

    genre = choose(_("Genre"), _("Tous"), KINDS)
    etat = choose(
        _("État"),
        _("Celles qui comptent"),
        [SelectChoice(each.value, _(each.label)) for each in Standing],
    )
    qui = choose(
        _("Pour qui"),
        _("Toutes"),
        [SelectChoice("nous", _("Nous")), SelectChoice("autres", _("D’autres structures"))],
    )
