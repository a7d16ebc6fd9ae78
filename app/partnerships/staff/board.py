"""The board of partnerships by step, and the same as a list."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.text import fold
from app.base.web.guards import may
from app.base.web.hypermedia import page
from app.base.web.listing import csv_answer, export_address, pages, sortable
from app.catalog.models import Family
from app.partners.models import OrganisationKind
from app.partners.staff.door import READERS, may_write
from app.partnerships.forms.fields import more, read_id
from app.partnerships.forms.lists import BoardForm
from app.partnerships.models import Standing, Step
from app.partnerships.queries import board as queries
from app.partnerships.queries.board import Card, Wanted
from app.partnerships.rules import states
from app.partnerships.rules.times import days, is_late
from app.partnerships.staff.door import BOARD, people, tabs

bp = Blueprint("partnerships", __name__, url_prefix=BOARD)
FILTERS = ("texte", "qui", "etat", "retard", "type", "famille")
_HEAD = (
    "structure",
    "type",
    "étape",
    "depuis le",
    "état",
    "suivi par",
    "prochaine action",
    "pour le",
    "par",
    "déclencheur",
    "raison",
)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """Show the partnerships in a column for each step."""
    form, wanted, today = _asked()
    columns = queries.board(db.session(), wanted, today=today)
    total = sum(column.count for column in columns)
    return page(
        "partnerships/staff/board.html",
        columns=[(each, _address(each.step)) for each in columns],
        **_shown(form, "tableau", total, url_for(".index")),
    )


@bp.get("/liste")
@may(*READERS)
def listing() -> Response:
    """List the same partnerships, sorted, paged, as a file."""
    form, wanted, today = _asked()
    sort = form.tri.data if form.tri.data in queries.SORTS else "prochaine"
    if request.args.get("format") == "csv":
        rows = queries.lines(db.session(), wanted, today=today, sort=sort)
        return csv_answer("partenariats", _HEAD, map(_cells, rows))
    leaf = pages(queries.count(db.session(), wanted, today=today))
    rows = queries.lines(
        db.session(), wanted, today=today, sort=sort, limit=leaf.size, offset=leaf.offset
    )
    return page(
        "partnerships/staff/list.html",
        rows=rows,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        columns=_columns(sort),
        export=export_address(),
        **_shown(form, "liste", leaf.total, url_for(".listing")),
    )


def _asked() -> tuple[BoardForm, Wanted, Any]:
    """Return the filters of the address and what they mean; a forged one means nothing."""
    form = BoardForm()
    more(form.qui, people())
    step, standing, kind = form.said("etape"), form.said("etat"), form.said("type")
    family = form.said("famille")
    wanted = Wanted(
        step=Step(step) if step else None,
        owner_id=read_id(form.said("qui")),
        late=bool(form.said("retard")),
        standing=Standing(standing) if standing else None,
        kind=OrganisationKind(kind) if kind else None,
        family=Family(family) if family else None,
        words=fold(form.said("texte")),
    )
    return form, wanted, clock.today()


def _shown(form: BoardForm, here: str, total: int, reset: str) -> dict[str, Any]:
    now, today = clock.now(), clock.today()

    def late(card: Card) -> bool:
        return is_late(card.next_on, card.standing, today=today)

    return {
        "form": form,
        "tabs": tabs(here),
        "here": reset,
        "said": ngettext("%(num)d partenariat", "%(num)d partenariats", total),
        "total": total,
        "active": form.narrowed(),
        "reset": reset,
        "writes": may_write(),
        "late": late,
        "since": lambda card: days(now - card.step_since),
        "forward": lambda card: states.forward(card.step),
        "backward": lambda card: states.backward(card.step),
        "back": f"{BOARD}?{request.query_string.decode('ascii', 'replace')}".rstrip("?"),
    }


def _address(step: Step) -> str:
    """Return the list that holds the whole of a column."""
    kept = [(name, request.args[name]) for name in FILTERS if request.args.get(name)]
    return f"{BOARD}/liste?{urlencode([*kept, ('etape', step.value)])}"


def _columns(sort: str) -> list[tuple[str, str, str, str]]:
    named = {
        "structure": _("Structure"),
        "etape": _("Étape"),
        "depuis": _("Depuis"),
        "prochaine": _("Prochaine action"),
    }
    sorting = [sortable(key, label, sort=sort) for key, label in named.items()]
    return [*sorting, (_("Suivi par"), "", "", ""), (_("État"), "", "", "")]


def _cells(card: Card) -> tuple[object, ...]:
    return (
        card.name,
        _(card.kind.label),
        _(card.step.label),
        clock.local(card.step_since).date(),
        _(card.standing.label),
        card.owner,
        card.next_action,
        card.next_on,
        card.next_owner,
        card.trigger,
        card.pause_reason or card.loss_reason,
    )
