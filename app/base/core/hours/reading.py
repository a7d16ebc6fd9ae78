"""Opening hours in OpenStreetMap's syntax: read once, refused in plain French.

The library reads and evaluates; what it reads wrongly is put right or refused here:
an empty text (it says "always open"), a bare comment (open instead of unknown),
`Tu, Th 14:00-17:00` (Tuesday open all day), a night before another rule, a final `;`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from opening_hours import OpeningHours

from app.base.core.clock import LOCAL
from app.base.core.errors import RuleBroken
from app.base.core.hours.french import propose
from app.base.core.text import N_

T = TypeVar("T")

LIMIT = 500
"""Longest text read, in characters; the longest real one among 600 has under 260."""

_FRANCE = (46.6, 2.5)
"""Latitude and longitude of the middle of the country, for sunrise and sunset."""

_DAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)(?:\[[-\d, ]{1,20}\])?"
_DAYS_APART = re.compile(rf"\b({_DAY})\s?,\s+(?={_DAY}(?![a-z]))")
_STATED = re.compile(r"\b(?:open|closed|off|unknown)\s*$")
_WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_STRETCH = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_SIMPLE = re.compile(r"((?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su)){0,6}) ([-\d:,]+)")
_OPEN_END = re.compile(r"\d\d:\d\d\+")
_SUN = re.compile(r"\b(?:sunrise|sunset|dawn|dusk)\b")
_QUOTED = re.compile(r'("[^"]*")')
_FRENCH = re.compile(r"\d\s*h|[àâçéèêëîïôùûœ]|\b(?:lu|ma|me|je|ve|di|lun|mar|mer|jeu|ven|sam|dim)")


class HoursError(RuleBroken):
    """Opening hours that cannot be read.

    `proposal` holds what the text seems to say, in the syntax that is read, or None.
    """

    def __init__(self, sentence: str, *, proposal: str | None = None, **values: object) -> None:
        super().__init__(sentence, field="hours", proposal=proposal, **values)
        self.proposal = proposal


@dataclass(frozen=True)
class Hours:
    """Opening hours that were read; two are equal when their texts are.

    `text` is the tidied expression. `rules` knows the public holidays, `plain` ignores them:
    the difference is what a holiday changes. Naive datetimes go in and out of both: the
    clock on the wall, so that 9:00 stays 9:00 on the nights when the clock changes.
    """

    text: str
    rules: OpeningHours = field(compare=False, repr=False)
    plain: OpeningHours = field(compare=False, repr=False)

    @property
    def names_holidays(self) -> bool:
        """Tell whether the text itself says what happens on public holidays."""
        return bool(re.search(r"\bPH\b", _outside_quotes(self.text)))

    @property
    def cautions(self) -> tuple[str, ...]:
        """Return what the person who enters these hours must know, as French sentences."""
        bare = _outside_quotes(self.text)
        found = []
        if re.search(r"\bSH\b", bare):
            found.append(N_("Les vacances scolaires ne sont pas prises en compte."))
        if _SUN.search(bare):
            found.append(N_("Le lever et le coucher du soleil sont calculés à 30 minutes près."))
        if _OPEN_END.search(bare):
            found.append(N_("Une heure de fermeture manque (« + ») : minuit est supposé."))
        return tuple(found)


@lru_cache(maxsize=4096)
def read(text: str) -> Hours:
    """Read an opening_hours value of at most 500 characters; raise HoursError.

    Equal texts give one object, so that lists of places cost one reading per text.
    """
    if len(text) > LIMIT:
        raise HoursError(N_("Ces horaires dépassent %(limit)d caractères."), limit=LIMIT)
    tidy = _tidied(text)
    if not tidy:
        raise HoursError(N_("Indiquez des horaires, par exemple « Mo-Fr 09:00-17:00 »."))
    if "||" in _outside_quotes(tidy):
        raise _no_fallback(tidy)
    rules = _parsed(tidy, country="FR")
    plain = _parsed(tidy, country=None)
    if rules is None or plain is None:
        raise _refusal(text)
    return Hours(tidy, rules, plain)


def guarded(call: Callable[[], T], otherwise: T) -> T:
    """Return what `call` returns, or `otherwise` when the library refuses or panics.

    A panic of the compiled library is a BaseException of its own, outside Exception.
    """
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - the panic's class cannot be imported
        return otherwise


def _tidied(text: str) -> str:
    """Return `text` as its author meant it, where the library reads another thing."""
    parts = _QUOTED.split(" ".join(text.split()).rstrip("; "))
    for n in range(0, len(parts), 2):
        parts[n] = _DAYS_APART.sub(r"\1,", parts[n])
    for n in range(1, len(parts), 2):
        is_label = parts[n + 1].lstrip().startswith(":")
        if not is_label and not _STATED.search(parts[n - 1]):
            parts[n] = f" unknown {parts[n]}"
    return _joined_nights(" ".join("".join(parts).split()))


def _joined_nights(text: str) -> str:
    """Return `text` with its rules added up when they name different days and pass midnight.

    After a `;` the library forgets the night of the day before: `Fr 20:00-02:00; Sa 10:00-12:00`
    would close at midnight. Only where every rule is days and times and no day comes twice.
    """
    rules = text.split(";")
    simple = [_SIMPLE.fullmatch(rule.strip()) for rule in rules]
    if len(rules) == 1 or not all(simple) or not _passes_midnight(text):
        return text
    days = [day for match in simple if match for day in _days_named(match[1])]
    return text if len(days) != len(set(days)) else ",".join(rules)


def _days_named(selector: str) -> list[int]:
    """Return the weekdays of "Mo-We,Sa"."""
    found: list[int] = []
    for part in selector.split(","):
        first, last = (_WEEK.index(name) for name in (part[:2], part[-2:]))
        found.extend((first + n) % 7 for n in range((last - first) % 7 + 1))
    return found


def _passes_midnight(text: str) -> bool:
    return any(end < start or end > "24:00" for start, end in _STRETCH.findall(text))


def _parsed(text: str, country: str | None) -> OpeningHours | None:
    """Return the library's reading, or None when it cannot read."""
    has_sun = _SUN.search(_outside_quotes(text)) is not None
    return guarded(
        lambda: OpeningHours(
            text,
            timezone=LOCAL if has_sun else None,
            country=country,
            coords=_FRANCE if has_sun else None,
            auto_country=False,
            auto_timezone=False,
        ),
        None,
    )


def _refusal(text: str) -> HoursError:
    """Return the error that explains, with a proposal when the text reads as French."""
    proposal = propose(text)
    if proposal is not None and _readable(proposal):
        return HoursError(
            N_(
                "Ces horaires ne sont pas dans le format attendu. Voulez-vous dire « %(proposal)s » ?"
            ),
            proposal=proposal,
        )
    if _FRENCH.search(text.lower()):
        return HoursError(
            N_("Nous n'avons pas compris ces horaires. Exemple : « lundi au vendredi 9h à 12h ».")
        )
    return HoursError(N_("Ces horaires sont illisibles. Exemple : « Mo-Fr 09:00-12:00; PH off »."))


def _no_fallback(tidy: str) -> HoursError:
    """Return the refusal of "||": the library lets what follows cover the hours before it."""
    before = tidy[: _outside_quotes(tidy).index("||")].strip()
    proposal = before if before and _readable(before) else None
    return HoursError(
        N_("Le signe « || » n'est pas accepté : gardez les horaires sûrs, sans ce qui suit."),
        proposal=proposal,
    )


def _readable(text: str) -> bool:
    return len(text) <= LIMIT and _parsed(text, country="FR") is not None


def _outside_quotes(text: str) -> str:
    """Return `text` with each comment blanked, so that places in it stay the same."""
    return _QUOTED.sub(lambda comment: " " * len(comment[0]), text)
