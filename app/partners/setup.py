"""Put the register's pages on the application."""

from flask import Flask

from app.base.core.text import N_
from app.base.web import errors
from app.base.web.telling import Telling
from app.partners import jobs, own
from app.partners.actions.organisations import SIRET_TAKEN
from app.partners.registry import Tab, registry
from app.partners.staff import (
    access,
    contacts,
    imports,
    in_words,
    journal,
    organisations,
    papers,
    sheets,
    sites,
    supplies,
    twins,
)
from app.partners.staff.door import BASE
from app.partners.views import contacts as own_contacts
from app.partners.views import own as own_space
from app.partners.views import papers as own_papers

TABS = (
    Tab("identite", N_("Identité"), f"{BASE}/%s", 10),
    Tab("sites", N_("Sites"), f"{BASE}/%s/sites", 20),
    Tab("contacts", N_("Contacts"), f"{BASE}/%s/contacts", 30),
    Tab("gisement", N_("Gisement"), f"{BASE}/%s/gisement", 65),
    Tab("documents", N_("Documents"), f"{BASE}/%s/documents", 70),
    Tab("journal", N_("Journal"), f"{BASE}/%s/journal", 80),
)
OWN_TABS = (
    Tab("fiche", N_("Votre fiche"), own.BASE, 10),
    Tab("contacts", N_("Vos contacts"), f"{own.BASE}/contacts", 30),
    Tab("documents", N_("Documents"), f"{own.BASE}/documents", 70),
)
NOUNS = {
    "organisation": N_("Structures du groupe, présentées ou réunies auparavant"),
    "organisation_contact": N_("Contacts"),
    "organisation_family": N_("Familles d’objets"),
    "organisation_import": N_("Lignes de fichiers importés"),
    "organisation_member": N_("Accès à l’espace partenaire"),
    "organisation_not_twins": N_("Paires dites différentes"),
    "organisation_paper": N_("Documents"),
    "organisation_public": N_("Publics"),
    "organisation_role": N_("Rôles"),
    "organisation_site": N_("Sites"),
    "organisation_supply": N_("Estimations de gisement"),
}
"""What follows when two structures are merged, as the page says it."""
TELLING = Telling(in_words.verb, in_words.label, in_words.value)
STAFF = (organisations, sheets, sites, contacts, papers, supplies, access, journal, twins, imports)
OWN = (own_space, own_contacts, own_papers)


def init_app(app: Flask) -> None:
    """Mount the pages; say in words what the database refuses."""
    registry.staff_tabs["partners"] = TABS
    registry.own_tabs["partners"] = OWN_TABS
    registry.nouns.update(NOUNS)
    for module in (*STAFF, *OWN):
        app.register_blueprint(module.bp)
    own.init_app(app)
    app.extensions["periodic"].extend(jobs.PERIODIC)
    errors.explain("uq_organisation_siret", SIRET_TAKEN, "siret")
