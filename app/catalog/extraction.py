"""Advice and facts written in data, handed to who translates: they never appear in code."""

import csv
import io
import tomllib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

Message = tuple[int, None, str, list[str]]


def advice(
    source: BinaryIO,
    _keywords: Sequence[str],
    _tags: Sequence[str],
    options: dict[str, str],  # noqa: ARG001 - Babel names it
) -> Iterator[Message]:
    """Yield each sentence of an advice file once, with its line, as Babel wants them."""
    text = source.read().decode("utf-8")
    lines = text.splitlines()
    seen: set[str] = set()
    for sentences in tomllib.loads(text).values():
        for sentence in sentences.values():
            message = " ".join(sentence.split())
            if message and message not in seen:
                seen.add(message)
                yield _line(lines, sentence), None, message, []


def facts(
    source: BinaryIO,
    _keywords: Sequence[str],
    _tags: Sequence[str],
    options: dict[str, str],  # noqa: ARG001 - Babel names it
) -> Iterator[Message]:
    """Yield the sentence, the source and the note of each dated fact, with its line."""
    reader = csv.DictReader(io.StringIO(source.read().decode("utf-8"), newline=""))
    for row in reader:
        for column in ("sentence", "source", "note"):
            if row[column]:
                yield reader.line_num, None, row[column], []


def _line(lines: list[str], sentence: str) -> int:
    begun = sentence.strip().splitlines()[0]
    return next((n for n, line in enumerate(lines, 1) if begun in line), 1)
