"""Every page of the house, with an address that shows it; a guard compares with the routes."""

import re
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from app.partners.actions.demo import structure_id

RICOCHET = "/points/ressourcerie-du-ricochet-montargis"
WHITE_SPOTS = "/gestion/partenaires/carte/zones-blanches"
KEEPER = structure_id("ateliers-du-loing")
ASKED = "objet=%C3%A9cran+d%27ordinateur&objet=v%C3%A9lo+enfant&ou=Montargis"


@dataclass(frozen=True)
class Page:
    """A page: its route, an address (with {names} known when the site runs), who opens it."""

    endpoint: str
    address: str
    role: str = ""
    reading: bool = False
    """Same for everybody: no cookie, kept by browsers."""

    def __str__(self) -> str:
        return f"{self.address} {self.role}".strip()


PUBLIC = (
    Page("finder.home", "/", reading=True),
    Page("finder.search", "/points", reading=True),
    Page("finder.search", f"/points?{ASKED}", reading=True),
    Page("finder.search", "/points?objet=zorglub&ou=Montargis", reading=True),
    Page("finder.search", "/points?ou=45200", reading=True),
    Page("objects.index", "/objets", reading=True),
    Page("objects.index", "/objets?famille=eee", reading=True),
    Page("objects.show", "/objets/ecran-d-ordinateur", reading=True),
    Page("objects.show", "/objets/velo-enfant?ou=Montargis", reading=True),
    Page("points.show", RICOCHET, reading=True),
    Page("points.show", "/points/enveloppe-retour-telephones-montargis", reading=True),
    Page("points.poster", f"{RICOCHET}/affiche", reading=True),
    Page("points.report", f"{RICOCHET}/signaler"),
    Page("points.reported", f"{RICOCHET}/signaler/merci", reading=True),
    Page("points.spot", f"{RICOCHET}/sur-place"),
    Page("pickups.new", "/enlevements/nouveau"),
    Page("pickups.new", f"/enlevements/nouveau?{ASKED}"),
    Page("pickups.new", "/enlevements/nouveau?objet=piano&ou=Montargis"),
    Page("pickups.lookup", "/enlevements/suivi"),
    Page("pickups.show", "/enlevements/{pickup}"),
    Page("pickups.ask_to_move", "/enlevements/{pickup}/deplacement"),
    Page("pickups.ask_to_cancel", "/enlevements/{pickup}/annulation"),
    Page("pickups.photos", "/enlevements/{pickup}/photos"),
    Page("pickups.slip", "/enlevements/{pickup}/bon"),
    Page("actor_map.index", "/partenaires", reading=True),
    Page("actor_map.index", "/partenaires?famille=loisirs", reading=True),
    Page("about.show", "/accessibilite", reading=True),
    Page("about.show", "/mentions-legales", reading=True),
    Page("about.show", "/confidentialite", reading=True),
    Page("about.show", "/plan-du-site", reading=True),
    Page("accounts.sign_in", "/connexion"),
    Page("accounts.code", "/connexion/code"),
    Page("account_links.forgotten", "/mot-de-passe/oubli"),
    Page("account_links.invitation", "/invitation/{invitation}"),
    Page("account_links.reset", "/mot-de-passe/{reset}"),
)

_WRITING = (
    *("pickups_staff.new", "pickups_staff.edit", "pickups_staff.slot", "pickups_staff.photos"),
    *("slot_sheets.new", "slot_zones.new", "pickup_feeds.index", "pickup_feeds.ask_to_revoke"),
    "pickup_policies.new",
)
HIDDEN = {
    "chauffeur": (*_WRITING, "pickup_policies.index", "pickup_policies.edit", "outbox_staff.index"),
}
"""Role → the pages of the pickups that it does not open."""

STAFF = (
    Page("today.index", "/gestion", "direction"),
    Page("today.components", "/gestion/composants", "direction"),
    Page("today.find", "/gestion/recherche?code=vélo", "direction"),
    *(
        Page(endpoint, address, role)
        for role in ("direction", "accueil", "chauffeur")
        for endpoint, address in (
            ("pickups_staff.index", "/gestion/enlevements"),
            ("pickups_staff.agenda", "/gestion/enlevements/agenda?jour={day}"),
            ("pickups_staff.agenda", "/gestion/enlevements/agenda?jour={day}&vue=semaine"),
            ("pickups_staff.show", "/gestion/enlevements/{asked}"),
            ("pickups_staff.show", "/gestion/enlevements/{stop}"),
            ("pickups_staff.new", "/gestion/enlevements/nouveau"),
            ("pickups_staff.edit", "/gestion/enlevements/{asked}/modification"),
            ("pickups_staff.slot", "/gestion/enlevements/{asked}/creneau"),
            ("pickups_staff.photos", "/gestion/enlevements/{asked}/photos"),
            ("pickups_staff.run_sheet", "/gestion/enlevements/feuille-de-route/{tonight}"),
            ("pickups_staff.order", "/gestion/enlevements/feuille-de-route/{tonight}/ordre"),
            ("road.index", "/tournee"),
            ("road.index", "/tournee?jour={day}"),
            ("road.stop", "/tournee/{stop}"),
            ("road.stop", "/tournee/{asked}"),
            ("slots_staff.index", "/gestion/creneaux"),
            ("slot_sheets.new", "/gestion/creneaux/nouveau"),
            ("slot_sheets.edit", "/gestion/creneaux/{pattern}"),
            ("slot_days.index", "/gestion/creneaux/jours-exceptionnels"),
            ("slot_zones.index", "/gestion/creneaux/secteurs"),
            ("slot_zones.new", "/gestion/creneaux/secteurs/nouveau"),
            ("slot_zones.edit", "/gestion/creneaux/secteurs/{zone}"),
            ("pickup_policies.index", "/gestion/regles-enlevement?essai=2+écrans&ou=Montargis"),
            ("pickup_policies.new", "/gestion/regles-enlevement/nouvelle"),
            ("pickup_policies.edit", "/gestion/regles-enlevement/{policy}"),
            ("pickup_feeds.index", "/gestion/agendas"),
            ("pickup_feeds.ask_to_revoke", "/gestion/agendas/{feed}/revocation"),
            ("outbox_staff.index", "/gestion/courriers"),
        )
        if endpoint not in HIDDEN.get(role, ())
    ),
    Page("counter.index", "/guichet", "guichet"),
    Page("counter.new_at_counter", "/guichet/nouveau", "guichet"),
    Page("points_staff.index", "/gestion/points", "direction"),
    Page("point_sheets.new", "/gestion/points/nouveau", "direction"),
    Page("point_sheets.edit", "/gestion/points/1", "direction"),
    Page("point_layers.show", "/gestion/points/1/couches", "direction"),
    Page("point_days.index", "/gestion/points/1/jours-exceptionnels", "direction"),
    Page("point_photos.show", "/gestion/points/1/photo", "direction"),
    Page("point_hours.preview", "/gestion/points/apercu-horaires?hours=10h-17h", "direction"),
    Page("point_reports.index", "/gestion/points/signalements", "direction"),
    Page("point_reports.show", "/gestion/points/signalements/{report}", "direction"),
    Page("point_imports.index", "/gestion/points/import", "direction"),
    Page("point_imports.show", "/gestion/points/import/{batch}", "direction"),
    Page("actor_map_staff.index", "/gestion/partenaires/carte", "partenariats"),
    Page("actor_map_staff.white_spots", f"{WHITE_SPOTS}?famille=loisirs&rayon=5", "partenariats"),
    Page("point_keepers.show", "/gestion/points/1/structure?q=loing", "partenariats"),
    Page("point_keepers.of_structure", f"/gestion/partenaires/{KEEPER}/points", "partenariats"),
    Page("catalog_staff.index", "/gestion/objets", "direction"),
    Page("catalog_sheets.new", "/gestion/objets/nouveau", "direction"),
    Page("catalog_sheets.edit", "/gestion/objets/1", "direction"),
    Page("accounts_staff.index", "/gestion/comptes", "admin"),
    Page("accounts_staff.new", "/gestion/comptes/nouveau", "admin"),
    Page("accounts_staff.show", "/gestion/comptes/{account}", "admin"),
    Page("journal.index", "/gestion/journal", "admin"),
    Page("own_account.show", "/mon-compte", "admin"),
    Page("own_account.password", "/mon-compte/mot-de-passe", "admin"),
    Page("own_account.sessions", "/mon-compte/sessions", "admin"),
    Page("second_factor.show", "/mon-compte/double-authentification", "admin"),
    *(
        Page(endpoint, address, role)
        for role in ("accueil", "partenariats", "chauffeur", "atelier")
        for endpoint, address, roles in (
            ("today.index", "/gestion", "accueil partenariats chauffeur atelier"),
            ("points_staff.index", "/gestion/points", "accueil partenariats"),
            ("point_sheets.edit", "/gestion/points/1", "accueil partenariats"),
            ("point_layers.show", "/gestion/points/1/couches", "partenariats"),
            ("point_reports.show", "/gestion/points/signalements/{report}", "partenariats"),
            ("point_imports.show", "/gestion/points/import/{batch}", "partenariats"),
            ("catalog_sheets.edit", "/gestion/objets/1", "accueil atelier"),
        )
        if role in roles.split()
    ),
    Page("own_account.show", "/mon-compte", "entreprise"),
    Page("own_account.show", "/mon-compte", "prescripteur"),
)

ANSWERS = {
    "actor_map.geojson": "GeoJSON",
    "about.health": "one word for machines",
    "territory.outline": "GeoJSON",
    "territory.suggestions": "a fragment that htmx asks for",
    "objects.suggestions": "a fragment that htmx asks for",
    "points.code": "an image",
    "points.photo": "an image",
    "point_imports.template": "a file",
    "pickups.calendar": "a calendar file",
    "pickups.feed": "a calendar file",
    "pickups.draft_photo": "an image",
    "pickups.photo": "an image",
    "pickups_staff.photo": "an image",
}
"""GET routes that answer something else than a page, and what."""


def forgotten(app: Flask) -> set[str]:
    """Return the GET routes that no address shows and that are not known as something else."""
    shown = {page.endpoint for page in (*PUBLIC, *STAFF)}
    asked = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return asked - shown - set(ANSWERS)


def astray(app: Flask) -> list[str]:
    """Return the addresses that their own route would not answer."""
    doors = app.url_map.bind("localhost")
    wrong = []
    for page in (*PUBLIC, *STAFF):
        filled = re.sub(r"\{(\w+)\}", _stand_in, page.address).partition("?")[0]
        rule, _values = doors.match(filled, method="GET", return_rule=True)
        assert isinstance(rule, Rule)
        if rule.endpoint != page.endpoint:
            wrong.append(f"{page.address} : {rule.endpoint}")
    return wrong


def _stand_in(name: re.Match[str]) -> str:
    named = {"pickup", "slot", "tonight", "day", "invitation", "reset"}
    return "abc" if name[1] in named else "00000000-0000-4000-8000-000000000000"
