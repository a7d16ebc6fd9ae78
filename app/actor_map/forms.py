"""Which actors people look for, and how near is near."""

from typing import Any, Final

from flask_babel import lazy_gettext as _
from wtforms.fields.choices import SelectChoice

from app.actor_map.queries.actors import Filters
from app.base.web import listing
from app.base.web.fields import CountField
from app.base.web.forms import LineField
from app.base.web.listing import choose
from app.catalog.models import Family
from app.partners.models import Level, OrganisationKind, PartnerRole
from app.partnerships.models import Step

USUAL_KM: Final = 10
LEAST_KM: Final = 1
MOST_KM: Final = 50


def _named(words: type[Any]) -> list[SelectChoice]:
    return [SelectChoice(word.value, _(word.label)) for word in words]


class ActorsForm(listing.ListForm):
    """Which structures of the public map people want to see."""

    texte = LineField(_("Nom"), limit=100)
    type = choose(_("Type"), _("Tous"), _named(OrganisationKind))
    role = choose(_("Rôle"), _("Tous"), _named(PartnerRole))
    famille = choose(_("Famille d’objets"), _("Toutes"), _named(Family))

    def filters(self, *, public: bool | None, sited: bool = False) -> Filters:
        """Return what the fields ask; a forged one asks nothing."""
        kind, role, family = self.said("type"), self.said("role"), self.said("famille")
        level = self.said("niveau") if "niveau" in self else ""
        step = self.said("etape") if "etape" in self else ""
        return Filters(
            words=self.said("texte"),
            kind=OrganisationKind(kind) if kind else None,
            role=PartnerRole(role) if role else None,
            family=Family(family) if family else None,
            level=Level(level) if level else None,
            step=Step(step) if step else None,
            public=public,
            sited=sited,
        )


class StaffForm(ActorsForm):
    """The same for staff, who also see who is not listed."""

    niveau = choose(_("Échelle"), _("Toutes"), _named(Level))
    etape = choose(_("Étape du partenariat"), _("Toutes"), _named(Step))
    affiche = choose(
        _("Carte publique"),
        _("Peu importe"),
        [SelectChoice("oui", _("Affichées")), SelectChoice("non", _("Pas affichées"))],
    )


class GapsForm(listing.ListForm):
    """Which family, and within how many kilometres."""

    famille = choose(_("Famille d’objets"), _("Toutes"), _named(Family))
    rayon = CountField(
        _("Distance, en kilomètres"),
        description=_("De 1 à 50, à vol d’oiseau depuis la mairie."),
    )

    @property
    def km(self) -> int:
        """Return the distance asked, the usual one when it is none."""
        asked = self.rayon.number
        return USUAL_KM if asked is None else min(max(asked, LEAST_KM), MOST_KM)

    @property
    def family(self) -> Family | None:
        """Return the family asked."""
        said = self.said("famille")
        return Family(said) if said else None
