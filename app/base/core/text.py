"""Text as people type it: cleaned, compared, named in addresses, marked for translation."""

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o"})
_OTHER = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"\s+")
_INLINE_SPACES = re.compile(r"[^\S\n]+")
_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories nobody types on purpose: control, format (bidi marks), surrogates."""


def N_(sentence: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a French sentence for translation; the web layer translates it when shown."""
    return sentence


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return `text` for comparison: no accent, lower case, a-z and 0-9 with single spaces."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).lower()
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _OTHER.sub(" ", bare).strip()


def slug(text: str) -> str:
    """Return `text` as one kebab-case piece of an address."""
    return fold(text).replace(" ", "-")


def clean(text: str, *, limit: int, lines: bool = False) -> str:
    """Return `text` without what nobody types on purpose, at most `limit` characters.

    Control and direction marks go, runs of spaces become one; `lines` keeps line breaks.
    """
    text = text[: limit * 4].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(s for s in text if s == "\n" or unicodedata.category(s) not in _FORBIDDEN)
    squeezed = _INLINE_SPACES.sub(" ", kept) if lines else _SPACES.sub(" ", kept)
    return squeezed.strip()[:limit]
