"""How an entry of the trail is sealed to the one before."""

import hashlib
import json
from datetime import UTC, datetime

from app.base.audit.models import TrailEntry


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


def first_break(entries: list[TrailEntry]) -> TrailEntry | None:
    """Return the first entry of a room's chain (in order) that does not follow, or None."""
    previous = ""
    for number, entry in enumerate(entries, start=1):
        follows = entry.number == number and entry.previous_hash == previous
        if not follows or seal(entry) != entry.hash:
            return entry
        previous = entry.hash
    return None


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
