"""A review as pages and papers show it: the same words for staff, partner and printer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.agreements import in_words
from app.agreements.models import Side
from app.agreements.rules.phrases import said_day, said_part
from app.base.core.text import N_
from app.catalog.models import Family
from app.partners.registry import Ending, Told
from app.partnerships.models import ExchangeKind
from app.reviews.rules.comparing import Compared, Mean, Unsaid
from app.reviews.rules.frozen import Sheet
from app.reviews.rules.words import said_grams, said_mass
from app.reviews.rules.yearly import OTHER, Kept, Line, Quality, Yearly, percent

NB: Final = "\N{NO-BREAK SPACE}"
MOST_THINGS: Final = 10
TOLD: Final = {
    Told.WORKS: N_("Objets dits en état de marche"),
    Told.BROKEN: N_("Objets dits en panne"),
    Told.UNKNOWN: N_("Objets dont l’état n’est pas précisé"),
}
ENDINGS: Final = {
    Ending.DONE: N_("Fait, tout est parti"),
    Ending.PARTLY: N_("Fait, une partie laissée sur place"),
    Ending.LEFT: N_("Tout laissé sur place"),
    Ending.ABSENT: N_("Personne sur place"),
    Ending.REFUSED: N_("Refusé"),
    Ending.CANCELLED: N_("Annulé"),
}
UNSAID: Final = {
    Unsaid.NOTHING_SIGNED: N_(
        "Aucune convention signée ni partenariat commencé : il n’y a pas d’avant ni d’après."
    ),
    Unsaid.SHORT_BEFORE: N_(
        "Pas assez pour comparer : il faut trois mois entiers enregistrés avant son arrivée."
    ),
    Unsaid.SHORT_AFTER: N_(
        "Pas assez pour comparer : il faut trois mois entiers après son arrivée."
    ),
}


@dataclass(frozen=True)
class Doors:
    """Where each figure opens its records, for those who may; empty for a partner's eyes."""

    records: Callable[..., str] = field(default=lambda **_facts: "")
    """By `par`, `quoi`, `de`, `quand`."""
    visits: Callable[..., str] = field(default=lambda **_facts: "")
    promises: str = ""
    together: str = ""


CLOSED: Final = Doors()


def told(sheet: Sheet, doors: Doors = CLOSED) -> dict[str, Any]:
    """Return a review in words."""
    figures = sheet.figures
    return {
        "partner": sheet.partner,
        "house": sheet.house,
        "territory": sheet.territory,
        "year": figures.year,
        "title": _("Bilan %(year)s", year=figures.year),
        "period": period(figures),
        "empty": not figures.came.whole.units,
        "big": big(figures, doors),
        "measured": measured(figures.came.whole),
        "families": _lines(figures.came.families, "famille", doors),
        "things": _lines(figures.came.things, "objet", doors)[:MOST_THINGS],
        "other_things": max(0, len(figures.came.things) - MOST_THINGS),
        "told": _told_of(figures.quality),
        "endings": _endings(figures.quality, doors),
        "left": _left(figures.quality),
        "share": share(figures),
        "compared": compared(figures.compared, doors),
        "promises": [promise(each, sheet, doors) for each in figures.promises],
        "together": [
            (_(ExchangeKind(kind).label), count) for kind, count in figures.together.items()
        ],
        "together_href": doors.together,
        "words": sheet.words,
        "texts": [
            (name, _(label), getattr(sheet.words, name))
            for name, label in TEXTS.items()
            if getattr(sheet.words, name)
        ],
        "how": how(sheet),
    }


TEXTS: Final = {
    "sentence": N_("Une phrase"),
    "post": N_("Un message pour vos réseaux"),
    "paragraph": N_("Un paragraphe pour votre rapport annuel"),
}


def period(figures: Yearly) -> str:
    """Return the days that the review counts."""
    return _("du %(first)s au %(last)s", first=said_day(figures.first), last=said_day(figures.last))


def big(figures: Yearly, doors: Doors) -> list[tuple[str, str, str]]:
    """Return the figures one reads first: (value, what it is, where its records are)."""
    whole = figures.came.whole
    href = doors.records()
    found = [
        (said_mass(whole), _("collectés"), href),
        (number(whole.units), ngettext("objet", "objets", whole.units), href),
        (number(whole.visits), ngettext("passage", "passages", whole.visits), doors.visits()),
    ]
    if figures.shared and whole.mass_g:
        part = percent(whole.mass_g, figures.shared.mass_g)
        said = f"{part}{NB}%" if part else f"moins de 1{NB}%"
        found.append((said, _("de tout ce qui a été collecté"), doors.records(de="tous")))
    return found


def share(figures: Yearly) -> str:
    """Return how much of the whole it is, or why that is not told."""
    if not figures.came.whole.mass_g:
        return ""
    if figures.shared is None:
        return _(
            "Sa part de l’ensemble n’est pas dite : avec si peu d’autres sources, elle dirait ce que"
            " l’une d’elles a donné."
        )
    return _(
        "Sa part : son poids comparé à celui de toutes les sources, habitants compris (%(mass)s).",
        mass=said_grams(figures.shared.mass_g),
    )


def measured(line: Line) -> str:
    """Return how the mass is known."""
    if not line.mass_g:
        return ""
    if not line.estimated_g:
        return _("Poids relevé sur la balance de la camionnette.")
    if line.estimated_g == line.mass_g:
        return _("Poids estimé d’après le dictionnaire des objets : rien n’a été pesé.")
    return _(
        "Poids relevé sur la balance de la camionnette, sinon estimé d’après le dictionnaire des"
        " objets : %(n)d%% du total est estimé.",
        n=percent(line.estimated_g, line.mass_g),
    )


def compared(found: Compared, doors: Doors) -> dict[str, Any]:
    """Return before and after, with the length of each bar."""
    since = ""
    if found.joined is not None:
        day = said_day(found.joined.day)
        since = (
            _("Partenaire depuis le %(day)s (%(ref)s).", day=day, ref=found.joined.reference)
            if found.joined.reference
            else _("Partenariat commencé le %(day)s.", day=day)
        )
    if found.before is None or found.after is None:
        why = _(UNSAID[found.unsaid]) if found.unsaid else ""
        return {"since": since, "unsaid": why, "bars": [], "whole": ""}
    most = max(found.before.mass_g, found.after.mass_g, 1)
    bars = [
        {
            "label": label,
            "said": _("%(mass)s par mois", mass=said_grams(mean.mass_g)),
            "months": _months(mean),
            "value": mean.mass_g,
            "most": most,
            "href": doors.records(quand=when),
        }
        for label, mean, when in (
            (_("Avant"), found.before, "avant"),
            (_("Depuis"), found.after, "apres"),
        )
    ]
    return {"since": since, "unsaid": "", "bars": bars, "whole": _whole(found.before, found.after)}


def promise(kept: Kept, sheet: Sheet, doors: Doors) -> dict[str, Any]:
    """Return a promise: who made it, how far it is, over which days."""
    label, colour = in_words.TRENDS[kept.trend]
    times = (
        _("%(kept)s périodes tenues sur %(all)s", kept=kept.kept, all=kept.periods)
        if kept.periods > 1
        else ""
    )
    return {
        "title": kept.title,
        "who": sheet.house if kept.side is Side.OURS else sheet.partner,
        "said": said_part(kept.kind, kept.done, kept.promised),
        "bar": min(kept.done, kept.promised),
        "most": kept.promised,
        "percent": min(100, percent(kept.done, kept.promised)),
        "trend": _(label),
        "colour": colour,
        "times": times,
        "days": _("du %(first)s au %(last)s", first=said_day(kept.first), last=said_day(kept.last)),
        "reference": kept.reference,
        "href": f"{doors.promises}/{kept.id}" if doors.promises else "",
    }


def how(sheet: Sheet) -> list[str]:
    """Return how each figure is made: formula, unit, period, source."""
    days = period(sheet.figures)
    return [
        _(
            "Objets et poids : somme, %(days)s, des objets partis avec la camionnette lors des"
            " enlèvements (demandés moins laissés sur place). Unité : pièce, kilogramme.",
            days=days,
        ),
        _(
            "État des objets : ce que la personne qui les donnait en a dit, avant tout contrôle ;"
            " il ne vaut pas un test."
        ),
        _(
            "Avant et depuis : poids divisé par le nombre de mois entiers, douze au plus de chaque"
            " côté, sans le mois d’arrivée ni ceux d’avant nos premiers enregistrements."
        ),
        _(
            "Engagements : chaque période de convention qui touche l’année, comptée du premier au"
            " dernier jour de la période."
        ),
        _("Échanges : rendez-vous, appels, courriels et visites notés comme faits."),
        _("Source : les enregistrements de %(house)s.", house=sheet.house),
    ]


def number(count: int) -> str:
    """Return "1 250", on one line."""
    return f"{count:,}".replace(",", NB)


def name_of(par: str, key: str) -> str:
    """Return the word under which things are counted, in words."""
    if par == "objet":
        return _(OTHER) if key == OTHER else key
    try:
        return _(Family(key).label)
    except ValueError:
        return _("Sans famille connue")


def month(day: date) -> str:
    """Return "mars 2026"."""
    return str(format_date(day, "MMMM y"))


def _lines(lines: tuple[Line, ...], par: str, doors: Doors) -> list[dict[str, Any]]:
    most = max((line.mass_g for line in lines), default=0) or 1
    whole = sum(line.mass_g for line in lines)
    return [
        {
            "name": name_of(par, line.key),
            "units": number(line.units),
            "mass": said_mass(line),
            "value": line.mass_g,
            "most": most,
            "percent": percent(line.mass_g, whole),
            "visits": line.visits,
            "href": doors.records(par=par, quoi=line.key),
        }
        for line in lines
    ]


def _told_of(quality: Quality) -> list[tuple[str, str, int]]:
    whole = sum(quality.told.values())
    return [
        (_(TOLD[each]), number(count), percent(count, whole))
        for each, count in quality.told.items()
        if count
    ]


def _endings(quality: Quality, doors: Doors) -> list[tuple[str, int, str]]:
    return [
        (_(ENDINGS[each]), count, doors.visits(fin=each.value))
        for each, count in quality.endings.items()
        if count
    ]


def _left(quality: Quality) -> str:
    if not quality.left:
        return ""
    return ngettext(
        "%(num)d objet est resté sur place.", "%(num)d objets sont restés sur place.", quality.left
    )


def _months(mean: Mean) -> str:
    return _("%(n)d mois depuis %(month)s", n=mean.months, month=month(mean.first))


def _whole(before: Mean, after: Mean) -> str:
    """Return what came from everybody in the same months, when that can be told."""
    if before.whole_g is None or after.whole_g is None:
        return ""
    return _(
        "Aux mêmes mois, toutes sources réunies : %(before)s par mois avant, %(after)s depuis.",
        before=said_grams(before.whole_g),
        after=said_grams(after.whole_g),
    )
