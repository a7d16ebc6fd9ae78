"""Where an entry is: the commune that was typed, else the structure's main site."""

from uuid import UUID

from app.base import db
from app.base.core.errors import RuleBroken
from app.base.core.text import N_
from app.partners import queries as partners
from app.territory import here
from app.territory import queries as territory
from app.territory.rules.places import Found

SITELESS = N_("Cette structure n’a pas de site sur la carte : écrivez la commune.")
UNKNOWN = N_("Cette commune n’est pas connue, ou plusieurs ont ce nom : ajoutez le code postal.")


def placed(owner: UUID, typed: str) -> tuple[str, float, float]:
    """Return the commune's code and the point. Raises RuleBroken where neither is known.

    A site in the commune that was typed says more than the commune's centre.
    """
    session = db.session()
    sites = [each for each in partners.sites(session, owner) if each.lat is not None]
    if typed:
        answer = territory.resolve(session, typed, territory=here.territory(), geocoder=None)
        if not isinstance(answer, Found):
            raise RuleBroken(UNKNOWN, field="commune")
        place = answer.place
        sites = [each for each in sites if each.insee == place.insee]
        if not sites:
            return place.insee, place.lat, place.lon
    if not sites:
        raise RuleBroken(SITELESS, field="commune")
    site = sites[0]
    assert site.lat is not None
    assert site.lon is not None
    return site.insee, site.lat, site.lon
