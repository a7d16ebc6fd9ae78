"""What is handed out of a review: its PDF and its records, its poster and its flyer."""

from typing import Final

from flask import Response
from flask_babel import gettext as _

from app.base.core.errors import NotFound
from app.base.web.listing import csv_answer
from app.reviews import links, papers, shown
from app.reviews.models import Edition, Review
from app.reviews.rules import frozen
from app.reviews.rules.frozen import Sheet

PAPERS: Final = ("bilan", "affiche", "prospectus")
_HEAD: Final = ("mois", "quoi", "famille", "pièces", "kg", "estimé", "passage")


def paper(name: str, review: Review, edition: Edition) -> Response:
    """Answer with a paper of an edition. Raises NotFound for one that there is not."""
    if name not in PAPERS:
        raise NotFound
    sheet = frozen.read(edition.content)
    if name == "bilan":
        return _pdf(papers.review(sheet, edition), name, sheet)
    return _pdf(papers.poster(sheet, links.poster_address(review), name), name, sheet)


def draft(sheet: Sheet) -> Response:
    """Answer with the PDF of a review that nobody published; each page says so."""
    return _pdf(papers.review(sheet, None), "bilan-projet", sheet)


def records(edition: Edition) -> Response:
    """Answer with what the figures of an edition count, line by line, as they were frozen."""
    sheet = frozen.read(edition.content)
    rows = (
        (
            shown.month(each.month),
            each.thing,
            shown.name_of("famille", each.family),
            each.units,
            f"{each.mass_g / 1000:g}".replace(".", ","),
            _("oui") if each.estimated else _("non"),
            each.visit,
        )
        for each in sheet.figures.records
    )
    return csv_answer(f"releve-{sheet.figures.year}", _HEAD, rows)


def same(edition: Edition | None, sheet: Sheet) -> bool:
    """Tell whether an edition says what the review would say now."""
    return edition is not None and edition.sha256 == frozen.fingerprint(frozen.written(sheet))


def _pdf(content: bytes, name: str, sheet: Sheet) -> Response:
    answer = Response(content, mimetype="application/pdf")
    filename = f"{name}-{sheet.figures.year}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
