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
    Page("authorisations.index", "/nos-autorisations", reading=True),
    Page("review_link.show", "/bilan/{review_secret}"),
    Page("review_link.public", "/reemploi/{poster_code}", reading=True),
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

HABITAT = f"/gestion/partenaires/{structure_id('habitat-gatinais')}"
DOUBLE = f"/gestion/partenaires/{structure_id('banque-du-gatinais-bis')}"
PARTNERS = (
    Page("partners_staff.index", "/gestion/partenaires", "partenariats"),
    Page("partners_staff.index", "/gestion/partenaires?role=source&etat=toutes", "accueil"),
    Page("partner_sheets.new", "/gestion/partenaires/nouveau", "partenariats"),
    Page("partner_twins.index", "/gestion/partenaires/doublons", "partenariats"),
    Page("partner_imports.index", "/gestion/partenaires/import", "partenariats"),
    Page("partners_staff.show", HABITAT, "partenariats"),
    Page("partner_sheets.edit", f"{HABITAT}/fiche", "partenariats"),
    Page("partner_sites.index", f"{HABITAT}/sites", "partenariats"),
    Page("partner_sites.new", f"{HABITAT}/sites/nouveau", "partenariats"),
    Page("partner_sites.edit", f"{HABITAT}/sites/{{site}}", "partenariats"),
    Page("partner_contacts.index", f"{HABITAT}/contacts", "partenariats"),
    Page("partner_contacts.new", f"{HABITAT}/contacts/nouveau", "partenariats"),
    Page("partner_contacts.edit", f"{HABITAT}/contacts/{{contact}}", "partenariats"),
    Page("partner_supplies.index", f"{HABITAT}/gisement", "partenariats"),
    Page("partner_papers.index", f"{HABITAT}/documents", "partenariats"),
    Page("partner_journal.index", f"{HABITAT}/journal", "partenariats"),
    Page("partner_access.index", f"{HABITAT}/acces", "partenariats"),
    Page("partner_twins.ask", f"{DOUBLE}/fusion?avec=banque+cooperative+du", "partenariats"),
    Page("own_partner.show", "/partenaire", "partenaire"),
    Page("own_contacts.index", "/partenaire/contacts", "partenaire"),
    Page("own_contacts.new", "/partenaire/contacts/nouveau", "partenaire"),
    Page("own_contacts.edit", "/partenaire/contacts/{contact}", "partenaire"),
    Page("own_papers.index", "/partenaire/documents", "partenaire"),
)
"""The register, and a structure's own space."""

DRAFT = "/gestion/conventions/{draft}"
BANK = structure_id("banque-du-gatinais")
DOSSIERS = (
    Page("agreements_staff.index", "/gestion/conventions", "partenariats"),
    Page("agreements_sheets.choose", "/gestion/conventions/nouvelle", "partenariats"),
    Page("agreements_show.show", "/gestion/conventions/{signed}", "partenariats"),
    Page("agreements_show.show", DRAFT, "partenariats"),
    Page("agreements_sheets.edit", f"{DRAFT}/fiche", "partenariats"),
    Page("agreements_sheets.articles", f"{DRAFT}/articles", "partenariats"),
    Page("agreements_sheets.amendment", "/gestion/conventions/{signed}/avenant", "partenariats"),
    Page("agreements_moves.end", "/gestion/conventions/{signed}/fin", "partenariats"),
    Page("commitments_drafts.new", f"{DRAFT}/engagements/nouveau", "partenariats"),
    Page("commitments_drafts.edit", f"{DRAFT}/engagements/{{promise}}", "partenariats"),
    Page("commitments_staff.show", "/gestion/conventions/engagements/{kept}", "partenariats"),
    Page("agreements_tabs.agreements", f"{HABITAT}/conventions", "accueil"),
    Page("agreements_tabs.commitments", f"{HABITAT}/engagements", "partenariats"),
    Page("arrangements_staff.show", f"{HABITAT}/modalites", "partenariats"),
    Page("arrangements_staff.edit", f"{HABITAT}/modalites/fiche", "partenariats"),
    Page("own_agreements.index", "/partenaire/conventions", "partenaire"),
    Page("own_agreements.show", "/partenaire/conventions/{signed}", "partenaire"),
    Page("own_arrangements.index", "/partenaire/modalites", "partenaire"),
    Page("own_promises.index", "/partenaire/engagements", "partenaire"),
    Page("own_promises.show", "/partenaire/engagements/{kept}", "partenaire"),
    Page("authorisations_staff.index", "/gestion/autorisations", "partenariats"),
    Page("authorisations_staff.new", "/gestion/autorisations/nouvelle", "partenariats"),
    Page("authorisations_staff.edit", "/gestion/autorisations/{licence}", "accueil"),
    Page("authorisations_structure.of_structure", f"{HABITAT}/autorisations", "partenariats"),
    Page("fundings_staff.index", "/gestion/financements", "direction"),
    Page("fundings_staff.new", "/gestion/financements/nouveau", "partenariats"),
    Page("fundings_staff.edit", "/gestion/financements/{funding}", "partenariats"),
    Page("dependency.index", f"/gestion/dependance?par=objet&sans={BANK}", "partenariats"),
    Page("dependency.records", f"/gestion/dependance/releve?source={BANK}", "direction"),
    Page("review_staff.show", f"{HABITAT}/bilan", "partenariats"),
    Page("review_staff.show", f"/gestion/partenaires/{BANK}/bilan", "accueil"),
    Page("review_staff.edit", f"{HABITAT}/bilan/textes", "partenariats"),
    Page("review_records.records", f"{HABITAT}/bilan/releve", "partenariats"),
    Page("review_records.visits", f"{HABITAT}/bilan/passages", "partenariats"),
    Page("own_review.show", "/partenaire/bilan", "partenaire"),
    Page("pickups_structure.of_structure", f"{HABITAT}/enlevements", "partenariats"),
    Page("feasibility.index", "/gestion/faisabilite", "direction"),
    Page("feasibility.show", "/gestion/faisabilite/loisirs", "direction"),
    Page("feasibility.show", "/gestion/faisabilite/livres", "partenariats"),
    Page(
        "feasibility_assumptions.edit",
        "/gestion/faisabilite/loisirs/hypotheses/travail",
        "direction",
    ),
    Page("feasibility_assumptions.market", "/gestion/faisabilite/loisirs/marche", "direction"),
    Page("feasibility_players.new", "/gestion/faisabilite/loisirs/acteurs/nouveau", "direction"),
    Page("feasibility_decisions.new", "/gestion/faisabilite/loisirs/decision", "direction"),
    Page("feasibility_records.show", "/gestion/faisabilite/eee/releve/gisement", "direction"),
    Page("synergies_staff.index", "/gestion/synergies", "partenariats"),
    Page("synergies_staff.new", "/gestion/synergies/nouvelle", "partenariats"),
    Page("synergies_staff.edit", "/gestion/synergies/{synergy}", "partenariats"),
    Page("synergies_matches.matches", "/gestion/synergies/{synergy}/rapprochements", "direction"),
    Page("synergies_matches.of_structure", f"{HABITAT}/synergies", "partenariats"),
    Page(
        "synergies_matches.ask",
        "/gestion/synergies/{van}/mise-en-relation/{lent}",
        "partenariats",
    ),
    Page("synergies_relations.index", "/gestion/synergies/relations", "direction"),
    Page("synergies_relations.show", "/gestion/synergies/relations/{relation}", "partenariats"),
    Page("synergies_figures.index", "/gestion/synergies/resultats", "direction"),
    Page("own_synergies.index", "/partenaire/synergies", "partenaire"),
    Page("own_synergies.new", "/partenaire/synergies/nouvelle", "partenaire"),
    Page("own_synergies.edit", "/partenaire/synergies/{own_synergy}", "partenaire"),
    Page(
        "own_synergies.matches", "/partenaire/synergies/{own_synergy}/rapprochements", "partenaire"
    ),
    Page("own_relations.show", "/partenaire/synergies/relations/{own_relation}", "partenaire"),
)
"""What was signed, promised, allowed, paid; whom we lean on; who could help whom."""

STAFF = (
    *PARTNERS,
    *DOSSIERS,
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
    *(
        Page(endpoint, address, role)
        for role in ("partenariats", "accueil")
        for endpoint, address in (
            ("partnerships.index", "/gestion/partenariats"),
            ("partnerships.listing", "/gestion/partenariats/liste"),
            ("partnership_mornings.index", "/gestion/partenariats/aujourdhui"),
            ("partnership_mornings.index", "/gestion/partenariats/aujourdhui?qui=tous"),
            ("partnership_ideas.index", "/gestion/partenariats/idees"),
            ("good_practices.index", "/gestion/partenariats/bonnes-pratiques"),
            ("good_practices.show", "/gestion/partenariats/bonnes-pratiques/{practice}"),
            ("partnership.show", "/gestion/partenaires/{landlord}/partenariat"),
            (
                "partnership_sheets.show",
                "/gestion/partenaires/{landlord}/partenariat/fiches/argumentaire",
            ),
            ("exchanges.index", "/gestion/echanges"),
            ("exchanges.tab", "/gestion/partenaires/{landlord}/echanges"),
            ("exchanges.show", "/gestion/echanges/{exchange}"),
            ("exchange_plans.brief", "/gestion/echanges/{exchange}/fiche"),
            ("partner_groups.index", "/gestion/groupes"),
            ("partner_groups.show", "/gestion/groupes/{group}"),
            ("group_meetings.show", "/gestion/groupes/{group}/reunions/{meeting}"),
        )
    ),
    Page("good_practices.new", "/gestion/partenariats/bonnes-pratiques/nouvelle", "partenariats"),
    Page(
        "good_practice_imports.index",
        "/gestion/partenariats/bonnes-pratiques/import",
        "partenariats",
    ),
    Page("exchanges.choose", "/gestion/echanges/nouveau?texte=habitat", "partenariats"),
    Page("exchange_plans.new", "/gestion/partenaires/{landlord}/echanges/prevoir", "partenariats"),
    Page("exchange_plans.edit", "/gestion/echanges/{exchange}/modification", "partenariats"),
    Page("exchange_records.new", "/gestion/partenaires/{landlord}/echanges/noter", "partenariats"),
    Page("exchange_records.edit", "/gestion/echanges/{exchange}/compte-rendu", "partenariats"),
    Page("exchange_records.ask_for_mail", "/gestion/echanges/courriel", "partenariats"),
    Page(
        "exchange_records.ask_for_mail_of",
        "/gestion/partenaires/{landlord}/echanges/courriel",
        "partenariats",
    ),
    Page("partner_groups.new", "/gestion/groupes/nouveau", "partenariats"),
    Page("partner_groups.edit", "/gestion/groupes/{group}/modification", "partenariats"),
    Page("group_meetings.new", "/gestion/groupes/{group}/reunions/nouvelle", "partenariats"),
    Page("own_account.show", "/mon-compte", "entreprise"),
    Page("own_account.show", "/mon-compte", "prescripteur"),
)

ANSWERS = {
    "actor_map.geojson": "GeoJSON",
    "about.health": "one word for machines",
    "agreements_show.docx": "a file",
    "agreements_show.paper": "a file",
    "agreements_show.pdf": "a file",
    "arrangement_link.show": "a secret link: tests/agreements/test_arrangements.py walks it",
    "authorisations_staff.paper": "a file",
    "fundings_staff.paper": "a file",
    "feasibility.document": "a file",
    "own_agreements.docx": "a file",
    "own_agreements.paper": "a file",
    "own_agreements.pdf": "a file",
    "territory.outline": "GeoJSON",
    "territory.suggestions": "a fragment that htmx asks for",
    "objects.suggestions": "a fragment that htmx asks for",
    "points.code": "an image",
    "points.photo": "an image",
    "point_imports.template": "a file",
    "exchanges.attachment": "a file",
    "exchanges.calendar": "a calendar file",
    "good_practices.export": "a file",
    "group_meetings.calendar": "a calendar file",
    "group_meetings.paper": "a file",
    "pickups.calendar": "a calendar file",
    "pickups.feed": "a calendar file",
    "pickups.draft_photo": "an image",
    "pickups.photo": "an image",
    "pickups_staff.photo": "an image",
    "partner_sheets.suggestions": "a fragment that htmx asks for",
    "partner_imports.template": "a file",
    "partner_imports.show": "the preview of a file: tests/partners/test_importing.py walks it",
    "partner_papers.download": "a file",
    "own_papers.download": "a file",
    "review_staff.paper": "a file",
    "review_link.paper": "a file",
    "review_link.records": "a file",
    "own_review.paper": "a file",
    "own_review.records": "a file",
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
    named = {
        "review_secret",
        "poster_code",
        "pickup",
        "slot",
        "tonight",
        "day",
        "invitation",
        "reset",
    }
    return "abc" if name[1] in named else "00000000-0000-4000-8000-000000000000"
