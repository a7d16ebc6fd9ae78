"""The texts that an agreement begins with: ours, edited by staff for each agreement."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

AMENDMENT: Final = "avenant"


@dataclass(frozen=True)
class Template:
    """A title and articles (title, text) to begin with."""

    title: str
    articles: tuple[tuple[str, str], ...]


@cache
def templates() -> Mapping[str, Template]:
    """Return the texts by their key: a kind of agreement, or `avenant`."""
    text = files("app.agreements").joinpath("data/templates.toml").read_text(encoding="utf-8")
    return {
        key: Template(
            told["title"], tuple((a["title"], a["text"].strip()) for a in told["article"])
        )
        for key, told in tomllib.loads(text).items()
    }
