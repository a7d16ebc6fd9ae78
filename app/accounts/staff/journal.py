"""The trail, read: who changed what, when, and whether the chain still holds."""

import json
from collections.abc import Sequence

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _

from app.accounts.journal import Asked, chains, count, listed
from app.accounts.models import Role
from app.base import db
from app.base.audit import queries as trail
from app.base.audit.models import TrailEntry
from app.base.core import clock
from app.base.core.text import N_, clean
from app.base.web import telling
from app.base.web.french import moment
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address, pages

bp = Blueprint("journal", __name__, url_prefix="/gestion/journal")
READERS = (Role.DIRECTION, Role.ADMIN)
ROOMS = {
    "accounts": N_("Comptes"),
    "catalog": N_("Objets"),
    "outbox": N_("Courriers"),
    "partners": N_("Partenaires"),
    "pickups": N_("Enlèvements"),
    "points": N_("Points d’apport"),
    "slots": N_("Créneaux"),
    "territory": N_("Territoire"),
}
_HEAD = ("salle", "numéro", "instant", "qui", "verbe", "sujet", "avant", "après", "empreinte")


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List the entries, newest first, filtered by the address."""
    known = trail.rooms(db.session())
    asked = _asked(known)
    if request.args.get("format") == "csv":
        return csv_answer("journal", _HEAD, map(_line, listed(db.session(), asked)))
    total = count(db.session(), asked)
    where = pages(total)
    found = listed(db.session(), asked, limit=where.size, offset=where.offset)
    return page(
        "accounts/staff/journal.html",
        rows=[_row(entry) for entry in found],
        rooms=[("", _("Toutes")), *((room, _(ROOMS.get(room, room))) for room in known)],
        asked=asked,
        chains=_verdicts(),
        total=total,
        pages=where,
        prefix=where.address(0)[:-1],
        export_url=export_address(),
    )


def _asked(known: Sequence[str]) -> Asked:
    """Return the filters of the address; a room that has no chain narrows nothing."""
    room = request.args.get("salle", "")
    return Asked(
        room=room if room in known else "",
        subject=clean(request.args.get("sujet", ""), limit=120),
    )


def _verdicts() -> list[tuple[str, int, int | None]]:
    """Return (label, entries, first broken number or None) for each chain."""
    return [
        (_(ROOMS.get(chain.room, chain.room)), chain.length, chain.broken_at)
        for chain in chains(db.session())
    ]


def _row(entry: TrailEntry) -> dict[str, object]:
    return {
        "entry": entry,
        "when": moment(entry.at),
        "room": _(ROOMS.get(entry.room, entry.room)),
        "verb": telling.of(entry.room).verb(entry.verb),
        "changes": changes(entry),
        "subject_url": url_for(".index", sujet=entry.subject),
    }


def changes(entry: TrailEntry) -> list[tuple[str, str, str]]:
    """Return (what, before, after) for each thing an entry says changed, in its room's words."""
    before, after = entry.before or {}, entry.after or {}
    words = telling.of(entry.room)
    told = [
        (words.label(key), words.value(key, before.get(key)), words.value(key, after.get(key)))
        for key in sorted({*before, *after})
    ]
    return [(what, was, now) for what, was, now in told if was != now]


def _line(entry: TrailEntry) -> tuple[object, ...]:
    at = clock.local(entry.at).isoformat(" ", "seconds")
    sides = [_json(entry.before), _json(entry.after)]
    who = (entry.room, entry.number, at, entry.actor, entry.verb, entry.subject)
    return (*who, *sides, entry.hash)


def _json(value: object) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True)
