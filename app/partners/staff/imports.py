"""Structures from a file: sent, looked at line by line, then entered."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from flask import Blueprint, Response, current_app, flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.core.text import N_, clean
from app.base.tabular import tables
from app.base.web.guards import current_actor, may
from app.base.web.hypermedia import go, page
from app.base.web.listing import csv_answer
from app.base.web.uploads import up_to
from app.partners import actions, kept_files
from app.partners.actions.importing import MOST_LINES, Planned
from app.partners.forms import ImportForm
from app.partners.rules.imports import Outcome, unread
from app.partners.staff import columns, in_words
from app.partners.staff.communes import commune_code
from app.partners.staff.door import BASE, WRITERS
from app.territory import queries as territory

bp = Blueprint("partner_imports", __name__, url_prefix=f"{BASE}/import")
FORM_BYTES = kept_files.MOST_BYTES + 64 * 1024
SHOWN = 200
"""Lines of one outcome that the preview shows; all of them are imported."""
FILELESS = N_("Choisissez un fichier sur votre appareil.")
SOURCELESS = N_("Dites d’où vient ce fichier.")
COLUMNLESS = N_("Nous n’avons pas trouvé de colonne « nom » : partez du modèle à télécharger.")
_MODEL = (
    "",
    "Atelier des Lilas",
    "association",
    *("", "", "", "non", "local", "reparation"),
    *("reconditionneur | revendeur", "menages", "eee | loisirs"),
    *("", "", "3 rue des Lilas", "Montargis (45200)", "", ""),
    *("", "", "", "", "", "", ""),
)


@bp.get("")
@may(*WRITERS)
def index() -> Response:
    """Ask for a file."""
    return page("partners/staff/import.html", form=ImportForm(formdata=None))


@bp.get("/modele")
@may(*WRITERS)
def template() -> Response:
    """Give a table to fill in: the columns of the export, and one line as an example."""
    return csv_answer("modele-structures", columns.HEAD, [_MODEL])


@bp.post("")
@may(*WRITERS)
@up_to(FORM_BYTES)
def send() -> Response:
    """Keep a file and show what it would change."""
    form = ImportForm()
    sent = request.files.get("file")
    valid = form.validate()
    if sent is None or not sent.filename:
        form.broken(RuleBroken(FILELESS, field="file"))
    if not form.source.data:
        form.broken(RuleBroken(SOURCELESS, field="source"))
    if not valid or sent is None or form.file.errors or form.source.errors:
        return page("partners/staff/import.html", form=form, status=422)
    try:
        digest = kept_files.keep(_folder(), sent.read())
        _table(kept_files.path_of(_folder(), digest))
    except RuleBroken as refusal:
        form.broken(refusal)
        return page("partners/staff/import.html", form=form, status=422)
    return go(url_for(".show", digest=digest, source=form.source.data))


@bp.get("/<digest>")
@may(*WRITERS)
def show(digest: str) -> Response:
    """Show what each line of a file would change; nothing is written."""
    path, source = kept_files.path_of(_folder(), digest), _source(request.args)
    table = _table(path)
    planned = _plan(path, source, table)
    groups = {outcome: [line for line in planned if line.outcome is outcome] for outcome in Outcome}
    return page(
        "partners/staff/import_show.html",
        source=source,
        here=f"{BASE}/import/{digest}",
        said=ngettext("%(num)d ligne lue", "%(num)d lignes lues", len(planned)),
        groups=[
            (outcome, _(outcome.label), len(lines), lines[:SHOWN])
            for outcome, lines in groups.items()
            if lines
        ],
        imports=sum(len(groups[each]) for each in (Outcome.NEW, Outcome.CHANGED)),
        doubtful=len(groups[Outcome.DOUBTFUL]),
        unread=unread(table.columns),
        cut=len(planned) >= MOST_LINES,
        label=in_words.label,
        sentence=lambda problem: _(problem.text, **problem.values),
        most=SHOWN,
    )


@bp.post("/<digest>")
@may(*WRITERS)
def carry_out(digest: str) -> Response:
    """Enter the good lines; the others stay in the file, and are said."""
    path, source = kept_files.path_of(_folder(), digest), _source(request.form)
    planned = _plan(path, source, _table(path))
    numbers = {line.draft.number for line in planned}
    decisions = {
        number: request.form.get(f"ligne-{number}", "")[:40]
        for number in numbers
        if f"ligne-{number}" in request.form
    }
    counts = actions.carry_out(
        db.session(), source, planned, decisions, actor=current_actor(), now=clock.now()
    )
    flash(_told(counts), "success")
    return go(BASE)


def _told(counts: Counter[Outcome]) -> str:
    told = ", ".join(
        f"{_(outcome.label).lower()} : {counts[outcome]}" for outcome in Outcome if counts[outcome]
    )
    return _("Import terminé. %(told)s.", told=told.capitalize() or _("Rien à faire"))


def _plan(path: Path, source: str, table: tables.Table) -> list[Planned]:
    known: dict[str, str] = {}

    def commune(text: str) -> str:
        if text not in known:
            known[text] = commune_code(text)
        return known[text]

    def centre(insee: str) -> tuple[float, float] | None:
        town = territory.commune(db.session(), insee)
        return town.centre if town else None

    return actions.plan(db.session(), source, tables.records(path, table), commune, centre)


def _table(path: Path) -> tables.Table:
    """Read the titles of a file. Raises RuleBroken (field "file")."""
    table = tables.open_table(path)
    if not {"nom", "structure", "name", "raison_sociale", "organisation"} & set(table.columns):
        raise RuleBroken(COLUMNLESS, field="file")
    return table


def _source(sent: Mapping[str, str]) -> str:
    """Return where a file comes from. Raises RuleBroken."""
    text = clean(sent.get("source", ""), limit=80)
    if not text:
        raise RuleBroken(SOURCELESS, field="source")
    return text


def _folder() -> Path:
    return Path(current_app.config["REBOND"].data_dir)
