"""What waits and what a code means, with the address where one deals with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlmodel import Session

from app.base.core.text import fold
from app.base.outbox import queries as letters
from app.partners.registry import registry
from app.partnerships.mornings import mine
from app.partnerships.queries import keepers
from app.pickups.models import PickupStatus
from app.pickups.queries import Attention, attention
from app.pickups.queries.desk import MISSED
from app.today import outbox, queries, rail


@dataclass(frozen=True)
class Task:
    """Something that waits: how many, said in a sentence, and where to deal with it."""

    door: str
    sentence: str
    url: str
    count: int


@dataclass(frozen=True)
class Hit:
    """One thing that a code or a name means."""

    door: str
    label: str
    kind: str
    url: str


def waiting(session: Session, *, today: date, now: datetime) -> list[Task]:
    """Return what waits for somebody's hand, in the order of a day; nothing that is at zero."""
    counts, pickups = queries.counts(session, today=today), attention(session, today=today)
    reports, unchecked = counts.reports, counts.unchecked
    tasks = [
        *_pickups(pickups, today),
        *_partners(session, today),
        Task(
            "points",
            ngettext(
                "%(num)d signalement sur un lieu est à lire.",
                "%(num)d signalements sur des lieux sont à lire.",
                reports,
            ),
            url_for("point_reports.index"),
            reports,
        ),
        Task(
            "points",
            ngettext(
                "%(num)d lieu n’a pas été vérifié depuis un an.",
                "%(num)d lieux n’ont pas été vérifiés depuis un an.",
                unchecked,
            ),
            url_for("points_staff.index", manque="verification"),
            unchecked,
        ),
    ]
    return [*_outbox(session, now), *(task for task in tasks if task.count)]


def _outbox(session: Session, now: datetime) -> Iterator[Task]:
    """Yield what keeps letters from leaving."""
    silent = outbox.silence(letters.last_beat(session), now=now)
    if silent:
        yield Task("outbox", silent, url_for("outbox_staff.index"), 1)
    counts = letters.counts(session)
    failed, unsure = counts.failed, counts.unsure
    if unsure:
        said = ngettext(
            "%(num)d SMS est peut-être parti.", "%(num)d SMS sont peut-être partis.", unsure
        )
        yield Task("outbox", said, url_for("outbox_staff.index", etat="incertain"), unsure)
    if failed:
        said = ngettext(
            "%(num)d courrier n’a pas pu partir.", "%(num)d courriers n’ont pas pu partir.", failed
        )
        yield Task("outbox", said, url_for("outbox_staff.index", etat="echec"), failed)


def _partners(session: Session, today: date) -> Iterator[Task]:
    """Yield how much the partners leave to do today for who looks, where they may see it."""
    if not rail.opens("partnerships"):
        return
    due = mine(registry.due(session, today), current_user.id, keepers(session))
    yield Task(
        "partnerships",
        ngettext(
            "%(num)d chose à faire avec les partenaires.",
            "%(num)d choses à faire avec les partenaires.",
            len(due),
        ),
        url_for("partnership_mornings.index"),
        len(due),
    )


def _pickups(counts: Attention, today: date) -> list[Task]:
    """Return what waits among the pickups: people before the day's work."""

    def task(sentence: str, url: str, count: int) -> Task:
        return Task("pickups", sentence, url, count)

    def listed(state: str) -> str:
        return url_for("pickups_staff.index", etat=state)

    missed, asked, to_call = counts.missed, counts.asked, counts.to_call
    return [
        task(
            ngettext(
                "%(num)d personne dit que nous ne sommes pas passés.",
                "%(num)d personnes disent que nous ne sommes pas passés.",
                missed,
            ),
            listed(MISSED),
            missed,
        ),
        task(
            ngettext(
                "%(num)d enlèvement attend une réponse.",
                "%(num)d enlèvements attendent une réponse.",
                asked,
            ),
            listed(PickupStatus.REQUESTED.value),
            asked,
        ),
        task(
            ngettext(
                "%(num)d personne est à rappeler pour un débarras.",
                "%(num)d personnes sont à rappeler pour un débarras.",
                to_call,
            ),
            listed(PickupStatus.CALLBACK.value),
            to_call,
        ),
        task(
            ngettext("%(num)d passage aujourd’hui.", "%(num)d passages aujourd’hui.", counts.today),
            url_for("pickups_staff.agenda", jour=today.isoformat()),
            counts.today,
        ),
    ]


def find(session: Session, code: str) -> list[Hit]:
    """Return what a reference or a name means: pickups, places, objects."""
    if not fold(code):
        return []
    found = [_pickup(*named) for named in queries.pickups_named(session, code)]
    found += [_place(number, name) for number, name in queries.points_named(session, code)]
    return found + [_object(number, name) for number, name in queries.objects_named(session, code)]


def _pickup(pickup_id: UUID, reference: str) -> Hit:
    url = url_for("pickups_staff.show", pickup_id=pickup_id)
    return Hit("pickups", reference, _("enlèvement"), url)


def _place(number: int, name: str) -> Hit:
    return Hit("points", name, _("point d’apport"), url_for("point_sheets.edit", point_id=number))


def _object(number: int, name: str) -> Hit:
    return Hit("objects", name, _("objet"), url_for("catalog_sheets.edit", object_id=number))
