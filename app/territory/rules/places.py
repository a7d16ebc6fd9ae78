"""The words of an answer to "Où ?": a place, a choice, and the three answers there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Precision(StrEnum):
    """How close a place is to what the person meant."""

    ADDRESS = "address"
    STREET = "street"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A French message id with the values of its places; translated where it is shown."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the French sentence, its places filled."""
        return self.text % self.values if self.values else self.text


@dataclass(frozen=True, slots=True)
class Town:
    """A commune as the decision needs it; `lat`, `lon` are its centre in degrees."""

    insee: str
    name: str
    key: str
    postcodes: tuple[str, ...]
    department: str
    department_name: str
    population: int
    lat: float
    lon: float
    in_territory: bool

    def label(self, postcode: str | None = None) -> str:
        """Return `Montargis (45200)`: what is shown, and what "Où ?" reads back."""
        shown = postcode if postcode in self.postcodes else next(iter(self.postcodes), "")
        return f"{self.name} ({shown})" if shown else self.name


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of a geocoder; `score` runs from 0 to 1."""

    label: str
    lat: float
    lon: float
    score: float
    precision: Precision
    insee: str
    city: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is; `approximate` when only the commune's centre is known."""

    label: str
    lat: float
    lon: float
    insee: str
    commune: str
    precision: Precision
    approximate: bool
    in_territory: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing the person may have meant; `value` typed in "Où ?" means it and nothing else."""

    label: str
    department: str
    """`Loiret (45)`; empty when unknown."""
    postcode: str
    value: str
    in_territory: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The place; `said` tells what was understood when it is not what was typed."""

    place: Place
    said: Sentence | None = None
    others: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Several places fit: the person chooses."""

    question: Sentence
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing fits; `reason` says what to do next."""

    reason: Sentence


Decision = Found | Ask | Unknown


def town_place(town: Town, *, approximate: bool = False, postcode: str | None = None) -> Place:
    """Return the place a commune's name stands for: its centre."""
    return Place(
        label=town.label(postcode),
        lat=town.lat,
        lon=town.lon,
        insee=town.insee,
        commune=town.name,
        precision=Precision.COMMUNE,
        approximate=approximate,
        in_territory=town.in_territory,
    )


def town_choice(town: Town, postcode: str | None = None) -> Choice:
    """Return the choice of a commune, told apart by département and postcode."""
    label = town.label(postcode)
    shown = postcode if postcode in town.postcodes else next(iter(town.postcodes), "")
    return Choice(
        label=town.name,
        department=f"{town.department_name} ({town.department})",
        postcode=shown,
        value=label,
        in_territory=town.in_territory,
    )
