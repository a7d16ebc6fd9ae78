"""What the layers make together: imported rows first, what staff corrected over them."""

from collections.abc import Mapping, Sequence

from app.points.models import PointKind, Sheet

_CREDITS = ("source", "licence", "attribution")
_NEVER_FILLED = frozenset({"name", "kind", "active", *_CREDITS})
_DEFAULTS: dict[str, object] = Sheet(name="-", kind=PointKind.BIN).facts()


def merge(
    sources: Sequence[Mapping[str, object]], corrections: Mapping[str, object]
) -> dict[str, object]:
    """Return the facts that are published: corrections over the first source over the next.

    A later source fills only what the former ones leave unknown; all are credited; one
    active source is enough to keep the point active.
    """
    merged: dict[str, object] = {}
    for facts in sources:
        for name, value in facts.items():
            unknown = name not in _NEVER_FILLED and merged.get(name) == _DEFAULTS[name]
            if name not in merged or unknown:
                merged[name] = value
    if sources:
        merged["active"] = any(facts.get("active", True) for facts in sources)
        merged.update({name: _credits(sources, name) for name in _CREDITS})
    return merged | dict(corrections)


def known(sheet: Sheet) -> dict[str, object]:
    """Return the facts that say something: name, kind, and what differs from unknown."""
    return {
        name: value
        for name, value in sheet.facts().items()
        if name in {"name", "kind"} or value != _DEFAULTS[name]
    }


def _credits(sources: Sequence[Mapping[str, object]], name: str) -> str:
    told = dict.fromkeys(str(facts.get(name, "")) for facts in sources)
    return " · ".join(one for one in told if one)
