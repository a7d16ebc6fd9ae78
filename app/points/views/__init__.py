"""Public pages about one place: its sheet, its poster, what people report of it."""

from app.points.views import on_the_spot, papers, place, reporting
from app.points.views.door import bp

__all__ = ["bp", "on_the_spot", "papers", "place", "reporting"]
