"""The twelve months that measured figures cover: the same as the records that they open."""

from datetime import date, timedelta


def year_before(today: date) -> tuple[date, date]:
    """Return the first day of eleven whole months and this one, and the day after `today`."""
    months = today.year * 12 + today.month - 12
    return date(months // 12, months % 12 + 1, 1), today + timedelta(days=1)
