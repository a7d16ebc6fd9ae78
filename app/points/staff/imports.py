"""Imports by staff: send a file, look at what it would do, decide, confirm once."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.web.forms import whole_number
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page, swap_target
from app.base.web.listing import csv_answer, pages
from app.config import Settings
from app.points.imports import batches, reports, shown, store
from app.points.imports.dialects import own
from app.points.imports.dialects.known import DIALECTS
from app.points.imports.files import recognise
from app.points.imports.forms import ConfirmForm, RereadForm, UploadForm
from app.points.imports.lines import ImportLine, Outcome
from app.points.models.imports import ImportBatch, ImportStatus
from app.points.queries import imports as import_queries
from app.points.staff.door import LAST_NUMBER, READERS, WRITERS
from app.territory import here

bp = Blueprint("point_imports", __name__, url_prefix="/gestion/points/import")
PROGRESS = "import-progress"
RECENT = 20
PENDING = (ImportStatus.READING, ImportStatus.APPLYING)


@bp.get("")
@may(*READERS)
def index() -> Response:
    """Ask for a file, and list the imports; as a file, all of them."""
    if request.args.get("format") == "csv":
        rows = map(shown.batch_cells, import_queries.recent(db.session()))
        return csv_answer("imports", shown.BATCH_HEAD, rows)
    return _ask(UploadForm(formdata=None))


@bp.post("")
@may(*WRITERS)
def send() -> Response:
    """Keep a file and read it; what it would do is shown next."""
    form = UploadForm()
    if not form.validate():
        return _ask(form, 422)
    try:
        batch = _batch(form)
    except RuleBroken as refusal:
        form.broken(refusal)
        return _ask(form, 422)
    now = clock.now()
    batches.open_batch(db.session(), batch, _data_dir(), here.territory(), now=now)
    return go(url_for(".show", batch_id=batch.id))


@bp.get("/modele.csv")
@may(*READERS)
def template() -> Response:
    """Give the columns of our own format, with an invented place."""
    names = [column.name for column in own.COLUMNS]
    return csv_answer("modele-points", names, [[column.example for column in own.COLUMNS]])


@bp.get("/<uuid:batch_id>")
@may(*READERS)
def show(batch_id: UUID) -> Response:
    """Show what an import would do, does, or did, page by page."""
    batch = import_queries.batch_of(db.session(), batch_id)
    if swap_target() == PROGRESS and batch.status not in PENDING:
        return go(url_for(".show", batch_id=batch.id))
    only = _only()
    if request.args.get("format") == "csv":
        rows = chain.from_iterable(shown.cells(line) for line in _lines(batch, only))
        return csv_answer("import", shown.HEAD, rows)
    leaf = pages(batch.counts.get(only, 0) if only else batch.total)
    lines = list(islice(_lines(batch, only, leaf.offset), leaf.size))
    changes = import_queries.changes(db.session(), batch.source, lines)
    return page(
        "points/staff/import_show.html",
        swaps=(PROGRESS,),
        batch=batch,
        notes=batch.notes,
        dialect=DIALECTS[batch.dialect].label if batch.dialect else "",
        lines=[shown.shown(line, changes, batch.decisions) for line in lines],
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        tabs=_tabs(batch, only),
        said=ngettext("%(num)d ligne", "%(num)d lignes", leaf.total),
        export=url_for(".show", batch_id=batch.id, etat=only or None, format="csv"),
        kept_query=_kept_query(only, leaf.number),
        form=_reread_form(batch),
        confirm=ConfirmForm(formdata=None, version=str(batch.version)),
        done=_counted(batch),
        gone=import_queries.gone(db.session(), batch) if batch.status is ImportStatus.DONE else [],
        kept=store.report(_data_dir(), batch.id).is_file(),
    )


@bp.post("/<uuid:batch_id>/lecture")
@may(*WRITERS)
def reread(batch_id: UUID) -> Response:
    """Read the file again with other options."""
    batch, form = import_queries.batch_of(db.session(), batch_id), RereadForm()
    if not form.validate():
        abort(400)
    batch.everywhere = form.everywhere.data
    batch.fix_hours, batch.fix_positions = form.fix_hours.data, form.fix_positions.data
    batches.reread(
        db.session(),
        batch,
        _data_dir(),
        here.territory(),
        version=whole_number(form.version.data),
        now=clock.now(),
    )
    return go(url_for(".show", batch_id=batch.id))


@bp.post("/<uuid:batch_id>/confirmation")
@may(*WRITERS)
def confirm(batch_id: UUID) -> Response:
    """Write what the preview showed; a second time changes nothing."""
    batch, form = import_queries.batch_of(db.session(), batch_id), ConfirmForm()
    if not form.validate():
        abort(400)
    batches.confirm(
        db.session(),
        batch,
        _data_dir(),
        actor=current_actor(),
        version=whole_number(form.version.data),
        now=clock.now(),
    )
    return go(url_for(".show", batch_id=batch.id))


@bp.post("/<uuid:batch_id>/lignes/<int:number>/decision")
@may(*WRITERS)
def decide(batch_id: UUID, number: int) -> Response:
    """Say what becomes of a line that may be a place we know."""
    batch = import_queries.batch_of(db.session(), batch_id)
    line = next(
        (one for one in _lines(batch, Outcome.DOUBTFUL.value) if one.number == number), None
    )
    choice = request.form.get("choix", "")
    if line is None or choice not in dict(shown.choices(line)):
        abort(400)
    batches.decide(db.session(), batch, number, choice)
    back = url_for(".show", batch_id=batch.id, etat=_only() or None, page=request.args.get("page"))
    return go(f"{back}#ligne-{number}")


@bp.post("/<uuid:batch_id>/retraits")
@may(*WRITERS)
def retire(batch_id: UUID) -> Response:
    """Take the chosen places, which the source names no more, out of the search."""
    batch = import_queries.batch_of(db.session(), batch_id)
    chosen = [n for n in request.form.getlist("point", type=int) if 0 < n <= LAST_NUMBER]
    count = batches.retire(db.session(), batch, chosen, actor=current_actor(), now=clock.now())
    sentence = ngettext("%(num)d lieu retiré.", "%(num)d lieux retirés.", count)
    flash(sentence if count else _("Aucun lieu choisi : rien n’a changé."), "success")
    return go(url_for(".show", batch_id=batch.id))


def _batch(form: UploadForm) -> ImportBatch:
    """Return the batch of a file that was sent. Raises ImportRefused when it cannot be read."""
    sent = form.file.data
    sha256, size = store.keep(_data_dir(), sent.stream)
    reading = recognise(store.upload(_data_dir(), sha256))
    name = store.filename(sent.filename)
    actor = current_actor()
    return ImportBatch(
        sha256=sha256,
        filename=name,
        size_bytes=size,
        source=form.source.data or reading.dialect.source or Path(name).stem,
        licence=form.licence.data or "",
        everywhere=form.everywhere.data,
        fix_hours=form.fix_hours.data,
        fix_positions=form.fix_positions.data,
        author_id=actor.id,
        author_label=actor.label,
        created_at=clock.now(),
    )


def _ask(form: UploadForm, status: int = 200) -> Response:
    leaf = pages(import_queries.count(db.session()), RECENT)
    recent = import_queries.recent(db.session(), limit=leaf.size, offset=leaf.offset)
    return page(
        "points/staff/import.html",
        status=status,
        form=form,
        recent=recent,
        leaf=leaf,
        prefix=leaf.address(0)[:-1],
        said=ngettext("%(num)d import", "%(num)d imports", leaf.total),
        export=url_for(".index", format="csv"),
    )


def _lines(batch: ImportBatch, only: str, start: int = 0) -> Iterator[ImportLine]:
    """Return the lines of a batch, none when they are not there yet or no more."""
    path = store.report(_data_dir(), batch.id)
    return reports.read(path, only=only, start=start) if path.is_file() else iter(())


def _only() -> str:
    """Return the filter of the address, "" when it is forged."""
    given = request.args.get("etat", "")
    return given if given == reports.WARNED or given in set(Outcome) else ""


def _kept_query(only: str, number: int) -> str:
    """Return the part of an address that comes back to this filter and page."""
    return f"?{urlencode({'etat': only, 'page': number})}"


def _tabs(batch: ImportBatch, only: str) -> list[tuple[str, str, bool, int]]:
    named = [("", _("Toutes"), batch.total)]
    named += [(one.value, _(one.label), batch.counts.get(one.value, 0)) for one in Outcome]
    named.append((reports.WARNED, _("Avec une alerte"), batch.counts.get(reports.WARNED, 0)))
    return [
        (label, url_for(".show", batch_id=batch.id, etat=key or None), key == only, count)
        for key, label, count in named
        if count or not key
    ]


def _reread_form(batch: ImportBatch) -> RereadForm:
    return RereadForm(
        formdata=None,
        version=str(batch.version),
        everywhere=batch.everywhere,
        fix_hours=batch.fix_hours,
        fix_positions=batch.fix_positions,
    )


def _counted(batch: ImportBatch) -> list[tuple[str, int]]:
    """Return what confirming did, in words and figures."""
    words = {one.value: _(one.label) for one in Outcome} | {
        "rattache": _("Rattaché à un lieu connu")
    }
    return [(words[word], batch.done[word]) for word in words if batch.done.get(word)]


def _data_dir() -> Path:
    return cast("Settings", current_app.config["REBOND"]).data_dir
