"""The closed lists of the feasibility: what is assumed, of what, what is decided."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from app.base.core.text import N_


class Assumption(StrEnum):
    """What must be known to answer; the stored unit is told in brackets."""

    VOLUME = "volume"
    """[grams a year]"""
    REUSE = "reemploi"
    """[per mille of the mass that comes]"""
    WEIGHT = "poids-piece"
    """[grams a piece]; needed only when something is told by the piece"""
    WORK = "travail"
    """[minutes]"""
    HOURLY = "cout-horaire"
    """[cents an hour, all charges]"""
    TRANSPORT = "transport"
    """[cents]"""
    STORAGE = "stockage"
    """[cents]"""
    DISPOSAL = "elimination"
    """[cents a tonne that cannot be reused]"""
    FIXED = "frais-fixes"
    """[cents a year]"""
    PRICE = "prix"
    """[cents]"""
    SUPPORT = "soutien"
    """[cents]"""

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _NAMES[self][0]

    @property
    def hint(self) -> str:
        """Return what people should write, and where one finds it (a message id)."""
        return _NAMES[self][1]

    @property
    def units(self) -> tuple["Per", ...]:
        """Return of what it may be told, the usual one first."""
        return UNITS[self]


class Per(StrEnum):
    """Of what an assumption is told."""

    YEAR = "an"
    SHARE = "part"
    PIECE = "piece"
    HOUR = "heure"
    TONNE = "tonne"
    REUSED_TONNE = "tonne-reemployee"
    LOST_TONNE = "tonne-ecartee"
    REUSED_KG = "kg-reemploye"
    REUSED_PIECE = "piece-reemployee"

    @property
    def label(self) -> str:
        """Return the French words shown to people (a message id)."""
        return _PER[self]


class Side(StrEnum):
    """On which side of the counter somebody stands."""

    OUTLET = "debouche"
    COMPETITOR = "concurrent"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return N_("Débouché") if self is Side.OUTLET else N_("Concurrent")


class Choice(StrEnum):
    """What a territory decides of a family."""

    STUDY = "etudier"
    OPEN = "ouvrir"
    WAIT = "attendre"
    DECLINE = "ne-pas-ouvrir"

    @property
    def label(self) -> str:
        """Return the French verb shown to people (a message id)."""
        return _CHOICES[self]


UNITS: Final[Mapping[Assumption, tuple[Per, ...]]] = {
    Assumption.VOLUME: (Per.YEAR,),
    Assumption.REUSE: (Per.SHARE,),
    Assumption.WEIGHT: (Per.PIECE,),
    Assumption.WORK: (Per.TONNE, Per.PIECE),
    Assumption.HOURLY: (Per.HOUR,),
    Assumption.TRANSPORT: (Per.TONNE, Per.PIECE),
    Assumption.STORAGE: (Per.TONNE, Per.PIECE),
    Assumption.DISPOSAL: (Per.LOST_TONNE,),
    Assumption.FIXED: (Per.YEAR,),
    Assumption.PRICE: (Per.REUSED_KG, Per.REUSED_PIECE),
    Assumption.SUPPORT: (Per.TONNE, Per.REUSED_TONNE),
}

_NAMES: Final = {
    Assumption.VOLUME: (
        N_("Volume attendu"),
        N_("En tonnes par an. Sans hypothèse, le calcul prend ce qui est venu en douze mois."),
    ),
    Assumption.REUSE: (
        N_("Part réemployable"),
        N_("En pour cent du poids qui vient, après tri."),
    ),
    Assumption.WEIGHT: (
        N_("Poids d’une pièce"),
        N_("En kilogrammes. Demandé seulement si un chiffre est donné par pièce."),
    ),
    Assumption.WORK: (
        N_("Temps de travail"),
        N_("Tri, contrôle, réparation, vente : 40 h par tonne, ou 20 min par pièce."),
    ),
    Assumption.HOURLY: (
        N_("Coût d’une heure de travail"),
        N_("En euros, charges comprises, aides aux postes déduites."),
    ),
    Assumption.TRANSPORT: (N_("Transport"), N_("En euros. 0 si les choses sont apportées.")),
    Assumption.STORAGE: (N_("Stockage"), N_("En euros. 0 s’il est déjà payé par ailleurs.")),
    Assumption.DISPOSAL: (
        N_("Élimination du reste"),
        N_("En euros par tonne écartée. 0 si une filière la reprend sans frais."),
    ),
    Assumption.FIXED: (
        N_("Frais fixes"),
        N_("En euros par an : loyer, machine, assurance. 0 s’il n’y en a pas."),
    ),
    Assumption.PRICE: (
        N_("Prix de vente"),
        N_("En euros, pour ce qui est réemployé. 0 si tout est donné."),
    ),
    Assumption.SUPPORT: (
        N_("Soutien d’un éco-organisme"),
        N_("En euros. 0 s’il n’y en a pas."),
    ),
}
_PER: Final = {
    Per.YEAR: N_("par an"),
    Per.SHARE: N_("de ce qui vient"),
    Per.PIECE: N_("par pièce qui vient"),
    Per.HOUR: N_("par heure"),
    Per.TONNE: N_("par tonne qui vient"),
    Per.REUSED_TONNE: N_("par tonne réemployée"),
    Per.LOST_TONNE: N_("par tonne écartée"),
    Per.REUSED_KG: N_("par kilo réemployé"),
    Per.REUSED_PIECE: N_("par pièce réemployée"),
}
_CHOICES: Final = {
    Choice.STUDY: N_("Étudier"),
    Choice.OPEN: N_("Ouvrir"),
    Choice.WAIT: N_("Attendre"),
    Choice.DECLINE: N_("Ne pas ouvrir"),
}
