"""The demonstration's partnerships: invented, told day by day by the room's own actions."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from app.base.core import clock
from app.base.core.actors import Actor
from app.catalog.models import Family
from app.partners import queries as partners
from app.partners.actions.demo import structure_id
from app.partners.models import Contact, Function, Organisation
from app.partnerships import queries
from app.partnerships.actions import exchanges, groups, partnerships, practices, sheets
from app.partnerships.models import ExchangeKind, GroupKind, Partnership, SheetKind, Step
from app.partnerships.rules.facts import (
    GroupFacts,
    MeetingFacts,
    NextAction,
    PlanFacts,
    PracticeFacts,
    RecordFacts,
    SheetFacts,
    StartFacts,
)

OFFICE: Final = time(9, 5)


class Teller:
    """Tells the story as one person did it, each thing at its own hour."""

    def __init__(self, session: Session, owner: Actor, today: date) -> None:
        self.session, self.owner, self.today = session, owner, today

    def day(self, offset: int) -> date:
        """Return a day counted from today."""
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: str = "") -> datetime:
        """Return an instant: a day counted from today, a local hour."""
        told = time.fromisoformat(hour.zfill(5)) if hour else OFFICE
        return clock.instant(self.day(offset), told)

    def partnership(self, row: Mapping[str, Any]) -> None:
        """Begin a partnership and move it as it went."""
        organisation = self.session.get_one(Organisation, structure_id(row["structure"]))
        self._contact(organisation.id, row["contact"])
        facts = StartFacts(Step(row["step"]), self.owner.id, row["trigger"])
        made = partnerships.start(
            self.session, organisation, facts, actor=self.owner, now=self.at(row["began"])
        )
        for offset, verb in row["moves"]:
            partnerships.move(self.session, made, verb, **self._hand(made, offset))
        self._end(made, row)

    def _end(self, made: Partnership, row: Mapping[str, Any]) -> None:
        if "next" in row:
            said = NextAction(row["next"]["words"], self.day(row["next"]["day"]), self.owner.id)
            partnerships.plan_next(self.session, made, said, **self._hand(made, -9))
        if "paused" in row:
            told = row["paused"]
            hand = self._hand(made, told["day"])
            until = self.day(told["until"])
            partnerships.pause(self.session, made, told["reason"], until, **hand)
        if "lost" in row:
            hand = self._hand(made, row["lost"]["day"])
            partnerships.lose(self.session, made, row["lost"]["reason"], **hand)

    def sheet(self, row: Mapping[str, Any]) -> None:
        """Write a sheet of a partnership."""
        made = queries.known(self.session, structure_id(row["structure"]))
        texts = dict(zip(sheets.TEXTS, row["texts"], strict=True))
        facts = SheetFacts(kind=SheetKind(row["kind"]), written_on=self.day(-30), **texts)
        sheets.write(self.session, made, facts, actor=self.owner, now=self.at(-30, "10:00"), seen=0)

    def exchange(self, row: Mapping[str, Any]) -> None:
        """Plan or record an exchange."""
        organisation = self.session.get_one(Organisation, structure_id(row["structure"]))
        present = frozenset(c.id for c in partners.contacts(self.session, organisation.id)[:1])
        at = self.at(row["day"], row["hour"])
        kind, subject = ExchangeKind(row["kind"]), row["subject"]
        if row.get("planned"):
            plan = PlanFacts(
                kind,
                at,
                subject,
                place=row.get("place", ""),
                agenda=row["agenda"],
                owner_id=self.owner.id,
                contacts=present,
            )
            exchanges.plan(
                self.session, organisation, plan, actor=self.owner, now=self.at(-3, "17:00")
            )
            return
        follow_up = NextAction()
        if "follow_up" in row:
            day = self.day(row["follow_up_day"])
            follow_up = NextAction(row["follow_up"], day, self.owner.id)
        record = RecordFacts(
            kind,
            at,
            subject,
            row["words"],
            row.get("promises", ""),
            row["result"],
            follow_up,
            owner_id=self.owner.id,
            contacts=present,
        )
        now = at + timedelta(hours=1)
        made = exchanges.record(self.session, organisation, record, actor=self.owner, now=now)
        if row.get("followed"):
            exchanges.follow(self.session, made, actor=self.owner, now=self.at(-5), seen=1)

    def practice(self, row: Mapping[str, Any]) -> None:
        """Write a note on what worked."""
        facts = PracticeFacts(
            row["title"],
            row["text"],
            row["source"],
            frozenset(map(Family, row["families"])),
            frozenset(map(Step, row["steps"])),
        )
        practices.add(self.session, facts, actor=self.owner, now=self.at(-60))

    def group(self, row: Mapping[str, Any]) -> None:
        """Open a group, seat its members, let it meet."""
        facts = GroupFacts(row["name"], GroupKind(row["kind"]), row["purpose"])
        hand: dict[str, Any] = {"actor": self.owner, "now": self.at(-90)}
        made = groups.add(self.session, facts, **hand)
        groups.seat(self.session, made, account_id=self.owner.id, title="Prépare et écrit", **hand)
        for ref, title in row["members"]:
            groups.seat(self.session, made, contact_id=self._first(ref), title=title, **hand)
        for told in row["meeting"]:
            at = self.at(told["day"], told["hour"])
            said = MeetingFacts(
                at, place=told["place"], agenda=told["agenda"], minutes=told.get("minutes", "")
            )
            now = min(at, self.at(-4))
            met = groups.meet(self.session, made, said, actor=self.owner, now=now)
            hand = {"actor": self.owner, "now": now + timedelta(hours=2), "meeting_id": met.id}
            for text in told.get("decisions", ()):
                groups.decide(self.session, made, text, self.day(told["day"]), **hand)
            for text, until, who in told.get("tasks", ()):
                doer = (
                    {"account_id": self.owner.id}
                    if who == "us"
                    else {"contact_id": self._first(who)}
                )
                groups.assign(self.session, made, text, self.day(until), **doer, **hand)

    def _contact(self, organisation_id: UUID, told: Mapping[str, str]) -> None:
        """Enter somebody to talk to, where the register has nobody yet."""
        if partners.contacts(self.session, organisation_id):
            return
        facts: dict[str, Any] = {**told, "function": Function(told["function"])}
        self.session.add(Contact(organisation_id=organisation_id, relay=True, **facts))
        self.session.flush()

    def _first(self, ref: str) -> UUID:
        return partners.contacts(self.session, structure_id(ref))[0].id

    def _hand(self, made: Partnership, offset: int) -> dict[str, Any]:
        return {"actor": self.owner, "now": self.at(offset), "seen": made.version}


def load_demo(session: Session, owner: Actor, today: date) -> bool:
    """Tell the story once; tell whether it was told now. `owner` is who keeps the partnerships."""
    text = files("app.partnerships").joinpath("data/demo.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    first = structure_id(told["partnership"][0]["structure"])
    if queries.partnership(session, first) is not None:
        return False
    teller = Teller(session, owner, today)
    for kind in ("partnership", "sheet", "exchange", "practice"):
        for row in told[kind]:
            getattr(teller, kind)(row)
    teller.group(told["group"])
    session.flush()
    return True
