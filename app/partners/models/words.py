"""The words of the register, as the guide on partnerships lists them."""

from enum import StrEnum

from app.base.core.text import N_


class OrganisationKind(StrEnum):
    """What a structure is."""

    ASSOCIATION = "association"
    LANDLORD = "bailleur-social"
    ECO_ORGANISM = "eco-organisme"
    DEPARTMENT = "departement"
    REGION = "region"
    EPCI = "epci"
    PETR = "petr"
    WASTE_SYNDICATE = "syndicat-de-dechets"
    REGIONAL_PARK = "parc-naturel-regional"
    COMMUNE = "commune"
    COMPANY = "entreprise"
    CRAFT = "artisanat-commerce"
    RETAILER = "distributeur"
    TELECOM = "operateur-telecom"
    SIAE = "siae"
    EA_ESAT = "ea-esat"
    SCHOOL = "enseignement"
    CHAMBER = "chambre-consulaire"
    NETWORK = "reseau"
    CLUB = "association-d-entreprises"
    FUND = "fonds-fondation"
    STATE = "etat-europe"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _KINDS[self]

    @property
    def public_by_nature(self) -> bool:
        """Tell whether such a structure is a public body unless somebody says otherwise."""
        return self in _PUBLIC_BODIES


class PartnerRole(StrEnum):
    """What a structure does in the territory's reuse; it may do several things."""

    LEADER = "porteur"
    SOURCE = "source"
    RECONDITIONER = "reconditionneur"
    DISMANTLER = "demanteleur"
    CARRIER = "transporteur"
    PRESCRIBER = "prescripteur"
    FUNDER = "financeur"
    SUPPORT = "appui-technique"
    RETAILER = "revendeur"
    HOST = "hote-de-point"
    MEDIATOR = "mediateur-numerique"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _ROLES[self]


class Public(StrEnum):
    """Whom a structure works with or for."""

    ADMINISTRATION = "administration"
    CRAFTS = "artisans-commercants"
    ASSOCIATIONS = "associations"
    CONSUMERS = "consommateurs"
    DISTRIBUTION = "distribution"
    SOCIAL_ECONOMY = "ess"
    ELECTED = "elus"
    COMPANIES = "entreprises"
    SCHOOLS = "scolaires"
    YOUNG = "jeunes-en-difficulte"
    HOUSEHOLDS = "menages"
    TENANTS = "locataires"
    STAFF = "salaries"
    DISABLED = "personnes-handicapees"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _PUBLICS[self]


class Activity(StrEnum):
    """What a structure does with things."""

    REPAIR = "reparation"
    REUSE_AND_REPAIR = "reemploi-et-reparation"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _ACTIVITIES[self]


class Level(StrEnum):
    """How far a structure decides."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _LEVELS[self]


class Function(StrEnum):
    """Which door of a structure a contact keeps."""

    HEAD = "direction"
    SUSTAINABILITY = "rse"
    PURCHASING = "achats"
    PARTNERSHIPS = "partenariats"
    IT = "informatique"
    LOGISTICS = "logistique"
    COMMUNICATION = "communication"
    ELECTED = "elu"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _FUNCTIONS[self]


class MemberRole(StrEnum):
    """What somebody of a structure may do in its own space."""

    MANAGER = "gestion"
    HEAD = "direction"
    READER = "lecture"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _MEMBER_ROLES[self]


class PaperKind(StrEnum):
    """What a kept paper is."""

    POLICY = "politique-rse"
    CHART = "organigramme"
    STATUTES = "statuts"
    REPORT = "rapport"
    INSURANCE = "assurance"
    MINUTES = "compte-rendu"
    SIGNED = "convention-signee"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _PAPERS[self]


_KINDS = {
    OrganisationKind.ASSOCIATION: N_("Association"),
    OrganisationKind.LANDLORD: N_("Bailleur social"),
    OrganisationKind.ECO_ORGANISM: N_("Éco-organisme"),
    OrganisationKind.DEPARTMENT: N_("Département"),
    OrganisationKind.REGION: N_("Région"),
    OrganisationKind.EPCI: N_("Intercommunalité"),
    OrganisationKind.PETR: N_("PETR (pôle d’équilibre territorial et rural)"),
    OrganisationKind.WASTE_SYNDICATE: N_("Syndicat de déchets"),
    OrganisationKind.REGIONAL_PARK: N_("Parc naturel régional"),
    OrganisationKind.COMMUNE: N_("Commune"),
    OrganisationKind.COMPANY: N_("Entreprise"),
    OrganisationKind.CRAFT: N_("Artisan ou commerce"),
    OrganisationKind.RETAILER: N_("Enseigne de distribution"),
    OrganisationKind.TELECOM: N_("Opérateur de télécommunications"),
    OrganisationKind.SIAE: N_("Structure d’insertion (ACI, EI, AI, ETTI)"),
    OrganisationKind.EA_ESAT: N_("Entreprise adaptée ou ESAT"),
    OrganisationKind.SCHOOL: N_("Établissement d’enseignement"),
    OrganisationKind.CHAMBER: N_("Chambre consulaire (CCI, CMA)"),
    OrganisationKind.NETWORK: N_("Réseau"),
    OrganisationKind.CLUB: N_("Association d’entreprises ou PTCE"),
    OrganisationKind.FUND: N_("Fonds ou fondation"),
    OrganisationKind.STATE: N_("État ou Europe"),
    OrganisationKind.OTHER: N_("Autre"),
}
_PUBLIC_BODIES = frozenset(
    {
        OrganisationKind.DEPARTMENT,
        OrganisationKind.REGION,
        OrganisationKind.EPCI,
        OrganisationKind.PETR,
        OrganisationKind.WASTE_SYNDICATE,
        OrganisationKind.REGIONAL_PARK,
        OrganisationKind.COMMUNE,
        OrganisationKind.CHAMBER,
        OrganisationKind.STATE,
    }
)
_ROLES = {
    PartnerRole.LEADER: N_("Porte le projet"),
    PartnerRole.SOURCE: N_("Donne du matériel"),
    PartnerRole.RECONDITIONER: N_("Reconditionne"),
    PartnerRole.DISMANTLER: N_("Démantèle"),
    PartnerRole.CARRIER: N_("Transporte"),
    PartnerRole.PRESCRIBER: N_("Oriente des foyers"),
    PartnerRole.FUNDER: N_("Finance"),
    PartnerRole.SUPPORT: N_("Appuie techniquement"),
    PartnerRole.RETAILER: N_("Revend"),
    PartnerRole.HOST: N_("Accueille un point d’apport"),
    PartnerRole.MEDIATOR: N_("Accompagne au numérique"),
}
_PUBLICS = {
    Public.ADMINISTRATION: N_("Administrations publiques"),
    Public.CRAFTS: N_("Artisans et commerçants"),
    Public.ASSOCIATIONS: N_("Associations"),
    Public.CONSUMERS: N_("Consommateurs"),
    Public.DISTRIBUTION: N_("Distribution"),
    Public.SOCIAL_ECONOMY: N_("Économie sociale et solidaire"),
    Public.ELECTED: N_("Élus"),
    Public.COMPANIES: N_("Entreprises"),
    Public.SCHOOLS: N_("Scolaires"),
    Public.YOUNG: N_("Jeunes en difficulté professionnelle"),
    Public.HOUSEHOLDS: N_("Ménages"),
    Public.TENANTS: N_("Locataires"),
    Public.STAFF: N_("Personnel de la structure"),
    Public.DISABLED: N_("Personnes en situation de handicap"),
}
_ACTIVITIES = {
    Activity.REPAIR: N_("Réparation seulement"),
    Activity.REUSE_AND_REPAIR: N_("Réemploi et réparation"),
}
_LEVELS = {
    Level.LOCAL: N_("Locale"),
    Level.REGIONAL: N_("Régionale"),
    Level.NATIONAL: N_("Nationale"),
}
_FUNCTIONS = {
    Function.HEAD: N_("Direction"),
    Function.SUSTAINABILITY: N_("Développement durable"),
    Function.PURCHASING: N_("Achats"),
    Function.PARTNERSHIPS: N_("Partenariats"),
    Function.IT: N_("Informatique"),
    Function.LOGISTICS: N_("Logistique, services généraux"),
    Function.COMMUNICATION: N_("Communication"),
    Function.ELECTED: N_("Élu ou élue"),
    Function.OTHER: N_("Autre fonction"),
}
_MEMBER_ROLES = {
    MemberRole.MANAGER: N_("Responsable des partenariats"),
    MemberRole.HEAD: N_("Direction"),
    MemberRole.READER: N_("Lecture"),
}
_PAPERS = {
    PaperKind.POLICY: N_("Politique de développement durable"),
    PaperKind.CHART: N_("Organigramme"),
    PaperKind.STATUTES: N_("Statuts"),
    PaperKind.REPORT: N_("Rapport"),
    PaperKind.INSURANCE: N_("Attestation d’assurance"),
    PaperKind.MINUTES: N_("Compte rendu"),
    PaperKind.SIGNED: N_("Convention signée"),
    PaperKind.OTHER: N_("Autre document"),
}
