"""The papers of a review: the review itself, its poster and its flyer."""

from datetime import date

from flask_babel import gettext as _

from app.agreements.rules.phrases import said_day
from app.base import documents
from app.base.core import clock
from app.base.web.qr import QrCode, qr
from app.reviews import shown
from app.reviews.models import Edition
from app.reviews.rules.frozen import Sheet
from app.reviews.rules.words import said_mass


def review(sheet: Sheet, edition: Edition | None) -> bytes:
    """Return a review as PDF; without an edition it is a draft, and says so."""
    told = shown.told(sheet)
    number = (
        _("Édition %(n)s, %(day)s", n=edition.number, day=_day(edition)) if edition else _("Projet")
    )
    compared = told["compared"]
    return documents.pdf(
        "app.reviews",
        "review",
        {
            "title": _("Bilan %(year)s de %(name)s", year=told["year"], name=sheet.partner),
            "house": sheet.house,
            "number": number,
            "draft": edition is None,
            "draft_words": _("Projet : rien n’est publié, ces chiffres peuvent encore changer."),
            "period": told["period"],
            "word": sheet.words.word,
            "word_by": sheet.house,
            "big": [[value, label] for value, label, _href in told["big"]],
            "measured": told["measured"],
            "share": told["share"],
            "came_title": _("Ce qui est venu"),
            "families": [
                [e["name"], e["mass"], e["units"], e["percent"]] for e in told["families"]
            ],
            "family_head": [_("Famille"), _("Poids"), _("Objets"), _("Part")],
            "things": [[e["name"], e["units"], e["mass"]] for e in told["things"]],
            "thing_head": [_("Objet"), _("Nombre"), _("Poids")],
            "quality_title": _("Comment cela s’est passé"),
            "quality": [
                *[f"{count} {label}" for label, count, _share in told["told"]],
                *[f"{label} : {count}" for label, count, _href in told["endings"]],
                *([told["left"]] if told["left"] else []),
            ],
            "compared_title": _("Avant et depuis son arrivée"),
            "since": compared["since"],
            "unsaid": compared["unsaid"],
            "bars": [
                [e["label"], e["said"], e["months"], 100 * e["value"] // e["most"]]
                for e in compared["bars"]
            ],
            "whole": compared["whole"],
            "promises_title": _("Ce que nous nous étions promis"),
            "promises": [
                [e["title"], e["who"], e["said"], e["trend"], e["days"], e["percent"]]
                for e in told["promises"]
            ],
            "together_title": _("Ce que nous avons fait ensemble"),
            "together": [f"{label} : {count}" for label, count in told["together"]],
            "texts_title": _("Des mots pour votre communication"),
            "texts": [[label, text] for _name, label, text in told["texts"]],
            "how_title": _("Comment ces chiffres sont faits"),
            "how": told["how"],
        },
    )


def poster(sheet: Sheet, address: str, name: str) -> bytes:
    """Return the A4 poster, or two A5 flyers on a sheet, with the code of the public page."""
    whole = sheet.figures.came.whole
    return documents.pdf(
        "app.reviews",
        "poster",
        {
            "flyer": name == "prospectus",
            "title": _("Partenaire du réemploi %(year)s", year=sheet.figures.year),
            "first": _("Partenaire"),
            "second": _("du réemploi"),
            "year": str(sheet.figures.year),
            "partner": sheet.partner,
            "figure": said_mass(whole) if whole.units else "",
            "figure_said": _("d’équipements donnés pour servir encore"),
            "thanks": _(
                "avec %(house)s, %(territory)s", house=sheet.house, territory=sheet.territory
            ),
            "code": _svg(qr(address)),
            "code_alt": _("Code QR vers %(address)s", address=address),
            "code_said": _("Scannez : ce que nous avons donné, et où donner près de chez vous."),
            "address": address.partition("://")[2],
        },
    )


def _svg(code: QrCode) -> str:
    box = f'viewBox="0 0 {code.side} {code.side}" width="{code.side}" height="{code.side}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><path d="{code.path}"/></svg>'


def _day(edition: Edition) -> str:
    day: date = clock.local(edition.published_at).date()
    return said_day(day)
