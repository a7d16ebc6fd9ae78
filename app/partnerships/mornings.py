"""Whose a due thing is, and the letter of the morning."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base.web import french
from app.partners.registry import Due

MOST_LINES = 40


def mine(found: Iterable[Due], account_id: UUID, keepers: Collection[UUID]) -> list[Due]:
    """Return what an account has to do: its own, and what nobody owns when it keeps them all."""
    keeps = account_id in keepers
    return [due for due in found if due.owner_id == account_id or (due.owner_id is None and keeps)]


def said(due: Due) -> str:
    """Return a due thing as somebody reads it."""
    sentence = _(due.sentence)
    return sentence % due.values if due.values else sentence


def letter(found: list[Due], *, today: date, base_url: str, page: str) -> tuple[str, str]:
    """Return (subject, text) of the morning letter of one person."""
    count = len(found)
    subject = ngettext(
        "Partenariats : %(num)d chose à faire", "Partenariats : %(num)d choses à faire", count
    )
    parts = [_("Bonjour,"), ""]
    for title, named in (
        (_("En retard :"), [due for due in found if due.day < today]),
        (_("Aujourd’hui :"), [due for due in found if due.day == today]),
        (_("À prévoir :"), [due for due in found if due.day > today]),
    ):
        if named:
            parts += [title, *_lines(named, base_url, today), ""]
    parts += [_("Toute la liste :"), f"{base_url}{page}"]
    return subject, "\n".join(parts)


def _lines(found: list[Due], base_url: str, today: date) -> list[str]:
    """Return the first lines of a part, and how many are left out."""
    lines: list[str] = []
    for due in found[:MOST_LINES]:
        when = f" ({french.short_day(due.day)})" if due.day != today else ""
        lines += [f"- {said(due)}{when}", f"  {base_url}{due.href}"]
    left = len(found) - MOST_LINES
    if left > 0:
        lines.append(ngettext("Et %(num)d autre.", "Et %(num)d autres.", left))
    return lines
