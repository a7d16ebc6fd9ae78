"""What was signed and promised: agreements with their text, amendments, commitments, arrangements."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session

from app.agreements.models import (
    AcceptedBy,
    Agreement,
    AgreementEvent,
    AgreementKind,
    AgreementStatus,
    Arrangement,
    ArrangementAcceptance,
    ArrangementVersion,
    Article,
    Commitment,
    CommitmentEntry,
    Counted,
    EntryStatus,
    NoticeUnit,
    Rhythm,
    Side,
    Source,
)
from app.agreements.rules import terms, texts
from app.agreements.rules.sheets import terms_of
from app.agreements.rules.states import DRAFTS
from app.agreements.rules.texts import Block, Section, Text
from bench.partners.rows import Ground, Row, write

_STATUSES: Final = {
    AgreementStatus.PROJECT: 4,
    AgreementStatus.REVIEW: 3,
    AgreementStatus.CORRECTION: 2,
    AgreementStatus.TO_SIGN: 3,
    AgreementStatus.SIGNED: 4,
    AgreementStatus.ACTIVE: 60,
    AgreementStatus.EXPIRED: 16,
    AgreementStatus.DENOUNCED: 4,
    AgreementStatus.TERMINATED: 4,
}
_SPAN: Final = {
    AgreementStatus.SIGNED: (1, 60, 365, 1100),
    AgreementStatus.EXPIRED: (-1400, -800, 300, 600),
}
"""First day between so many days from today and so many, then the length in days."""
_LASTING: Final = (-700, -10, 720, 1400)
_WORDS: Final = ("ordinateur", "écran", "vélo", "téléphone, tablette", "imprimante", "")


def load(session: Session, ground: Ground) -> None:
    """Write agreements as drafts, their parts, then the signatures: the database freezes them."""
    agreements = list(_agreements(ground))
    signatures = {
        row["id"]: row.pop("signing") for row in agreements if row["status"] not in DRAFTS
    }
    last = {row["id"]: row["status"] for row in agreements}
    for row in agreements:
        row.pop("signing", None)
        row["status"] = row["status"] if row["id"] not in signatures else AgreementStatus.TO_SIGN
    write(session, Agreement, agreements)
    write(session, Article, _articles(ground, agreements))
    commitments = list(_commitments(ground, agreements))
    write(session, Commitment, commitments)
    signed = [{"key": key, "last_status": last[key]} | facts for key, facts in signatures.items()]
    _sign(session, signed)
    write(session, AgreementEvent, _events(ground, agreements))
    write(session, CommitmentEntry, _entries(ground, commitments))
    pages = list(_arrangements(ground))
    write(session, Arrangement, pages)
    versions = list(_versions(ground, pages))
    write(session, ArrangementVersion, versions)
    write(session, ArrangementAcceptance, _accepted(ground, pages, versions))


def _agreements(ground: Ground) -> Iterator[Row]:
    chance = ground.chance
    for number in range(ground.size.agreements):
        status = chance.choices(list(_STATUSES), list(_STATUSES.values()))[0]
        first, last, shortest, longest = _SPAN.get(status, _LASTING)
        starts = ground.day(first, last)
        ends = starts + timedelta(days=chance.randint(shortest, longest))
        row = {
            "id": ground.id(),
            "organisation_id": ground.giver(number, 10),
            "reference": f"CONV-{starts.year}-{number:05d}",
            "kind": chance.choice(list(AgreementKind)),
            "title": ground.words(5),
            "status": status,
            "status_since": ground.day(-40, -1),
            "starts_on": starts,
            "ends_on": ends,
            "notice": chance.choice((0, 2, 3)),
            "notice_unit": NoticeUnit.MONTHS,
            "renewal_months": 12 if chance.random() < 0.4 else None,
            "created_at": ground.at(-700, -30),
            "created_by": "Sofia Garnier",
            "unread_since": ground.at(-10, -1) if chance.random() < 0.02 else None,
        }
        model = Agreement(**row)
        known = terms_of(model)
        row["term_ends_on"] = terms.term_end(known, ground.today)
        row["decide_by"] = terms.decide_by(known, row["term_ends_on"])
        row["last_day"] = terms.last_day(known)
        row["signing"] = _signature(ground, row)
        yield row


def _signature(ground: Ground, row: Row) -> Row:
    section = Section(1, "Objet", tuple(Block(ground.words(60)) for _block in range(8)))
    parties = ("Les Ateliers du Loing", ground.names[row["organisation_id"]])
    text = Text(row["title"], row["reference"], "", parties, (section,))
    stopped = row["status"] in {AgreementStatus.DENOUNCED, AgreementStatus.TERMINATED}
    return {
        "our_signed_on": row["starts_on"],
        "their_signed_on": row["starts_on"],
        "partner_name": parties[1],
        "signed_text": texts.canonical(text),
        "text_sha256": "a" * 64,
        "scan_sha256": "b" * 64,
        "signed_at": row["created_at"],
        "signed_by": "Sofia Garnier",
        "stopped_on": ground.day(-200, -1) if stopped else None,
    }


def _sign(session: Session, signed: list[Row]) -> None:
    facts = [name for name in signed[0] if name not in {"key", "last_status"}]
    table: sa.Table = sa.inspect(Agreement).local_table
    statement = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("key"))
        .values(status=sa.bindparam("last_status"), **{n: sa.bindparam(f"s_{n}") for n in facts})
    )
    rows = [
        {(n if n in {"key", "last_status"} else f"s_{n}"): row[n] for n in row} for row in signed
    ]
    session.connection().execute(statement, rows)


def _articles(ground: Ground, agreements: list[Row]) -> Iterator[Row]:
    for agreement in agreements:
        for position in range(3):
            yield {
                "id": ground.id(),
                "agreement_id": agreement["id"],
                "position": position,
                "title": f"Article {position}",
                "text": ground.words(40),
            }


def _commitments(ground: Ground, agreements: list[Row]) -> Iterator[Row]:
    chance = ground.chance
    for agreement in agreements:
        for position in range(chance.choice((1, 1, 2, 3))):
            kind = chance.choice(list(Counted))
            counted = kind in {Counted.MASS, Counted.DEVICES, Counted.PICKUPS}
            yield {
                "id": ground.id(),
                "agreement_id": agreement["id"],
                "position": position,
                "side": chance.choice(list(Side)),
                "title": ground.words(4),
                "kind": kind,
                "quantity": chance.choice((2, 10, 40, 600)),
                "rhythm": chance.choice(list(Rhythm)),
                "source": Source.ARRIVALS if counted else Source.ENTRIES,
                "words": chance.choice(_WORDS) if counted else "",
            }


def _events(ground: Ground, agreements: list[Row]) -> Iterator[Row]:
    for agreement in agreements:
        for verb in ("create", "submit", "agree"):
            yield {
                "id": ground.id(),
                "agreement_id": agreement["id"],
                "verb": verb,
                "side": Side.OURS,
                "actor": "Sofia Garnier",
                "at": agreement["created_at"],
            }


def _entries(ground: Ground, commitments: list[Row]) -> Iterator[Row]:
    typed = [row for row in commitments if row["source"] is Source.ENTRIES]
    for commitment in typed:
        for number in range(5):
            waits = number == 4 and ground.chance.random() < 0.05
            yield {
                "id": ground.id(),
                "commitment_id": commitment["id"],
                "day": ground.day(-300, -1),
                "amount": ground.chance.randint(1, 9),
                "words": ground.words(3),
                "status": EntryStatus.PROPOSED if waits else EntryStatus.CONFIRMED,
                "side": Side.THEIRS,
                "added_at": ground.at(-300, -1),
                "added_by": "partenaire",
            }


def _arrangements(ground: Ground) -> Iterator[Row]:
    for key in ground.some(ground.structures, 0.1):
        yield {"id": ground.id(), "organisation_id": key, "latest": 1}


def _versions(ground: Ground, pages: list[Row]) -> Iterator[Row]:
    for page in pages:
        yield {
            "id": ground.id(),
            "arrangement_id": page["id"],
            "number": 1,
            "who": ground.words(12),
            "created_at": ground.at(-300, -1),
            "created_by": "Sofia Garnier",
        }


def _accepted(ground: Ground, pages: list[Row], versions: list[Row]) -> Iterator[Row]:
    for page, version in ground.some(zip(pages, versions, strict=True), 0.9):
        yield {
            "version_id": version["id"],
            "contact_id": ground.contacts[page["organisation_id"]][0],
            "how": AcceptedBy.STAFF,
            "at": version["created_at"],
        }
