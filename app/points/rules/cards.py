"""What is known of a place when it is shown in a list: frozen, without a second look."""

from dataclasses import dataclass
from datetime import date, datetime

from app.base.core import hours
from app.catalog.models import Audience
from app.points.models import Condition, Offer, PointKind, Refusal, StateKind, Wheelchair


@dataclass(frozen=True)
class Admission:
    """Who is let in and with what; None and empty mean no such condition."""

    residents_of: tuple[str, ...] = ()
    card_needed: bool = False
    appointment: bool = False
    one_for_one: bool = False
    max_quantity: int | None = None
    max_volume_l: int | None = None
    max_size_cm: int | None = None
    condition: Condition = Condition.ANY


@dataclass(frozen=True)
class Shown:
    """A temporary state that people see, until it expires."""

    kind: StateKind
    since: datetime
    until: datetime
    by_staff: bool


@dataclass(frozen=True)
class Card:
    """A published place as a list shows it.

    `commune` is the commune's name, empty when unknown; `hours_text` is empty when unknown.
    `exceptions` holds those that have not ended.
    """

    id: int
    slug: str
    name: str
    kind: PointKind
    address: str
    postcode: str
    insee: str | None
    commune: str
    lat: float | None
    lon: float | None
    phone: str
    audience: Audience
    offers: tuple[Offer, ...]
    refusals: tuple[Refusal, ...]
    admission: Admission
    labels: tuple[str, ...]
    surface_m2: int | None
    wheelchair: Wheelchair
    hours_text: str
    first_day: date | None
    last_day: date | None
    checked_on: date | None
    source: str
    active: bool
    exceptions: tuple[hours.Exceptional, ...] = ()
    states: tuple[Shown, ...] = ()

    @property
    def hours(self) -> hours.Hours | None:
        """Return the hours as they are read, or None when nobody knows them."""
        return read_hours(self.hours_text)

    def runs_on(self, day: date) -> bool:
        """Tell whether `day` is one of its days: a temporary collection has a first and a last."""
        began = self.first_day is None or self.first_day <= day
        return began and (self.last_day is None or day <= self.last_day)


def read_hours(text: str) -> hours.Hours | None:
    """Return hours as they are read, or None when nobody knows them or they cannot be read."""
    try:
        return hours.read(text) if text else None
    except hours.HoursError:
        return None
