"""The morning list: what every room lent to the register has due."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.partners.registry import Due, registry
from app.partners.staff.door import READERS
from app.partnerships import queries
from app.partnerships.mornings import mine, said
from app.partnerships.queries import due as own
from app.partnerships.staff.door import BOARD, own_id, tabs

bp = Blueprint("partnership_mornings", __name__, url_prefix=f"{BOARD}/aujourdhui")
ALL = "tous"
SHOWN = 200


@dataclass(frozen=True)
class Thing:
    """Something due as the list shows it."""

    said: str
    kind: str
    href: str
    day: date
    late_days: int
    who: str


@bp.get("")
@may(*READERS)
def index() -> Response:
    """Show what is due, late first: mine, or everybody's."""
    session, today = db.session(), clock.today()
    everything = registry.due(session, today)
    ahead = own.soon(session, today)
    keepers = queries.keepers(session)
    whole = request.args.get("qui") == ALL
    due = everything if whole else mine(everything, own_id(), keepers)
    coming = ahead if whole else mine(ahead, own_id(), keepers)
    names = queries.people(session, {each.owner_id for each in [*due, *coming]})
    things = [_thing(each, today, names) for each in due[:SHOWN]]
    return page(
        "partnerships/staff/morning.html",
        tabs=tabs("aujourdhui"),
        whose=_whose(whole, len(mine(everything, own_id(), keepers)), len(everything)),
        today=today,
        late=[each for each in things if each.late_days > 0],
        now=[each for each in things if each.late_days == 0],
        announced=[each for each in things if each.late_days < 0],
        coming=[_thing(each, today, names) for each in coming[:SHOWN]],
        more=max(len(due) - SHOWN, 0),
        said=ngettext("%(num)d chose à faire", "%(num)d choses à faire", len(due)),
        whole=whole,
    )


def _whose(whole: bool, own_count: int, count: int) -> list[tuple[str, str, bool, int]]:  # noqa: FBT001 - one of two tabs
    here = f"{BOARD}/aujourdhui"
    return [
        (_("Pour moi"), here, not whole, own_count),
        (_("Pour tout le monde"), f"{here}?qui={ALL}", whole, count),
    ]


def _thing(due: Due, today: date, names: dict[Any, str]) -> Thing:
    return Thing(
        said=said(due),
        kind=_(due.kind) if due.kind else "",
        href=due.href,
        day=due.day,
        late_days=(today - due.day).days,
        who=names.get(due.owner_id, ""),
    )
