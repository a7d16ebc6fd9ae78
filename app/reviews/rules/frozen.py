"""An edition as it is kept: names, figures and texts in canonical JSON, read back as they were."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from app.agreements.models import Counted, Side
from app.agreements.rules.promises import Trend
from app.partners.registry import Ending, Told
from app.reviews.rules.comparing import Compared, Joined, Mean, Unsaid
from app.reviews.rules.words import Words
from app.reviews.rules.yearly import Came, Kept, Line, Quality, Record, Shared, Yearly

SHAPE: Final = 1
"""Raised when what is kept changes: an old edition is still read as it was written."""


@dataclass(frozen=True)
class Sheet:
    """A review as one reads it: whose, from whom, the figures, the texts."""

    partner: str
    house: str
    territory: str
    figures: Yearly
    words: Words


def written(sheet: Sheet) -> str:
    """Return a review as canonical JSON: the same review is always the same text."""
    told = {"shape": SHAPE, **asdict(sheet)}
    return json.dumps(
        told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def read(content: str) -> Sheet:
    """Return the review that an edition kept."""
    told = json.loads(content)
    figures = told["figures"]
    return Sheet(
        told["partner"],
        told["house"],
        told["territory"],
        Yearly(
            year=figures["year"],
            first=_day(figures["first"]),
            last=_day(figures["last"]),
            running=figures["running"],
            came=_came(figures["came"]),
            quality=Quality(
                {Told(word): count for word, count in figures["quality"]["told"].items()},
                {Ending(word): count for word, count in figures["quality"]["endings"].items()},
                figures["quality"]["left"],
            ),
            shared=Shared(**figures["shared"]) if figures["shared"] else None,
            compared=_compared(figures["compared"]),
            promises=tuple(_kept(each) for each in figures["promises"]),
            together=figures["together"],
            records=tuple(_record(each) for each in figures["records"]),
        ),
        Words(**told["words"]),
    )


def fingerprint(content: str) -> str:
    """Return the SHA-256 of an edition."""
    return sha256(content.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _came(told: Mapping[str, Any]) -> Came:
    return Came(
        Line(**told["whole"]),
        tuple(Line(**each) for each in told["families"]),
        tuple(Line(**each) for each in told["things"]),
    )


def _compared(told: Mapping[str, Any]) -> Compared:
    joined = told["joined"]
    return Compared(
        Joined(_day(joined["day"]), joined["reference"]) if joined else None,
        _mean(told["before"]),
        _mean(told["after"]),
        Unsaid(told["unsaid"]) if told["unsaid"] else None,
    )


def _mean(told: Mapping[str, Any] | None) -> Mean | None:
    return Mean(**{**told, "first": _day(told["first"])}) if told else None


def _kept(told: Mapping[str, Any]) -> Kept:
    return Kept(
        **{
            **told,
            "side": Side(told["side"]),
            "kind": Counted(told["kind"]),
            "trend": Trend(told["trend"]),
            "first": _day(told["first"]),
            "last": _day(told["last"]),
        }
    )


def _record(told: Mapping[str, Any]) -> Record:
    return Record(**{**told, "month": _day(told["month"])})
