"""Back-office pages of the pickups."""

from app.pickups.staff import booking
from app.pickups.staff.booking import counter
from app.pickups.staff.door import bp

__all__ = ["booking", "bp", "counter"]
