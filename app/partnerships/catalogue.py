"""Our own words: doors to knock at by family, and what a partner gains by type of structure."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from app.catalog.models import Family
from app.partners.models import OrganisationKind


@dataclass(frozen=True)
class DoorIdea:
    """A kind of structure worth a call: why, whom to ask for, what to say first.

    `words` are folded; a structure of one of `kinds` stands behind this door when its name holds
    one of them, or whatever its name when there are none.
    """

    family: Family
    name: str
    kinds: frozenset[OrganisationKind]
    words: frozenset[str]
    why: str
    ask: str
    say: str

    def opens_to(self, kind: OrganisationKind, folded: str) -> bool:
        """Tell whether a structure stands behind this door."""
        if kind not in self.kinds:
            return False
        return not self.words or bool(self.words & set(folded.split()))


@dataclass(frozen=True)
class Prompts:
    """Ready words for the argument, in the order of the sheet's texts."""

    gains: str
    fears: str
    proofs: str
    asks: str

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """Return the four texts."""
        return (self.gains, self.fears, self.proofs, self.asks)


@cache
def doors() -> tuple[DoorIdea, ...]:
    """Return every door, in the file's order."""
    return tuple(
        DoorIdea(
            family=Family(row["family"]),
            name=row["name"],
            kinds=frozenset(map(OrganisationKind, row["kinds"])),
            words=frozenset(row["words"]),
            why=row["why"],
            ask=row["ask"],
            say=row["say"],
        )
        for row in _file("ideas.toml")["door"]
    )


@cache
def _prompts() -> dict[str, Prompts]:
    return {
        key: Prompts(**{name: text.strip() for name, text in texts.items()})
        for key, texts in _file("prompts.toml").items()
    }


def prompts(kind: OrganisationKind) -> Prompts:
    """Return the ready words for a type of structure, or those that suit everybody."""
    known = _prompts()
    return known.get(kind.value, known["default"])


def _file(name: str) -> dict[str, Any]:
    text = files("app.partnerships").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return tomllib.loads(text)
