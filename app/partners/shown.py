"""A structure in words, the same for the team and in the structure's own space."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _

from app.base.web.french import short_day
from app.partners.models import Organisation, Site

MEGABYTE = 1024 * 1024


def facts(organisation: Organisation) -> list[tuple[str, str]]:
    """Return (term, value) for what the sheet says of a structure; values may be empty."""
    activity = organisation.activity
    return [
        (_("Type"), _(organisation.kind.label)),
        (_("SIRET"), spaced(organisation.siret)),
        (_("Nom légal"), organisation.legal_name),
        (_("Code d’activité (NAF)"), organisation.naf),
        (_("Décide à l’échelle"), _(organisation.level.label)),
        (_("Activité"), _(activity.label) if activity else ""),
        (_("Ce qu’elle fait"), listed(row.role.label for row in organisation.roles)),
        (_("Avec qui, pour qui"), listed(row.public.label for row in organisation.publics)),
        (_("Familles"), listed(row.family.label for row in organisation.families)),
        (_("Site internet"), organisation.website),
        (_("Courriel"), organisation.email),
        (_("Téléphone"), organisation.phone),
        (_("Politique de développement durable"), organisation.policy),
        (_("Sur la carte publique"), _publicity(organisation.public_since)),
        (_("Ce que la carte en dit"), organisation.public_words),
    ]


def place(site: Site) -> str:
    """Return a site in one line: its name, its address, its commune."""
    where = f"{site.address}, {site.commune.name}" if site.address else site.commune.name
    return _("%(name)s : %(where)s", name=site.name, where=where) if site.name else where


def spaced(siret: str | None) -> str:
    """Return a SIRET as people read it: 732 829 320 00074."""
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}" if siret else ""


def weight(size: int) -> str:
    """Return how heavy a file of `size` bytes is: 12 Ko, 1,4 Mo."""
    if size < MEGABYTE:
        return _("%(n)s Ko", n=max(1, round(size / 1024)))
    return _("%(n)s Mo", n=f"{size / MEGABYTE:.1f}".replace(".", ","))


def listed(labels: Iterable[str]) -> str:
    """Return labels in a row, in the reader's language."""
    return ", ".join(_(label) for label in labels)


def _publicity(since: date | None) -> str:
    return _("Oui, depuis le %(day)s", day=short_day(since)) if since else _("Non")
