"""How an entry of the trail is sealed to the one before."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from app.base.audit.models import TrailEntry, TrailHead


def seal(entry: TrailEntry) -> str:
    """Return the SHA-256 hex of `entry`'s facts and of the hash before it."""
    facts = [
        entry.room,
        entry.number,
        _instant(entry.at),
        str(entry.actor_id or ""),
        entry.actor,
        entry.verb,
        entry.subject,
        entry.before,
        entry.after,
        entry.previous_hash,
    ]
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def broken_at(
    entries: Iterable[TrailEntry], head: TrailHead, *, after: TrailEntry | None = None
) -> int | None:
    """Return the number from which a room's chain does not hold, or None.

    `entries` are in order, from the first one or from the one behind `after`. The head says
    how the chain ends: entries cut off its end are missed too.
    """
    last = after
    for entry in entries:
        if first_break([entry], after=last) is not None:
            return entry.number
        last = entry
    number, seal_of_last = (last.number, last.hash) if last else (0, "")
    return None if (number, seal_of_last) == (head.number, head.hash) else number + 1


def first_break(
    entries: Iterable[TrailEntry], *, after: TrailEntry | None = None
) -> TrailEntry | None:
    """Return the first entry of a room's chain (in order) that does not follow, or None."""
    previous, first = (after.hash, after.number + 1) if after else ("", 1)
    for number, entry in enumerate(entries, start=first):
        follows = entry.number == number and entry.previous_hash == previous
        if not follows or seal(entry) != entry.hash:
            return entry
        previous = entry.hash
    return None


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
