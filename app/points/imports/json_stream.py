"""The objects of one array of a JSON document, one after the other, never the whole.

The document is an object; the array is the value of one of its own keys. Everything else at
the top is skipped, each piece bounded.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TextIO

from app.base.core.text import N_
from app.base.tabular.lines import ImportRefused

CHUNK: Final = 1 << 16
LONGEST_PIECE: Final = 2_000_000
"""Signs of one feature; a place has a thousand, the outline of a large park some 100,000."""

_DECODER = json.JSONDecoder()
_SPACES = " \t\r\n\ufeff"
_NOT_JSON = N_(
    "Ce fichier JSON est abîmé vers le signe %(place)d : il s’arrête ou une virgule manque."
)
_TOO_LONG = N_("Un élément de ce fichier est trop long, vers le signe %(place)d.")


def objects(path: Path, key: str, encoding: str) -> Iterator[Any]:
    """Yield each value of the array under `key`. Raises ImportRefused where it breaks."""
    with path.open(encoding=encoding, errors="replace") as file:
        text = _Text(file)
        text.expect("{")
        while text.peek() != "}":
            name = text.value()
            text.expect(":")
            if name == key and text.peek() == "[":
                yield from _items(text)
                return
            text.value()
            if text.peek() == ",":
                text.expect(",")


def head_keys(path: Path, encoding: str) -> frozenset[str]:
    """Return the keys that open a JSON object, up to and with the first that holds an array."""
    keys = set()
    with path.open(encoding=encoding, errors="replace") as file:
        text = _Text(file)
        text.expect("{")
        while text.peek() == '"':
            keys.add(str(text.value()))
            text.expect(":")
            if text.peek() == "[":
                break
            text.value()
            if text.peek() == ",":
                text.expect(",")
    return frozenset(keys)


def _items(text: "_Text") -> Iterator[Any]:
    text.expect("[")
    while text.peek() != "]":
        yield text.value()
        if text.peek() != "]":
            text.expect(",")


class _Text:
    """A window on the document: what was read and not yet understood."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._window = ""
        self._at = 0
        self._passed = 0

    def peek(self) -> str:
        """Return the next sign that is no space."""
        while True:
            while self._at < len(self._window):
                if self._window[self._at] not in _SPACES:
                    return self._window[self._at]
                self._at += 1
            if not self._more():
                raise self._broken(_NOT_JSON)

    def expect(self, sign: str) -> None:
        """Step over `sign`."""
        if self.peek() != sign:
            raise self._broken(_NOT_JSON)
        self._at += 1

    def value(self) -> Any:
        """Return the next JSON value, reading on until it is whole."""
        self.peek()
        wanted = CHUNK
        while True:
            try:
                found, end = _DECODER.raw_decode(self._window, self._at)
            except RecursionError:
                raise self._broken(_NOT_JSON) from None
            except ValueError:
                if len(self._window) - self._at > LONGEST_PIECE:
                    raise self._broken(_TOO_LONG) from None
                if not self._more(wanted):
                    raise self._broken(_NOT_JSON) from None
                wanted *= 2
                continue
            if end == len(self._window) and self._more():
                continue
            self._at = end
            return found

    def _more(self, size: int = CHUNK) -> bool:
        read = self._file.read(size)
        self._passed += self._at
        self._window = self._window[self._at :] + read
        self._at = 0
        return bool(read)

    def _broken(self, sentence: str) -> ImportRefused:
        return ImportRefused(sentence, field="file", place=self._passed + self._at + 1)
