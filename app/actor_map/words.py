"""Words of the map that no room below says."""

from collections.abc import Iterable

from flask_babel import gettext as _

from app.base.core.text import N_
from app.catalog.models import Family
from app.territory.models import Density

HABITAT = {
    Density.DENSE: N_("dense"),
    Density.INTERMEDIATE: N_("intermédiaire"),
    Density.RURAL: N_("rural"),
}


def families(some: Iterable[Family]) -> str:
    """Return families in words; their names hold commas, so a point stands between them."""
    named = tuple(some)
    if len(named) == len(Family):
        return _("toutes les familles")
    return " · ".join(_(each.label) for each in named)


def number(value: int) -> str:
    """Return a whole number with the space that French puts between thousands."""
    return f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
