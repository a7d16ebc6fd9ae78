"""The filters of the board, of the exchanges and of the notes: all of them in the address."""

from flask_babel import lazy_gettext as _
from wtforms.fields.choices import SelectChoice

from app.base.web.fields import DayField
from app.base.web.forms import LineField
from app.base.web.listing import ListForm, choose
from app.catalog.models import Family
from app.partners.models import OrganisationKind
from app.partnerships.forms.fields import named
from app.partnerships.models import ExchangeKind, ExchangeState, Standing, Step


class BoardForm(ListForm):
    """What the board and the list of partnerships are narrowed to."""

    texte = LineField(_("Nom"), limit=80)
    etape = choose(_("Étape"), _("Toutes"), named(Step))
    qui = choose(_("Suivi par"), _("Tout le monde"))
    etat = choose(_("État"), _("En cours et en pause"), named(Standing))
    retard = choose(_("Prochaine action"), _("Toutes"), [SelectChoice("oui", _("En retard"))])
    type = choose(_("Type"), _("Tous"), named(OrganisationKind))
    famille = choose(_("Famille"), _("Toutes"), named(Family))


class ExchangeListForm(ListForm):
    """What the list of exchanges is narrowed to."""

    texte = LineField(_("Structure"), limit=80)
    genre = choose(_("Genre"), _("Tous"), named(ExchangeKind))
    etat = choose(_("État"), _("Tous"), named(ExchangeState))
    qui = choose(_("Qui de chez nous"), _("Tout le monde"))
    suite = choose(_("Suite"), _("Toutes"), [SelectChoice("ouverte", _("Encore à donner"))])
    du = DayField(_("Du"))
    au = DayField(_("Au"))


class PracticeListForm(ListForm):
    """What the list of notes is narrowed to."""

    texte = LineField(_("Titre"), limit=80)
    famille = choose(_("Famille"), _("Toutes"), named(Family))
    etape = choose(_("Étape"), _("Toutes"), named(Step))
