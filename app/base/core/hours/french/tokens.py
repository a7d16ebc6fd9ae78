"""Cut French (and mixed) opening hours into marks: days, times, closed, morning.

Each pattern is bounded and free of nested repetition: time grows with the text's length.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.base.core.hours.french.spelling import plain_text

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
EVERY_DAY = tuple(range(7))

_LAST_HOUR = 24
_LAST_MINUTE = 59


class Kind(StrEnum):
    """What a mark is."""

    DAY = "day"
    DAYS = "days"
    HOLIDAY = "holiday"
    NTH = "nth"
    MONTH = "month"
    TIME = "time"
    NUMBER = "number"
    RANGE = "range"
    CLOSED = "closed"
    HALF = "half"
    SCHOOL = "school"
    EXCEPT = "except"
    ALWAYS = "always"
    NOTE = "note"
    COMMA = "comma"
    STOP = "stop"
    WORD = "word"


@dataclass(frozen=True)
class Mark:
    """One mark of the text; `value` holds a day, minutes, a list of days or nth, a comment."""

    kind: Kind
    value: object = None
    text: str = ""


_FULL = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_LONG = {name: n for n, name in enumerate(_FULL)} | {
    name: n
    for n, names in enumerate(
        (
            "lun mon monday",
            "mar tue tues tuesday",
            "mer wed wednesday",
            "jeu thu thursday",
            "ven vend fri friday",
            "sam sat saturday",
            "dim sun sunday",
        )
    )
    for name in names.split()
}
_SHORT = {
    name: n
    for n, pair in enumerate(("lu mo", "ma tu", "me we", "je th", "ve fr", "sa", "di su"))
    for name in pair.split()
} | {"l": 0, "j": 3, "v": 4, "s": 5, "d": 6}
_MONTHS = {
    start: osm
    for osm, starts in (
        ("Jan", "jan"),
        ("Feb", "fev feb"),
        ("Mar", "mars"),
        ("Apr", "avr apr"),
        ("May", "mai may"),
        ("Jun", "juin jun"),
        ("Jul", "juil jul"),
        ("Aug", "aou aug"),
        ("Sep", "sep"),
        ("Oct", "oct"),
        ("Nov", "nov"),
        ("Dec", "dec"),
    )
    for start in starts.split()
}
_ORDINALS = {"premier": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4, "dernier": -1}

_MARKS = re.compile(
    r"""
    (?P<always>\b24\s?h?\s?(?:/|sur)\s?24\s?h?\b|\b24/7\b)
    | (?P<everyday>\b7\s?j(?:ours?)?\s?(?:/|sur)\s?7\b|\btous\sles\sjours\b|\bquotidien\w*|\btlj\b)
    | (?P<weekend>\bweek-?\s?ends?\b)
    | (?P<workdays>\ben\ssemaine\b|\bjours\souvres\b)
    | (?P<holiday>\bjours?\sferies?\b|\bferies?\b|\bph\b)
    | (?P<school>\b(?:pendant\s|horaires\s)?(?:les\s)?(?:petites\s)?vacances(?:\s\w{1,12})?\b|\bsh\b)
    | (?P<term>\b(?:en\s)?periodes?\sscolaires?)
    | (?P<note>\b(?:uniquement\s)?(?:sur|avec|prise\sde)\s(?:rendez[\s-]?vous|rdv)\b
        |\bsur\s(?:deux|2)\b|\b1\s?semaine\s?/\s?2\b
        |\btous\sles\s15\sjours\b|\bpar\smois\b|\bcertaine?s\b|\bpas\s(?:ouverte?\s)?tous\sles\b
        |\b(?:deux|trois|quatre|[2-5])\s(?:premier|dernier)s\b|\bplusieurs\b|\bsemaines?\s(?:im)?paires?\b)
    | (?P<without>\bsans\s(?:rendez[\s-]?vous|rdv)\b)
    | (?P<closed>\bferm\w{1,6}\b|\bpas\sd(?:'|e\s)\w{3,12}\b|\bpas\souverte?\b|\boff\b|\bclosed\b)
    | (?P<except>\bsauf\b|\bhors\b|\bexcepte\b|\ba\sl.exception\s(?:du|des|de)\b)
    | (?P<half>\bapres[\s-]?midi\b|\baprem\b|\bmatin(?:s|ees?)?\b)
    | (?P<nthday>\b(?:mo|tu|we|th|fr|sa|su)\s?\[[-\d,]{1,12}\](?:\s?\[[-\d,]{1,8}\]){0,4})
    | (?P<nth>\b[1-5]\s?(?:er|ers|ere|eme|e|nd)\b|\b(?:premier|deuxieme|troisieme|quatrieme|dernier)s?\b)
    | (?P<day>(?<![a-z])(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?
        |(?<![a-z])(?:lun|mar|mer|jeu|vend?|sam|dim)\b
        |\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:mon|tues?|wed|thu|fri|sat|sun)\b)
    | (?P<short>(?<![a-z'])(?:lu|ma|me|je|ve|sa|di|mo|tu|we|th|fr|su)\b\.?(?=\s?(?:\d|[-:,;/&]|au?\b|et\b|off\b|closed\b|$
            |(?:lu|ma|me|je|ve|sa|di|mo|tu|we|th|fr|su)\b))
        |(?<![a-z'])[ljvsd](?=\s?\d|\sau?\s[mljvsd]\b|\s?:\s?\d)|(?<=\sau\s)[jvsd](?=\s?\d))
    | (?P<month>\b(?:janv(?:ier)?|jan|fevr(?:ier)?|fev|feb|mars|avril|avr|apr|mai|may|juin|jun
        |juillet|juil|jul|aout|aug|septembre|sept?|octobre|oct|novembre|nov|decembre|dec)\b)
    | (?P<clock>\b\d{1,2}\s?(?:heures?\b|hrs?\b|h|:(?=[\s/-]|\d|$)|\.(?=\d\d\b)))
    | (?P<noon>\bmidi\b) | (?P<midnight>\bminuit\b)
    | (?P<four>\b\d{4}\b)
    | (?P<number>\b\d{1,2}(?!\d|x\b))
    | (?P<range>\bjusqu.a\b|\bau?\b|\be(?=\s?\d)|[-/>])
    | (?P<comma>,|&|\bet\b|\bpuis\b|\bainsi\sque\b)
    | (?P<stop>[;.|\n])
    | (?P<word>[^\W\d]{2,})
    """,
    re.VERBOSE,
)
_CLOSE_MINUTES = re.compile(r"([0-5]\d)(?!h)(?=\D|$|\d{1,2}\s?h)|([0-5])(?![\dh])")
_FAR_MINUTES = re.compile(r"\s:?([0-5]\d)(?!\d|\s?h|\s?:)")


def marks(text: str) -> list[Mark]:
    """Return the marks of `text` in order; what is not understood is a WORD or vanishes."""
    plain = plain_text(text)
    found = []
    at = 0
    while match := _MARKS.search(plain, at):
        at = match.end()
        if match["clock"]:
            minute, at = _minutes(plain, at)
            found.append(_time(int(re.sub(r"\D", "", match["clock"])), minute))
        else:
            found.append(_mark(match))
    return [mark for mark in found if mark is not None]


def _minutes(plain: str, at: int) -> tuple[int, int]:
    """Return the minutes written after an hour's sign at `at`, and where they end."""
    if match := _CLOSE_MINUTES.match(plain, at):
        return int(match[1] or int(match[2]) * 10), match.end()
    if match := _FAR_MINUTES.match(plain, at):
        return int(match[1]), match.end()
    return 0, at


def _time(hour: int, minute: int) -> Mark | None:
    if hour > _LAST_HOUR or minute > _LAST_MINUTE or (hour == _LAST_HOUR and minute):
        return None
    return Mark(Kind.TIME, hour * 60 + minute)


_FIXED = {
    "always": Mark(Kind.ALWAYS),
    "everyday": Mark(Kind.DAYS, EVERY_DAY),
    "weekend": Mark(Kind.DAYS, (5, 6)),
    "workdays": Mark(Kind.DAYS, (0, 1, 2, 3, 4)),
    "holiday": Mark(Kind.HOLIDAY),
    "school": Mark(Kind.SCHOOL),
    "term": Mark(Kind.WORD),
    "without": Mark(Kind.WORD),
    "closed": Mark(Kind.CLOSED),
    "except": Mark(Kind.EXCEPT),
    "noon": Mark(Kind.TIME, 12 * 60),
    "midnight": Mark(Kind.TIME, 24 * 60),
    "range": Mark(Kind.RANGE),
    "comma": Mark(Kind.COMMA),
    "stop": Mark(Kind.STOP),
    "word": Mark(Kind.WORD),
}


def _mark(match: re.Match[str]) -> Mark:
    """Return the mark of a match that is not a clock time."""
    name, text = str(match.lastgroup), match[0]
    return _FIXED.get(name) or _READERS[name](text)


def _four(text: str) -> Mark:
    """Return "1730" as a possible time; a year is a word."""
    hour, minute = int(text[:2]), int(text[2:])
    if hour > _LAST_HOUR or minute > _LAST_MINUTE or text.startswith("20"):
        return Mark(Kind.WORD)
    return Mark(Kind.NUMBER, None, text)


def _ordinal(text: str) -> int:
    if text[0].isdigit():
        return int(text[0])
    return _ORDINALS[text.removesuffix("s")]


def _note(text: str) -> str:
    """Return the French comment that stands for a condition hours cannot hold."""
    if "rdv" in text or "rendez" in text:
        return "sur rendez-vous"
    if "par mois" in text:
        return "une fois par mois"
    return "certaines semaines"


def _half(text: str) -> Mark:
    return Mark(Kind.HALF, "morning" if text.startswith("matin") else "afternoon")


def _nth_day(text: str) -> Mark:
    """Return the mark of "sa[1][-1]"."""
    return Mark(Kind.NTH, tuple(int(n) for n in re.findall(r"-?\d", text)), text[:2].capitalize())


def _day(text: str) -> Mark:
    word = text.strip(". ")
    return Mark(Kind.DAY, _LONG.get(word, _LONG.get(word.removesuffix("s"), _SHORT.get(word))))


def _month(text: str) -> Mark:
    return Mark(Kind.MONTH, next(_MONTHS[start] for start in _MONTHS if text.startswith(start)))


def _number(text: str) -> Mark:
    return Mark(Kind.NUMBER, int(text)) if int(text) <= _LAST_HOUR else Mark(Kind.WORD)


_READERS: dict[str, Callable[[str], Mark]] = {
    "note": lambda text: Mark(Kind.NOTE, _note(text)),
    "half": _half,
    "nthday": _nth_day,
    "nth": lambda text: Mark(Kind.NTH, (_ordinal(text),)),
    "day": _day,
    "short": _day,
    "month": _month,
    "four": _four,
    "number": _number,
}
