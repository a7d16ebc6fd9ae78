"""Which family to open: all seven side by side, and the sheet of one."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address
from app.catalog.models import Family
from app.feasibility import in_words, papers, queries, shown
from app.feasibility.models import Assumption, Choice, Side
from app.feasibility.picture import Portrait, portrait, portraits
from app.feasibility.rules.answers import Answer
from app.feasibility.rules.periods import year_before
from app.feasibility.staff.door import BASE, READERS, address, family_of
from app.partners import queries as partners

TONES: Final = {
    Choice.OPEN: "good",
    Choice.STUDY: "info",
    Choice.WAIT: "warn",
    Choice.DECLINE: "bad",
}
_HEAD: Final = (
    "famille",
    "comptes",
    "solde probable (€)",
    "solde bas (€)",
    "solde haut (€)",
    "heures par an",
    "venu en douze mois (kg, mesuré)",
    "gisement (kg, dit par les structures)",
    "demandes en attente",
    "débouchés",
    "concurrents",
    "décision",
    "décidé le",
    "à revoir le",
    "pourquoi",
)
_SHEET_HEAD: Final = (
    "hypothèse",
    "basse",
    "probable",
    "haute",
    "unité",
    "compté",
    "source",
    "date de la source",
    "écrit par",
)

bp = Blueprint("feasibility", __name__, url_prefix=BASE)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """Show the families in the order in which to look at them, and why."""
    found = portraits(db.session(), clock.today())
    if request.args.get("format") == "csv":
        return csv_answer("faisabilite", _HEAD, map(_cells, found))
    since, _before = year_before(clock.today())
    unknown = sum(not isinstance(each.answer, Answer) for each in found)
    return page(
        "feasibility/staff/index.html",
        families=found,
        said=ngettext("%(num)d famille", "%(num)d familles", len(found)),
        unknown=unknown,
        since=since,
        until=clock.today(),
        export=export_address(),
        address=address,
        words=in_words,
        shown=shown,
        tones=TONES,
        records=_records,
    )


@bp.get("/<product_family>")
@may(*READERS)
def show(product_family: str) -> Response:
    """Show what is recorded and assumed of a family, the answer, and what was decided."""
    family, session = family_of(product_family), db.session()
    found = portrait(session, family, clock.today())
    if request.args.get("format") == "csv":
        return csv_answer(f"faisabilite-{family.value}", _SHEET_HEAD, _rows(found))
    players = queries.players(session, family)
    structures = {each.organisation_id for each in players if each.organisation_id}
    since, _before = year_before(clock.today())
    answered = found.answer if isinstance(found.answer, Answer) else None
    return page(
        "feasibility/staff/show.html",
        portrait=found,
        answer=answered,
        lines=shown.lines(answered) if answered else [],
        conclusions=shown.conclusions(found),
        swings=shown.swings(answered) if answered else [],
        assumed=list(shown.assumed(found)),
        players=[(side, [each for each in players if each.side is side]) for side in Side],
        names=partners.names(session, structures),
        sheet=queries.sheet(session, family),
        decisions=queries.decisions(session, family),
        since=since,
        until=clock.today(),
        here=address(family),
        address=address,
        export=export_address(),
        words=in_words,
        shown=shown,
        tones=TONES,
        records=_records(family),
    )


@bp.get("/<product_family>/document")
@may(*READERS)
def document(product_family: str) -> Response:
    """Hand over the sheet of a family as PDF, to bring to those who decide."""
    family, session = family_of(product_family), db.session()
    found = portrait(session, family, clock.today())
    players = queries.players(session, family)
    structures = {each.organisation_id for each in players if each.organisation_id}
    made = papers.pdf_of(
        found,
        players=players,
        names=partners.names(session, structures),
        sheet=queries.sheet(session, family),
        decisions=queries.decisions(session, family),
        today=clock.today(),
    )
    return Response(
        made,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="faisabilite-{family.value}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )


def _records(family: Family) -> str:
    """Return where what came of a family is listed, visit by visit."""
    return url_for("dependency.records", par="famille", quoi=family.value)


def _cells(each: Portrait) -> tuple[object, ...]:
    found, decided = each.answer, each.decision
    figures: tuple[object, ...] = ("", "", "", "")
    if isinstance(found, Answer):
        cases = (found.base, found.worst, found.best)
        balances = [_euros(year.balance_cents) for year in cases]
        figures = (*balances, (found.base.minutes + 30) // 60)
    return (
        _(each.family.label),
        _(each.verdict.label),
        *figures,
        _kilos(each.came.mass_g),
        _kilos(each.known.could_g),
        each.known.waiting,
        each.known.outlets,
        each.known.competitors,
        _(decided.choice.label) if decided else "",
        decided.decided_on if decided else "",
        decided.review_on if decided else "",
        " ".join(shown.said(reason) for reason in each.reasons),
    )


def _rows(found: Portrait) -> Iterator[tuple[object, ...]]:
    for kind in Assumption:
        row = found.assumptions.get(kind)
        if row is None:
            yield (_(kind.label), "", "", "", in_words.unit(kind), "", "", "", "")
            continue
        amounts = [in_words.number(kind, value) for value in (row.low, row.base, row.high)]
        unit, per = in_words.unit(kind), _(row.per.label)
        yield (_(kind.label), *amounts, unit, per, row.source, row.as_of, row.author)


def _euros(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02d}"


def _kilos(grams: int) -> str:
    return f"{grams // 1000},{grams % 1000:03d}"
