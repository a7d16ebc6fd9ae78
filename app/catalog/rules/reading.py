"""How a few French words are read: stems, stop words, and how much each word weighs."""

import re
from dataclasses import dataclass, replace

from app.base.core.text import fold

LONGEST = 240
"""Characters read of what somebody typed; an object's name is shorter."""
MOST_WORDS = 14
HEAD_WEIGHT = 2.0
"""In French the head noun comes first and decides what the thing is."""
HEAD_FLOOR = 0.55
"""A head that is an adjective or stands in brackets still weighs this before doubling."""
ASIDE_WEIGHT = 0.35
"""Words in brackets explain; they do not name."""
LATER_WEIGHT = 0.6
"""Words after a comma or a slash list more of the same."""

_SHORTEST_PLURAL = 4
_STOP = frozenset(
    [
        "a",
        "ai",
        "au",
        "aux",
        "avec",
        "bon",
        "c",
        "ce",
        "ces",
        "cette",
        "chez",
        "comme",
        "d",
        "dans",
        "de",
        "des",
        "donner",
        "du",
        "en",
        "est",
        "et",
        "faire",
        "j",
        "jeter",
        "je",
        "l",
        "la",
        "le",
        "les",
        "leur",
        "ma",
        "me",
        "mes",
        "mon",
        "n",
        "ne",
        "notre",
        "ou",
        "par",
        "pas",
        "plein",
        "plus",
        "pour",
        "qu",
        "que",
        "qui",
        "recycler",
        "reparer",
        "s",
        "sa",
        "se",
        "ses",
        "si",
        "sont",
        "sous",
        "sur",
        "tout",
        "toute",
        "tres",
        "trop",
        "un",
        "une",
        "votre",
        "y",
        "autre",
        "divers",
        "abime",
        "abimee",
        "ancien",
        "ancienne",
        "beau",
        "belle",
        "casse",
        "cassee",
        "endommage",
        "etat",
        "fonctionne",
        "fonctionnel",
        "fonctionnelle",
        "foutu",
        "grand",
        "grande",
        "gros",
        "grosse",
        "hs",
        "joli",
        "jolie",
        "marche",
        "mort",
        "morte",
        "neuf",
        "neuve",
        "occasion",
        "panne",
        "petit",
        "petite",
        "truc",
        "usage",
        "usagee",
        "usee",
        "vieil",
        "vieille",
        "vieux",
        "objet",
        "chose",
        "inutilise",
        "inutilisee",
        "encore",
        "deux",
        "trois",
        "quatre",
        "hors",
        "lot",
        "type",
    ]
)
_WEAK = dict.fromkeys(
    [
        "electrique",
        "electronique",
        "automatique",
        "rechargeable",
        "manuel",
        "mecanique",
        "numerique",
        "thermique",
        "bois",
        "metal",
        "plastique",
        "verre",
        "cuir",
        "tissu",
        "inox",
        "fonte",
        "alu",
        "aluminium",
        "ceramique",
        "professionnel",
        "pro",
        "adulte",
        "noir",
        "blanc",
        "rouge",
        "bleu",
        "vert",
        "gris",
        "jaune",
        "rose",
        "simple",
        "double",
        "interieur",
        "exterieur",
        "jetable",
        "tactile",
        "modele",
        "marque",
        "taille",
        "haut",
        "bas",
    ],
    0.35,
)
_LIGHT = dict.fromkeys(
    [
        "accessoire",
        "appareil",
        "article",
        "boite",
        "caisse",
        "carton",
        "collection",
        "element",
        "ensemble",
        "equipement",
        "etui",
        "kit",
        "lot",
        "materiel",
        "mini",
        "paire",
        "piece",
        "produit",
        "sac",
        "set",
        "tas",
    ],
    0.35,
)
"""Words that hold or gather: the noun after them says what the thing is."""
_PARTS = frozenset(
    [
        "pied",
        "roue",
        "poignee",
        "support",
        "housse",
        "etui",
        "sangle",
        "piece",
        "structure",
        "facade",
        "panneau",
        "bouton",
        "coque",
        "roulette",
        "protection",
        "filet",
        "lame",
        "manche",
        "cadre",
        "tige",
        "rail",
        "tablette",
        "porte",
        "chaine",
        "fixation",
        "accessoire",
        "accroche",
        "crochet",
        "partie",
        "composant",
        "bache",
        "couvercle",
        "corde",
        "bac",
        "sac",
        "chariot",
        "detache",
        "recharge",
        "rangement",
        "range",
        "bande",
        "embout",
    ]
)
"""Parts and covers: with what they belong to they share the family, never the plug."""
_ELECTRIC = frozenset(
    [
        "electrique",
        "electronique",
        "connecte",
        "motorise",
        "rechargeable",
        "bluetooth",
        "usb",
        "wifi",
        "batterie",
        "pile",
        "telecommande",
        "radiocommande",
        "numerique",
    ]
)
_UNPOWERED = frozenset(["manuel", "mecanique", "thermique", "essence", "gaz", "charbon"])
_NOT_POWERED = re.compile(
    r"\b(?:non|sans|hors|pas)\s+(?:motorisee?s?|electri\w+|electroni\w+|piles?|moteur|batterie)"
)
_ASIDE = re.compile(r"\([^()]*\)?")
_LATER = re.compile(r"[,;/:]| - ")
_LISTED = re.compile(r"[,;/:()]|\bet\b|\bou\b")


@dataclass(frozen=True)
class Word:
    """A stem with the weight its place gives it."""

    stem: str
    weight: float


@dataclass(frozen=True)
class Reading:
    """What a text says: its words, the head first, and whether it speaks of electricity."""

    words: tuple[Word, ...]
    powered: bool | None = None
    dropped: int = 0
    asides: frozenset[str] = frozenset()

    @property
    def stems(self) -> tuple[str, ...]:
        """Return the stems alone, in order."""
        return tuple(word.stem for word in self.words)

    @property
    def head(self) -> str:
        """Return the stem of the head noun; the reading must have a word."""
        return max(self.words, key=lambda word: word.weight).stem


def read(text: str) -> Reading:
    """Read `text`: the first words weigh most, words in brackets least."""
    text = text[:LONGEST]
    asides = " ".join(_ASIDE.findall(text))
    first, *later = _LATER.split(_ASIDE.sub(" ", text))
    words: dict[str, float] = {}
    for part, factor in ((first, 1.0), (" ".join(later), LATER_WEIGHT), (asides, ASIDE_WEIGHT)):
        for stem in stems(part):
            words.setdefault(stem, factor * _weight(stem))
    dropped = len(fold(text).split()) - len(words)
    return Reading(_headed(words), _powered(text, words), dropped, frozenset(stems(asides)))


def read_tail(reading: Reading) -> Reading | None:
    """Return what a part belongs to (raquette in "housse de raquette"); None for a whole."""
    place = next((n for n, word in enumerate(reading.words) if word.stem in _PARTS), None)
    if place is None or place > 1 or len(reading.words) == place + 1:
        return None
    rest = {word.stem: min(1.0, word.weight) for word in reading.words[place + 1 :]}
    return replace(reading, words=_headed(rest))


def parts(text: str) -> list[str]:
    """Return the pieces of a list written with commas, slashes or brackets."""
    return [part for part in _LISTED.split(text[:LONGEST]) if part.strip()]


def stems(text: str) -> tuple[str, ...]:
    """Return the words of `text` that carry meaning, without accents, plurals, stop words."""
    folded = _NOT_POWERED.sub("manuel", fold(text))
    return tuple(stem(word) for word in folded.split() if word not in _STOP and _tells(word))


def stem(word: str) -> str:
    """Return a folded `word` without its plural or feminine participle ending."""
    if len(word) < _SHORTEST_PLURAL:
        return word
    word = word.removesuffix("s").removesuffix("x")
    return word.removesuffix("e") if word.endswith("ee") else word


def _weight(stem: str) -> float:
    return _LIGHT.get(stem) or _WEAK.get(stem) or 1.0


def _headed(words: dict[str, float]) -> tuple[Word, ...]:
    """Give its weight to the first noun that says something, else to the first word."""
    kept = [Word(stem, weight) for stem, weight in words.items()][:MOST_WORDS]
    heads = [place for place, word in enumerate(kept) if word.stem not in _LIGHT] or [0]
    if kept:
        head = kept[heads[0]]
        kept[heads[0]] = Word(head.stem, max(head.weight, HEAD_FLOOR) * HEAD_WEIGHT)
    return tuple(kept)


def _tells(word: str) -> bool:
    return len(word) > 1 and stem(word) not in _STOP


def _powered(text: str, words: dict[str, float]) -> bool | None:
    if _NOT_POWERED.search(fold(text)) or not _UNPOWERED.isdisjoint(words):
        return False
    return True if not _ELECTRIC.isdisjoint(words) else None
