"""Which structures staff want to see."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from app.base.web import listing
from app.base.web.forms import LineField
from app.base.web.listing import address, choose
from app.catalog.models import Family
from app.partners.forms.named import AnyOf, named
from app.partners.models import Activity, Level, OrganisationKind, PartnerRole, Public


class StructureFilters(listing.ListForm):
    """The filters of the list of structures."""

    texte = LineField(_("Nom ou SIRET"), limit=100)
    type = choose(_("Type"), _("Tous"), named(OrganisationKind))
    commune = LineField(_("Commune"), limit=80)
    role: SelectMultipleField = AnyOf(_("Fait au moins une de ces choses"), PartnerRole)
    public = choose(_("Public"), _("Tous"), named(Public))
    activite = choose(_("Activité"), _("Toutes"), named(Activity))
    famille = choose(_("Famille"), _("Toutes"), named(Family))
    echelle = choose(_("Échelle"), _("Toutes"), named(Level))
    carte = choose(
        _("Carte publique"),
        _("Peu importe"),
        [SelectChoice("oui", _("Y est")), SelectChoice("non", _("N’y est pas"))],
    )
    etat = choose(
        _("État"),
        _("Suivies"),
        [SelectChoice("fermees", _("Fermées")), SelectChoice("toutes", _("Toutes"))],
    )

    def said(self, name: str) -> str:
        """Return what a filter asks; the boxes are asked by `role.ticked`."""
        return "" if name == "role" else super().said(name)

    def narrowed(self) -> list[tuple[str, str]]:
        """Return each filter in use in words, each box on its own, with the list without it."""
        ticked = [(str(_(role.label)), self._without(role)) for role in sorted(self.role.ticked)]
        return [*super().narrowed(), *ticked]

    @staticmethod
    def _without(role: PartnerRole) -> str:
        """Return the list's address without one box."""
        others = [each for each in request.args.getlist("role") if each != role]
        bare = address(role=None)
        joint = "&" if "?" in bare else "?"
        kept = "&".join(f"role={PartnerRole(each)}" for each in others if each in set(PartnerRole))
        return f"{bare}{joint}{kept}" if kept else bare
