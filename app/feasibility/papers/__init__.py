"""The sheet of a family as PDF, to bring to those who decide: two pages, figures with their kind."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import documents
from app.base.web import french
from app.feasibility import in_words, shown
from app.feasibility.models import FeasibilityDecision, FeasibilityPlayer, FeasibilitySheet, Side
from app.feasibility.picture import Portrait
from app.feasibility.rules.answers import Answer, Unknown
from app.feasibility.rules.periods import year_before

_UNPRINTABLE: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def pdf_of(  # noqa: PLR0913 - all that the sheet tells
    found: Portrait,
    *,
    players: list[FeasibilityPlayer],
    names: Mapping[UUID, str],
    sheet: FeasibilitySheet | None,
    decisions: list[FeasibilityDecision],
    today: date,
) -> bytes:
    """Return the sheet of a family as PDF."""
    answered = found.answer if isinstance(found.answer, Answer) else None
    since, _before = year_before(today)
    facts = {
        "title": _("Faisabilité : %(family)s", family=_(found.family.label)),
        "house": current_app.config["REBOND"].territory_name,
        "number": _("au %(day)s", day=french.short_day(today)),
        "verdict": _(found.verdict.label),
        "reasons_title": _("Pour et contre"),
        "reasons": [shown.said(each) for each in found.reasons],
        "answer_title": _("Ce que donnerait une année (calculé d’après des hypothèses)"),
        "head": [_("Pour un an"), _("Au plus bas"), _("Probable"), _("Au plus haut")],
        "lines": [
            {"cells": [each.name, each.worst, each.base, each.best], "strong": each.strong}
            for each in (shown.lines(answered) if answered else [])
        ],
        "conclusions": shown.conclusions(found) + (shown.swings(answered)[:3] if answered else []),
        "missing_title": _("Il reste à trouver"),
        "missing": [_(kind.label) for kind in found.answer.missing]
        if isinstance(found.answer, Unknown)
        else [],
        "measured_title": _(
            "Mesuré par la maison, du %(since)s au %(until)s",
            since=french.short_day(since),
            until=french.short_day(today),
        ),
        "measured": _measured(found),
        "assumed_title": _("Supposé par l’équipe"),
        "assumed_head": [_("Hypothèse"), _("Probable"), _("De, à"), _("Source")],
        "assumed": [_assumed(each) for each in shown.assumed(found) if each.base],
        "players_title": _("Débouchés, concurrents et marché"),
        "players": _around(players, names, sheet),
        "decisions_title": _("Décisions"),
        "decisions": [_decided(row) for row in decisions[:5]],
        "none": _("Rien n’est noté."),
    }
    return documents.pdf("app.feasibility", "sheet", _printable(facts))


def _measured(found: Portrait) -> list[list[str]]:
    came = found.came
    pieces = ngettext("%(num)d pièce", "%(num)d pièces", came.units)
    could = found.known.could_g
    return [
        [_("Venu"), f"{in_words.tonnes(came.mass_g)}, {pieces}"],
        [
            _("Gisement dit par les structures"),
            in_words.tonnes(could) if found.could else _("aucune estimation"),
        ],
        [_("Enlèvements non pris ou en attente"), str(len(found.refused))],
        [_("Besoins en attente"), str(len(found.waiting))],
    ]


def _assumed(each: shown.AssumedLine) -> list[str]:
    low, high = each.ends
    span = _("de %(low)s à %(high)s", low=low, high=high) if low else "–"
    day = french.short_day(each.as_of) if each.as_of else ""
    return [each.name, f"{each.base} {each.per}", span, f"{each.source} ({day})"]


def _around(
    players: list[FeasibilityPlayer], names: Mapping[UUID, str], sheet: FeasibilitySheet | None
) -> list[list[str]]:
    told = []
    for side in Side:
        for row in players:
            if row.side is side:
                known = names.get(row.organisation_id, "") if row.organisation_id else row.name
                said = f"{known} : {row.words}" if row.words else known
                told.append([_(side.label), said])
    if sheet is not None:
        told += [
            [name, value]
            for name, value in (
                (_("Prix"), sheet.prices),
                (_("Demande"), sheet.demand),
                (_("Surface"), "" if sheet.space_m2 is None else f"{sheet.space_m2} m²"),
                (_("Notes"), sheet.note),
            )
            if value
        ]
    return told


def _decided(row: FeasibilityDecision) -> list[str]:
    return [
        f"{_(row.choice.label)}, {french.short_day(row.decided_on)}",
        f"{row.why} ({row.decided_by}) {shown.recalled(row)}",
    ]


def _printable(told: Any) -> Any:
    if isinstance(told, str):
        return _UNPRINTABLE.sub("", told)
    if isinstance(told, dict):
        return {name: _printable(value) for name, value in told.items()}
    return [_printable(each) for each in told] if isinstance(told, list) else told
