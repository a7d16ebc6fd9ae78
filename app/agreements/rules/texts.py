"""The text of an agreement, ready to be read, printed and signed.

Articles hold places like `{partenaire}`; a line that begins with a dash is one of a list. What
people typed is text everywhere: no place that we do not know is filled, no markup is read.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

PLACES: Final = (
    "nous",
    "partenaire",
    "territoire",
    "debut",
    "fin",
    "duree",
    "preavis",
    "reconduction",
    "nos_engagements",
    "ses_engagements",
    "convention",
)
LISTS: Final = frozenset({"nos_engagements", "ses_engagements"})
"""Places that are a list: alone on their line."""
_PLACE: Final = re.compile(r"\{(\w{2,20})\}")


@dataclass(frozen=True)
class Block:
    """A paragraph, or (with `item`) one line of a list."""

    text: str
    item: bool = False


@dataclass(frozen=True)
class Section:
    """One article: its number, its title, its blocks."""

    number: int
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Text:
    """The whole text of an agreement, its places filled."""

    title: str
    reference: str
    subtitle: str
    parties: tuple[str, str]
    sections: tuple[Section, ...]


def sections(
    articles: Iterable[tuple[str, str]], said: Mapping[str, str], lists: Mapping[str, Sequence[str]]
) -> tuple[Section, ...]:
    """Return articles (title, text) with their places filled.

    `said` fills places within a sentence; `lists` fills those that are a list.
    """
    return tuple(
        Section(number, filled(title, said), tuple(_blocks(text, said, lists)))
        for number, (title, text) in enumerate(articles, 1)
    )


def filled(text: str, said: Mapping[str, str]) -> str:
    """Return `text` with the places that we know filled; a filling is never read again."""
    return _PLACE.sub(lambda place: said.get(place[1], place[0]), text)


def mentions(articles: Iterable[tuple[str, str]], place: str) -> bool:
    """Tell whether some article has a place."""
    return any(f"{{{place}}}" in text for _title, text in articles)


def canonical(text: Text) -> str:
    """Return the text as JSON that is always the same for the same text."""
    return json.dumps(asdict(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(canonical_text: str) -> str:
    """Return the hash by which a signed text is known."""
    return hashlib.sha256(canonical_text.encode()).hexdigest()


def read(canonical_text: str) -> Text:
    """Return the text that `canonical` wrote."""
    told: dict[str, Any] = json.loads(canonical_text)
    return Text(
        told["title"],
        told["reference"],
        told["subtitle"],
        (told["parties"][0], told["parties"][1]),
        tuple(
            Section(s["number"], s["title"], tuple(Block(**block) for block in s["blocks"]))
            for s in told["sections"]
        ),
    )


def _blocks(
    text: str, said: Mapping[str, str], lists: Mapping[str, Sequence[str]]
) -> Iterable[Block]:
    for line in filter(None, map(str.strip, text.splitlines())):
        place = _PLACE.fullmatch(line)
        if place and place[1] in lists:
            yield from (Block(each, item=True) for each in lists[place[1]])
        elif line[:2] in {"- ", "– ", "• "}:
            yield Block(filled(line[2:].strip(), said), item=True)
        else:
            yield Block(filled(line, said))
