"""The search key of a commune's name: what stays when spelling habits are taken away."""

from app.base.core.text import fold

ARTICLES = frozenset({"l", "la", "le", "les"})
SAINTS = frozenset({"saint", "sainte", "st", "ste"})
ABBREVIATIONS = {"s": "sur", "ss": "sous"}
"""As on envelopes: Quiers s/ Bezonde, Ouzouer s/s Bellegarde."""


def key(text: str) -> str:
    """Return the key of a name: no accent, hyphen, space or leading article, one "saint".

    `St Firmin des Bois` and `Saint-Firmin-des-Bois` give `saintfirmindesbois`. Spaces go too:
    people write "ville mandeur" and "chateaurenard".
    """
    words = fold(text).replace(" s s ", " sous ").split()
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return "".join(_unified(word, rank, len(words)) for rank, word in enumerate(words))


def first_words(name: str) -> list[str]:
    """Return the keys of a name's beginnings, word by word, the whole name left out."""
    words = fold(name).split()
    return [key(" ".join(words[:count])) for count in range(1, len(words))]


def _unified(word: str, rank: int, count: int) -> str:
    if word in SAINTS:
        return "saint"
    between = 0 < rank < count - 1
    return ABBREVIATIONS.get(word, word) if between else word
