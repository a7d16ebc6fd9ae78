"""What the catalogue decides without a database: reading words, finding objects."""

from app.catalog.rules.entries import Context, Entry, Hit, Outside
from app.catalog.rules.index import Index
from app.catalog.rules.split import split

__all__ = ["Context", "Entry", "Hit", "Index", "Outside", "split"]
