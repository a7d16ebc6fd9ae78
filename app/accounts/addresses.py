"""Addresses made from the one asked for."""

from urllib.parse import urlencode

from flask import request


def export_address() -> str:
    """Return this list's address, its filters kept, as a CSV file of every page.

    Not by url_for: a forged `_external` or `_scheme` in the query would become its argument.
    """
    kept = [(k, v) for k, v in request.args.items(multi=True) if k not in {"page", "format"}]
    return f"{request.path}?{urlencode([*kept, ('format', 'csv')])}"
