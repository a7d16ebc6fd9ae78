"""Words of the map that no room below says."""

from app.base.core.text import N_
from app.territory.models import Density

HABITAT = {
    Density.DENSE: N_("habitat dense"),
    Density.INTERMEDIATE: N_("habitat intermédiaire"),
    Density.RURAL: N_("habitat rural"),
}
