"""Commands about places: `rebond points …`."""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast
from uuid import uuid4

import click
from flask import Flask, current_app

from app.base import db
from app.base.core import clock
from app.base.core.actors import Actor
from app.base.core.text import clean
from app.config import Settings
from app.points.imports import reports, store
from app.points.imports.applying import AS_NEW, apply_lines, steps
from app.points.imports.files import COMMAND_MB, Reading, recognise
from app.points.imports.lines import ImportLine, Options, Outcome
from app.points.imports.plans import plan
from app.territory import here

MakeApp = Callable[[], Flask]
MOST_SHOWN: Final = 40
COMMAND = Actor(id=None, label="commande d’import")
_DONE = {"rattache": "Lieu rattaché"} | {one.value: one.label for one in Outcome}


@click.group(help="Les points d’apport.")
def points() -> None:
    """Hold the commands about places."""


@points.command("import", help="Importer des lieux d’un fichier CSV, GeoJSON ou OpenStreetMap.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Dire ce qui changerait, sans rien écrire.")
@click.option("--source", help="Nom de la source ; le même à chaque import du même fichier.")
@click.option("--licence", default="", help="Licence, pour les lignes qui n’en disent pas.")
@click.option("--everywhere", is_flag=True, help="Garder aussi les lieux hors du territoire.")
@click.option("--fix-hours", is_flag=True, help="Appliquer les horaires proposés.")
@click.option("--fix-positions", is_flag=True, help="Appliquer les positions proposées.")
@click.option("--doubtful-as-new", is_flag=True, help="Créer aussi les doublons possibles.")
@click.option(
    "--most-mb",
    type=click.IntRange(min=1),
    default=COMMAND_MB,
    show_default=True,
    help="Taille limite, en Mo.",
)
@click.option("--json", "as_json", is_flag=True, help="Répondre en JSON, chaque ligne comprise.")
@click.pass_obj
def import_(make_app: MakeApp, /, file: Path, **given: Any) -> None:
    """Import the places of a file."""
    with make_app().app_context():
        reading = recognise(file, most_mb=given["most_mb"])
        options = _options(reading, given)
        report = store.folder(_data_dir()) / f"{uuid4()}.lines"
        try:
            lines = plan(db.session(), reading, options, here.territory(), clock.today())
            counts = reports.write(report, lines)
            db.session().rollback()
            done = {} if given["dry_run"] else _apply(report, options, given)
            say = _say_json if given["as_json"] else _say
            say(reading, options, counts, done, report)
        finally:
            report.unlink(missing_ok=True)


def _options(reading: Reading, given: dict[str, Any]) -> Options:
    source = given["source"] or reading.dialect.source or reading.path.stem
    return Options(
        source=clean(source, limit=120),
        licence=clean(given["licence"], limit=80),
        everywhere=given["everywhere"],
        fix_hours=given["fix_hours"],
        fix_positions=given["fix_positions"],
    )


def _apply(report: Path, options: Options, given: dict[str, Any]) -> dict[str, int]:
    """Write the lines, 200 in a transaction, so that nobody waits long for the database."""
    done: Counter[str] = Counter()
    now = clock.now()
    for lines in steps(reports.read(report)):
        choices = {str(line.number): AS_NEW for line in lines} if given["doubtful_as_new"] else {}
        with db.unit_of_work() as session:
            done += apply_lines(session, options.source, lines, choices, actor=COMMAND, now=now)
    return dict(done)


def _say(
    reading: Reading,
    options: Options,
    counts: dict[str, int],
    done: dict[str, int],
    report: Path,
) -> None:
    """Print the counts and the first problems, in French."""
    click.echo(f"{reading.dialect.label} · source « {options.source} »")
    for note in reading.notes:
        click.echo(f"  {note.column} : {note}")
    for word, count in (done or {k: v for k, v in counts.items() if k in _DONE}).items():
        click.echo(f"{count:>7}  {_DONE[word]}")
    if not done:
        click.echo("Rien n’a été écrit.")
    told = list(islice(_problems(report), MOST_SHOWN + 1))
    for sentence in told[:MOST_SHOWN]:
        click.echo(sentence)
    if len(told) > MOST_SHOWN:
        click.echo("… la suite avec --json.")


def _problems(report: Path) -> Iterator[str]:
    for line in reports.read(report):
        if line.outcome is Outcome.LEFT_OUT:
            continue
        for problem in (*line.errors, *line.warnings):
            where = f"ligne {line.number}, {problem.column}".rstrip(", ")
            yield f"{where} : {problem}"
        for twin in line.twins:
            place = f"ligne {twin.line}" if twin.line else f"lieu {twin.point_id}"
            yield f"ligne {line.number} : doublon possible de « {twin.name} » ({place}) : {twin.why}"


def _say_json(
    reading: Reading,
    options: Options,
    counts: dict[str, int],
    done: dict[str, int],
    report: Path,
) -> None:
    """Print everything as JSON, one line of the file at a time."""
    head = {
        "format": reading.format,
        "dialect": reading.dialect.code,
        "source": options.source,
        "counts": counts,
        "done": done,
    }
    sys.stdout.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "lines": [')
    for rank, line in enumerate(reports.read(report)):
        sys.stdout.write((",\n" if rank else "\n") + json.dumps(_told(line), ensure_ascii=False))
    sys.stdout.write("]}\n")


def _told(line: ImportLine) -> dict[str, object]:
    return {
        "line": line.number,
        "name": line.name,
        "ref": line.ref,
        "outcome": line.outcome.value,
        "errors": [{"column": p.column, "reason": str(p)} for p in line.errors],
        "warnings": [{"column": p.column, "reason": str(p)} for p in line.warnings],
        "twins": [{"name": t.name, "point": t.point_id, "line": t.line} for t in line.twins],
    }


def _data_dir() -> Path:
    return cast("Settings", current_app.config["REBOND"]).data_dir
