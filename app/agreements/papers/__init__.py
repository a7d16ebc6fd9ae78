"""The papers of an agreement: the same text as PDF, to sign, and as DOCX, to work on."""

import re
from typing import Any, Final

from flask_babel import gettext as _

from app.agreements.models import Agreement
from app.agreements.papers.docx import docx
from app.agreements.rules import phrases
from app.agreements.rules.sheets import terms_of
from app.agreements.rules.texts import Text
from app.base import documents

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_UNPRINTABLE: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML can hold: a text that came in by another way must not break a paper."""


def pdf_of(agreement: Agreement, text: Text) -> bytes:
    """Return the text of an agreement as PDF; a draft says so on each page."""
    return documents.pdf("app.agreements", "agreement", facts(agreement, text))


def docx_of(agreement: Agreement, text: Text) -> bytes:
    """Return the text of an agreement as DOCX."""
    return docx(facts(agreement, text))


def facts(agreement: Agreement, text: Text) -> dict[str, Any]:
    """Return what both papers say, as plain JSON."""
    draft = not agreement.frozen
    house, partner = text.parties
    dates = _("du %(first)s", first=phrases.said_day(agreement.starts_on))
    if agreement.ends_on:
        end = phrases.said_day(agreement.ends_on)
        dates = _("du %(first)s au %(last)s", first=phrases.said_day(agreement.starts_on), last=end)
    told = [[_("Entre"), house], [_("Et"), partner], [_("Durée"), dates]]
    if agreement.parent_id is None:
        terms = terms_of(agreement)
        told.append([_("Reconduction"), phrases.said_renewal(terms)])
    return _printable(
        {
            "title": text.title,
            "subtitle": text.subtitle,
            "house": house,
            "number": f"{text.reference} · {_('Projet')}" if draft else text.reference,
            "draft": draft,
            "draft_word": _("Projet"),
            "draft_words": _("Projet : ce texte n’engage personne tant qu’il n’est pas signé."),
            "article": _("Article"),
            "facts": told,
            "sections": [
                {
                    "number": section.number,
                    "title": section.title,
                    "blocks": [{"text": b.text, "item": b.item} for b in section.blocks],
                }
                for section in text.sections
            ],
            "made_in": _("Fait en deux exemplaires. Chaque partie date, écrit son nom et signe."),
            "signatures": [
                _("Pour %(name)s", name=house) + _signed(agreement.our_signed_on, draft=draft),
                _("Pour %(name)s", name=partner) + _signed(agreement.their_signed_on, draft=draft),
            ],
            "print": ""
            if draft
            else _(
                "Texte signé, empreinte SHA-256 : %(text)s. Exemplaire signé : %(scan)s.",
                text=agreement.text_sha256,
                scan=agreement.scan_sha256,
            ),
        }
    )


def _signed(day: Any, *, draft: bool) -> str:
    return "" if draft or day is None else "\n" + _("signé le %(day)s", day=phrases.said_day(day))


def _printable(told: Any) -> Any:
    if isinstance(told, str):
        return _UNPRINTABLE.sub("", told)
    if isinstance(told, dict):
        return {name: _printable(value) for name, value in told.items()}
    return [_printable(each) for each in told] if isinstance(told, list) else told
