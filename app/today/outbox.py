"""What leaves the house: letters and jobs that wait, failed, or are done; never what they say."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.text import N_
from app.base.outbox import queries, rules
from app.base.outbox.queries import Counts, Line, State
from app.base.web.french import hour, moment, short_day
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer, pages
from app.today import actions

bp = Blueprint("outbox_staff", __name__, url_prefix="/gestion/courriers")
KEEPERS: Final = ("accueil", "admin", "direction")
_STATES: Final = {
    State.FAILED: (N_("Pas partis"), N_("pas parti"), "bad"),
    State.UNSURE: (N_("Peut-être partis"), N_("peut-être parti"), "warn"),
    State.WAITING: (N_("En attente"), N_("en attente"), "warn"),
    State.DONE: (N_("Partis"), N_("parti"), "good"),
}
_KINDS: Final = {
    "mail": N_("Courrier électronique"),
    "sms": N_("SMS"),
    "pickup-reminder": N_("Rappel d’un passage"),
    "pickup-forget-photos": N_("Photos d’un passage à effacer"),
}
_ERRORS: Final = {
    "ConnectionRefusedError": N_("le serveur de courrier ne répond pas"),
    "SMTPServerDisconnected": N_("le serveur de courrier a raccroché"),
    "SMTPConnectError": N_("le serveur de courrier ne répond pas"),
    "SMTPAuthenticationError": N_("le serveur de courrier refuse notre mot de passe"),
    "SMTPRecipientsRefused": N_("l’adresse est refusée : demandez-la de nouveau à la personne"),
    "SMTPSenderRefused": N_("notre adresse d’envoi est refusée"),
    "SMTPDataError": N_("le message est refusé"),
    "TimeoutError": N_("le serveur a mis trop de temps à répondre"),
    "gaierror": N_("le nom du serveur de courrier est inconnu"),
    "KeyError": N_("personne ne sait faire ce travail : le site a-t-il été mis à jour ?"),
    "SmsRefused": N_("le fournisseur de SMS n’a pas pris le message"),
    rules.UNSURE: N_(
        "confié au fournisseur, sans réponse : demandez à la personne avant de réessayer, "
        "elle le recevrait deux fois"
    ),
    "worker killed": N_("le facteur a été arrêté pendant l’envoi"),
}
_CLASS: Final = re.compile(r"[A-Za-z][A-Za-z0-9_. ]{0,60}")
_HEAD: Final = ("genre", "état", "prévu ou fait le", "essais", "dernière erreur", "classe d’erreur")


@bp.get("")
@may(*KEEPERS)
def index() -> Response:
    """List what leaves the house, filtered in the address."""
    session, known = db.session(), queries.kinds(db.session())
    state, kind = _state(), _kind(known)
    if request.args.get("format") == "csv":
        return csv_answer(
            "courriers", _HEAD, map(_cells, queries.listed(session, state, kind=kind))
        )
    counts = queries.counts(session, kind=kind)
    leaf = pages(counts.of(state))
    lines = queries.listed(session, state, kind=kind, limit=leaf.size, offset=leaf.offset)
    return page(
        "today/outbox.html",
        tabs=_tabs(state, counts),
        rows=[_row(line) for line in lines],
        kinds=[("", _("Tous")), *((name, kind_label(name)) for name in known)],
        kind=kind,
        state=state or "",
        failed=counts.failed,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d envoi", "%(num)d envois", leaf.total),
        active=[(kind_label(kind), _address(genre=None))] if kind else [],
        export=_address(format="csv"),
        silence=silence(queries.last_beat(session), now=clock.now()),
    )


@bp.post("/nouvel-essai")
@may(*KEEPERS)
def retry_all() -> Response:
    """Try everything that was given up again."""
    tried = actions.retry(db.session(), None, actor=current_actor(), now=clock.now())
    return _told(tried)


@bp.post("/<uuid:row_id>/nouvel-essai")
@may(*KEEPERS)
def retry_one(row_id: UUID) -> Response:
    """Try one row that was given up again."""
    tried = actions.retry(db.session(), row_id, actor=current_actor(), now=clock.now())
    return _told(tried)


def silence(seen_at: datetime | None, *, now: datetime) -> str:
    """Return the warning that no worker lives, or "" while one does."""
    if not rules.is_silent(seen_at, now=now):
        return ""
    if seen_at is None:
        return _(
            "Le facteur n’a jamais été vu : les courriers attendent. Lancez « rebond worker »."
        )
    return _(
        "Le facteur n’a pas été vu depuis %(when)s : les courriers attendent. "
        "Lancez « rebond worker ».",
        when=moment(seen_at),
    )


def kind_label(kind: str) -> str:
    """Return what sort of row it is, in words."""
    return _(_KINDS[kind]) if kind in _KINDS else _("Travail : %(kind)s", kind=kind)


def _told(tried: int) -> Response:
    if tried:
        said = ngettext(
            "%(num)d envoi repart : il est en attente.",
            "%(num)d envois repartent : ils sont en attente.",
            tried,
        )
        flash(said, "success")
    else:
        flash(_("Rien à réessayer : c’est déjà reparti, ou parti."), "info")
    return go(url_for(".index", etat=State.WAITING.value if tried else None))


def _state() -> State | None:
    asked = request.args.get("etat", "")
    return State(asked) if asked in set(State) else None


def _kind(known: Sequence[str]) -> str:
    asked = request.args.get("genre", "")
    return asked if asked in known else ""


def _tabs(state: State | None, counts: Counts) -> list[tuple[str, str, bool, int]]:
    found = [(_("Tous"), _address(etat=None), state is None, counts.of(None))]
    return found + [
        (_(label), _address(etat=each.value), state is each, counts.of(each))
        for each, (label, _one, _tone) in _STATES.items()
    ]


def _address(**changes: str | None) -> str:
    kept = {k: v for k, v in request.args.items() if k in {"etat", "genre"} and v} | changes
    query = urlencode({k: v for k, v in kept.items() if v})
    return f"{request.path}?{query}" if query else request.path


def _row(line: Line) -> dict[str, object]:
    _many, one, tone = _STATES[line.state]
    return {
        "id": line.id,
        "kind": kind_label(line.kind),
        "state": _(one),
        "tone": tone,
        "again": line.state in {State.FAILED, State.UNSURE},
        "at": _when(line.done_at or line.failed_at or line.run_at),
        "attempts": line.attempts,
        "error": _error(line.error),
        "class": _class(line.error),
    }


def _when(instant: datetime) -> str:
    """Return "25 nov. 2026, 4 h 12", local time."""
    wall = clock.local(instant)
    return f"{short_day(wall.date())}, {hour(wall.time())}"


def _error(error: str | None) -> str:
    """Return the last error in words; what is no class of errors might hold an address."""
    if not error:
        return ""
    return _(_ERRORS[error]) if error in _ERRORS else _("une erreur que le site ne connaît pas")


def _class(error: str | None) -> str:
    return error if error and _CLASS.fullmatch(error) else ""


def _cells(line: Line) -> tuple[object, ...]:
    at = clock.local(line.done_at or line.failed_at or line.run_at)
    return (
        kind_label(line.kind),
        _(_STATES[line.state][1]),
        at.strftime("%Y-%m-%d %H:%M"),
        line.attempts,
        _error(line.error),
        _class(line.error),
    )
