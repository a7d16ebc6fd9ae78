"""The application factory: wires the rooms together, nothing else."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import rooms
from app.base import db
from app.base.outbox import worker
from app.base.web import (
    assets,
    drawing,
    errors,
    french,
    hypermedia,
    kept,
    limits,
    security,
    tables,
    tokens,
    uploads,
    wording,
)
from app.config import Settings, load

MAX_UPLOAD = 20 * 1024 * 1024


def create_app(settings: Settings | None = None, **flask_config: object) -> Flask:
    """Build the application from `settings` (default: the environment)."""
    settings = settings or load()
    app = Flask(__name__, static_folder=None, root_path=str(Path(__file__).parent))
    app.config.update(
        REBOND=settings,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        SESSION_COOKIE_NAME="rebond",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        BABEL_DEFAULT_LOCALE="fr",
        BABEL_DEFAULT_TIMEZONE="Europe/Paris",
        WTF_CSRF_TIME_LIMIT=12 * 3600,
    )
    app.config.update(flask_config)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    drawing.init_app(app)
    security.init_app(app, settings.tiles_url)
    db.init_app(app, settings.resolved_database_url())
    wording.init_app(app)
    uploads.init_app(app)
    tokens.Protect(app)
    limits.init_app(app)
    hypermedia.init_app(app)
    kept.init_app(app)
    french.init_app(app)
    tables.init_app(app)
    errors.init_app(app)
    worker.init_app(app)
    assets.init_app(app)
    rooms.init_app(app)
    return app
