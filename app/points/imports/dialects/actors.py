"""A list of actors gathered from several sources: type, families and gestures in columns."""

from collections.abc import Iterator
from typing import Final

from app.base.core.text import N_
from app.base.tabular.lines import Problem, Record
from app.catalog.models import Family, Gesture
from app.points.imports.cells import Cells
from app.points.imports.dialects import ademe, vocabulary
from app.points.imports.lines import Draft
from app.points.models import PointKind
from app.points.rules import things

KIND: Final = "type_acteur"
GESTURES: Final[dict[str, tuple[Gesture, ...]]] = {
    "reparer": (Gesture.REPARER,),
    "donner": (Gesture.DONNER,),
    "deposer": (Gesture.DEPOSER,),
    "jeter_trier": (Gesture.DEPOSER,),
    "trier": (Gesture.DEPOSER,),
    "acheter": (Gesture.ACHETER,),
    "service_de_reparation": (Gesture.REPARER,),
    "recyclerie": (Gesture.DONNER, Gesture.ACHETER),
    "structure_de_collecte": (Gesture.DEPOSER,),
}
_KINDS = {
    "reemploi": PointKind.REUSE,
    "reparateur": PointKind.REPAIRER,
    "decheterie": PointKind.RECYCLING_CENTRE,
    "borne": PointKind.BIN,
    "atelier": PointKind.WORKSHOP,
}
_INTEGRATION = "siae_"
"""Work-integration structures: places of reuse when they say what they take."""
_ADEME = "lvao_"
_FAMILIES = frozenset(family.value for family in Family)


def read(record: Record) -> Draft:
    """Return what a record says in the columns of an actors' list."""
    cells = Cells(record)
    draft = cells.draft
    draft.ref = cells.text("id", "identifiant", "source_id") or record.ref
    draft.commune = cells.text("ville")
    for field, columns in (
        ("name", ("nom",)),
        ("address", ("adresse",)),
        ("phone", ("telephone",)),
        ("website", ("site_web",)),
        ("hours", ("opening_hours", "horaires_osm", "horaires_texte")),
        ("source", ("source",)),
        ("licence", ("licence",)),
    ):
        cells.put(field, *columns)
    _first_phone(draft)
    cells.put_code("postcode", "code_postal")
    cells.put_code("insee", "code_insee")
    cells.put_position("lat", "lon")
    _what(cells)
    return draft


def _first_phone(draft: Draft) -> None:
    """Keep the first of several numbers."""
    numbers = str(draft.facts.get("phone", "")).split(";")
    if len(numbers) > 1:
        draft.facts["phone"] = numbers[0].strip()
        draft.warn(draft.columns["phone"], N_("Plusieurs numéros : le premier est gardé."))


def _what(cells: Cells) -> None:
    """Keep the kind and the offers, or say why there are none."""
    draft = cells.draft
    actor = cells.text(KIND)
    if actor == "mediation_numerique":
        sentence = N_("C’est un lieu de médiation numérique : on n’y apporte pas d’objets.")
        draft.left_out = Problem(KIND, sentence)
        return
    draft.left_out = ademe.not_a_place(actor.removeprefix(_ADEME), KIND)
    gestures = tuple(dict.fromkeys(_gestures(cells)))
    draft.put("kind", _kind(actor, cells, frozenset(gestures)), KIND)
    if draft.left_out:
        return
    if "kind" not in draft.facts:
        draft.refuse(KIND, N_("« %(actor)s » n’est pas un type connu."), actor=actor[:40])
    taken = tuple(dict.fromkeys(_things(cells)))
    if not gestures:
        draft.refuse("gestes", N_("On ne sait pas ce que l’on peut y faire : donner, réparer…"))
    if not taken:
        draft.refuse("categories", N_("On ne sait pas quels objets ce lieu prend."))
    draft.put("offers", tuple((g, thing) for g in gestures for thing in taken), "gestes")


def _kind(actor: str, cells: Cells, gestures: frozenset[Gesture]) -> PointKind | None:
    if actor.startswith(_ADEME):
        services = frozenset(cells.items("gestes"))
        return ademe.kind_of(actor.removeprefix(_ADEME), services, gestures)
    if actor.startswith(_INTEGRATION):
        return PointKind.REUSE
    return _KINDS.get(actor)


def _gestures(cells: Cells) -> Iterator[Gesture]:
    for word in cells.items("gestes"):
        yield from GESTURES.get(word, ())


def _things(cells: Cells) -> Iterator[str]:
    """Yield families, narrowed to the subfamilies that the list of things names."""
    named = {thing for word in cells.items("dechets_acceptes") for thing in vocabulary.of_osm(word)}
    for family in cells.items("categories"):
        if family in _FAMILIES:
            inside = sorted(thing for thing in named if things.family(thing) == family)
            yield from inside or (family,)
        else:
            sentence = N_("« %(word)s » n’est pas une famille d’objets que nous connaissons.")
            cells.draft.warn("categories", sentence, word=family[:40])
