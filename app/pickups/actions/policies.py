"""The terms of fetching: what every installation begins with, and what staff write."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from app.base.audit import actions as audit
from app.base.core.actors import Actor
from app.base.core.errors import NotFound, RuleBroken, Stale
from app.base.core.text import N_, fold
from app.catalog import queries as catalog
from app.catalog.models import Family, Subfamily
from app.pickups import queries
from app.pickups.models import PickupPolicy, Verdict
from app.pickups.rules import terms as rules
from app.pickups.rules.terms import Term, Terms
from app.slots.models import Zone
from app.slots.rules import fingerprint

ROOM = "pickups"
MEANWHILE = N_("Une autre personne a modifié cette règle entre-temps. Relisez-la.")
NAME_TAKEN = N_("Une autre règle porte déjà ce nom.")
BIG_G: Final = 40_000
"""From this weight on, the team wants to see a piece of furniture before it says yes."""
PHOTO: Final = "une photo nous aide à prévoir le passage"

_FAMILIES: Final[Mapping[Family, Term]] = {
    family: Term(Verdict.TAKEN, family=family) for family in Family
} | {
    Family.TEXTILE: Term(
        Verdict.TAKEN, family=Family.TEXTILE, max_quantity=10, note="10 sacs au plus par passage"
    ),
}
_SUBFAMILIES: Final = (
    Term(
        Verdict.REFUSED,
        subfamily=Subfamily.LAMPES,
        note="trop fragiles pour la camionnette, un magasin ou la déchèterie les reprend",
    ),
    Term(
        Verdict.REFUSED,
        subfamily=Subfamily.PILES,
        note="elles peuvent prendre feu, un bac de collecte en magasin les reprend",
    ),
    Term(
        Verdict.REFUSED,
        subfamily=Subfamily.CARTOUCHES,
        note="un bac de collecte en magasin les reprend",
    ),
    Term(Verdict.ON_REVIEW, subfamily=Subfamily.PANNEAUX_PV, note=PHOTO),
    Term(Verdict.ON_REVIEW, subfamily=Subfamily.LITERIE, max_quantity=2, note=PHOTO),
    Term(
        Verdict.ON_REVIEW,
        subfamily=Subfamily.MOBILITE_ELECTRIQUE,
        note="dites-nous l’état de la batterie",
    ),
)
_OBJECTS: Final[Mapping[str, Term]] = {
    "piano": Term(
        Verdict.REFUSED, note="il faut un transporteur spécialisé, appelez-nous pour en parler"
    ),
    "ascenseur-ou-elevateur": Term(Verdict.REFUSED, note="il faut un démontage par un métier"),
    "sauna-ou-hammam-electrique": Term(Verdict.REFUSED, note="il faut un démontage par un métier"),
    "cabine-de-bronzage": Term(Verdict.REFUSED, note="c’est trop lourd pour deux personnes"),
}
_SEEN_FIRST: Final = (
    Subfamily.MEUBLES,
    Subfamily.GEM_HORS_FROID,
    Subfamily.JARDINAGE,
    Subfamily.PARAMEDICAL,
)
_TAKEN_ALIKE: Final = frozenset(
    {"lave-linge", "seche-linge", "lave-vaisselle", "cuisiniere", "chauffe-eau-electrique"}
)
"""Heavy, but what a van fetches every day."""


def offer_default(session: Session) -> None:
    """Make the first terms of a new installation; where there are some, nothing changes."""
    if queries.policies(session):
        return
    named = [*_FAMILIES.values(), *_SUBFAMILIES, *_default_objects(session)]
    made = Terms(name="Tout le territoire", things=rules.in_order(named)).policy()
    session.add(made)
    session.flush()


def add(session: Session, terms: Terms, *, actor: Actor, now: datetime) -> PickupPolicy:
    """Write new terms. Raises RuleBroken on the first fault, NotFound on a forged id."""
    _check(session, terms)
    made = terms.policy()
    session.add(made)
    session.flush()
    audit.record(session, ROOM, "create", subject(made), actor, now=now, after=rules.plain(terms))
    return made


def correct(  # noqa: PLR0913 - what, who, when, since which reading
    session: Session,
    policy: PickupPolicy,
    terms: Terms,
    *,
    actor: Actor,
    now: datetime,
    seen: str | None = None,
) -> bool:
    """Change terms; tell whether anything changed. What is booked keeps its price.

    Raises Stale when the row is not what was `seen`, RuleBroken, NotFound.
    """
    session.refresh(policy, with_for_update=True)
    before = Terms.of(policy)
    if seen is not None and seen != fingerprint(before):
        raise Stale(MEANWHILE)
    if before == terms:
        return False
    _check(session, terms, besides=policy.id)
    for name in rules.scalars():
        setattr(policy, name, getattr(terms, name))
    if before.things != terms.things:
        policy.things.clear()
        session.flush()
        policy.things.extend(rules.thing_row(term) for term in terms.things)
    session.add(policy)
    session.flush()
    _note(session, policy, actor, now, rules.plain(before), rules.plain(terms))
    return True


def subject(policy: PickupPolicy) -> str:
    """Return the name under which the trail keeps a policy."""
    return f"policy:{policy.id}"


def _check(session: Session, terms: Terms, *, besides: UUID | None = None) -> None:
    for fault in rules.faults(terms):
        raise fault
    rows = session.execute(
        sa.select(col(PickupPolicy.id), col(PickupPolicy.name)).order_by(col(PickupPolicy.name))
    )
    if any(row.id != besides and fold(row.name) == fold(terms.name) for row in rows):
        raise RuleBroken(NAME_TAKEN, field="name")
    if terms.zone_id is not None and session.get(Zone, terms.zone_id) is None:
        raise NotFound
    named = {term.object_id for term in terms.things if term.object_id is not None}
    if len(catalog.by_ids(session, named)) < len(named):
        raise NotFound


def _note(  # noqa: PLR0913, PLR0917 - the facts of an entry
    session: Session,
    policy: PickupPolicy,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    audit.record(
        session,
        ROOM,
        "correct",
        subject(policy),
        actor,
        now=now,
        before={name: before.get(name) for name in changed},
        after={name: after.get(name) for name in changed},
    )


def _default_objects(session: Session) -> Iterator[Term]:
    """Yield what is refused by name, then the big things to be seen first."""
    for slug, term in _OBJECTS.items():
        found = catalog.by_slug(session, slug)
        if found is not None:
            yield Term(Verdict.REFUSED, object_id=found.id, note=term.note)
    for object_id in _big(session):
        yield Term(Verdict.ON_REVIEW, object_id=object_id, note=PHOTO)


def _big(session: Session) -> Iterable[int]:
    for subfamily in _SEEN_FIRST:
        for each in catalog.of_subfamily(session, subfamily):
            if each.mass_g >= BIG_G and each.slug not in _TAKEN_ALIKE | set(_OBJECTS):
                yield each.id
