"""Bring the many spellings of French opening hours to few: accents, dashes, lost spaces."""

import html
import re
import unicodedata

_NOISE = re.compile(
    r"""
    https?://\S+ | www\.\S+ | \S+@\S+
    | (?:\+33|\b0)\s?\d(?:[\s.]?\d\d){4}\b      # a telephone number
    | \b\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d\b   # a date
    | \b(?:du|depuis|des)\s+le\s
    """,
    re.VERBOSE,
)
_SPELLINGS = tuple(
    (re.compile(pattern), spaced)
    for pattern, spaced in (
        (r"[‐-―−_]", "-"),
        (r"[’`´]", "'"),
        (r"(?<=h)(?=lun|mar|mer|jeu|ven|sam|dim)", " "),  # 14h-19hMer
        (r"(?<=\dh\d\d)(?=\d{1,2}h)|(?<=\dh)(?=\d\d?h)", " "),  # 12h3019h, 9h12h
        (r"(?<=[a-gi-z])(?=\d)", " "),  # à12h
        (r"(?<=[\dh]) [0o] (?=\d{1,2}\s?h)", " a "),  # 9h 0 12h
        (r"[^\S\n]+", " "),
    )
)


def plain_text(text: str) -> str:
    """Return `text` in lower case without accents, entities, odd dashes, addresses, dates."""
    text = html.unescape(text).replace("\\n", "\n").lower().replace("hè", "hà")
    bare = "".join(s for s in unicodedata.normalize("NFKD", text) if not unicodedata.combining(s))
    for pattern, spaced in _SPELLINGS:
        bare = pattern.sub(spaced, bare)
    return _NOISE.sub(" ", bare)
