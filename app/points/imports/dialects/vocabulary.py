"""Other people's words for things, in ours; what we do not follow is None, said as such.

ADEME's are the codes of its sub-categories of objects; OpenStreetMap's the names after
`recycling:`. Where a word of theirs is wider than ours we promise less, never more.
"""

from collections.abc import Iterable
from typing import Final

from app.catalog.models import Family, Subfamily
from app.points.rules import things

Words = tuple[Family | Subfamily, ...]

_ADEME: Final[dict[str, Words]] = {
    "abj_electrique": (Subfamily.OUTILS_ELECTRIQUES,),
    "accessoire_et_meuble_de_jardin": (Subfamily.MEUBLES, Subfamily.JARDINAGE),
    "ampoule": (Subfamily.LAMPES,),
    "autre_equipement_electronique": (Subfamily.PAM,),
    "batteries_et_piles_portables": (Subfamily.PILES,),
    "bijou_et_montre": (Subfamily.DIVERS,),
    "cartouches": (Subfamily.CARTOUCHES,),
    "cd_dvd_et_jeu_video": (Subfamily.DISQUES,),
    "chaussures": (Subfamily.CHAUSSURES,),
    "decoration": (Subfamily.DECORATION,),
    "decorations_textiles_elements_d_ameublement": (Subfamily.DECORATION,),
    "ecran": (Subfamily.ECRANS,),
    "encombrants_menagers_divers": (Subfamily.DIVERS,),
    "gros_electromenager": (Subfamily.GEM_FROID, Subfamily.GEM_HORS_FROID),
    "gros_electromenager_hors_refrigerant": (Subfamily.GEM_HORS_FROID,),
    "gros_electromenager_refrigerant": (Subfamily.GEM_FROID,),
    "instrument_de_musique": (Subfamily.MUSIQUE,),
    "jels_mobilite_electrique": (Subfamily.MOBILITE_ELECTRIQUE,),
    "jouet": (Subfamily.JOUETS,),
    "linge_de_maison": (Subfamily.LINGE,),
    "livre": (Subfamily.LIVRES,),
    "luminaire": (Subfamily.LUMINAIRES,),
    "lunettes_de_vue_aides_techniques": (Subfamily.PARAMEDICAL,),
    "machines_et_appareils_motorises_thermiques": (Subfamily.JARDINAGE,),
    "maroquinerie": (Subfamily.MAROQUINERIE,),
    "materiel_de_sport_hors_velo": (Subfamily.SPORT,),
    "materiel_hifi_et_video": (Subfamily.PAM,),
    "materiel_informatique": (Subfamily.INFORMATIQUE,),
    "materiel_medical": (Subfamily.PARAMEDICAL,),
    "materiel_photo_et_cinema": (Subfamily.PAM,),
    "meuble": (Subfamily.MEUBLES,),
    "outil_de_bricolage_et_jardinage": (Subfamily.BRICOLAGE, Subfamily.JARDINAGE),
    "panneaux_photovoltaiques": (Subfamily.PANNEAUX_PV,),
    "petit_electromenager": (Subfamily.PAM,),
    "puericulture": (Subfamily.PUERICULTURE,),
    "smartphone_tablette_et_console": (Subfamily.TELEPHONES,),
    "vaisselle": (Subfamily.VAISSELLE,),
    "velo": (Subfamily.VELOS,),
    "vetement": (Subfamily.VETEMENTS,),
}
_ADEME_NOT_OURS: Final = (
    "bouchons",
    "dasri",
    "dechets_",
    "emballage",
    "huile",
    "materiau",
    "medicaments",
    "membranes",
    "papier",
    "petits_appareils_extincteurs",
    "peinture",
    "pneu",
    "produits_",
    "vehicule",
)
"""Beginnings of the codes of waste and materials, which are none of our families."""

_OSM: Final[dict[str, Words]] = {
    "bags": (Subfamily.MAROQUINERIE,),
    "batteries": (Subfamily.PILES,),
    "bicycles": (Subfamily.VELOS,),
    "books": (Subfamily.LIVRES,),
    "cds": (Subfamily.DISQUES,),
    "clothes": (Subfamily.VETEMENTS,),
    "computers": (Subfamily.INFORMATIQUE,),
    "dishes": (Subfamily.VAISSELLE,),
    "dvds": (Subfamily.DISQUES,),
    "electrical_appliances": (Family.EEE,),
    "electrical_items": (Subfamily.PAM,),
    "electronics": (Subfamily.PAM,),
    "fluorescent_tubes": (Subfamily.LAMPES,),
    "fridge_and_freezer": (Subfamily.GEM_FROID,),
    "furniture": (Subfamily.MEUBLES,),
    "interior_decoration": (Subfamily.DECORATION,),
    "lamps": (Subfamily.LUMINAIRES,),
    "large_electrical_appliances": (Subfamily.GEM_HORS_FROID,),
    "light_bulbs": (Subfamily.LAMPES,),
    "low_energy_bulbs": (Subfamily.LAMPES,),
    "magazines": (Subfamily.LIVRES,),
    "mattresses": (Subfamily.LITERIE,),
    "mobile_phones": (Subfamily.TELEPHONES,),
    "printer_cartridges": (Subfamily.CARTOUCHES,),
    "printer_inkjet_cartridges": (Subfamily.CARTOUCHES,),
    "printer_toner_cartridges": (Subfamily.CARTOUCHES,),
    "shoes": (Subfamily.CHAUSSURES,),
    "small_appliances": (Subfamily.PAM,),
    "small_electrical_appliances": (Subfamily.PAM,),
    "sport": (Subfamily.SPORT,),
    "tools": (Subfamily.BRICOLAGE,),
    "toys": (Subfamily.JOUETS,),
    "tv_monitor": (Subfamily.ECRANS,),
    "white_goods": (Subfamily.GEM_FROID, Subfamily.GEM_HORS_FROID),
}


def of_ademe(code: str) -> tuple[str, ...] | None:
    """Return our things for a sub-category; () when it is none of ours, None when unknown."""
    if code in _ADEME:
        return _paths(_ADEME[code])
    return () if code.startswith(_ADEME_NOT_OURS) else None


def of_osm(word: str) -> tuple[str, ...]:
    """Return our things for a name of OpenStreetMap, () when it is none of ours."""
    return _paths(_OSM.get(word, ()))


def _paths(words: Iterable[Family | Subfamily]) -> tuple[str, ...]:
    return tuple(things.of(word) for word in words)
