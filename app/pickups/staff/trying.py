"""A box to try the terms: what they answer for some things in a commune, before anybody asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from app.base import db
from app.base.core import clock
from app.base.core.errors import RuleBroken
from app.base.core.text import clean
from app.base.web import french
from app.base.web.fields import worked
from app.base.web.forms import sentence_of
from app.catalog import queries as catalog
from app.pickups import queries, rules
from app.pickups.models import PickupPolicy
from app.pickups.rules import Decision, Kind, Line
from app.slots import queries as slots
from app.territory import here
from app.territory import queries as territory

LONGEST: Final = 300
MOST_LINES: Final = 20
UNKNOWN_G: Final = 10_000
UNKNOWN_ML: Final = 50_000
"""What a thing that the dictionary does not know is taken for."""
_QUANTITY: Final = re.compile(r"(\d{1,2})\s*(?:[x×]\s*)?(?=\D)(.+)")


@dataclass(frozen=True)
class Answer:
    """What the terms answer; `kind` is the colour of the verdict."""

    verdict: str = ""
    kind: str = "info"
    facts: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    fault: str = ""
    caution: str = ""


def answer(typed: str, where: str, policy: PickupPolicy | None = None) -> Answer | None:
    """Return what `policy` (None: the one in service there) says of things typed, or None.

    `policy` may be one that is not written yet.
    """
    typed, where = clean(typed, limit=LONGEST), clean(where, limit=100)
    if not typed and not where:
        return None
    lines = lines_of(typed)
    if not lines:
        return Answer(
            fault=_("Écrivez un ou plusieurs objets, par exemple « 2 écrans, un frigo ».")
        )
    try:
        insee = _commune(where) if where or policy is None else ""
    except RuleBroken as refusal:
        return Answer(fault=sentence_of(refusal))
    zones = slots.zones_of(db.session(), insee) if insee else frozenset()
    terms = policy or queries.policy_at(db.session(), insee)
    if terms is None:
        return Answer(_("Personne ne passe dans cette commune : aucune règle n’y vaut."), "bad")
    return _said(terms, lines, insee, _caution(policy, insee, zones))


def lines_of(text: str) -> list[Line]:
    """Return the things that a text names, with their quantities, as the public form would."""
    session = db.session()
    index = catalog.index(session)
    found = []
    for piece in catalog.split(index, text)[:MOST_LINES]:
        counted = _QUANTITY.fullmatch(piece)
        name, quantity = (counted[2], int(counted[1]) or 1) if counted else (piece, 1)
        hits = index.search(name, 1)
        known = catalog.by_ids(session, [hits[0].id]).get(hits[0].id) if hits else None
        if known is None:
            found.append(Line(name=name, quantity=quantity, mass_g=UNKNOWN_G, volume_ml=UNKNOWN_ML))
            continue
        found.append(
            Line(
                name=known.name,
                quantity=quantity,
                object_id=known.id,
                family=known.family.value,
                subfamily=known.subfamily.value,
                mass_g=known.mass_g,
                volume_ml=known.volume_ml,
            )
        )
    return found


def _commune(where: str) -> str:
    if not where:
        raise RuleBroken(_("Écrivez une commune du territoire."))
    found = territory.resolve(db.session(), where, territory=here.territory(), geocoder=None)
    return rules.commune_of(found)


def _caution(policy: PickupPolicy | None, insee: str, zones: frozenset[UUID]) -> str:
    """Say when another policy would answer in that commune."""
    if policy is None or not insee:
        return ""
    if policy.zone_id is not None and policy.zone_id not in zones:
        return _("Cette commune n’est pas dans le secteur de cette règle.")
    others = [each for each in queries.policies(db.session()) if each.id != policy.id]
    holds = rules.policy_for([*others, policy], zones)
    if holds is not None and holds is not policy:
        return _("Dans cette commune, c’est la règle « %(name)s » qui vaut.", name=holds.name)
    return "" if policy.active else _("Cette règle n’est pas en service.")


def _said(terms: PickupPolicy, lines: Sequence[Line], insee: str, caution: str) -> Answer:
    decision = rules.decide(terms, lines)
    effort = rules.effort(lines, floor=0, lift=False)
    facts = [
        (_("Règle"), terms.name),
        (_("Compris"), rules.summary(lines)),
        (
            _("Ce que cela prend"),
            _(
                "%(mass)s, %(work)s de travail à %(people)s, au rez-de-chaussée",
                mass=french.about(effort.load.mass_g),
                work=worked(effort.load.crew_minutes),
                people=ngettext("une personne", "%(num)d personnes", effort.people),
            ),
        ),
    ]
    if decision.allowed:
        facts.append((_("Prix"), _price(terms)))
    if decision.allowed and insee:
        facts.append((_("Premier jour"), _first_day(terms, effort, insee)))
    verdict, kind = _verdict(decision)
    reasons = tuple(_(each.sentence, **dict(each.values)) for each in decision.refusals)
    unknown = [line.name for line in lines if line.object_id is None]
    if unknown and decision.allowed:
        names = ", ".join(unknown)
        reasons = (*reasons, _("Le dictionnaire ne connaît pas « %(names)s ».", names=names))
    return Answer(verdict, kind, tuple(facts), reasons, caution=caution)


def _verdict(decision: Decision) -> tuple[str, str]:
    if not decision.allowed:
        return _("Refusé"), "bad"
    if decision.kind is Kind.AT_ONCE:
        return _("Pris, confirmé tout de suite"), "good"
    return _("Pris après l’accord de l’équipe, sur photo"), "warn"


def _price(terms: PickupPolicy) -> str:
    said = euros(terms.price_cents)
    return f"{said} ({terms.price_note})" if terms.price_note else said


def euros(cents: int) -> str:
    """Return "5 €", "5,50 €" or "gratuit"."""
    if not cents:
        return _("gratuit")
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02d} €" if rest else f"{whole} €"


def _first_day(terms: PickupPolicy, effort: rules.Effort, insee: str) -> str:
    found = slots.open_slots(
        db.session(),
        rules.window(terms, clock.today()),
        now=clock.now(),
        need=effort.load,
        people=effort.people,
        insee=insee,
    )
    if not found:
        return _("aucun créneau libre : la liste d’attente est proposée")
    return french.day_and_hours(found[0].day, found[0].starts, found[0].ends)
