"""Every question about places: which are near, what a list shows, what staff look through."""

from app.points.queries.cards import card_of, cards, cards_by_post
from app.points.queries.layers import Layer, corrections_of, layers, source, sources_of
from app.points.queries.lists import (
    by_slug,
    duplicates,
    listed,
    of_id,
    report,
    reports,
    state_words,
)
from app.points.queries.nearest import Found, Keep, nearest

__all__ = [
    "Found",
    "Keep",
    "Layer",
    "by_slug",
    "card_of",
    "cards",
    "cards_by_post",
    "corrections_of",
    "duplicates",
    "layers",
    "listed",
    "nearest",
    "of_id",
    "report",
    "reports",
    "source",
    "sources_of",
    "state_words",
]
