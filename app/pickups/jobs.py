"""What the worker does for the pickups."""

from app.base.outbox.worker import Periodic

PERIODIC: tuple[Periodic, ...] = ()
