"""Our own columns: the ones of the template, in French, with the names people use instead."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.base.core.text import N_, fold, slug
from app.base.tabular.answers import yes
from app.base.tabular.lines import Record
from app.catalog.models import Audience, Family, Gesture, Subfamily
from app.points.imports.cells import Cells
from app.points.imports.lines import Draft
from app.points.models import Condition, PointKind, Wheelchair
from app.points.rules import things

NAMES: Final = frozenset({"nom", "name", "nom_du_lieu", "raison_sociale", "enseigne"})
GESTURES: Final = {gesture.value: gesture for gesture in Gesture}
ALIASES: Final[dict[str, tuple[str, ...]]] = {
    "nom": ("nom", "name", "nom_du_lieu", "raison_sociale", "enseigne"),
    "identifiant": ("identifiant", "id", "ref", "reference"),
    "adresse": ("adresse", "address", "rue"),
    "code_postal": ("code_postal", "cp", "postcode", "zip"),
    "commune": ("commune", "ville", "city"),
    "code_insee": ("code_insee", "insee", "code_commune"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "telephone": ("telephone", "tel", "phone"),
    "courriel": ("courriel", "email", "mail", "e_mail"),
    "site_web": ("site_web", "site", "website", "url"),
    "horaires": ("horaires", "opening_hours", "heures_d_ouverture"),
    "type": ("type", "type_de_lieu", "kind"),
    "acces": ("acces", "consignes_d_acces"),
}
_KINDS = {fold(name): kind for kind in PointKind for name in (kind.value, kind.label)} | {
    "ressourcerie": PointKind.REUSE,
    "recyclerie": PointKind.REUSE,
    "reparation": PointKind.REPAIRER,
    "reparateur": PointKind.REPAIRER,
    "boutique": PointKind.SHOP,
    "dechetterie": PointKind.RECYCLING_CENTRE,
    "repair cafe": PointKind.WORKSHOP,
}
_AUDIENCES = {fold(name): one for one in Audience for name in (one.value, one.label)} | {
    "particuliers": Audience.MENAGE,
    "menages": Audience.MENAGE,
    "professionnels": Audience.ENTREPRISE,
}
_CONDITIONS = {fold(name): one for one in Condition for name in (one.value, one.label)}
_WHEELCHAIR = {one.value: one for one in Wheelchair} | {
    "en partie": Wheelchair.LIMITED,
    "partiel": Wheelchair.LIMITED,
}
_THINGS = {fold(word.label): things.of(word) for group in (Family, Subfamily) for word in group}
EVERYTHING = tuple(things.of(family) for family in Family)


NAMED: Final = {
    "name": "nom",
    "kind": "type",
    "address": "adresse",
    "postcode": "code_postal",
    "insee": "code_insee",
    "lat": "latitude",
    "lon": "longitude",
    "offers": "gestes",
    "refusals": "refuse",
    "audience": "public",
    "residents_of": "habitants_de",
    "card_needed": "carte",
    "appointment": "rendez_vous",
    "one_for_one": "un_pour_un",
    "condition": "etat",
    "hours": "horaires",
    "wheelchair": "fauteuil_roulant",
    "phone": "telephone",
    "email": "courriel",
    "website": "site_web",
    "access_note": "acces",
    "checked_on": "verifie_le",
    "active": "actif",
}
"""Our column for each field of a sheet whose name differs in French."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template: its name, what to write in it, an invented example."""

    name: str
    help: str
    example: str = ""


COLUMNS: Final = (
    Column("identifiant", N_("Votre code pour ce lieu : il ne change jamais."), "L-001"),
    Column("nom", N_("Obligatoire."), "La Remise à flot"),
    Column("type", N_("Obligatoire : une des valeurs ci-dessous."), "reemploi"),
    Column("adresse", N_("Numéro et rue."), "4 rue de l’Exemple"),
    Column("code_postal", N_("Cinq chiffres."), "45200"),
    Column("commune", N_("Nom de la commune."), "Montargis"),
    Column("code_insee", N_("Utile si deux communes ont le même code postal."), "45208"),
    Column("latitude", N_("Obligatoire, sauf pour un envoi par la poste."), "47.99780"),
    Column("longitude", N_("Obligatoire, sauf pour un envoi par la poste."), "2.73340"),
    Column("siret", N_("Quatorze chiffres.")),
    Column("reparer", N_("Ce que l’on fait réparer, séparé par |."), "loisirs/velos"),
    Column("donner", N_("Ce que l’on donne, séparé par |."), "mobilier|livres"),
    Column("deposer", N_("Ce que l’on dépose pour recyclage, séparé par |."), "eee/piles"),
    Column("acheter", N_("Ce que l’on achète d’occasion, séparé par |."), "mobilier|livres"),
    Column("refuse", N_("objet : raison, séparés par |."), "mobilier/literie : hygiène"),
    Column("public", N_("menage, entreprise ou tous."), "menage"),
    Column("habitants_de", N_("Codes INSEE ou EPCI, séparés par |. Vide : ouvert à tous.")),
    Column("carte", N_("oui s’il faut une carte d’accès."), "non"),
    Column("rendez_vous", N_("oui s’il faut un rendez-vous."), "non"),
    Column("un_pour_un", N_("oui si la reprise demande un achat."), "non"),
    Column("quantite_max", N_("Nombre d’objets par passage.")),
    Column("volume_max_l", N_("En litres.")),
    Column("taille_max_cm", N_("En centimètres.")),
    Column("etat", N_("tout-etat ou fonctionne."), "fonctionne"),
    Column("surface_m2", N_("Surface de vente d’un magasin.")),
    Column("labels", N_("Codes séparés par |."), "qualirepar"),
    Column("horaires", N_("Format OpenStreetMap. Vide : inconnus."), "Tu-Sa 10:00-18:00"),
    Column("fauteuil_roulant", N_("oui, non, en partie, ou vide."), "oui"),
    Column("telephone", N_("Dix chiffres.")),
    Column("courriel", N_("Une adresse.")),
    Column("site_web", N_("Commence par https://."), "https://exemple.test"),
    Column("acces", N_("Comment entrer, où se garer."), "Portail vert, au fond de la cour"),
    Column("description", N_("Deux ou trois phrases.")),
    Column("premier_jour", N_("Pour une collecte temporaire : 2026-12-31.")),
    Column("dernier_jour", N_("Pour une collecte temporaire : 2026-12-31.")),
    Column("verifie_le", N_("Date de la dernière vérification."), "2026-11-02"),
    Column("verifie_par", N_("Qui a vérifié."), "Accueil"),
    Column("source", N_("D’où vient l’information.")),
    Column("licence", N_("Sous quelle licence.")),
    Column("attribution", N_("Ce qu’il faut écrire sous la fiche.")),
    Column("actif", N_("non pour un lieu fermé."), "oui"),
)


def read(record: Record) -> Draft:
    """Return what a record says in our own columns."""
    cells = Cells(record)
    draft = cells.draft
    draft.ref = cells.text(*ALIASES["identifiant"]) or record.ref
    draft.commune = cells.text(*ALIASES["commune"])
    _texts(cells)
    cells.put_code("postcode", *ALIASES["code_postal"])
    cells.put_code("insee", *ALIASES["code_insee"])
    lat, lon = (cells.filled(*ALIASES[name])[:1] or [name] for name in ("latitude", "longitude"))
    cells.put_position(lat[0], lon[0])
    _choose(cells, "kind", _KINDS, "type", needed=True)
    _choose(cells, "audience", _AUDIENCES, "public")
    _choose(cells, "condition", _CONDITIONS, "etat")
    _wheelchair(cells)
    draft.put("offers", tuple(_offers(cells)), "donner")
    draft.put("refusals", tuple(_refusals(cells)), "refuse")
    draft.put("residents_of", tuple(cells.items("habitants_de")), "habitants_de")
    draft.put("labels", tuple(slug(one) for one in cells.items("labels")), "labels")
    _rest(cells)
    return draft


def _texts(cells: Cells) -> None:
    for field, name in (
        ("name", "nom"),
        ("address", "adresse"),
        ("phone", "telephone"),
        ("email", "courriel"),
        ("website", "site_web"),
        ("hours", "horaires"),
    ):
        cells.put(field, *ALIASES[name])
    cells.put("access_note", *ALIASES["acces"], lines=True)
    cells.put("description", "description", lines=True)
    for field, name in (
        ("siret", "siret"),
        ("checked_by", "verifie_par"),
        ("source", "source"),
        ("licence", "licence"),
        ("attribution", "attribution"),
    ):
        cells.put(field, name)


def _rest(cells: Cells) -> None:
    for field, name in (
        ("card_needed", "carte"),
        ("appointment", "rendez_vous"),
        ("one_for_one", "un_pour_un"),
    ):
        cells.put_yes(field, name)
    for field, name in (
        ("max_quantity", "quantite_max"),
        ("max_volume_l", "volume_max_l"),
        ("max_size_cm", "taille_max_cm"),
        ("surface_m2", "surface_m2"),
    ):
        cells.put_number(field, name)
    for field, name in (
        ("first_day", "premier_jour"),
        ("last_day", "dernier_jour"),
        ("checked_on", "verifie_le"),
    ):
        cells.put_date(field, name)
    if yes(cells.text("actif")) is False:
        cells.draft.facts["active"] = False


def _choose(
    cells: Cells, field: str, words: Mapping[str, StrEnum], name: str, *, needed: bool = False
) -> None:
    """Keep the word of a closed list that a cell names."""
    columns = ALIASES.get(name, (name,))
    typed = cells.text(*columns)
    column = (cells.filled(*columns) or [name])[0]
    if fold(typed) in words:
        cells.draft.put(field, words[fold(typed)], column)
    elif typed:
        sentence = N_("« %(typed)s » n’est pas une valeur attendue ici. Valeurs : %(values)s.")
        allowed = ", ".join(sorted({str(word) for word in words.values()}))
        cells.draft.refuse(column, sentence, typed=typed[:40], values=allowed)
    elif needed:
        cells.draft.refuse(column, N_("Cette information est nécessaire."))


def _wheelchair(cells: Cells) -> None:
    typed = cells.text("fauteuil_roulant", "wheelchair")
    answer = yes(typed)
    found = _WHEELCHAIR.get(fold(typed))
    if answer is not None:
        found = Wheelchair.YES if answer else Wheelchair.NO
    if found:
        cells.draft.put("wheelchair", found, "fauteuil_roulant")
    elif typed:
        cells.draft.refuse("fauteuil_roulant", N_("Écrivez oui, non ou en partie."))


def _offers(cells: Cells) -> Iterator[tuple[Gesture, str]]:
    for name, gesture in GESTURES.items():
        for word in cells.items(name):
            found = _named(word)
            if not found:
                sentence = N_("« %(word)s » n’est pas une famille d’objets que nous connaissons.")
                cells.draft.refuse(name, sentence, word=word[:40])
            for thing in found:
                yield gesture, thing


def _named(word: str) -> tuple[str, ...]:
    """Return the things that a word names: a path, a French label, or everything."""
    if fold(word) in {"tout", "tous"}:
        return EVERYTHING
    thing = things.read(word.lower().replace(" ", "")) or _THINGS.get(fold(word))
    return (thing,) if thing else ()


def _refusals(cells: Cells) -> Iterator[tuple[str, str]]:
    for item in cells.items("refuse"):
        word, _colon, why = (part.strip() for part in _split_why(item))
        thing = word if word.startswith(things.OBJECT) else next(iter(_named(word)), "")
        if not thing:
            sentence = N_("« %(word)s » n’est pas une famille d’objets que nous connaissons.")
            cells.draft.refuse("refuse", sentence, word=word[:40])
        else:
            yield thing, why


def _split_why(item: str) -> tuple[str, str, str]:
    """Cut `objet : raison`; the colon of `objet:slug` is not the one."""
    start = len(things.OBJECT) if item.startswith(things.OBJECT) else 0
    found = re.search(r"\s*:\s*", item[start:])
    if not found:
        return item, "", ""
    return item[: start + found.start()], ":", item[start + found.end() :]
