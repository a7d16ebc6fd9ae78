"""Many short texts in one block: some bytes a text, where a list of strings takes sixty more."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import overload


class Packed(Sequence[str]):
    """Texts in order, written one after another as UTF-8; each is read when it is asked for."""

    __slots__ = ("_ends", "_written")

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Write `texts`; what is written never changes, more may follow."""
        self._written = bytearray()
        self._ends = array("I", [0])
        for text in texts:
            self.append(text)

    def append(self, text: str) -> None:
        """Write one more text at the end."""
        self._written += text.encode()
        self._ends.append(len(self._written))

    def __len__(self) -> int:
        """Return how many texts there are."""
        return len(self._ends) - 1

    @overload
    def __getitem__(self, rank: int) -> str: ...
    @overload
    def __getitem__(self, rank: slice) -> list[str]: ...
    def __getitem__(self, rank: int | slice) -> str | list[str]:
        """Return the text at a rank, or the list of those in a slice."""
        if isinstance(rank, slice):
            return [self[each] for each in range(*rank.indices(len(self)))]
        if rank < 0:
            rank += len(self)
        if not 0 <= rank < len(self):
            message = "no text has this rank"
            raise IndexError(message)
        return self._written[self._ends[rank] : self._ends[rank + 1]].decode()

    def __iter__(self) -> Iterator[str]:
        """Yield every text in order."""
        return (self._written[start:end].decode() for start, end in pairwise(self._ends))
