"""What goes on with them: partnerships with their moves, exchanges, groups."""

from collections.abc import Iterator
from typing import Final

from sqlmodel import Session

from app.partnerships.models import (
    Exchange,
    ExchangeContact,
    ExchangeKind,
    ExchangeState,
    GroupDecision,
    GroupKind,
    GroupMeeting,
    GroupMember,
    GroupTask,
    PartnerGroup,
    Partnership,
    PartnershipEvent,
    PartnershipSheet,
    SheetKind,
    Standing,
    Step,
)
from bench.partners.rows import Ground, Row, write

MOVES: Final = 4
"""Of each partnership."""


def load(session: Session, ground: Ground) -> None:
    """Write partnerships, exchanges and groups."""
    partnerships = list(_partnerships(ground))
    write(session, Partnership, partnerships)
    write(session, PartnershipEvent, _moves(ground, partnerships))
    write(session, PartnershipSheet, _sheets(ground, partnerships))
    exchanges = list(_exchanges(ground))
    write(session, Exchange, exchanges)
    write(session, ExchangeContact, _present(ground, exchanges))
    groups = list(_groups(ground))
    write(session, PartnerGroup, groups)
    write(session, GroupMember, _members(ground, groups))
    write(session, GroupMeeting, _meetings(ground, groups))
    write(session, GroupDecision, _decisions(ground, groups))
    write(session, GroupTask, _tasks(ground, groups))


def _partnerships(ground: Ground) -> Iterator[Row]:
    chance = ground.chance
    for key in ground.some(ground.structures, 0.8):
        standing = chance.choices(list(Standing), (80, 8, 12))[0]
        next_on = ground.day(-20, 180) if chance.random() < 0.6 else None
        began = ground.at(-800, -60)
        yield {
            "id": ground.id(),
            "organisation_id": key,
            "standing": standing,
            "step": chance.choice(list(Step)),
            "step_since": began,
            "owner_id": chance.choice(ground.staff),
            "trigger": ground.words(6),
            "next_action": ground.words(5) if next_on else "",
            "next_on": next_on,
            "pause_reason": ground.words(4) if standing is Standing.PAUSED else "",
            "paused_until": ground.day(-5, 90) if standing is Standing.PAUSED else None,
            "loss_reason": ground.words(4) if standing is Standing.LOST else "",
            "lost_at": began if standing is Standing.LOST else None,
            "started_at": began,
            "version": MOVES,
        }


def _moves(ground: Ground, partnerships: list[Row]) -> Iterator[Row]:
    for partnership in partnerships:
        for number in range(1, MOVES + 1):
            yield {
                "id": ground.id(),
                "partnership_id": partnership["id"],
                "number": number,
                "verb": "start" if number == 1 else "advance",
                "step": partnership["step"],
                "standing": partnership["standing"],
                "actor": "Sofia Garnier",
                "at": partnership["started_at"],
            }


def _sheets(ground: Ground, partnerships: list[Row]) -> Iterator[Row]:
    for partnership in ground.some(partnerships, 0.5):
        yield {
            "id": ground.id(),
            "partnership_id": partnership["id"],
            "kind": ground.chance.choice(list(SheetKind)),
            "first": ground.words(40),
            "second": ground.words(40),
            "written_on": ground.day(-300, -1),
            "author": "Sofia Garnier",
        }


def _exchanges(ground: Ground) -> Iterator[Row]:
    """Yield mostly what is over; one in a hundred is planned, one in sixty still to follow up."""
    chance = ground.chance
    for number in range(ground.size.exchanges):
        planned = number % 100 == 0
        late = number % 60 == 1
        follow = late or chance.random() < 0.3
        yield {
            "id": ground.id(),
            "organisation_id": ground.giver(number, 30),
            "kind": chance.choice(list(ExchangeKind)),
            "state": ExchangeState.PLANNED if planned else ExchangeState.DONE,
            "at": ground.at(-2, 60) if planned else ground.at(-800, -1),
            "subject": ground.words(5),
            "owner_id": chance.choice(ground.staff),
            "words": ground.words(60),
            "promises": ground.words(10),
            "follow_up": ground.words(4) if follow else "",
            "follow_up_on": ground.day(-20, 90) if follow else None,
            "followed_at": None if late or not follow else ground.at(-400, -1),
            "author": "Sofia Garnier",
            "created_at": ground.at(-800, -1),
        }


def _present(ground: Ground, exchanges: list[Row]) -> Iterator[Row]:
    for exchange in exchanges:
        people = ground.contacts[exchange["organisation_id"]]
        yield {"exchange_id": exchange["id"], "contact_id": ground.chance.choice(people)}


def _groups(ground: Ground) -> Iterator[Row]:
    for number in range(ground.size.groups):
        yield {
            "id": ground.id(),
            "name": f"Groupe {number}",
            "kind": ground.chance.choice(list(GroupKind)),
            "created_at": ground.at(-800, -200),
            "closed_at": ground.at(-100, -1) if number % 5 == 4 else None,
        }


def _members(ground: Ground, groups: list[Row]) -> Iterator[Row]:
    for group in groups:
        for key in ground.chance.sample(ground.structures, min(12, ground.size.structures)):
            yield {
                "id": ground.id(),
                "group_id": group["id"],
                "contact_id": ground.contacts[key][0],
            }


def _meetings(ground: Ground, groups: list[Row]) -> Iterator[Row]:
    for group in groups:
        for _meeting in range(6):
            yield {
                "id": ground.id(),
                "group_id": group["id"],
                "at": ground.at(-400, 60),
                "agenda": ground.words(30),
                "minutes": ground.words(200),
            }


def _decisions(ground: Ground, groups: list[Row]) -> Iterator[Row]:
    for group in groups:
        for number in range(1, 9):
            yield {
                "id": ground.id(),
                "group_id": group["id"],
                "number": number,
                "day": ground.day(-400, -1),
                "text": ground.words(15),
            }


def _tasks(ground: Ground, groups: list[Row]) -> Iterator[Row]:
    for group in groups:
        for number in range(8):
            yield {
                "id": ground.id(),
                "group_id": group["id"],
                "text": ground.words(6),
                "account_id": ground.chance.choice(ground.staff),
                "until": ground.day(-10, 60),
                "done_at": ground.at(-100, -1) if number > 2 else None,
            }
