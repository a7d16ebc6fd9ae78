"""Structures from somebody's file: planned line by line, then entered, never over a correction."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel import Session

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.base.core.errors import RuleBroken
from app.base.core.text import N_, fold
from app.base.tabular.lines import Problem, Record
from app.partners import queries
from app.partners.actions.organisations import ROOM, add, correct
from app.partners.actions.sites import add_site
from app.partners.models import Organisation, OrganisationImport
from app.partners.queries import imports, twins
from app.partners.rules.imports import Draft, Outcome, fresh, read, renewed
from app.partners.rules.likeness import Print, likeness
from app.partners.rules.sheets import OrganisationFacts, faults
from app.partners.rules.sites import SiteFacts

MOST_LINES: Final = 2000
TWICE: Final = N_("La ligne %(line)s dit déjà cette structure.")
Communes = Callable[[str], str]
"""A commune as a file names it → its INSEE code; raises RuleBroken."""
Centre = Callable[[str], tuple[float, float] | None]


@dataclass
class Planned:
    """What becomes of a line; `twins` are the structures that it may already be."""

    draft: Draft
    outcome: Outcome
    facts: OrganisationFacts | None = None
    known: UUID | None = None
    site: SiteFacts | None = None
    kept: list[str] = field(default_factory=list)
    twins: list[Print] = field(default_factory=list)


@dataclass(frozen=True)
class Register:
    """What is known before a file is read, each fetched once."""

    prints: list[Print]
    imported: Mapping[str, OrganisationImport]
    commune: Communes
    centre: Centre


def plan(
    session: Session, source: str, records: Iterable[Record], commune: Communes, centre: Centre
) -> list[Planned]:
    """Return what would become of each line; nothing is written."""
    known = Register(twins.prints(session), imports.of_source(session, source), commune, centre)
    by_id = {each.id: each for each in known.prints}
    by_siret = {each.siret: each.id for each in known.prints if each.siret}
    by_name: dict[tuple[str, str], list[UUID]] = {}
    for each in known.prints:
        by_name.setdefault((fold(each.name), each.insee), []).append(each.id)
    found: list[Planned] = []
    first: dict[str, int] = {}
    for number, record in enumerate(records):
        if number >= MOST_LINES:
            break
        draft = read(record)
        site = _site(draft, known)
        if not draft.errors and draft.key in first:
            draft.errors.append(Problem("", TWICE, {"line": first[draft.key]}))
        first.setdefault(draft.key, draft.number)
        match = None if draft.errors else _match(draft, site, known, by_id, by_siret, by_name)
        found.append(_planned(session, draft, site, match, known))
    return found


def carry_out(  # noqa: PLR0913 - what, from where, who, when
    session: Session,
    source: str,
    planned: Iterable[Planned],
    decisions: Mapping[int, str],
    *,
    actor: Actor,
    now: datetime,
) -> Counter[Outcome]:
    """Enter the lines of a plan; those in doubt as somebody decided, else they are left out.

    `decisions` say of a line's number "nouvelle" or the id of the structure that it is.
    """
    counts: Counter[Outcome] = Counter()
    for line in planned:
        counts[_enter(session, source, line, decisions.get(line.draft.number, ""), actor, now)] += 1
    told = {str(outcome): counts[outcome] for outcome in Outcome if counts[outcome]}
    after = {"source": "…", "counts": told}
    audit.record(
        session, ROOM, "import-file", f"file:{fold(source)[:80]}", actor, now=now, after=after
    )
    return counts


def _enter(  # noqa: PLR0913, PLR0917 - one line of a plan
    session: Session, source: str, line: Planned, decided: str, actor: Actor, now: datetime
) -> Outcome:
    if line.outcome is Outcome.REFUSED:
        return line.outcome
    chosen = {str(twin.id): twin.id for twin in line.twins}.get(decided)
    if line.outcome is Outcome.DOUBTFUL and chosen is None and decided != Outcome.NEW:
        return line.outcome
    known = line.known or chosen
    if known is None:
        made = add(session, line.facts or fresh(line.draft), actor=actor, now=now)
        outcome = Outcome.NEW
    else:
        made = queries.organisation(session, known)
        last = imports.last(session, source, line.draft.key)
        facts, _kept = renewed(line.draft, OrganisationFacts.of(made), last.facts if last else {})
        changed = correct(session, made, facts, actor=actor, now=now)
        outcome = Outcome.CHANGED if changed else Outcome.UNCHANGED
    if line.site is not None and not queries.sites(session, made.id):
        add_site(session, made, line.site, actor=actor, now=now)
    _remember(session, source, line.draft, made, now)
    return outcome


def _remember(
    session: Session, source: str, draft: Draft, made: Organisation, now: datetime
) -> None:
    row = imports.last(session, source, draft.key)
    if row is None:
        row = OrganisationImport(source=source, key=draft.key, organisation_id=made.id, facts={})
    if row.facts != draft.said or row.organisation_id != made.id:
        row.facts, row.organisation_id, row.at = dict(draft.said), made.id, now
    session.add(row)
    session.flush()


def _planned(
    session: Session,
    draft: Draft,
    site: SiteFacts | None,
    match: UUID | list[Print] | None,
    known: Register,
) -> Planned:
    if draft.errors:
        return Planned(draft, Outcome.REFUSED)
    if isinstance(match, UUID):
        now = OrganisationFacts.of(queries.organisation(session, match))
        last = known.imported.get(draft.key)
        facts, kept = renewed(draft, now, last.facts if last else {})
        lacks_place = site is not None and not any(
            each.id == match and each.insee for each in known.prints
        )
        outcome = Outcome.CHANGED if facts != now or lacks_place else Outcome.UNCHANGED
        return Planned(draft, outcome, facts, match, site, kept)
    facts = fresh(draft)
    draft.errors += [
        Problem(each.field or "", each.sentence, each.values) for each in faults(facts)
    ]
    if draft.errors:
        return Planned(draft, Outcome.REFUSED)
    outcome = Outcome.DOUBTFUL if match else Outcome.NEW
    return Planned(draft, outcome, facts, site=site, twins=match or [])


def _match(  # noqa: PLR0913, PLR0917 - the ways in which a line names a structure
    draft: Draft,
    site: SiteFacts | None,
    known: Register,
    by_id: Mapping[UUID, Print],
    by_siret: Mapping[str, UUID],
    by_name: Mapping[tuple[str, str], list[UUID]],
) -> UUID | list[Print]:
    """Return the structure that a line is, or those that it may be."""
    own = draft.values.get("id")
    if own in by_id:
        return UUID(str(own))
    siret = draft.values.get("siret") or ""
    if siret in by_siret:
        return by_siret[siret]
    before = known.imported.get(draft.key)
    if before is not None and before.organisation_id in by_id:
        return before.organisation_id
    name, insee = draft.values.get("name", ""), site.insee if site else ""
    same = by_name.get((fold(name), insee), [])
    if len(same) == 1 and not (siret and by_id[same[0]].siret):
        return same[0]
    new = Print(UUID(int=0), name, siret or None, insee, site.address if site else "")
    return [each for each in known.prints if likeness(new, each) is not None][:5]


def _site(draft: Draft, known: Register) -> SiteFacts | None:
    """Return the place that a line says, at its commune's centre when it says no position."""
    if not draft.said.get("commune"):
        return None
    try:
        insee = known.commune(draft.said["commune"])
    except RuleBroken as fault:
        draft.errors.append(Problem("commune", fault.sentence, fault.values))
        return None
    lat, lon = draft.values.get("lat"), draft.values.get("lon")
    if lat is None or lon is None:
        lat, lon = known.centre(insee) or (None, None)
    return SiteFacts(insee, address=draft.said.get("address", ""), lat=lat, lon=lon)
