"""How a family's figures read: lines of the answer, of the assumptions, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.base.core.text import N_
from app.catalog.models import Family
from app.feasibility import in_words
from app.feasibility.models import Assumption, FeasibilityDecision
from app.feasibility.picture import Portrait, values
from app.feasibility.rules.answers import Answer, Unknown
from app.feasibility.rules.reasons import Reason
from app.feasibility.rules.years import Year

Told = Callable[[Year], str]


@dataclass(frozen=True)
class Line:
    """One line of the answer over the three cases."""

    name: str
    worst: str
    base: str
    best: str
    strong: bool = False


@dataclass(frozen=True)
class AssumedLine:
    """One assumption as people read it; the amounts are empty while it is unknown."""

    kind: Assumption
    name: str
    base: str
    ends: tuple[str, str]
    """The lowest and the highest, empty when only one figure is known."""
    per: str
    source: str
    as_of: date | None
    author: str
    needed: bool


def lines(found: Answer) -> list[Line]:
    """Return what a year gives, asks, costs and brings, in the worst, base and best case."""
    return [
        _line(N_("Réemployé"), found, lambda year: in_words.tonnes(year.reused_g)),
        _line(N_("Écarté"), found, lambda year: in_words.tonnes(year.discarded_g)),
        _line(N_("Travail"), found, lambda year: in_words.hours(year.minutes)),
        _line(
            N_("Postes à temps plein"),
            found,
            lambda year: in_words.full_time(year.full_time_hundredths),
        ),
        _line(N_("Coût du travail"), found, lambda year: in_words.money(year.work_cents)),
        _line(N_("Transport"), found, lambda year: in_words.money(year.transport_cents)),
        _line(N_("Stockage"), found, lambda year: in_words.money(year.storage_cents)),
        _line(N_("Élimination du reste"), found, lambda year: in_words.money(year.disposal_cents)),
        _line(N_("Frais fixes"), found, lambda year: in_words.money(year.fixed_cents)),
        _line(
            N_("Total des coûts"), found, lambda year: in_words.money(year.cost_cents), strong=True
        ),
        _line(N_("Ventes"), found, lambda year: in_words.money(year.sales_cents)),
        _line(N_("Soutien"), found, lambda year: in_words.money(year.support_cents)),
        _line(
            N_("Total des recettes"),
            found,
            lambda year: in_words.money(year.income_cents),
            strong=True,
        ),
        _line(N_("Solde"), found, lambda year: in_words.money(year.balance_cents), strong=True),
    ]


def conclusions(portrait: Portrait) -> list[str]:
    """Return where the base year balances, in sentences."""
    found = portrait.answer
    if isinstance(found, Unknown):
        return []
    price = portrait.assumptions[Assumption.PRICE]
    told = [_balance(found)]
    if found.price_cents is None:
        told.append(_("Rien n’est réemployé : aucun prix de vente ne couvre les coûts."))
    elif found.price_cents == 0:
        told.append(_("Le soutien seul couvre les coûts : on peut tout donner."))
    else:
        told.append(
            _(
                "Le prix de vente qui couvre les coûts : %(price)s %(per)s (supposé : %(now)s).",
                price=in_words.amount(Assumption.PRICE, found.price_cents),
                per=_(price.per.label),
                now=in_words.amount(Assumption.PRICE, price.base),
            )
        )
    rate = in_words.amount(Assumption.REUSE, portrait.assumptions[Assumption.REUSE].base)
    if found.rate is None:
        told.append(_("Même en réemployant tout, ces recettes ne couvrent pas ces coûts."))
    elif found.rate == 0:
        told.append(_("Les comptes s’équilibrent quelle que soit la part réemployée."))
    else:
        told.append(
            _(
                "La part réemployée qui équilibre les comptes : %(rate)s (supposé : %(now)s).",
                rate=in_words.amount(Assumption.REUSE, found.rate),
                now=rate,
            )
        )
    return told


def swings(found: Answer) -> list[str]:
    """Return which assumptions move the balance most, in sentences."""
    return [
        _(
            "%(name)s : le solde va de %(low)s à %(high)s.",
            name=_(each.kind.label),
            low=in_words.money(min(each.at_least_cents, each.at_most_cents)),
            high=in_words.money(max(each.at_least_cents, each.at_most_cents)),
        )
        for each in found.swings
    ]


def assumed(portrait: Portrait) -> Iterator[AssumedLine]:
    """Yield the assumptions of a family, the unknown ones too."""
    missing = portrait.answer.missing if isinstance(portrait.answer, Unknown) else ()
    for kind in Assumption:
        row = portrait.assumptions.get(kind)
        if row is None:
            name, needed = _(kind.label), kind in missing
            yield AssumedLine(kind, name, "", ("", ""), "", "", None, "", needed=needed)
            continue
        value = values({kind: row})[kind]
        low, high = (in_words.amount(kind, end) for end in (value.least, value.most))
        yield AssumedLine(
            kind=kind,
            name=_(kind.label),
            base=in_words.amount(kind, row.base),
            ends=(low, high) if value.open else ("", ""),
            per=_(row.per.label),
            source=row.source,
            as_of=row.as_of,
            author=row.author,
            needed=False,
        )


def said(reason: Reason) -> str:
    """Return a reason as somebody reads it."""
    return _(reason.sentence, **reason.values) if reason.values else _(reason.sentence)


def span(found: Answer | Unknown) -> str:
    """Return the range of the balance, or nothing while it is unknown."""
    if isinstance(found, Unknown):
        return ""
    low, high = found.worst.balance_cents, found.best.balance_cents
    if low == high:
        return ""
    return _("de %(low)s à %(high)s", low=in_words.money(low), high=in_words.money(high))


def recalled(decision: FeasibilityDecision) -> str:
    """Return what the sheet answered on the day of a decision."""
    if decision.base_cents is None:
        return _("Ce jour-là, la fiche ne pouvait pas encore répondre.")
    assert decision.low_cents is not None
    assert decision.high_cents is not None
    return _(
        "Ce jour-là, le solde d’un an était de %(base)s (de %(low)s à %(high)s).",
        base=in_words.money(decision.base_cents),
        low=in_words.money(decision.low_cents),
        high=in_words.money(decision.high_cents),
    )


def label(family: Family) -> str:
    """Return the name of a family."""
    return _(family.label)


def _balance(found: Answer) -> str:
    if found.base.balance_cents >= 0:
        return _("Il resterait %(money)s par an.", money=in_words.money(found.base.balance_cents))
    return _(
        "Il manquerait %(money)s par an : c’est le montant à financer.",
        money=in_words.money(-found.base.balance_cents),
    )


def _line(name: str, found: Answer, told: Told, *, strong: bool = False) -> Line:
    return Line(_(name), told(found.worst), told(found.base), told(found.best), strong)
