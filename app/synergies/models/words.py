"""Words of the synergies: sides, fields, units, states, measures."""

from enum import StrEnum

from app.base.core.text import N_


class Side(StrEnum):
    """Who has and who lacks."""

    NEED = "besoin"
    OFFER = "offre"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _SIDES[self]

    @property
    def other(self) -> "Side":
        """Return the side that answers this one."""
        return Side.OFFER if self is Side.NEED else Side.NEED


class Domain(StrEnum):
    """The four fields in which structures help one another."""

    SKILLS = "competences"
    MATERIALS = "matieres"
    MEANS = "moyens"
    MOBILITY = "mobilite"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _DOMAINS[self]


class Unit(StrEnum):
    """What a quantity counts."""

    KILOGRAMS = "kg"
    CUBIC_METRES = "m3"
    HOURS = "heures"
    PLACES = "places"
    PIECES = "pieces"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _UNITS[self]


class Material(StrEnum):
    """What a flow of materials is made of, or for."""

    BUILDING = "construction"
    PACKAGING = "emballage"
    WOOD = "bois"
    METAL = "metal"
    TEXTILE = "textile"
    ELECTRONICS = "electronique"
    ORGANIC = "organique"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _MATERIALS[self]


class EntryStatus(StrEnum):
    """Where a need or an offer stands."""

    DRAFT = "brouillon"
    REVIEW = "a-relire"
    OPEN = "ouverte"
    MATCHED = "rapprochee"
    CLOSED = "close"
    EXPIRED = "expiree"
    WITHDRAWN = "retiree"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _STATUSES[self]


class ProposalStatus(StrEnum):
    """Where the putting in touch of a need and an offer stands."""

    PROPOSED = "proposee"
    ACCEPTED = "acceptee"
    OPENED = "ouverte"
    UNDER_WAY = "en-cours"
    WITH_RESULT = "avec-resultat"
    WITHOUT_RESULT = "sans-resultat"
    DECLINED = "declinee"
    LAPSED = "caduque"
    WITHDRAWN = "retiree"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _PROPOSALS[self]


class Manner(StrEnum):
    """How an answer reached us."""

    SPACE = "espace"
    PHONE = "telephone"
    MAIL = "courriel"
    MEETING = "rencontre"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _MANNERS[self]


class Measure(StrEnum):
    """What a result is counted in."""

    MASS = "kg"
    MONEY = "euros"
    DISTANCE = "km"
    TIME = "heures"
    PEOPLE = "personnes"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _MEASURES[self]


class Method(StrEnum):
    """How a result is known."""

    WEIGHED = "pesee"
    COUNTED = "comptage"
    INVOICE = "facture"
    ESTIMATE = "estimation"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _METHODS[self]


class ResultStatus(StrEnum):
    """Whether a result counts."""

    TOLD = "dite"
    CONFIRMED = "confirmee"
    SET_ASIDE = "ecartee"

    @property
    def label(self) -> str:
        """Return the French word shown to people (a message id)."""
        return _RESULTS[self]


_SIDES = {Side.NEED: N_("besoin"), Side.OFFER: N_("offre")}
_DOMAINS = {
    Domain.SKILLS: N_("Compétences et formation"),
    Domain.MATERIALS: N_("Flux de matières"),
    Domain.MEANS: N_("Moyens partagés"),
    Domain.MOBILITY: N_("Plans de mobilité"),
}
_UNITS = {
    Unit.KILOGRAMS: N_("kg"),
    Unit.CUBIC_METRES: N_("m³"),
    Unit.HOURS: N_("heures"),
    Unit.PLACES: N_("places"),
    Unit.PIECES: N_("pièces"),
}
_MATERIALS = {
    Material.BUILDING: N_("matériaux de construction"),
    Material.PACKAGING: N_("emballages"),
    Material.WOOD: N_("bois"),
    Material.METAL: N_("métaux"),
    Material.TEXTILE: N_("textiles"),
    Material.ELECTRONICS: N_("électronique"),
    Material.ORGANIC: N_("matières organiques"),
    Material.OTHER: N_("autre matière"),
}
_STATUSES = {
    EntryStatus.DRAFT: N_("brouillon"),
    EntryStatus.REVIEW: N_("à relire"),
    EntryStatus.OPEN: N_("en ligne"),
    EntryStatus.MATCHED: N_("rapprochée"),
    EntryStatus.CLOSED: N_("close"),
    EntryStatus.EXPIRED: N_("expirée"),
    EntryStatus.WITHDRAWN: N_("retirée"),
}
_PROPOSALS = {
    ProposalStatus.PROPOSED: N_("proposée"),
    ProposalStatus.ACCEPTED: N_("un oui sur deux"),
    ProposalStatus.OPENED: N_("ouverte"),
    ProposalStatus.UNDER_WAY: N_("en cours"),
    ProposalStatus.WITH_RESULT: N_("conclue"),
    ProposalStatus.WITHOUT_RESULT: N_("sans résultat"),
    ProposalStatus.DECLINED: N_("déclinée"),
    ProposalStatus.LAPSED: N_("restée sans réponse"),
    ProposalStatus.WITHDRAWN: N_("retirée"),
}
_MANNERS = {
    Manner.SPACE: N_("dans l’espace partenaire"),
    Manner.PHONE: N_("au téléphone"),
    Manner.MAIL: N_("par courriel"),
    Manner.MEETING: N_("de vive voix"),
}
_MEASURES = {
    Measure.MASS: N_("kilos qui ont resservi"),
    Measure.MONEY: N_("euros économisés"),
    Measure.DISTANCE: N_("kilomètres évités"),
    Measure.TIME: N_("heures partagées"),
    Measure.PEOPLE: N_("personnes"),
}
_METHODS = {
    Method.WEIGHED: N_("pesé"),
    Method.COUNTED: N_("compté"),
    Method.INVOICE: N_("sur facture"),
    Method.ESTIMATE: N_("estimé"),
}
_RESULTS = {
    ResultStatus.TOLD: N_("à confirmer"),
    ResultStatus.CONFIRMED: N_("confirmé"),
    ResultStatus.SET_ASIDE: N_("écarté"),
}
