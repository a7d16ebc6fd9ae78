"""The demonstration's agreements: invented, told as staff would have typed them, day by day."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session

from app.agreements import actions, papers
from app.agreements.actions import arrangements, commitments
from app.agreements.actions.arrangements import ArrangementFacts
from app.agreements.models import (
    AcceptedBy,
    Agreement,
    AgreementKind,
    Counted,
    Rhythm,
    Side,
    Source,
)
from app.agreements.queries import arrangements as looks
from app.agreements.queries import promises
from app.agreements.rules.sheets import AgreementFacts, CommitmentFacts
from app.agreements.rules.states import Who
from app.agreements.rules.terms import DAY, add_months
from app.agreements.templates import AMENDMENT, templates
from app.agreements.writing import House, text_of
from app.base import files
from app.base.core.actors import Actor
from app.base.core.clock import LOCAL
from app.base.files import KeptFile
from app.catalog.models import Family
from app.partners.actions.demo import structure_id
from app.partners.models import Contact, Function, Organisation

CLAIRE: Final = Actor(id=None, label="Claire Demo")
THEM: Final = Actor(id=None, label="partenaire")
HOUSE: Final = House("Les Ateliers du Loing", "Gâtinais Montargois")
HABITAT: Final = "habitat-gatinais"
ARRANGED: Final = ArrangementFacts(
    who="L’agence appelle l’accueil au 02 61 91 00 45. Le gardien ouvre ; en son absence,"
    " l’accueil du siège a un double des clés.",
    moment="Le premier jeudi du mois, de 9 h à 11 h. Prévenir une semaine avant.",
    place="Quai de livraison, derrière le siège. Code du portail donné au téléphone.",
    packaging="Ordinateurs sur palette filmée, chargeurs dans un carton à part.",
    papers="Liste du matériel trois jours avant. Bon d’enlèvement signé sur place.",
)


@dataclass(frozen=True)
class Story:
    """One agreement to tell: with whom, about what, promised what, how far it went."""

    ref: str
    kind: AgreementKind
    title: str
    starts_on: date
    ends_on: date
    begun: date
    verbs: Sequence[str] = ()
    signed: date | None = None
    notice: int = 0
    renewal_months: int | None = None
    promised: Sequence[CommitmentFacts] = field(default_factory=tuple)


def load_demo(session: Session, today: date, *, data_dir: Path | None = None) -> int:
    """Put the invented agreements in; those already there stay. Return how many came.

    Signed copies are kept in `data_dir`; without it there is only their hash.
    """
    told = [story for story in _stories(today) if _is_new(session, story.ref)]
    for story in told:
        _tell(session, story, today, data_dir)
    if any(story.ref == "sport-et-nature" for story in told):
        _amend(session, today, data_dir)
    if any(story.ref == HABITAT for story in told):
        _arrange(session, today)
        _note_hours(session, today)
    actions.keep_all_dates(session, today=today, now=_at(today))
    return len(told)


def agreement_id(ref: str) -> UUID:
    """Return the id of the demonstration's agreement with a structure."""
    return uuid5(NAMESPACE_URL, f"rebond demo agreement {ref}")


def _stories(today: date) -> Iterable[Story]:
    month = today.replace(day=1)
    seven_ago = add_months(month, -7)
    yield Story(
        HABITAT,
        AgreementKind.DONATION,
        "Don des ordinateurs renouvelés",
        seven_ago,
        add_months(seven_ago, 12) - DAY,
        seven_ago - timedelta(days=40),
        ("submit", "agree"),
        seven_ago - timedelta(days=10),
        notice=2,
        promised=(
            CommitmentFacts(
                Side.THEIRS,
                "Donner ses ordinateurs renouvelés",
                Counted.DEVICES,
                40,
                Rhythm.YEAR,
                Source.ARRIVALS,
                words="ordinateur",
            ),
            CommitmentFacts(
                Side.OURS,
                "Passer prendre le matériel",
                Counted.PICKUPS,
                1,
                Rhythm.QUARTER,
                Source.ARRIVALS,
            ),
            CommitmentFacts(
                Side.OURS, "Former les gardiens au tri", Counted.HOURS, 12 * 60, Rhythm.YEAR
            ),
        ),
    )
    ending = add_months(month, 2) - DAY
    yield Story(
        "banque-du-gatinais",
        AgreementKind.FRAMEWORK,
        "Convention cadre de partenariat pour le réemploi",
        add_months(ending + DAY, -36),
        ending,
        add_months(ending, -38),
        ("submit", "agree"),
        add_months(ending, -37),
        notice=3,
        promised=(
            CommitmentFacts(
                Side.THEIRS,
                "Donner son parc informatique renouvelé",
                Counted.MASS,
                1_500_000,
                Rhythm.YEAR,
                Source.ARRIVALS,
                family=Family.EEE,
            ),
            CommitmentFacts(Side.THEIRS, "Soutenir l’atelier", Counted.EUROS, 500_000, Rhythm.YEAR),
        ),
    )
    yield Story(
        "mairie-lorris-demo",
        AgreementKind.HOST,
        "Convention d’accueil d’un point d’apport",
        add_months(month, 2),
        add_months(month, 14) - DAY,
        today - timedelta(days=12),
        ("submit",),
        notice=3,
        renewal_months=12,
        promised=(
            CommitmentFacts(
                Side.OURS, "Vider la borne", Counted.PICKUPS, 2, Rhythm.MONTH, Source.ARRIVALS
            ),
        ),
    )
    started = add_months(month, -14)
    yield Story(
        "sport-et-nature",
        AgreementKind.DONATION,
        "Don de vélos invendus ou repris",
        started,
        add_months(started, 24) - DAY,
        started - timedelta(days=60),
        ("submit", "correct", "submit", "agree"),
        started - timedelta(days=12),
        notice=3,
        promised=(
            CommitmentFacts(
                Side.THEIRS,
                "Donner des vélos",
                Counted.DEVICES,
                30,
                Rhythm.YEAR,
                Source.ARRIVALS,
                words="vélo",
            ),
        ),
    )
    yield Story(
        "club-du-loing",
        AgreementKind.FRAMEWORK,
        "Collecte mutualisée des entreprises du Loing",
        add_months(month, 1),
        add_months(month, 13) - DAY,
        today - timedelta(days=50),
        ("submit", "agree"),
        today - timedelta(days=6),
        notice=3,
        renewal_months=12,
        promised=(
            CommitmentFacts(
                Side.THEIRS, "Réunir ses entreprises", Counted.PEOPLE, 20, Rhythm.QUARTER
            ),
        ),
    )
    yield Story(
        "puce-et-partage",
        AgreementKind.PRESCRIPTION,
        "Convention d’orientation de foyers",
        add_months(month, 1),
        add_months(month, 13) - DAY,
        today - timedelta(days=20),
        ("submit", "correct"),
        notice=1,
        promised=(
            CommitmentFacts(Side.OURS, "Accueillir des foyers orientés", Counted.PEOPLE, 24),
        ),
    )
    over = add_months(month, -1) - DAY
    yield Story(
        "college-des-etangs",
        AgreementKind.DONATION,
        "Don des ordinateurs de la salle d’étude",
        add_months(over + DAY, -12),
        over,
        add_months(over, -13),
        ("submit", "agree"),
        add_months(over, -12),
        promised=(
            CommitmentFacts(
                Side.THEIRS,
                "Donner la salle d’étude",
                Counted.DEVICES,
                16,
                Rhythm.ONCE,
                Source.ARRIVALS,
                words="ordinateur",
            ),
        ),
    )


def _is_new(session: Session, ref: str) -> bool:
    return session.get(Agreement, agreement_id(ref)) is None


def _tell(session: Session, story: Story, today: date, data_dir: Path | None) -> None:
    organisation = session.get_one(Organisation, structure_id(story.ref))
    facts = AgreementFacts(
        story.kind,
        story.title,
        story.starts_on,
        story.ends_on,
        notice=story.notice,
        renewal_months=story.renewal_months,
    )
    made = actions.create(
        session,
        organisation,
        facts,
        templates()[story.kind.value].articles,
        actor=CLAIRE,
        now=_at(_working(story.begun)),
        today=story.begun,
        known_id=agreement_id(story.ref),
    )
    for promised in story.promised:
        commitments.promise(
            session, made, promised, actor=CLAIRE, now=_at(_working(story.begun), 10)
        )
    for number, verb in enumerate(story.verbs):
        theirs = verb in {"agree", "correct"}
        day = story.begun + timedelta(days=3 * number if story.signed else 0)
        actions.advance(
            session,
            made,
            verb,
            by=Who.THEIRS if theirs else Who.OURS,
            actor=THEM if theirs else CLAIRE,
            now=_at(_working(day), 11 + number),
            today=day,
            words="À l’article 3, précisez qui paie le transport." if verb == "correct" else "",
        )
    if story.signed is not None:
        _sign(session, made, _working(story.signed), data_dir)
        if story.starts_on <= today:
            actions.keep_dates(session, [made], today=story.starts_on, now=_at(story.starts_on, 0))


def _amend(session: Session, today: date, data_dir: Path | None) -> None:
    """Raise the promise of the shop that gives its bicycles, by an amendment."""
    parent = session.get_one(Agreement, agreement_id("sport-et-nature"))
    begins = add_months(today.replace(day=1), -2)
    written = begins - timedelta(days=20)
    facts = AgreementFacts(parent.kind, "Deux fois plus de vélos", begins, None)
    made = actions.amend(
        session,
        parent,
        facts,
        templates()[AMENDMENT].articles,
        actor=CLAIRE,
        now=_at(written),
        today=written,
        known_id=agreement_id("sport-et-nature avenant"),
    )
    old = promises.held(session, today, agreement_id=parent.id)[0].commitment
    raised = CommitmentFacts(
        Side.THEIRS,
        "Donner des vélos",
        Counted.DEVICES,
        60,
        Rhythm.YEAR,
        Source.ARRIVALS,
        words="vélo",
        replaces_id=old.id,
    )
    commitments.promise(session, made, raised, actor=CLAIRE, now=_at(written, 10))
    for hour, verb in ((11, "submit"), (14, "agree")):
        actions.advance(
            session,
            made,
            verb,
            by=Who.OURS,
            heard=verb == "agree",
            actor=CLAIRE,
            now=_at(written, hour),
            today=written,
        )
    _sign(session, made, _working(written + timedelta(days=5)), data_dir)
    actions.keep_dates(session, [made], today=begins, now=_at(begins, 0))


def _sign(session: Session, agreement: Agreement, day: date, data_dir: Path | None) -> None:
    told: dict[str, Any] = {"actor": CLAIRE, "today": day}
    text = text_of(session, agreement, HOUSE)
    scan = _scan(papers.pdf_of(agreement, text), agreement.reference, data_dir)
    actions.note_signature(session, agreement, day, side=Side.OURS, now=_at(day, 14), **told)
    paper = actions.deposit(
        session, agreement, scan, day, side=Side.THEIRS, now=_at(day, 15), **told
    )
    actions.sign(session, agreement, text, paper, now=_at(day, 16), **told)


def _scan(content: bytes, reference: str, data_dir: Path | None) -> KeptFile:
    name = f"{reference}-signee.pdf"
    if data_dir is not None:
        return files.keep(data_dir, content, name)
    return KeptFile(hashlib.sha256(content).hexdigest(), "application/pdf", len(content), name)


def _arrange(session: Session, today: date) -> None:
    """Write the landlord's arrangements; one relay person accepted, another not yet."""
    organisation = session.get_one(Organisation, structure_id(HABITAT))
    written = today - timedelta(days=9)
    if not looks.relays(session, organisation.id, today):
        session.add_all(_people(organisation.id))
        session.flush()
    version = arrangements.write(
        session, organisation, None, ARRANGED, actor=CLAIRE, now=_at(written)
    )
    relays = looks.relays(session, organisation.id, today)
    if version is None or not relays:
        return
    arrangements.accept(
        session,
        version,
        looks.arrangement(session, version.arrangement_id),
        relays[0].id,
        how=AcceptedBy.STAFF,
        words="par téléphone",
        actor=CLAIRE,
        now=_at(written, 16),
        today=written,
    )


def _people(organisation_id: UUID) -> list[Contact]:
    named = (
        ("Aline Fictive", Function.LOGISTICS, "aline@habitat.test"),
        ("Bruno Fictif", Function.IT, "bruno@habitat.test"),
    )
    return [
        Contact(
            organisation_id=organisation_id, name=name, function=function, email=email, relay=True
        )
        for name, function, email in named
    ]


def _note_hours(session: Session, today: date) -> None:
    for held in promises.held(session, today, agreement_id=agreement_id(HABITAT)):
        if held.commitment.kind is not Counted.HOURS:
            continue
        for months, minutes, words in ((5, 180, "gardiens de Montargis"), (2, 150, "siège")):
            day = add_months(today.replace(day=1), -months) + timedelta(days=9)
            commitments.enter(
                session,
                held,
                day,
                minutes,
                words,
                side=Side.OURS,
                actor=CLAIRE,
                now=_at(day),
                today=day,
            )


def _working(day: date) -> date:
    """Return a day on which offices sign: never a week-end."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), LOCAL).astimezone(UTC)
