"""Text as an SMS carries it at its cheapest: the GSM 7-bit alphabet."""

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""One sign each. Source: 3GPP TS 23.038, default alphabet."""
EXTENDED = frozenset("^{}\\[~]|€")
"""Two signs each."""
ONE_MESSAGE = 160
"""Signs of one message; one sign outside the alphabet brings it down to 70."""
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-",
                        "—": "-", "…": "...", "œ": "oe", "Œ": "OE", "×": "x", "·": "-"})  # fmt: skip


def plain(text: str) -> str:
    """Return `text` in the alphabet: é, è, à, ù stay; ê, ç, ’ become e, c, '."""
    told = unicodedata.normalize("NFC", text).translate(_ALIKE)
    return "".join(_sign(sign) for sign in told)


def length(text: str) -> int:
    """Return how many signs a text of the alphabet takes."""
    return len(text) + sum(sign in EXTENDED for sign in text)


def _sign(sign: str) -> str:
    if sign in BASIC or sign in EXTENDED:
        return sign
    if sign.isspace():
        return " "
    bare = unicodedata.normalize("NFKD", sign)
    return "".join(each for each in bare if each in BASIC) or "?"
