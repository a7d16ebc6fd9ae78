"""The application that a WSGI server serves, ready for its first search."""

from app import create_app
from app.warm import warm

app = create_app()
warm(app)
