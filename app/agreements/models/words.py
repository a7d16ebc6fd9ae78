"""Words of the agreements: states, kinds, sides, rhythms."""

from enum import StrEnum

from app.base.core.text import N_


class AgreementStatus(StrEnum):
    """Where an agreement stands."""

    PROJECT = "projet"
    REVIEW = "relecture"
    CORRECTION = "correction"
    TO_SIGN = "a-signer"
    SIGNED = "signee"
    ACTIVE = "active"
    EXPIRED = "expiree"
    DENOUNCED = "denoncee"
    TERMINATED = "resiliee"
    REPLACED = "remplacee"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _STATUSES[self]


class AgreementKind(StrEnum):
    """What an agreement is about: its object."""

    FRAMEWORK = "cadre"
    DONATION = "don-de-materiel"
    HOST = "point-d-apport"
    PRESCRIPTION = "orientation"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _KINDS[self]


class Side(StrEnum):
    """Whose hand or whose promise it is."""

    OURS = "nous"
    THEIRS = "partenaire"


class NoticeUnit(StrEnum):
    """In what a notice is counted."""

    DAYS = "jours"
    MONTHS = "mois"


class Counted(StrEnum):
    """What a commitment is counted in."""

    MASS = "kg"
    DEVICES = "appareils"
    PICKUPS = "enlevements"
    HOURS = "heures"
    EUROS = "euros"
    PEOPLE = "personnes"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _COUNTED[self]


class Source(StrEnum):
    """What measures a commitment."""

    ARRIVALS = "arrivees"
    ENTRIES = "saisies"


class Rhythm(StrEnum):
    """How often a commitment starts anew."""

    ONCE = "une-fois"
    MONTH = "mois"
    QUARTER = "trimestre"
    YEAR = "an"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _RHYTHMS[self]


class EntryStatus(StrEnum):
    """Where a dated entry of a commitment stands."""

    PROPOSED = "proposee"
    CONFIRMED = "confirmee"
    REFUSED = "refusee"
    WITHDRAWN = "retiree"


class AcceptedBy(StrEnum):
    """How a relay person accepted the practical arrangements."""

    LINK = "lien"
    SPACE = "espace"
    STAFF = "equipe"


_STATUSES = {
    AgreementStatus.PROJECT: N_("Projet"),
    AgreementStatus.REVIEW: N_("En relecture"),
    AgreementStatus.CORRECTION: N_("En correction"),
    AgreementStatus.TO_SIGN: N_("À signer"),
    AgreementStatus.SIGNED: N_("Signée"),
    AgreementStatus.ACTIVE: N_("En vigueur"),
    AgreementStatus.EXPIRED: N_("Expirée"),
    AgreementStatus.DENOUNCED: N_("Dénoncée"),
    AgreementStatus.TERMINATED: N_("Résiliée"),
    AgreementStatus.REPLACED: N_("Remplacée"),
}
_KINDS = {
    AgreementKind.FRAMEWORK: N_("Convention cadre"),
    AgreementKind.DONATION: N_("Don de matériel"),
    AgreementKind.HOST: N_("Accueil d’un point d’apport"),
    AgreementKind.PRESCRIPTION: N_("Orientation de foyers"),
    AgreementKind.OTHER: N_("Autre convention"),
}
_COUNTED = {
    Counted.MASS: N_("Kilogrammes"),
    Counted.DEVICES: N_("Appareils"),
    Counted.PICKUPS: N_("Enlèvements"),
    Counted.HOURS: N_("Heures"),
    Counted.EUROS: N_("Euros"),
    Counted.PEOPLE: N_("Personnes accueillies"),
}
_RHYTHMS = {
    Rhythm.ONCE: N_("une seule fois"),
    Rhythm.MONTH: N_("par mois"),
    Rhythm.QUARTER: N_("par trimestre"),
    Rhythm.YEAR: N_("par an"),
}
