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
    late = [due for due in found if due.day < today]
    others = [due for due in found if due.day >= today]
    count = len(found)
    subject = ngettext(
        "Partenariats : %(num)d chose à faire", "Partenariats : %(num)d choses à faire", count
    )
    parts = [_("Bonjour,"), ""]
    if late:
        parts += [_("En retard :"), *_lines(late, base_url, dated=True), ""]
    if others:
        parts += [_("Aujourd’hui :"), *_lines(others, base_url, dated=False), ""]
    hidden = max(len(late) - MOST_LINES, 0) + max(len(others) - MOST_LINES, 0)
    if hidden:
        parts += [ngettext("Et %(num)d autre.", "Et %(num)d autres.", hidden), ""]
    parts += [_("Toute la liste :"), f"{base_url}{page}"]
    return subject, "\n".join(parts)


def _lines(found: list[Due], base_url: str, *, dated: bool) -> list[str]:
    lines: list[str] = []
    for due in found[:MOST_LINES]:
        when = f" ({french.short_day(due.day)})" if dated else ""
        lines += [f"- {said(due)}{when}", f"  {base_url}{due.href}"]
    return lines
