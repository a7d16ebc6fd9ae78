"""What the agreements put on the morning list: ends, turns, late promises, answers that wait."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from sqlmodel import Session

from app.agreements.models import Agreement
from app.agreements.models import AgreementStatus as S
from app.agreements.queries import arrangements, due, paces
from app.agreements.queries.paces import Late
from app.agreements.rules import promises as pace
from app.agreements.rules import states, terms
from app.agreements.rules.phrases import said_part
from app.agreements.rules.sheets import terms_of
from app.agreements.rules.states import Turn
from app.agreements.rules.terms import Stage
from app.base.core import clock
from app.base.core.text import N_
from app.partners import queries as partners
from app.partners.registry import Due

PATIENCE: Final = timedelta(days=10)
"""How long a structure may read or sign before we ask again."""
DRAFT_PATIENCE: Final = timedelta(days=14)
RELAY_PATIENCE: Final = timedelta(days=7)
BASE: Final = "/gestion/conventions"
_ENDS: Final = {
    Stage.DECIDE: N_(
        "%(ref)s avec %(name)s : dernier jour, le %(limit)s, pour arrêter ou revoir ;"
        " ensuite elle est reconduite."
    ),
    Stage.RENEW: N_("%(ref)s avec %(name)s est dans son préavis : à renouveler avant le %(end)s."),
    Stage.SOON: N_("%(ref)s avec %(name)s se termine dans moins de 90 jours, le %(end)s."),
    Stage.VERY_SOON: N_("%(ref)s avec %(name)s se termine dans moins de 30 jours, le %(end)s."),
    Stage.RENEWS_SOON: N_(
        "%(ref)s avec %(name)s arrive à son terme le %(end)s, dans moins de 90 jours : elle sera"
        " reconduite (dernier jour pour l’arrêter : le %(limit)s)."
    ),
    Stage.RENEWS_VERY_SOON: N_(
        "%(ref)s avec %(name)s arrive à son terme le %(end)s, dans moins de 30 jours : elle sera"
        " reconduite (dernier jour pour l’arrêter : le %(limit)s)."
    ),
    Stage.OVER: N_("%(ref)s avec %(name)s s’est terminée le %(end)s : renouveler ou classer."),
}
_TURNS: Final = {
    (S.PROJECT, Turn.OURS): (N_("%(ref)s : projet à finir pour %(name)s."), DRAFT_PATIENCE),
    (S.CORRECTION, Turn.OURS): (N_("%(ref)s : à corriger, comme %(name)s le demande."), None),
    (S.REVIEW, Turn.THEIRS): (
        N_("%(ref)s : %(name)s n’a pas répondu à la relecture, à relancer."),
        PATIENCE,
    ),
    (S.TO_SIGN, Turn.OURS): (N_("%(ref)s avec %(name)s : à signer par nous."), None),
    (S.TO_SIGN, Turn.THEIRS): (
        N_("%(ref)s : %(name)s n’a pas renvoyé la convention signée, à relancer."),
        PATIENCE,
    ),
}
UNREAD: Final = N_("%(name)s a écrit au sujet de %(ref)s.")
LATE: Final = N_("%(name)s : « %(title)s » en est à %(done)s.")
OUR_LATE: Final = N_("Notre promesse à %(name)s, « %(title)s », en est à %(done)s.")
PROPOSED: Final = N_("%(name)s propose des saisies pour « %(title)s » : %(many)s à confirmer.")
UNHEARD: Final = N_(
    "%(name)s : l’accord de personnes relais manque sur les modalités pratiques (%(many)s)."
)


def due_of(session: Session, today: date) -> Iterator[Due]:
    """Yield what somebody has to do about agreements, promises and arrangements."""
    followed = due.followed(session)
    for agreement, name in due.candidates(session, today):
        yield from _of_agreement(agreement, name, today, followed=agreement.id in followed)
    yield from _late(session, today)
    yield from _proposed(session)
    yield from _unheard(session, today)


def _of_agreement(agreement: Agreement, name: str, today: date, *, followed: bool) -> Iterator[Due]:
    said = {"ref": agreement.reference, "name": name}
    if agreement.unread_since is not None:
        since = clock.local(agreement.unread_since).date()
        yield _line(agreement, f"unread:{since}", since, UNREAD, said)
    whose = states.turn(agreement.status, agreement.our_signed_on, agreement.their_signed_on)
    told = _TURNS.get((agreement.status, whose))
    if told is not None:
        day = agreement.status_since + (told[1] or timedelta())
        if day <= today:
            yield _line(agreement, f"{agreement.status}:{day}", day, told[0], said)
    if agreement.parent_id is None:
        yield from _end(agreement, today, said, followed=followed)


def _end(
    agreement: Agreement, today: date, said: dict[str, Any], *, followed: bool
) -> Iterator[Due]:
    if agreement.settled_at is not None or agreement.status not in {*states.LIVING, S.EXPIRED}:
        return
    known = terms_of(agreement)
    alert = terms.alert(known, today)
    if alert is None or (followed and alert.stage is not Stage.DECIDE):
        return
    limit = terms.decide_by(known, alert.end)
    values = said | {"end": f"{alert.end:%d/%m/%Y}", "limit": f"{limit:%d/%m/%Y}"}
    yield _line(agreement, f"{alert.stage}:{alert.end}", alert.day, _ENDS[alert.stage], values)


def _late(session: Session, today: date) -> Iterator[Due]:
    found = paces.late(session, today)
    names = partners.names(session, {each.promise.organisation_id for each in found})
    for each in found:
        yield _promise(each, names[each.promise.organisation_id])


def _promise(each: Late, name: str) -> Due:
    promise, period = each.promise, each.progress.period
    return Due(
        key=f"commitment:{promise.id}:{period.first}:{each.passed}",
        day=pace.milestone_day(period, each.passed),
        sentence=LATE if each.side == "partenaire" else OUR_LATE,
        values={
            "name": name,
            "title": each.title,
            "done": said_part(promise.kind, each.progress.done, period.quantity),
        },
        href=f"/gestion/conventions/engagements/{promise.id}",
        organisation_id=promise.organisation_id,
        kind="engagement",
    )


def _proposed(session: Session) -> Iterator[Due]:
    for entry in due.proposed(session):
        yield Due(
            key=f"entry:{entry.id}",
            day=clock.local(entry.added_at).date(),
            sentence=PROPOSED,
            values={"name": entry.name, "many": entry.many, "title": entry.title},
            href=f"/gestion/conventions/engagements/{entry.commitment_id}",
            organisation_id=entry.organisation_id,
            kind="engagement",
        )


def _unheard(session: Session, today: date) -> Iterator[Due]:
    waiting = arrangements.waiting(session, today - RELAY_PATIENCE, today)
    names = partners.names(session, {each[0] for each in waiting})
    for organisation_id, page, written, many in waiting:
        yield Due(
            key=f"arrangement:{page}:{written}",
            day=written + RELAY_PATIENCE,
            sentence=UNHEARD,
            values={"name": names[organisation_id], "many": many},
            href=f"/gestion/partenaires/{organisation_id}/modalites",
            organisation_id=organisation_id,
            kind="modalites",
        )


def _line(agreement: Agreement, what: str, day: date, sentence: str, values: dict[str, Any]) -> Due:
    return Due(
        key=f"agreement:{agreement.id}:{what}",
        day=day,
        sentence=sentence,
        values=values,
        href=f"{BASE}/{agreement.id}",
        organisation_id=agreement.organisation_id,
        kind="convention",
    )
