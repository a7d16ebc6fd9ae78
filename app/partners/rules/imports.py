"""A line of somebody's file as a structure: what it says, and what may change because of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any, Final, cast
from uuid import UUID

from app.base.core.errors import RuleBroken
from app.base.core.text import N_, clean, fold
from app.base.tabular.answers import day_of, yes
from app.base.tabular.lines import Problem, Record
from app.catalog.models import Family
from app.partners.models import Activity, Level, OrganisationKind, PartnerRole, Public
from app.partners.rules import sheets
from app.partners.rules.sheets import OrganisationFacts

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("identifiant", "id"),
    "ref": ("reference", "ref", "code"),
    "name": ("nom", "structure", "name", "raison_sociale", "organisation"),
    "kind": ("type", "kind", "categorie"),
    "siret": ("siret",),
    "legal_name": ("nom_legal", "legal_name"),
    "naf": ("naf", "code_naf", "ape"),
    "public_body": ("organisme_public", "public_body"),
    "level": ("echelle", "level"),
    "activity": ("activite", "activity"),
    "roles": ("roles", "role"),
    "publics": ("publics", "public"),
    "families": ("familles", "famille", "families"),
    "introduced_by": ("presentee_par", "introduced_by"),
    "address": ("adresse", "address"),
    "commune": ("commune", "ville", "insee", "code_insee", "town"),
    "lat": ("latitude", "lat"),
    "lon": ("longitude", "lon"),
    "website": ("site_internet", "site_web", "website", "site"),
    "email": ("courriel", "email", "e_mail", "mail"),
    "phone": ("telephone", "phone", "tel"),
    "policy": ("politique_de_developpement_durable", "policy"),
    "public_since": ("sur_la_carte_depuis", "public_since"),
    "public_words": ("texte_de_la_carte", "public_words"),
    "note": ("note", "notes", "remarques"),
}
"""Fact → the columns that may hold it, in French or English."""
PLACE: Final = ("address", "commune", "lat", "lon")
NAMELESS: Final = N_("Cette ligne n’a pas de nom.")
UNKNOWN_WORD: Final = N_("« %(word)s » n’est pas dans la liste : %(known)s…")
YES_OR_NO: Final = N_("Répondez par oui ou par non.")
NO_DATE: Final = N_("Écrivez la date ainsi : 2026-12-31.")
NO_PLACE: Final = N_("Écrivez la latitude et la longitude en degrés.")
_LINES: Final = frozenset({"policy", "public_words", "note"})
_LONGEST: Final = {
    "name": 160,
    "legal_name": 200,
    "introduced_by": 160,
    "address": 200,
    "commune": 80,
    "public_words": 500,
    "ref": 120,
}


class Outcome(StrEnum):
    """What becomes of a line."""

    NEW = "nouvelle"
    CHANGED = "modifiee"
    UNCHANGED = "identique"
    DOUBTFUL = "doublon"
    REFUSED = "refusee"

    @property
    def label(self) -> str:
        """Return the French words shown to people (a message id)."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.NEW: N_("Nouvelle structure"),
    Outcome.CHANGED: N_("Fiche complétée"),
    Outcome.UNCHANGED: N_("Rien ne change"),
    Outcome.DOUBTFUL: N_("Doublon possible"),
    Outcome.REFUSED: N_("Refusée"),
}


@dataclass
class Draft:
    """What a line says: its words by fact, its values, what is wrong with it."""

    number: int
    said: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[Problem] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Return how the file itself names the structure."""
        named = self.said.get("ref") or self.values.get("siret") or self.said.get("id")
        town = fold(self.said.get("commune", ""))
        return str(named or f"{fold(self.said.get('name', ''))} {town}")[:240].strip()


def read(record: Record) -> Draft:
    """Return what a line says; a cell that cannot be read is an error of its own."""
    said = {name: _said(record, name, columns) for name, columns in COLUMNS.items()}
    draft = Draft(record.number, {name: text for name, text in said.items() if text})
    draft.errors += record.errors
    for name, text in draft.said.items():
        try:
            draft.values[name] = _READERS.get(name, str)(text)
        except RuleBroken as fault:
            draft.errors.append(Problem(name, fault.sentence, fault.values))
    if "name" not in draft.said and "id" not in draft.said:
        draft.errors.append(Problem("name", NAMELESS))
    if ("lat" in draft.values) != ("lon" in draft.values):
        draft.errors.append(Problem("lat", NO_PLACE))
    return draft


def unread(columns: tuple[str, ...]) -> list[str]:
    """Return the columns of a file that we do not read."""
    known = {name for names in COLUMNS.values() for name in names}
    return [name for name in columns if name and name not in known]


def fresh(draft: Draft) -> OrganisationFacts:
    """Return the facts of a structure that a line brings."""
    kind = draft.values.get("kind", OrganisationKind.OTHER)
    facts = OrganisationFacts(
        name=draft.values["name"], kind=kind, public_body=kind.public_by_nature
    )
    return replace(facts, **_facts(draft))


def renewed(
    draft: Draft, now: OrganisationFacts, last: Mapping[str, str]
) -> tuple[OrganisationFacts, list[str]]:
    """Return the facts after a line, and which of its facts give way to a local correction.

    `last` is what the file said the time before. What it says again changes nothing; what it says
    anew is taken where nobody corrected, that is where the sheet is empty or as the file left it.
    """
    taken: dict[str, Any] = {}
    kept: list[str] = []
    before = {name: _READERS.get(name, str)(text) for name, text in last.items()}
    for name, value in _facts(draft).items():
        current = getattr(now, name)
        if value == current or draft.said[name] == last.get(name):
            continue
        if not current or (name in before and before[name] == current):
            taken[name] = value
        else:
            kept.append(name)
    return replace(now, **taken), kept


def _facts(draft: Draft) -> dict[str, Any]:
    beside = {"id", "ref", *PLACE}
    return {name: value for name, value in draft.values.items() if name not in beside}


def _said(record: Record, name: str, columns: tuple[str, ...]) -> str:
    """Return the first of these cells that says something; a formula's apostrophe goes."""
    raw = next((record.cells[each] for each in columns if record.cells.get(each, "").strip()), "")
    if raw.startswith("'") and raw[1:2] in set("=+-@"):
        raw = raw[1:]
    return clean(raw, limit=_LONGEST.get(name, 2000), lines=name in _LINES)


def _one_of(words: type[StrEnum]) -> Callable[[str], StrEnum]:
    def read(text: str) -> StrEnum:
        found = _known(words).get(fold(text))
        if found is None:
            known = ", ".join(sorted(str(word) for word in words)[:6])
            raise RuleBroken(UNKNOWN_WORD, word=text[:40], known=known)
        return found

    return read


def _any_of(words: type[StrEnum]) -> Callable[[str], frozenset[StrEnum]]:
    one = _one_of(words)
    return lambda text: frozenset(one(piece) for piece in text.split("|") if piece.strip())


@cache
def _known(words: type[StrEnum]) -> dict[str, StrEnum]:
    """Return the words of a closed list, by their code and by their French label."""
    labels = {fold(cast("Any", word).label): word for word in words}
    return labels | {fold(word.value): word for word in words}


def _yes(text: str) -> bool:
    answer = yes(text)
    if answer is None:
        raise RuleBroken(YES_OR_NO)
    return answer


def _day(text: str) -> object:
    day = day_of(text)
    if day is None:
        raise RuleBroken(NO_DATE)
    return day


def _degrees(text: str) -> float:
    try:
        degrees = float(text.replace(",", "."))
    except ValueError:
        raise RuleBroken(NO_PLACE) from None
    if not abs(degrees) <= 180:  # noqa: PLR2004 - degrees; refuses NaN too
        raise RuleBroken(NO_PLACE)
    return round(degrees, 6)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "id": _uuid,
    "kind": _one_of(OrganisationKind),
    "siret": sheets.compact_siret,
    "naf": sheets.naf,
    "public_body": _yes,
    "level": _one_of(Level),
    "activity": _one_of(Activity),
    "roles": _any_of(PartnerRole),
    "publics": _any_of(Public),
    "families": _any_of(Family),
    "website": sheets.website,
    "email": sheets.email,
    "phone": sheets.phone,
    "public_since": _day,
    "lat": _degrees,
    "lon": _degrees,
}
