"""Dates, lengths and quantities as an agreement's text says them: in French, the language signed."""

from datetime import date
from typing import Final

from app.agreements.models import Counted, NoticeUnit, Rhythm, Side
from app.agreements.rules.sheets import CommitmentFacts
from app.agreements.rules.terms import Terms

SPACE: Final = "\N{NO-BREAK SPACE}"
_MONTHS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_UNITS: Final = {
    Counted.DEVICES: ("appareil", "appareils"),
    Counted.PICKUPS: ("enlèvement", "enlèvements"),
    Counted.PEOPLE: ("personne accueillie", "personnes accueillies"),
}
_RHYTHMS: Final = {
    Rhythm.ONCE: "en tout",
    Rhythm.MONTH: "par mois",
    Rhythm.QUARTER: "par trimestre",
    Rhythm.YEAR: "par an",
}
SCALES: Final = {Counted.MASS: 1000, Counted.HOURS: 60, Counted.EUROS: 100}
"""Stored units in one of those that people write: grams, minutes, cents."""
NONE_PROMISED: Final = "pas d’engagement chiffré à ce jour"


def said_day(day: date) -> str:
    """Return "1er janvier 2027"."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{SPACE}{_MONTHS[day.month - 1]}{SPACE}{day.year}"


def said_amount(kind: Counted, amount: int) -> str:
    """Return a stored quantity with its unit: "1 500 kg", "40 appareils", "12 h 30", "1 200 €"."""
    if kind is Counted.HOURS:
        hours, minutes = divmod(amount, 60)
        rest = f"{SPACE}{minutes:02d}" if minutes else ""
        return f"{_grouped(hours)}{SPACE}h{rest}"
    numbers = {
        Counted.MASS: lambda: _decimal(amount, 1000),
        Counted.EUROS: lambda: _decimal(amount, 100, digits=2),
    }
    number = numbers.get(kind, lambda: _grouped(amount))()
    return f"{number}{SPACE}{_unit(kind, amount)}"


def said_part(kind: Counted, part: int, whole: int) -> str:
    """Return "12 sur 40 appareils", "5 h 30 sur 12 h", "163 sur 1 500 kg"."""
    if kind is Counted.HOURS:
        return f"{said_amount(kind, part)} sur {said_amount(kind, whole)}"
    number = said_amount(kind, part).partition(SPACE + _unit(kind, part))[0]
    return f"{number} sur {said_amount(kind, whole)}"


def said_notice(terms: Terms) -> str:
    """Return the sentence of the notice."""
    if not terms.notice:
        return "Chaque partie peut y mettre fin en l’écrivant à l’autre."
    unit = "mois" if terms.notice_unit is NoticeUnit.MONTHS else "jours"
    if terms.notice == 1 and unit == "jours":
        unit = "jour"
    return (
        f"Chaque partie peut la dénoncer en l’écrivant à l’autre, {terms.notice}{SPACE}{unit}"
        " au moins avant."
    )


def said_renewal(terms: Terms) -> str:
    """Return the sentence of the tacit renewal."""
    months = terms.renewal_months
    if months is None:
        return "Elle n’est pas reconduite tacitement."
    length = said_months(months)
    if terms.renewals_most is None:
        return f"Elle est reconduite tacitement par périodes de {length}."
    times = "une fois" if terms.renewals_most == 1 else f"{terms.renewals_most}{SPACE}fois au plus"
    return f"Elle est reconduite tacitement, {times}, pour {length}."


def said_months(months: int) -> str:
    """Return "un an", "3 ans" or "18 mois"."""
    years, rest = divmod(months, 12)
    if rest or not years:
        return f"{months}{SPACE}mois"
    return "un an" if years == 1 else f"{years}{SPACE}ans"


def said_promise(facts: CommitmentFacts) -> str:
    """Return one line of a text's list of commitments."""
    title = facts.title.strip().rstrip(".")
    said = f"{title}{SPACE}: {said_amount(facts.kind, facts.quantity)} {_RHYTHMS[facts.rhythm]}"
    if facts.words:
        said += f" ({facts.words})"
    if facts.starts_on:
        said += f", à partir du {said_day(facts.starts_on)}"
    if facts.ends_on:
        said += f", jusqu’au {said_day(facts.ends_on)}"
    return said


def promises(facts: list[CommitmentFacts], side: Side) -> list[str]:
    """Return the lines of one side's commitments; a sentence when there is none."""
    lines = [said_promise(each) for each in facts if each.side is side]
    return lines or [NONE_PROMISED]


def _unit(kind: Counted, amount: int) -> str:
    if kind in _UNITS:
        one, many = _UNITS[kind]
        return one if amount < 2 else many  # noqa: PLR2004 - plural
    return "kg" if kind is Counted.MASS else "€"


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", SPACE)


def _decimal(amount: int, scale: int, *, digits: int = 3) -> str:
    whole, rest = divmod(amount, scale)
    if not rest:
        return _grouped(whole)
    cents = f"{rest:0{digits}d}"
    return f"{_grouped(whole)},{cents if digits == 2 else cents.rstrip('0')}"  # noqa: PLR2004 - cents
