"""The facts about a place, the same in each layer: imported, corrected, published."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, Self

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.base.db import enum
from app.catalog.models import Audience, Gesture
from app.points.models.words import Condition, PointKind, Wheelchair


class Offer(NamedTuple):
    """What a place does with a family (`eee`) or a subfamily (`eee/ecrans`): see `things`."""

    gesture: Gesture
    thing: str


class Refusal(NamedTuple):
    """What a place refuses: a thing as in `Offer`, or one object (`objet:<slug>`), and why."""

    thing: str
    why: str


class Facts(SQLModel):
    """Every fact a layer may hold; one column of the published point each.

    Empty text and None mean unknown. Coordinates are WGS 84 degrees; a place reached by post
    has none. `residents_of` holds INSEE codes of communes and SIREN codes of EPCI, none means
    open to all. `hours` is OpenStreetMap syntax. Days bound a temporary collection.
    """

    name: str = Field(max_length=160)
    kind: PointKind = Field(sa_column=sa.Column(enum(PointKind), nullable=False))
    address: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=5)
    insee: str | None = Field(default=None, max_length=5, foreign_key="commune.insee", index=True)
    lat: float | None = None
    lon: float | None = None
    siret: str = Field(default="", max_length=14, index=True)
    offers: tuple[Offer, ...] = Field(default=(), sa_column=sa.Column(sa.JSON, nullable=False))
    refusals: tuple[Refusal, ...] = Field(default=(), sa_column=sa.Column(sa.JSON, nullable=False))
    audience: Audience = Field(
        default=Audience.MENAGE, sa_column=sa.Column(enum(Audience), nullable=False)
    )
    residents_of: tuple[str, ...] = Field(default=(), sa_column=sa.Column(sa.JSON, nullable=False))
    card_needed: bool = False
    appointment: bool = False
    one_for_one: bool = False
    max_quantity: int | None = None
    max_volume_l: int | None = None
    max_size_cm: int | None = None
    condition: Condition = Field(
        default=Condition.ANY, sa_column=sa.Column(enum(Condition), nullable=False)
    )
    surface_m2: int | None = None
    labels: tuple[str, ...] = Field(default=(), sa_column=sa.Column(sa.JSON, nullable=False))
    hours: str = Field(default="", max_length=500)
    wheelchair: Wheelchair = Field(
        default=Wheelchair.UNKNOWN,
        sa_column=sa.Column(enum(Wheelchair), nullable=False),
    )
    phone: str = Field(default="", max_length=30, index=True)
    email: str = Field(default="", max_length=120)
    website: str = Field(default="", max_length=300)
    photo: str = Field(default="", max_length=200)
    access_note: str = Field(default="", max_length=500)
    description: str = Field(default="", max_length=2000)
    first_day: date | None = None
    last_day: date | None = None
    checked_on: date | None = None
    checked_by: str = Field(default="", max_length=80)
    source: str = Field(default="", max_length=300)
    licence: str = Field(default="", max_length=200)
    attribution: str = Field(default="", max_length=1000)
    active: bool = True


class Sheet(Facts):
    """The facts as one frozen value: compared, hashed, written as canonical JSON.

    Building one checks shapes only; `rules.sheets` says in French what is wrong with a value.
    """

    model_config = {"frozen": True, "extra": "forbid"}

    @classmethod
    def of(cls, row: Facts) -> Self:
        """Return the sheet that a published point shows."""
        return cls.model_validate({name: getattr(row, name) for name in FIELDS})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the sheet written by `to_json`; raises pydantic.ValidationError."""
        return cls.model_validate_json(text)

    def to_json(self) -> str:
        """Return the canonical JSON: keys sorted, nothing optional left out."""
        return canonical(self.facts())

    def facts(self) -> dict[str, object]:
        """Return the fields as plain JSON values."""
        return self.model_dump(mode="json")

    @property
    def content_hash(self) -> str:
        """Return the SHA-256 of the canonical JSON, hex: equal sheets, equal hashes."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()


FIELDS: tuple[str, ...] = tuple(Facts.model_fields)
"""Names of the fields that a correction may touch, in the order people read them."""


def canonical(facts: Mapping[str, object] | object) -> str:
    """Return a JSON value as the one text that stands for it."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
