"""The advice written in data, handed to who translates: it never appears in code."""

import tomllib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

Message = tuple[int, None, str, list[str]]


def advice(
    source: BinaryIO, _keywords: Sequence[str], _tags: Sequence[str], _options: dict[str, str]
) -> Iterator[Message]:
    """Yield each sentence of an advice file once, with its line, as Babel wants them.

    Declare it in the extraction map: `advice = app.catalog.extraction:advice`.
    """
    text = source.read().decode("utf-8")
    lines = text.splitlines()
    seen: set[str] = set()
    for sentences in tomllib.loads(text).values():
        for sentence in sentences.values():
            message = " ".join(sentence.split())
            if message and message not in seen:
                seen.add(message)
                yield _line(lines, sentence), None, message, []


def _line(lines: list[str], sentence: str) -> int:
    begun = sentence.strip().splitlines()[0]
    return next((n for n, line in enumerate(lines, 1) if begun in line), 1)
