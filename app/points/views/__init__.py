"""Public pages about one place: its sheet, its poster, what people report of it."""

from app.points.views import on_the_spot, papers, place, reporting  # noqa: F401 - they mount themselves
from app.points.views.door import bp as bp
