"""The parts of a structure: places, people, papers, estimates, who enters its space."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FileField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from app.base.web.fields import CountField, DayField, DecimalField
from app.base.web.forms import Form, LineField, TextField
from app.catalog.models import Family
from app.partners.forms.named import OneOf
from app.partners.models import Function, MemberRole, PaperKind


class SiteForm(Form):
    """A place of a structure."""

    was = HiddenField()
    name = LineField(
        _("Nom du site"),
        limit=120,
        description=_("Siège, agence, entrepôt… Vide s’il n’y en a qu’un."),
    )
    address = LineField(_("Numéro et rue"), limit=200)
    commune = LineField(
        _("Commune"), limit=80, name="ou", description=_("Par exemple « Montargis (45200) ».")
    )
    lat = LineField(_("Latitude"), limit=30)
    lon = LineField(_("Longitude"), limit=30)
    main = BooleanField(_("C’est le site principal"), id="main-site")


class ContactForm(Form):
    """Somebody of a structure."""

    version = HiddenField()
    name = LineField(_("Nom"), limit=120)
    function = OneOf(_("Fonction"), Function)
    title = LineField(
        _("Fonction dans ses mots"),
        limit=120,
        description=_("Par exemple « chargée de mission climat »."),
    )
    email = LineField(_("Courriel"), limit=254)
    phone = LineField(_("Téléphone"), limit=30)
    relay = BooleanField(
        _("Personne relais"), description=_("C’est elle qui accepte les modalités pratiques.")
    )
    consent_on = DayField(
        _("A accepté que nous gardions ses coordonnées le"),
        description=_("Vide tant que la personne n’a pas dit oui."),
    )
    consent_how = LineField(
        _("Comment"), limit=120, description=_("Par courriel, au téléphone, de vive voix…")
    )
    since = DayField(_("En poste depuis le"))
    site = SelectField(_("Site"), validate_choice=False)
    replaces = SelectField(_("Remplace"), validate_choice=False)
    introduced_by = LineField(_("Qui nous a mis en relation"), limit=160)
    note = TextField(_("Note"), limit=500)

    def offer(
        self, sites: list[tuple[str, str]], former: list[tuple[str, str]] | None = None
    ) -> None:
        """Give the sites and the contacts to choose from."""
        none = SelectChoice("", _("Aucun en particulier"))
        nobody = SelectChoice("", _("Personne"))
        self.site.choices = [none, *(SelectChoice(*each) for each in sites)]
        self.replaces.choices = [nobody, *(SelectChoice(*each) for each in former or [])]


class EndForm(Form):
    """Somebody who has left."""

    until = DayField(_("A quitté cette fonction le"))


class PaperForm(Form):
    """A paper to keep."""

    file = FileField(
        _("Fichier"),
        description=_("PDF, image, texte, tableur ou document de bureautique, 15 Mo au plus."),
    )
    title = LineField(_("Titre"), limit=160, description=_("Vide : le nom du fichier."))
    kind = OneOf(_("Nature"), PaperKind)
    shared = BooleanField(_("La structure le voit dans son espace"))


class SupplyForm(Form):
    """What a structure could give in a year."""

    year = CountField(_("Année"))
    family = OneOf(_("Famille"), Family)
    units = CountField(_("Objets"), description=_("Nombre approximatif."))
    mass = DecimalField(_("Poids, en kg"), unit="kg", scale=1000)
    source = LineField(
        _("D’où vient ce chiffre"),
        limit=200,
        description=_("Un entretien, les enlèvements passés, un ratio…"),
    )


class AccessForm(Form):
    """Somebody of a structure to let into its space."""

    name = LineField(_("Nom"), limit=80)
    email = LineField(_("Adresse e-mail"), limit=254)
    role = OneOf(_("Rôle"), MemberRole)
