"""Who may sit in a group or do something for it, as choices of a form."""

from typing import Final
from uuid import UUID

from flask_babel import gettext as _

from app.base import db
from app.partnerships.forms.fields import read_id
from app.partnerships.queries import groups as queries
from app.partnerships.queries.groups import Seat
from app.partnerships.staff.door import people

OURS: Final = "a"
THEIRS: Final = "c"


def candidates(sent: str, words: str = "") -> list[tuple[str, str]]:
    """Return who may be put into a group: ours, and the contacts that a name finds or was sent."""
    ours = [(f"{OURS}:{key}", _("%(name)s (notre équipe)", name=name)) for key, name in people()]
    found = queries.contacts_named(db.session(), words) if words else []
    theirs = [(f"{THEIRS}:{each.id}", f"{each.name} ({name})") for each, name in found]
    _account, contact_id = person(sent)
    known = queries.contact(db.session(), contact_id)
    if known is not None:
        theirs.append((f"{THEIRS}:{known.id}", known.name))
    return [*theirs, *ours]


def doers(seats: list[Seat]) -> list[tuple[str, str]]:
    """Return who may do something for a group: its members, then our team."""
    members = [
        (f"{OURS}:{s.account_id}" if s.account_id else f"{THEIRS}:{s.contact_id}", s.name)
        for s in seats
    ]
    there = {key for key, _name in members}
    ours = [(f"{OURS}:{key}", name) for key, name in people()]
    return [*members, *(pair for pair in ours if pair[0] not in there)]


def person(value: object) -> tuple[UUID | None, UUID | None]:
    """Return (account, contact) that a choice names, one of them or none."""
    side, _colon, key = str(value or "").partition(":")
    found = read_id(key)
    return (found if side == OURS else None), (found if side == THEIRS else None)
