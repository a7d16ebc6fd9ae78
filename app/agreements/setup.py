"""Mounts the room on the application."""

from flask import Flask

from app.agreements import models  # noqa: F401


def init_app(app: Flask) -> None:
    """Nothing yet."""
