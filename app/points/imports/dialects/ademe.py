"""ADEME's open data on the actors of the circular economy, column by column.

Source of the columns and of their values: ADEME's published description of the data set.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from app.base.core.text import N_, fold, slug
from app.base.tabular.answers import yes
from app.base.tabular.lines import Problem, Record
from app.catalog.models import Audience, Gesture
from app.points.imports.cells import Cells
from app.points.imports.dialects import vocabulary
from app.points.imports.lines import Draft
from app.points.models import PointKind

KIND: Final = "type_dacteur"
GESTURES: Final = {
    "reparer": Gesture.REPARER,
    "donner": Gesture.DONNER,
    "trier": Gesture.DEPOSER,
    "acheter": Gesture.ACHETER,
}
"""Lending, renting, swapping and reselling are gestures that Rebond does not follow."""
MOST_JSON: Final = 20_000

_PLAIN_KINDS = {
    "artisan": PointKind.REPAIRER,
    "decheterie": PointKind.RECYCLING_CENTRE,
    "pav_public": PointKind.BIN,
    "pav_prive": PointKind.SHOP_BIN,
    "pav_ponctuel": PointKind.TEMPORARY,
    "ets_sante": PointKind.SHOP_BIN,
}
_SERVICES = {
    "recyclerie": PointKind.REUSE,
    "atelier_pour_reparer_soi_meme": PointKind.WORKSHOP,
}
"""Services that settle the kind, the strongest first."""
_NOT_PLACES = {
    "acteur_digital": N_("Cet acteur n’existe qu’en ligne : on ne peut pas s’y rendre."),
    "plateforme_inertes": N_("Ce lieu prend des gravats : Rebond ne les suit pas."),
}
_AUDIENCES = {
    "particuliers": Audience.MENAGE,
    "professionnels": Audience.ENTREPRISE,
    "particuliers et professionnels": Audience.TOUS,
}
_NO_LABELS = frozenset({"ess"})
"""Codes that tell what kind of structure it is, not a label somebody gave."""


def read(record: Record) -> Draft:
    """Return what a record says in ADEME's columns."""
    cells = Cells(record)
    draft = cells.draft
    draft.ref = cells.text("identifiant") or record.ref
    draft.commune = cells.text("ville")
    cells.put("name", "nom_commercial", "nom")
    _address(cells)
    cells.put_code("postcode", "code_postal")
    cells.put_code("insee", "code_commune")
    cells.put_position("latitude", "longitude")
    for field, column in (("siret", "siret"), ("phone", "telephone"), ("website", "site_web")):
        cells.put(field, column)
    cells.put("hours", "horaires_osm", "horaires_description")
    cells.put("description", "description", lines=True)
    _offer(cells)
    _admission(cells)
    draft.put("labels", tuple(_labels(cells)), "qualites_et_labels")
    draft.put("attribution", cells.text("paternite").replace("|", " · ")[:300], "paternite")
    return draft


def kind_of(actor: str, services: frozenset[str], gestures: frozenset[Gesture]) -> PointKind | None:
    """Return what kind of place an actor is, from its type, services and gestures."""
    if actor not in {"ess", "commerce", "collectivite"}:
        return _PLAIN_KINDS.get(actor)
    for service, kind in _SERVICES.items():
        if service in services:
            return kind
    if gestures == {Gesture.REPARER} or services == {"service_de_reparation"}:
        return PointKind.REPAIRER
    if actor == "commerce":
        return PointKind.SHOP
    if actor == "collectivite" and gestures == {Gesture.DEPOSER}:
        return PointKind.BIN
    return PointKind.REUSE


def not_a_place(actor: str, column: str = KIND) -> Problem | None:
    """Return why an actor of this type is no place to go to, or None."""
    sentence = _NOT_PLACES.get(actor)
    return Problem(column, sentence) if sentence else None


def _address(cells: Cells) -> None:
    parts = [cells.text("adresse"), cells.text("complement_dadresse")]
    cells.draft.put("address", ", ".join(filter(None, parts)), "adresse")


def _offer(cells: Cells) -> None:
    """Keep the kind and what the place does; say why when it is none of our business."""
    draft = cells.draft
    actor = cells.text(KIND)
    services = frozenset(cells.items("type_de_services"))
    offers = tuple(dict.fromkeys(_offers(cells)))
    draft.put("offers", offers, "propositions_de_services")
    draft.left_out = not_a_place(actor) or _only_at_home(cells)
    kind = kind_of(actor, services, frozenset(gesture for gesture, _thing in offers))
    draft.put("kind", kind, KIND)
    if draft.left_out:
        return
    if kind is None:
        draft.refuse(KIND, N_("« %(actor)s » n’est pas un type connu."), actor=actor[:40])
    if not offers and not draft.errors:
        sentence = N_(
            "Ce lieu ne fait rien de ce que Rebond suit (donner, réparer, déposer, acheter)."
        )
        draft.left_out = Problem("propositions_de_services", sentence)


def _only_at_home(cells: Cells) -> Problem | None:
    if cells.text("lieu_prestation") != "A_DOMICILE":
        return None
    return Problem(
        "lieu_prestation", N_("Cet acteur vient à domicile : on ne peut pas s’y rendre.")
    )


def _offers(cells: Cells) -> Iterator[tuple[Gesture, str]]:
    unknown: dict[str, None] = {}
    for action, column, codes in _proposals(cells):
        for code in codes:
            found = vocabulary.of_ademe(code)
            if found is None:
                unknown[code] = None
            for thing in found or ():
                yield GESTURES[action], thing
        if unknown:
            sentence = N_("Sous-catégorie inconnue, laissée de côté : %(codes)s.")
            cells.draft.warn(column, sentence, codes=", ".join(unknown)[:200])
            unknown.clear()


def _proposals(cells: Cells) -> Iterator[tuple[str, str, list[str]]]:
    """Yield action, column and codes: from the column of each action, else from the JSON."""
    filled = cells.filled(*GESTURES)
    for action in filled:
        yield action, action, list(cells.items(action))
    column = "propositions_de_services"
    if filled or not cells.filled(column):
        return
    for proposal in _json_list(cells, column):
        named, codes = proposal.get("action"), proposal.get("sous_categories")
        if named in GESTURES and isinstance(codes, list):
            yield str(named), column, [str(code) for code in codes]


def _json_list(cells: Cells, column: str) -> list[Mapping[str, Any]]:
    text = cells.raw(column)
    found: object = None
    with suppress(ValueError, RecursionError):
        found = json.loads(text) if len(text) <= MOST_JSON else None
    if not isinstance(found, list):
        cells.draft.warn(column, N_("Cette cellule JSON ne se lit pas."))
        return []
    return [one for one in found if isinstance(one, dict)]


def _admission(cells: Cells) -> None:
    draft = cells.draft
    audience = fold(cells.text("public_accueilli"))
    draft.put("audience", _AUDIENCES.get(audience), "public_accueilli")
    if audience and audience not in _AUDIENCES:
        draft.warn(
            "public_accueilli", N_("Ce public n’est pas connu : nous gardons « habitants ».")
        )
    if cells.text("reprise") == "1 pour 1":
        draft.put("one_for_one", value=True, column="reprise")
    cells.put_yes("appointment", "uniquement_sur_rdv")
    notes = [cells.text("consignes_dacces", lines=True)]
    if yes(cells.text("exclusivite_de_reprisereparation")):
        notes.append("Seulement les produits de l’enseigne.")
    notes += _rounds(cells)
    draft.put("access_note", " ".join(filter(None, notes)), "consignes_dacces")


def _rounds(cells: Cells) -> Iterator[str]:
    """Yield where the actor also comes to people's homes, in French."""
    column = "perimetreadomicile"
    if not cells.filled(column):
        return
    for area in _json_list(cells, column):
        value = str(area.get("valeur", ""))[:10]
        if area.get("type") == "KILOMETRIQUE" and value.isdigit():
            yield f"Vient aussi à domicile, jusqu’à {value} km."
        elif area.get("type") == "DEPARTEMENTAL" and value:
            yield f"Vient aussi à domicile dans le département {value}."


def _labels(cells: Cells) -> Iterator[str]:
    for code in cells.items("qualites_et_labels"):
        if code not in _NO_LABELS:
            yield slug(code)
