"""The search as its address says it: read, checked, written back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar
from urllib.parse import urlencode

from app.base.core.text import N_, clean
from app.catalog.models import Audience, Gesture
from app.finder.rules import moments
from app.points.models import PointKind
from app.points.rules import things
from app.points.rules.covers import LIMIT

WORDS: Final = 200
"""Signs kept of what is typed in one field."""
RADII_KM: Final = (5, 10, 20, 30)
RADIUS_KM: Final = 30
LAST_PAGE: Final = 5

Word = TypeVar("Word", bound=StrEnum)
Args = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Asked:
    """What somebody asks, as far as it could be read.

    `problems` maps a field to the French sentence (message id, values) shown beside it; the
    other attributes keep what was typed.
    """

    objects: tuple[str, ...] = ()
    thing: str | None = None
    gesture: Gesture | None = None
    audience: Audience = Audience.MENAGE
    where: str = ""
    lat: float | None = None
    lon: float | None = None
    when: str = ""
    at: datetime | None = None
    radius_km: int = RADIUS_KM
    kinds: tuple[PointKind, ...] = ()
    wheelchair: bool = False
    page: int = 1
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was asked yet."""
        return not (self.objects or self.thing or self.where or self.lat is not None)

    @property
    def has_position(self) -> bool:
        """Tell whether the browser said where it is."""
        return self.lat is not None and self.lon is not None

    def address(self, **changes: object) -> str:
        """Return the query string of this search, with `changes` to its attributes."""
        other = replace(self, **changes)  # type: ignore[arg-type]
        pairs: list[tuple[str, object]] = [("objet", each) for each in other.objects]
        pairs += [("famille", other.thing or ""), ("geste", other.gesture or "")]
        pairs += [("pour", "" if other.audience is Audience.MENAGE else other.audience)]
        pairs += [("ou", other.where)]
        if other.has_position:
            pairs += [("lat", other.lat), ("lon", other.lon)]
        pairs += [("quand", other.when)]
        pairs += [("rayon", "" if other.radius_km == RADIUS_KM else other.radius_km)]
        pairs += [("type", kind) for kind in other.kinds]
        pairs += [("pmr", "1" if other.wheelchair else "")]
        pairs += [("page", other.page if other.page > 1 else "")]
        return urlencode([(name, str(value)) for name, value in pairs if value != ""])


def read(args: Args, *, now: datetime) -> Asked:
    """Read a search from its address; what is wrong becomes a problem, never an exception."""
    problems: dict[str, str] = {}
    at, when = _moment(args, now, problems)
    lat, lon = _position(args, problems)
    objects = tuple(typed for typed in _all(args, "objet") if typed)
    if len(objects) > LIMIT:
        problems["objet"] = N_("Cherchez six objets au plus à la fois.")
    for name in ("objet", "ou"):
        if any(len(value) > WORDS for value in args.get(name, ())):
            problems[name] = N_("Ce texte est trop long : deux cents signes suffisent.")
    return Asked(
        objects=objects,
        thing=_thing(args, problems),
        gesture=_one_of(Gesture, args, "geste", problems),
        audience=_one_of(Audience, args, "pour", problems) or Audience.MENAGE,
        where=_first(args, "ou"),
        lat=lat,
        lon=lon,
        when=when,
        at=at,
        radius_km=_radius(args, problems),
        kinds=_kinds(args, problems),
        wheelchair=_first(args, "pmr") in {"1", "oui", "on", "true"},
        page=_page(args, problems),
        problems=problems,
    )


def _all(args: Args, name: str) -> list[str]:
    return [clean(value, limit=WORDS) for value in args.get(name, ())]


def _first(args: Args, name: str) -> str:
    return next(iter(_all(args, name)), "")


def _one_of(words: type[Word], args: Args, name: str, problems: dict[str, str]) -> Word | None:
    typed = _first(args, name)
    if typed in words.__members__.values():
        return words(typed)
    if typed:
        problems[name] = _NO_SUCH_CHOICE
    return None


def _thing(args: Args, problems: dict[str, str]) -> str | None:
    typed = _first(args, "famille")
    thing = things.read(typed) if typed else None
    if typed and thing is None:
        problems["famille"] = _NO_SUCH_CHOICE
    return thing


def _kinds(args: Args, problems: dict[str, str]) -> tuple[PointKind, ...]:
    typed = [value for value in _all(args, "type") if value]
    if any(value not in PointKind.__members__.values() for value in typed):
        problems["type"] = _NO_SUCH_CHOICE
        return ()
    return tuple(dict.fromkeys(PointKind(value) for value in typed))


def _moment(args: Args, now: datetime, problems: dict[str, str]) -> tuple[datetime | None, str]:
    """Return the instant and the text of "Quand ?"; `moment` (a free date) wins over `quand`."""
    typed = _first(args, "moment") or _first(args, "quand")
    if not typed:
        return None, ""
    at = moments.read(typed, now=now)
    if at is None:
        problems["quand"] = N_(
            "Cette date n’existe pas ou ne se lit pas. Écrivez par exemple 28/11/2026 10:00."
        )
    elif not moments.is_near(at, now=now):
        problems["quand"] = N_("Choisissez un moment à venir, dans l’année.")
        at = None
    return at, typed if typed == moments.NOW or at is None else moments.written(at)


def _position(args: Args, problems: dict[str, str]) -> tuple[float | None, float | None]:
    lat, lon = _number(_first(args, "lat"), 90), _number(_first(args, "lon"), 180)
    if (_first(args, "lat") or _first(args, "lon")) and (lat is None or lon is None):
        problems["ou"] = N_("Cette position n’est pas sur la Terre. Indiquez votre commune.")
        return None, None
    return lat, lon


def _number(typed: str, most: int) -> float | None:
    try:
        value = float(typed)
    except ValueError:
        return None
    return value if -most <= value <= most else None


def _radius(args: Args, problems: dict[str, str]) -> int:
    typed = _first(args, "rayon")
    if not typed:
        return RADIUS_KM
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= 100:  # noqa: PLR2004
        return int(typed)
    problems["rayon"] = N_("Le rayon va de 1 à 100 km.")
    return RADIUS_KM


def _page(args: Args, problems: dict[str, str]) -> int:
    typed = _first(args, "page")
    if not typed:
        return 1
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= LAST_PAGE:
        return int(typed[:4])
    problems["page"] = N_("Cette page n’existe pas.")
    return 1


_NO_SUCH_CHOICE = N_("Ce choix n’existe pas. Choisissez dans la liste.")
