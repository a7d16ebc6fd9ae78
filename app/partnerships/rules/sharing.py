"""Good practices as a file that another installation reads; a hostile one is refused clearly."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_, clean
from app.catalog.models import Family
from app.partnerships.models.words import Step
from app.partnerships.rules.facts import PracticeFacts

FORMAT: Final = "rebond-bonnes-pratiques"
VERSION: Final = 1
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_NOTES: Final = 500
_DEEPEST: Final = 64
HEAVY: Final = N_("Ce fichier dépasse 2 Mo : exportez moins de notes à la fois.")
NO_FILE: Final = N_(
    "Ce fichier n’est pas un export de bonnes pratiques de Rebond. Demandez à l’autre"
    " installation d’utiliser « Exporter pour un autre territoire »."
)
NEWER: Final = N_(
    "Ce fichier vient d’une version plus récente de Rebond : mettez ce site à jour, puis recommencez."
)
MANY: Final = N_("Ce fichier contient plus de 500 notes : importez-les en plusieurs fois.")
ODD: Final = N_("La note n° %(number)d est illisible (%(part)s) : rien n’a été importé.")
TWICE: Final = N_("La note n° %(number)d porte le même numéro qu’une autre : rien n’a été importé.")


@dataclass(frozen=True)
class SharedNote:
    """A note of a file: its lasting id, what it says, when it was written, where."""

    id: UUID
    facts: PracticeFacts
    written_on: date
    origin: str


def written(notes: Iterable[SharedNote], *, origin: str, on: date) -> str:
    """Return the text of a file; `origin` names this installation."""
    told = {
        "format": FORMAT,
        "version": VERSION,
        "origine": origin,
        "date": on.isoformat(),
        "notes": [_told(note, origin) for note in notes],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def read(content: bytes) -> list[SharedNote]:
    """Return the notes of a file. Raises RuleBroken (field "file") when it is none."""
    if len(content) > MOST_BYTES:
        raise RuleBroken(HEAVY, field="file")
    # A bracket inside a string counts too: a real export holds few.
    if content.count(b"[") + content.count(b"{") > _DEEPEST * MOST_NOTES:
        raise RuleBroken(NO_FILE, field="file")
    try:
        told = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise RuleBroken(NO_FILE, field="file") from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise RuleBroken(NO_FILE, field="file")
    if told.get("version") != VERSION:
        raise RuleBroken(NEWER, field="file")
    rows = told.get("notes")
    if not isinstance(rows, list):
        raise RuleBroken(NO_FILE, field="file")
    if len(rows) > MOST_NOTES:
        raise RuleBroken(MANY, field="file")
    origin = _text(told.get("origine"), 120)
    notes = [_note(row, number, origin) for number, row in enumerate(rows, 1)]
    seen: set[UUID] = set()
    for number, note in enumerate(notes, 1):
        if note.id in seen:
            raise RuleBroken(TWICE, field="file", number=number)
        seen.add(note.id)
    return notes


def _told(note: SharedNote, origin: str) -> dict[str, Any]:
    return {
        "id": str(note.id),
        "titre": note.facts.title,
        "texte": note.facts.text,
        "source": note.facts.source,
        "familles": sorted(each.value for each in note.facts.families),
        "etapes": [each.value for each in Step if each in note.facts.steps],
        "date": note.written_on.isoformat(),
        "origine": note.origin or origin,
    }


def _note(row: object, number: int, origin: str) -> SharedNote:
    if not isinstance(row, dict):
        raise RuleBroken(ODD, field="file", number=number, part="forme")
    try:
        note_id = UUID(str(row.get("id"))[:60])
    except ValueError:
        raise RuleBroken(ODD, field="file", number=number, part="id") from None
    try:
        written_on = date.fromisoformat(str(row.get("date"))[:10])
    except ValueError:
        raise RuleBroken(ODD, field="file", number=number, part="date") from None
    title, text = _text(row.get("titre"), 160), _text(row.get("texte"), 8000, lines=True)
    if not title or not text:
        raise RuleBroken(ODD, field="file", number=number, part="titre ou texte")
    facts = PracticeFacts(
        title=title,
        text=text,
        source=_text(row.get("source"), 300),
        families=frozenset(each for each in Family if each.value in _words(row.get("familles"))),
        steps=frozenset(each for each in Step if each.value in _words(row.get("etapes"))),
    )
    return SharedNote(note_id, facts, written_on, _text(row.get("origine"), 120) or origin)


def _text(value: object, limit: int, *, lines: bool = False) -> str:
    """Return a text cleaned as if somebody had typed it; anything else is no text."""
    return clean(value, limit=limit, lines=lines) if isinstance(value, str) else ""


def _words(value: object) -> set[str]:
    """Return the words of a list; a word that this version does not know is left aside."""
    return (
        {each for each in value[:100] if isinstance(each, str)}
        if isinstance(value, list)
        else set()
    )
