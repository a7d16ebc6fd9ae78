"""Mounts the accounts on the application: Flask-Security without its own pages."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register sign-in, the second factor and the account pages on `app`."""
