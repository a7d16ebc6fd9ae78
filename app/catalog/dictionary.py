"""The files the dictionary is written in: objects, advice, what is outside, dated facts."""

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from app.catalog.models import Battery, DataBearing, Flow, Subfamily
from app.catalog.rules import Context, Outside

DATA = Path(__file__).parent / "data"
SEPARATOR = "|"


@dataclass(frozen=True)
class Advice:
    """Plain sentences: while it works, once it does not, before leaving, what never to do."""

    works: str = ""
    broken: str = ""
    before: str = ""
    never: str = ""


@dataclass(frozen=True)
class Described:
    """An object as the files describe it; masses in grams, volumes in millilitres."""

    slug: str
    name: str
    synonyms: tuple[str, ...]
    subfamily: Subfamily
    flow: Flow | None
    generic: bool
    mass_g: int
    volume_ml: int
    weight_source: str
    data_bearing: DataBearing
    battery: Battery
    bonus_possible: bool
    advice: Advice


@dataclass(frozen=True)
class Fact:
    """A legal or practical fact with where it was read, when, and how sure that is."""

    key: str
    sentence: str
    source: str
    url: str
    confidence: str
    read_on: date
    note: str


@dataclass(frozen=True)
class WeightSource:
    """Where a family of estimated weights comes from; `label` begins an object's source."""

    label: str
    title: str
    url: str
    licence: str


@cache
def objects() -> tuple[Described, ...]:
    """Return every object of the files, in the order of subfamilies then of lines."""
    advice = _advice()
    return tuple(
        _described(row, subfamily, advice)
        for subfamily in Subfamily
        for row in _rows(f"objects/{subfamily.value}.csv")
    )


@cache
def outside() -> tuple[Outside, ...]:
    """Return the kinds of things that nobody here takes, with the words for them."""
    return tuple(
        Outside(row["kind"], tuple(row["terms"].split(SEPARATOR))) for row in _rows("outside.csv")
    )


@cache
def contexts() -> tuple[Context, ...]:
    """Return the words that place a thing without naming it."""
    return tuple(
        Context(row["subfamily"], row["stands_for"], tuple(row["words"].split(SEPARATOR)))
        for row in _rows("contexts.csv")
    )


@cache
def facts() -> dict[str, Fact]:
    """Return the dated facts by key."""
    return {row["key"]: _fact(**row) for row in _rows("facts.csv")}


@cache
def weight_sources() -> tuple[WeightSource, ...]:
    """Return the sources that estimated weights cite."""
    return tuple(WeightSource(**row) for row in _rows("weight_sources.csv"))


def _printed(typed: str) -> str:
    """Return words as they are printed: the files, typed by hand, hold straight apostrophes."""
    return typed.replace("'", "’")


def _described(
    row: dict[str, str], subfamily: Subfamily, advice: dict[str, dict[str, str]]
) -> Described:
    texts = advice.get(subfamily.value, {}) | advice.get(f"objet:{row['slug']}", {})
    return Described(
        slug=row["slug"],
        name=_printed(row["name"]),
        synonyms=tuple(filter(None, _printed(row["synonyms"]).split(SEPARATOR))),
        subfamily=subfamily,
        flow=Flow(row["flow"]) if row["flow"] else None,
        generic=row["generic"] == "1",
        mass_g=int(row["mass_g"]),
        volume_ml=int(row["volume_ml"]),
        weight_source=row["weight_source"],
        data_bearing=DataBearing(row["data_bearing"]),
        battery=Battery(row["battery"]),
        bonus_possible=row["bonus_possible"] == "1",
        advice=Advice(**{part: " ".join(text.split()) for part, text in texts.items()}),
    )


def _fact(*, read_on: str, **texts: str) -> Fact:
    return Fact(read_on=date.fromisoformat(read_on), **texts)


def _advice() -> dict[str, dict[str, str]]:
    return tomllib.loads((DATA / "advice.toml").read_text(encoding="utf-8"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
