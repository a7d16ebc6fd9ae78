"""The closed lists of the drop-off points."""

from enum import StrEnum

from app.base.core.text import N_


class PointKind(StrEnum):
    """What a place is; the values are those of the address (`type=`)."""

    REUSE = "reemploi"
    REPAIRER = "reparateur"
    SHOP = "magasin"
    BIN = "borne"
    SHOP_BIN = "borne-en-magasin"
    POST = "par-correspondance"
    RECYCLING_CENTRE = "decheterie"
    WORKSHOP = "atelier"
    TEMPORARY = "collecte-temporaire"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _KINDS[self]


class Wheelchair(StrEnum):
    """Whether somebody in a wheelchair gets in; OpenStreetMap's values."""

    YES = "yes"
    NO = "no"
    LIMITED = "limited"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """Return the French sentence shown to people (a message id)."""
        return _WHEELCHAIR[self]


class Condition(StrEnum):
    """In which state a place takes things."""

    ANY = "tout-etat"
    WORKING = "fonctionne"

    @property
    def label(self) -> str:
        """Return the French words shown to people (a message id)."""
        return _CONDITIONS[self]


class StateKind(StrEnum):
    """What somebody on the spot may say of a place, for a while."""

    FULL = "pleine"
    CLOSED = "fermee"

    @property
    def label(self) -> str:
        """Return the French words shown to people (a message id)."""
        return _STATES[self]


class ReportKind(StrEnum):
    """What is wrong on a place's page."""

    HOURS = "horaires"
    PLACE = "adresse"
    GONE = "disparu"
    REFUSED = "refus"
    CONTACT = "contact"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """Return the French words shown to people (a message id)."""
        return _REPORTS[self]


class ReportStatus(StrEnum):
    """How far staff are with an error report."""

    NEW = "nouveau"
    ANSWERED = "repondu"
    CORRECTED = "corrige"
    SET_ASIDE = "sans-suite"

    @property
    def label(self) -> str:
        """Return the French words shown to people (a message id)."""
        return _STATUSES[self]


_KINDS = {
    PointKind.REUSE: N_("Structure de réemploi"),
    PointKind.REPAIRER: N_("Réparation"),
    PointKind.SHOP: N_("Magasin qui reprend"),
    PointKind.BIN: N_("Borne de collecte"),
    PointKind.SHOP_BIN: N_("Borne en magasin"),
    PointKind.POST: N_("Envoi par la poste"),
    PointKind.RECYCLING_CENTRE: N_("Déchèterie"),
    PointKind.WORKSHOP: N_("Atelier pour réparer soi-même"),
    PointKind.TEMPORARY: N_("Collecte temporaire"),
}

_WHEELCHAIR = {
    Wheelchair.YES: N_("Accessible en fauteuil roulant"),
    Wheelchair.NO: N_("Non accessible en fauteuil roulant"),
    Wheelchair.LIMITED: N_("Accessible en partie en fauteuil roulant"),
    Wheelchair.UNKNOWN: N_("Accès en fauteuil roulant non renseigné"),
}

_CONDITIONS = {
    Condition.ANY: N_("En état de marche ou non"),
    Condition.WORKING: N_("En état de marche seulement"),
}

_STATES = {
    StateKind.FULL: N_("Borne pleine"),
    StateKind.CLOSED: N_("Lieu fermé"),
}

_REPORTS = {
    ReportKind.HOURS: N_("Les horaires sont faux"),
    ReportKind.PLACE: N_("L’adresse ou la position est fausse"),
    ReportKind.GONE: N_("Ce lieu n’existe plus"),
    ReportKind.REFUSED: N_("On a refusé mon objet"),
    ReportKind.CONTACT: N_("Le téléphone, l’adresse e-mail ou le site est faux"),
    ReportKind.OTHER: N_("Autre chose"),
}

_STATUSES = {
    ReportStatus.NEW: N_("Nouveau"),
    ReportStatus.ANSWERED: N_("Répondu"),
    ReportStatus.CORRECTED: N_("Fiche corrigée"),
    ReportStatus.SET_ASIDE: N_("Sans suite"),
}
