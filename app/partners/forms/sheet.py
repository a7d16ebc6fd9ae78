"""The sheet of a structure."""

from typing import Final

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField

from app.base.web.fields import DayField
from app.base.web.forms import Form, LineField, TextField
from app.catalog.models import Family
from app.partners.forms.named import AnyOf, OneOf
from app.partners.models import Activity, Level, OrganisationKind, PartnerRole, Public

PLAIN: Final = (
    *("name", "siret", "legal_name", "naf", "introduced_by"),
    *("policy", "website", "email", "phone", "note", "public_words"),
)
"""Fields whose text is the fact."""


class SheetForm(Form):
    """What staff say of a structure; names are those of the facts."""

    version = HiddenField()
    name = LineField(_("Nom d’usage"), limit=160)
    kind = OneOf(_("Type"), OrganisationKind, nothing=_("À choisir"))
    siret = LineField(_("SIRET"), limit=20, description=_("14 chiffres, avec ou sans espaces."))
    legal_name = LineField(_("Nom légal"), limit=200)
    naf = LineField(_("Code d’activité (NAF)"), limit=6, description=_("Par exemple 95.11Z."))
    public_body = BooleanField(
        _("Organisme public"), description=_("Ses dons suivent les règles des biens publics.")
    )
    level = OneOf(_("Décide à l’échelle"), Level)
    activity = OneOf(_("Activité"), Activity, nothing=_("Ni réparation ni réemploi"))
    parent = LineField(
        _("Groupe dont elle fait partie"),
        limit=200,
        description=_("Une structure du registre, par son nom ou son SIRET."),
    )
    introducer = LineField(
        _("Présentée par une structure"),
        limit=200,
        description=_("Une structure du registre, par son nom ou son SIRET."),
    )
    introduced_by = LineField(
        _("ou présentée par"),
        limit=160,
        description=_("En quelques mots, si ce n’est pas une structure du registre."),
    )
    roles = AnyOf(_("Ce qu’elle fait avec nous"), PartnerRole)
    publics = AnyOf(_("Avec qui, pour qui"), Public)
    families = AnyOf(_("Familles d’objets"), Family)
    policy = TextField(_("Politique de développement durable"), limit=2000)
    website = LineField(_("Site internet"), limit=300)
    email = LineField(_("Courriel général"), limit=254)
    phone = LineField(_("Téléphone général"), limit=30)
    note = TextField(_("Note de l’équipe"), limit=2000)
    public_since = DayField(
        _("A accepté d’être sur la carte publique le"),
        description=_("Laissez vide tant que la structure n’a pas dit oui."),
    )
    public_words = TextField(
        _("Ce que la carte en dit"),
        limit=500,
        description=_("Une ou deux phrases, relues par la structure."),
    )


class NewForm(SheetForm):
    """A structure to enter, with its main place when it is known."""

    address = LineField(_("Numéro et rue"), limit=200)
    commune = LineField(
        _("Commune"), limit=80, name="ou", description=_("Par exemple « Montargis (45200) ».")
    )
