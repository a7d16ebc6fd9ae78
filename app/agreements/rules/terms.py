"""How long an agreement lasts: its terms, its notice, what tacit renewal does, when to be told."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from app.agreements.models import AgreementStatus as S
from app.agreements.models import NoticeUnit

BEFORE_NOTICE: Final = timedelta(days=30)
"""How long before its last day to denounce a renewal is announced: time to decide."""
TOLD_FOR: Final = timedelta(days=14)
"""How long a renewal that comes by itself stays on the list: it asks nothing of anybody."""
SOON_DAYS: Final = 90
VERY_SOON_DAYS: Final = 30
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Terms:
    """The dates of an agreement as they were signed, amendments in force taken in.

    First and last day of the first term, notice, tacit renewal: `renewal_months` none when there
    is none, `renewals_most` none when nothing bounds it. `stopped_on` is the last day of one that
    was denounced, terminated or replaced.
    """

    starts_on: date
    ends_on: date
    notice: int = 0
    notice_unit: NoticeUnit = NoticeUnit.MONTHS
    renewal_months: int | None = None
    renewals_most: int | None = None
    stopped_on: date | None = None


class Stage(StrEnum):
    """Why somebody has to be told of an end."""

    DECIDE = "preavis"
    """Soon the last day to prevent the tacit renewal."""
    RENEW = "dans-le-preavis"
    """Within the notice, and nothing prolongs it."""
    SOON = "90-jours"
    VERY_SOON = "30-jours"
    RENEWS_SOON = "reconduction-90-jours"
    """Its term comes, and tacit renewal prolongs it: news, nothing to do."""
    RENEWS_VERY_SOON = "reconduction-30-jours"
    OVER = "terminee"


@dataclass(frozen=True)
class Alert:
    """What to tell: the stage, the day from which it is told, the end that it is about."""

    stage: Stage
    day: date
    end: date


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    most = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, most))


def end_after(end: date, months: int) -> date:
    """Return the last day of what goes on `months` after `end`: 28 February gives 29 in a leap year."""
    return add_months(end + DAY, months) - DAY


def ends(terms: Terms) -> Iterator[date]:
    """Yield the last day of each term, the first one first; without a bound it goes on until 2099."""
    yield terms.ends_on
    if terms.renewal_months is None:
        return
    count = 0
    while terms.renewals_most is None or count < terms.renewals_most:
        count += 1
        end = end_after(terms.ends_on, terms.renewal_months * count)
        if end.year > 2098:  # noqa: PLR2004 - nobody plans beyond, and dates end somewhere
            return
        yield end


def last_day(terms: Terms) -> date | None:
    """Return the day after which nothing prolongs it; none while tacit renewal has no bound."""
    if terms.stopped_on is not None:
        return terms.stopped_on
    if terms.renewal_months is None:
        return terms.ends_on
    if terms.renewals_most is None:
        return None
    return end_after(terms.ends_on, terms.renewal_months * terms.renewals_most)


def term_end(terms: Terms, today: date) -> date:
    """Return the last day of the term that runs on `today`, or of the last one that ran."""
    if terms.stopped_on is not None:
        return terms.stopped_on
    found = terms.ends_on
    for found in ends(terms):
        if found >= today:
            return found
    return found


def renewed(terms: Terms, today: date) -> int:
    """Return how many times it was renewed tacitly until `today`."""
    return sum(1 for end in ends(terms) if end < min(today, term_end(terms, today)))


def renews(terms: Terms, today: date) -> date | None:
    """Return the last day of the next term, if the one that runs will be renewed by itself."""
    if terms.stopped_on is not None:
        return None
    current = term_end(terms, today)
    return next((end for end in ends(terms) if end > current), None)


def decide_by(terms: Terms, end: date) -> date:
    """Return the last day on which one side can tell the other that it stops at `end`."""
    if terms.notice_unit is NoticeUnit.DAYS:
        return end - timedelta(days=terms.notice)
    return end_after(end, -terms.notice)


def notice_fits(terms: Terms) -> bool:
    """Tell whether the notice fits into each term."""
    if decide_by(terms, terms.ends_on) < terms.starts_on:
        return False
    if terms.renewal_months is None:
        return True
    first = terms.ends_on + DAY
    return decide_by(terms, end_after(terms.ends_on, terms.renewal_months)) >= first


def status_on(status: S, terms: Terms, today: date) -> S:
    """Return where a kept status stands on `today`: the calendar moves it, not a worker."""
    if status not in {S.SIGNED, S.ACTIVE}:
        return status
    last = last_day(terms)
    if last is not None and last < today:
        return S.EXPIRED
    return S.ACTIVE if terms.starts_on <= today else S.SIGNED


def earliest_stop(terms: Terms, today: date) -> date:
    """Return the first day on which a notice given today can take effect."""
    if terms.notice_unit is NoticeUnit.DAYS:
        return today + timedelta(days=terms.notice)
    return add_months(today, terms.notice)


def alert(terms: Terms, today: date) -> Alert | None:
    """Return what has to be told today of the end that comes, the most pressing; none otherwise."""
    end = term_end(terms, today)
    if end < today:
        return Alert(Stage.OVER, end + DAY, end)
    limit = decide_by(terms, end)
    if renews(terms, today) is not None:
        if limit - BEFORE_NOTICE <= today <= limit:
            return Alert(Stage.DECIDE, limit, end)
        return _renewal(end, today)
    stages = [
        Alert(Stage.SOON, end - timedelta(days=SOON_DAYS), end),
        Alert(Stage.VERY_SOON, end - timedelta(days=VERY_SOON_DAYS), end),
    ]
    if terms.notice:
        stages.append(Alert(Stage.RENEW, limit, end))
    told = [each for each in stages if each.day <= today]
    return max(told, key=lambda each: each.day) if told else None


def _renewal(end: date, today: date) -> Alert | None:
    """Return the news of a renewal that comes by itself, for some days each time.

    Its day is the term: it is never late.
    """
    for stage, days in (
        (Stage.RENEWS_VERY_SOON, VERY_SOON_DAYS),
        (Stage.RENEWS_SOON, SOON_DAYS),
    ):
        day = end - timedelta(days=days)
        if day <= today < day + TOLD_FOR:
            return Alert(stage, end, end)
    return None


def amended(terms: Terms, new_end: date | None) -> Terms:
    """Return the terms once an amendment moved their end."""
    return terms if new_end is None else replace(terms, ends_on=new_end)


def overlap(
    starts_on: date, ends: date | None, other_starts_on: date, other_ends: date | None
) -> bool:
    """Tell whether two spans share a day; an end that is none never comes."""
    return starts_on <= (other_ends or date.max) and other_starts_on <= (ends or date.max)
