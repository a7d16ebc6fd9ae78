"""The list of pickups: what waits for a hand first, then by day."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.text import clean
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, pages
from app.pickups import rules
from app.pickups.models import Pickup, PickupStatus
from app.pickups.queries import desk
from app.pickups.queries.desk import LATE, MISSED, Turn, Wanted
from app.pickups.staff import words
from app.pickups.staff.door import READERS, bp
from app.pickups.staff.hands import hand, writes
from app.slots import queries as slots

_HEAD = ("référence", "jour", "début", "fin", "commune", "à prendre", "kg estimés", "état")


@bp.get("")
@may(*READERS)
def index() -> Response:
    """List what is still to do, or one state, one commune, one zone, one reference."""
    session, today, wanted = db.session(), clock.today(), _wanted()
    if request.args.get("format") == "csv":
        found = desk.listed(session, wanted, today=today)
        return csv_answer("enlevements", _HEAD, [_line(pickup) for pickup, _turn in found])
    counts = desk.turns(session, wanted, today=today)
    total = sum(counts.values())
    where = pages(total)
    found = desk.listed(session, wanted, today=today, limit=where.size, offset=where.offset)
    return page(
        "pickups/staff/index.html",
        groups=_groups(found, counts),
        total=ngettext("%(num)d enlèvement", "%(num)d enlèvements", total),
        filtered=wanted != Wanted(),
        pages=where,
        prefix=where.address(0)[:-1],
        export_url=_export_url(),
        writes=writes(),
        chosen=request.args,
        reference=wanted.reference,
        **_choices(),
    )


def _wanted() -> Wanted:
    """Return what the address narrows the list to; what it cannot mean narrows nothing."""
    asked = request.args
    state = asked.get("etat", "")
    return Wanted(
        status=PickupStatus(state) if state in set(PickupStatus) else None,
        missed=state == MISSED,
        late=state == LATE,
        insee=_code(asked.get("commune", "")),
        zone_id=_uuid(asked.get("secteur", "")),
        reference=clean(asked.get("ref", ""), limit=8).upper(),
    )


def _choices() -> dict[str, Any]:
    """Return what each filter offers."""
    states = [(status.value, _(label)) for status, label in rules.LABELS.items()]
    return {
        "states": [
            ("", _("Tout ce qui reste à faire")),
            (MISSED, _("signalé comme manqué")),
            (LATE, _("passé, sans suite notée")),
            *states,
        ],
        "communes": [("", _("Toutes")), *desk.communes(db.session())],
        "zones": [
            ("", _("Tous")),
            *((str(zone.id), zone.name) for zone in slots.zones(db.session())),
        ],
    }


def _groups(found: Sequence[tuple[Pickup, Turn]], counts: dict[Turn, int]) -> list[dict[str, Any]]:
    """Return the rows of a page under their headings."""
    made: list[dict[str, Any]] = []
    for (turn, heading), rows in groupby(found, lambda row: (row[1], _heading(*row))):
        shown = [_row(pickup) for pickup, _turn in rows]
        count = len(shown) if turn in {Turn.COMING, Turn.ENDED} else counts[turn]
        made.append({"id": f"g{len(made)}", "heading": heading, "count": count, "rows": shown})
    return made


def _heading(pickup: Pickup, turn: Turn) -> str:
    said = {
        Turn.ASKED: _("Attendent une réponse"),
        Turn.CALLBACK: _("À rappeler"),
        Turn.MISSED: _("Signalés comme manqués"),
        Turn.LATE: _("Passés, sans suite notée"),
        Turn.WAITING: _("Sur la liste d’attente"),
    }.get(turn)
    if said:
        return said
    return words.day(pickup.occurrence.day) if pickup.occurrence else _("Sans créneau")


def _row(pickup: Pickup) -> dict[str, Any]:
    return {
        "pickup": pickup,
        "stop": words.stop_line(pickup),
        "when": words.when(pickup),
        "verbs": rules.verbs(pickup.status, hand())
        if pickup.status is PickupStatus.REQUESTED
        else [],
    }


def _line(pickup: Pickup) -> tuple[object, ...]:
    visit = pickup.occurrence
    return (
        pickup.reference,
        visit.day.isoformat() if visit else "",
        visit.starts.isoformat("minutes") if visit else "",
        visit.ends.isoformat("minutes") if visit else "",
        pickup.commune.name,
        pickup.things,
        f"{pickup.mass_g / 1000:.1f}".replace(".", ","),
        _(rules.LABELS[pickup.status]),
    )


def _export_url() -> str:
    kept = [(k, v) for k, v in request.args.items(multi=True) if k not in {"page", "format"}]
    return f"{url_for('.index')}?{urlencode([*kept, ('format', 'csv')])}"


def _code(text: str) -> str | None:
    """Return an INSEE code, or None for any other text."""
    return text if len(text) == 5 and text.isascii() and text.isalnum() else None  # noqa: PLR2004


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
