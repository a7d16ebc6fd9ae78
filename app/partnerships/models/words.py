"""The words of a partnership's way, as the guide lists its eleven steps."""

from enum import StrEnum

from app.base.core.text import N_


class Step(StrEnum):
    """How far a partnership is; the order is the guide's."""

    DIAGNOSIS = "diagnostic"
    EXPECTATIONS = "attentes-et-objectifs"
    PRACTICES = "bonnes-pratiques"
    IDENTIFICATION = "identification"
    MEETING = "rencontre"
    NEGOTIATION = "negociation"
    SIGNATURE = "convention-signee"
    IMPLEMENTATION = "mise-en-oeuvre"
    EVALUATION = "evaluation"
    RECOGNITION = "reconnaissance"
    COMMUNICATION = "communication"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _STEPS[self][0]

    @property
    def help(self) -> str:
        """Return what one does at this step (a message id)."""
        return _STEPS[self][1]

    @property
    def rank(self) -> int:
        """Return its place, from 1 to 11."""
        return list(Step).index(self) + 1


class Standing(StrEnum):
    """Whether a partnership goes on."""

    ACTIVE = "en-cours"
    PAUSED = "en-pause"
    LOST = "perdu"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _STANDINGS[self]


class SheetKind(StrEnum):
    """What a sheet of a partnership thinks through."""

    DIAGNOSIS = "diagnostic"
    EXPECTATIONS = "attentes"
    ARGUMENT = "argumentaire"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _SHEETS[self]


class ExchangeKind(StrEnum):
    """How one met or wrote."""

    MEETING = "rendez-vous"
    CALL = "appel"
    MAIL = "courriel"
    VISIT = "visite"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _EXCHANGES[self]


class ExchangeState(StrEnum):
    """Whether an exchange is still to come."""

    PLANNED = "prevu"
    DONE = "fait"
    CANCELLED = "annule"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _EXCHANGE_STATES[self]


class GroupKind(StrEnum):
    """What a group is for."""

    STEERING = "comite-de-pilotage"
    WORKING = "groupe-de-travail"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _GROUPS[self]


_STEPS = {
    Step.DIAGNOSIS: (
        N_("Diagnostic"),
        N_("Ce que nous savons faire, ce qui nous manque, ce que le territoire permet."),
    ),
    Step.EXPECTATIONS: (
        N_("Attentes et objectifs"),
        N_("Ce que chacun cherche, et à quoi nous verrons que c’est réussi."),
    ),
    Step.PRACTICES: (
        N_("Bonnes pratiques"),
        N_("Ce qui a marché ailleurs, et ce qu’il faut éviter."),
    ),
    Step.IDENTIFICATION: (
        N_("Identification"),
        N_("La bonne structure, la bonne personne, et qui peut nous présenter."),
    ),
    Step.MEETING: (
        N_("Rencontre"),
        N_("Se voir sur place, écouter d’abord, repartir avec une suite."),
    ),
    Step.NEGOTIATION: (
        N_("Négociation"),
        N_("Qui s’engage à quoi, combien, quand, et comment on le mesure."),
    ),
    Step.SIGNATURE: (
        N_("Convention signée"),
        N_("Un texte court, relu des deux côtés, signé."),
    ),
    Step.IMPLEMENTATION: (
        N_("Mise en œuvre"),
        N_("Les premiers enlèvements, les personnes relais, ce qui coince."),
    ),
    Step.EVALUATION: (
        N_("Évaluation"),
        N_("Ce qui était promis, ce qui est venu, ce qu’on ajuste."),
    ),
    Step.RECOGNITION: (
        N_("Reconnaissance"),
        N_("Remercier en public, avec des chiffres justes."),
    ),
    Step.COMMUNICATION: (
        N_("Communication"),
        N_("Faire savoir les résultats, pour ouvrir la porte suivante."),
    ),
}
_STANDINGS = {
    Standing.ACTIVE: N_("En cours"),
    Standing.PAUSED: N_("En pause"),
    Standing.LOST: N_("Perdu"),
}
_SHEETS = {
    SheetKind.DIAGNOSIS: N_("Diagnostic"),
    SheetKind.EXPECTATIONS: N_("Attentes et objectifs"),
    SheetKind.ARGUMENT: N_("Ce que le partenaire y gagne"),
}
_EXCHANGES = {
    ExchangeKind.MEETING: N_("Rendez-vous"),
    ExchangeKind.CALL: N_("Appel"),
    ExchangeKind.MAIL: N_("Courriel"),
    ExchangeKind.VISIT: N_("Visite"),
}
_EXCHANGE_STATES = {
    ExchangeState.PLANNED: N_("Prévu"),
    ExchangeState.DONE: N_("Fait"),
    ExchangeState.CANCELLED: N_("Annulé"),
}
_GROUPS = {
    GroupKind.STEERING: N_("Comité de pilotage"),
    GroupKind.WORKING: N_("Groupe de travail"),
}
