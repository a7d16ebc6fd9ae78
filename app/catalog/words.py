"""The closed lists of the catalogue: family, subfamily, flow, gesture, audience."""

from enum import StrEnum

from app.base.core.text import N_


class Family(StrEnum):
    """The seven product families of the territory's register."""

    EEE = "eee"
    TEXTILE = "textile"
    MOBILIER = "mobilier"
    LIVRES = "livres"
    LOISIRS = "loisirs"
    OUTILLAGE = "outillage"
    AUTRES = "autres"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _FAMILIES[self]

    @property
    def subfamilies(self) -> tuple["Subfamily", ...]:
        """Return the subfamilies of this family, in the order people read them."""
        return tuple(sub for sub in Subfamily if sub.family is self)


class Subfamily(StrEnum):
    """What kind of thing, fine enough to say who takes it."""

    GEM_FROID = "gem-froid"
    GEM_HORS_FROID = "gem-hors-froid"
    ECRANS = "ecrans"
    INFORMATIQUE = "informatique"
    TELEPHONES = "telephones"
    PAM = "pam"
    LAMPES = "lampes"
    PANNEAUX_PV = "panneaux-pv"
    CARTOUCHES = "cartouches"
    PILES = "piles"
    VETEMENTS = "vetements"
    CHAUSSURES = "chaussures"
    LINGE = "linge"
    MAROQUINERIE = "maroquinerie"
    MEUBLES = "meubles"
    LITERIE = "literie"
    VAISSELLE = "vaisselle"
    DECORATION = "decoration"
    LUMINAIRES = "luminaires"
    LIVRES = "livres"
    DISQUES = "disques"
    VELOS = "velos"
    MOBILITE_ELECTRIQUE = "mobilite-electrique"
    JOUETS = "jouets"
    JOUETS_ELECTRIQUES = "jouets-electriques"
    SPORT = "sport"
    MUSIQUE = "musique"
    BRICOLAGE = "bricolage"
    JARDINAGE = "jardinage"
    OUTILS_ELECTRIQUES = "outils-electriques"
    PUERICULTURE = "puericulture"
    PARAMEDICAL = "paramedical"
    DIVERS = "divers"

    @property
    def family(self) -> Family:
        """Return the family this subfamily belongs to; an electric drill is a tool."""
        return _SUBFAMILIES[self][0]

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _SUBFAMILIES[self][1]


class Flow(StrEnum):
    """The flow in which used electrical equipment is collected in France."""

    GEM_FROID = "GEM_FROID"
    GEM_HORS_FROID = "GEM_HORS_FROID"
    ECRAN = "ECRAN"
    PAM = "PAM"
    LAMPES = "LAMPES"
    PV = "PV"
    CARTOUCHES = "CARTOUCHES"
    PILES = "PILES"

    @property
    def label(self) -> str:
        """Return the plain French name shown to people (a message id)."""
        return _FLOWS[self]


class Gesture(StrEnum):
    """What a person does with a thing at a place, in the order of the law."""

    REPARER = "reparer"
    DONNER = "donner"
    DEPOSER = "deposer"
    ACHETER = "acheter"

    @property
    def label(self) -> str:
        """Return the French verb shown to people (a message id)."""
        return _GESTURES[self]


class Audience(StrEnum):
    """Whom a place serves."""

    MENAGE = "menage"
    ENTREPRISE = "entreprise"
    TOUS = "tous"

    @property
    def label(self) -> str:
        """Return the French name shown to people (a message id)."""
        return _AUDIENCES[self]


class DataBearing(StrEnum):
    """Whether a thing remembers something about the person who used it."""

    NO = "no"
    POSSIBLE = "possible"
    YES = "yes"


class Battery(StrEnum):
    """Whether a thing holds a battery or cells."""

    NO = "no"
    POSSIBLE = "possible"
    YES = "yes"


_FAMILIES = {
    Family.EEE: N_("Appareils électriques et électroniques"),
    Family.TEXTILE: N_("Textile, chaussures et maroquinerie"),
    Family.MOBILIER: N_("Meubles, décoration et vaisselle"),
    Family.LIVRES: N_("Livres, disques et films"),
    Family.LOISIRS: N_("Vélos, jouets, sport et musique"),
    Family.OUTILLAGE: N_("Bricolage et jardin"),
    Family.AUTRES: N_("Puériculture, paramédical et divers"),
}

_SUBFAMILIES = {
    Subfamily.GEM_FROID: (Family.EEE, N_("Réfrigérateurs, congélateurs, climatiseurs")),
    Subfamily.GEM_HORS_FROID: (
        Family.EEE,
        N_("Gros électroménager qui ne fait pas de froid"),
    ),
    Subfamily.ECRANS: (Family.EEE, N_("Écrans, téléviseurs, portables et tablettes")),
    Subfamily.INFORMATIQUE: (Family.EEE, N_("Ordinateurs, imprimantes et accessoires")),
    Subfamily.TELEPHONES: (Family.EEE, N_("Téléphones")),
    Subfamily.PAM: (
        Family.EEE,
        N_("Petits appareils : cuisine, entretien, soin, son, image"),
    ),
    Subfamily.LAMPES: (Family.EEE, N_("Ampoules et tubes")),
    Subfamily.PANNEAUX_PV: (Family.EEE, N_("Panneaux solaires électriques")),
    Subfamily.CARTOUCHES: (Family.EEE, N_("Cartouches d’imprimante")),
    Subfamily.PILES: (Family.EEE, N_("Piles et batteries")),
    Subfamily.VETEMENTS: (Family.TEXTILE, N_("Vêtements")),
    Subfamily.CHAUSSURES: (Family.TEXTILE, N_("Chaussures")),
    Subfamily.LINGE: (Family.TEXTILE, N_("Linge de maison")),
    Subfamily.MAROQUINERIE: (Family.TEXTILE, N_("Sacs et maroquinerie")),
    Subfamily.MEUBLES: (Family.MOBILIER, N_("Meubles")),
    Subfamily.LITERIE: (Family.MOBILIER, N_("Literie")),
    Subfamily.VAISSELLE: (Family.MOBILIER, N_("Vaisselle et ustensiles de cuisine")),
    Subfamily.DECORATION: (Family.MOBILIER, N_("Décoration, rideaux et tapis")),
    Subfamily.LUMINAIRES: (Family.MOBILIER, N_("Lampes et luminaires")),
    Subfamily.LIVRES: (Family.LIVRES, N_("Livres, revues et bandes dessinées")),
    Subfamily.DISQUES: (Family.LIVRES, N_("Disques, films et jeux vidéo")),
    Subfamily.VELOS: (Family.LOISIRS, N_("Vélos et accessoires")),
    Subfamily.MOBILITE_ELECTRIQUE: (
        Family.LOISIRS,
        N_("Trottinettes et engins électriques"),
    ),
    Subfamily.JOUETS: (Family.LOISIRS, N_("Jeux et jouets")),
    Subfamily.JOUETS_ELECTRIQUES: (Family.LOISIRS, N_("Jouets électriques ou à piles")),
    Subfamily.SPORT: (Family.LOISIRS, N_("Sport, camping et loisirs de plein air")),
    Subfamily.MUSIQUE: (Family.LOISIRS, N_("Instruments de musique")),
    Subfamily.BRICOLAGE: (Family.OUTILLAGE, N_("Outils de bricolage")),
    Subfamily.JARDINAGE: (Family.OUTILLAGE, N_("Outils et matériel de jardin")),
    Subfamily.OUTILS_ELECTRIQUES: (Family.OUTILLAGE, N_("Outils électriques")),
    Subfamily.PUERICULTURE: (Family.AUTRES, N_("Puériculture")),
    Subfamily.PARAMEDICAL: (Family.AUTRES, N_("Matériel paramédical")),
    Subfamily.DIVERS: (Family.AUTRES, N_("Divers")),
}

_FLOWS = {
    Flow.GEM_FROID: N_("Gros appareils qui font du froid"),
    Flow.GEM_HORS_FROID: N_("Gros appareils sans froid"),
    Flow.ECRAN: N_("Écrans, ordinateurs portables compris"),
    Flow.PAM: N_("Petits appareils électriques"),
    Flow.LAMPES: N_("Ampoules et tubes"),
    Flow.PV: N_("Panneaux solaires électriques"),
    Flow.CARTOUCHES: N_("Cartouches d’imprimante"),
    Flow.PILES: N_("Piles et batteries"),
}

_GESTURES = {
    Gesture.REPARER: N_("Réparer"),
    Gesture.DONNER: N_("Donner"),
    Gesture.DEPOSER: N_("Déposer"),
    Gesture.ACHETER: N_("Acheter d’occasion"),
}

_AUDIENCES = {
    Audience.MENAGE: N_("Habitants"),
    Audience.ENTREPRISE: N_("Entreprises"),
    Audience.TOUS: N_("Habitants et entreprises"),
}
