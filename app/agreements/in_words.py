"""Agreements as people read them: whose turn it is, dates, trends; and what the trail says."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import ngettext

from app.agreements.models import (
    Agreement,
    AgreementKind,
    AgreementStatus,
    Counted,
    NoticeUnit,
    Rhythm,
    Side,
    Source,
)
from app.agreements.rules import states, terms
from app.agreements.rules.phrases import said_amount, said_months, said_part
from app.agreements.rules.promises import Progress, Trend
from app.agreements.rules.sheets import terms_of
from app.agreements.rules.states import Turn
from app.base.core.text import N_
from app.base.web.french import day as said_day
from app.catalog.models import Family

KINDS: Final = {
    AgreementStatus.PROJECT: "plain",
    AgreementStatus.REVIEW: "info",
    AgreementStatus.CORRECTION: "warn",
    AgreementStatus.TO_SIGN: "info",
    AgreementStatus.SIGNED: "good",
    AgreementStatus.ACTIVE: "good",
    AgreementStatus.EXPIRED: "bad",
    AgreementStatus.DENOUNCED: "bad",
    AgreementStatus.TERMINATED: "bad",
    AgreementStatus.REPLACED: "plain",
}
"""Colour of a status's tag."""
TRENDS: Final = {
    Trend.TO_COME: (N_("à venir"), "plain"),
    Trend.KEPT: (N_("tenu"), "good"),
    Trend.AHEAD: (N_("en avance"), "good"),
    Trend.ON_TIME: (N_("dans les temps"), "good"),
    Trend.LATE: (N_("en retard"), "bad"),
    Trend.MISSED: (N_("non tenu"), "bad"),
}
SIDES: Final = {Side.OURS: N_("nous"), Side.THEIRS: N_("le partenaire")}
SOURCES: Final = {
    Source.ARRIVALS: N_("Mesuré tout seul, sur ce qui a été collecté"),
    Source.ENTRIES: N_("Noté à la main, jour par jour"),
}
_WAY: Final = (
    (AgreementStatus.PROJECT, N_("Projet")),
    (AgreementStatus.REVIEW, N_("Relecture")),
    (AgreementStatus.TO_SIGN, N_("Signature")),
    (AgreementStatus.SIGNED, N_("Signée")),
    (AgreementStatus.ACTIVE, N_("En vigueur")),
)
_NEXT: Final = {
    AgreementStatus.PROJECT: N_("Finir le texte et les engagements, puis l’envoyer en relecture."),
    AgreementStatus.REVIEW: N_("Attendre sa réponse, ou noter celle reçue au téléphone."),
    AgreementStatus.CORRECTION: N_("Corriger le texte, puis le renvoyer en relecture."),
}


def turn(agreement: Agreement, us: str, them: str) -> str:
    """Return whose turn it is, in a few words: "À relire par Gâtinais Habitat"."""
    status = agreement.status
    if status is AgreementStatus.PROJECT:
        return _("À écrire par %(who)s", who=us)
    if status is AgreementStatus.REVIEW:
        return _("À relire par %(who)s", who=them)
    if status is AgreementStatus.CORRECTION:
        return _("À corriger par %(who)s", who=us)
    if status is AgreementStatus.TO_SIGN:
        if agreement.our_signed_on and agreement.their_signed_on:
            return _("Signature à enregistrer par %(who)s", who=us)
        whose = states.turn(status, agreement.our_signed_on, agreement.their_signed_on)
        return _("À signer par %(who)s", who=them if whose is Turn.THEIRS else us)
    return ""


def next_action(agreement: Agreement) -> str:
    """Return what we do next, in a sentence; empty when nothing waits."""
    if agreement.status is not AgreementStatus.TO_SIGN:
        return _(_NEXT[agreement.status]) if agreement.status in _NEXT else ""
    if agreement.our_signed_on is None:
        return _("Imprimer le PDF, le signer, puis noter le jour de notre signature.")
    if agreement.their_signed_on is None:
        return _("Attendre l’exemplaire signé, ou le déposer ici quand il arrive.")
    return _("Déposer l’exemplaire signé des deux parties : la convention sera figée.")


def way(agreement: Agreement, status: AgreementStatus) -> list[tuple[str, str]]:
    """Return the way of an agreement as bounces: done, now, next."""
    order = [each for each, _label in _WAY]
    here = AgreementStatus.REVIEW if status is AgreementStatus.CORRECTION else status
    place = order.index(here) if here in order else len(order)
    found = [
        (_(label), "done" if number < place else "now" if number == place else "next")
        for number, (_status, label) in enumerate(_WAY)
    ]
    last = (_("Terminée"), "next") if place < len(order) else (_(agreement.status.label), "now")
    if status in states.ENDED:
        last = (_(status.label), "now")
    return [*found, last]


def dates(agreement: Agreement, today: date) -> list[str]:
    """Return the dates of an agreement in sentences: term, renewal, notice, end."""
    known = terms_of(agreement)
    if agreement.parent_id is not None:
        said = [_("Prend effet le %(day)s.", day=said_day(known.starts_on))]
        if agreement.ends_on:
            said.append(_("Porte la fin au %(day)s.", day=said_day(agreement.ends_on)))
        return said
    end = terms.term_end(known, today)
    said = [_("Du %(first)s au %(last)s.", first=said_day(known.starts_on), last=said_day(end))]
    if agreement.amended_ends_on:
        said.append(_("La fin a été portée par avenant à cette date."))
    if known.stopped_on is not None:
        return [*said, _("Arrêtée : son dernier jour est le %(day)s.", day=said_day(end))]
    count = terms.renewed(known, today)
    if count:
        said.append(ngettext("Reconduite %(num)d fois.", "Reconduite %(num)d fois.", count))
    following = terms.renews(known, today)
    limit = terms.decide_by(known, end)
    if following is not None:
        said.append(
            _(
                "Si personne ne la dénonce au plus tard le %(limit)s, elle est reconduite"
                " jusqu’au %(next)s.",
                limit=said_day(limit),
                next=said_day(following),
            )
        )
    else:
        said.append(_("Pas de reconduction tacite : ensuite, elle n’engage plus."))
    if known.notice and following is None:
        said.append(
            _(
                "Préavis de %(notice)s : il commence le %(limit)s.",
                notice=notice(known.notice, known.notice_unit),
                limit=said_day(limit),
            )
        )
    return said


def warning(agreement: Agreement, today: date) -> str:
    """Return what has to be decided before this term ends, in a sentence; empty when nothing."""
    known = terms_of(agreement)
    told = terms.alert(known, today)
    if told is None or told.stage is terms.Stage.OVER:
        return ""
    if told.stage is terms.Stage.DECIDE:
        return _("Dernier jour pour l’arrêter ou la revoir : le %(day)s.", day=said_day(told.day))
    if told.stage is terms.Stage.RENEW:
        return _(
            "Son préavis court : sans suite signée, elle s’arrête le %(end)s.",
            end=said_day(told.end),
        )
    if told.stage in {terms.Stage.RENEWS_SOON, terms.Stage.RENEWS_VERY_SOON}:
        return _("Son terme vient le %(end)s ; elle sera reconduite.", end=said_day(told.end))
    return _("Elle se termine bientôt, le %(end)s.", end=said_day(told.end))


def notice(count: int, unit: NoticeUnit) -> str:
    """Return "3 mois" or "45 jours"."""
    if unit is NoticeUnit.MONTHS:
        return ngettext("%(num)d mois", "%(num)d mois", count)
    return ngettext("%(num)d jour", "%(num)d jours", count)


def renewal(agreement: Agreement) -> str:
    """Return how it is renewed, in a few words."""
    if agreement.renewal_months is None:
        return _("non")
    length = said_months(agreement.renewal_months)
    if agreement.renewals_most is None:
        return _("oui, pour %(length)s à chaque fois", length=length)
    times = ngettext("%(num)d fois", "%(num)d fois", agreement.renewals_most)
    return _("oui, pour %(length)s, %(times)s au plus", length=length, times=times)


def progress(kind: Counted, found: Progress) -> str:
    """Return "12 sur 40 appareils"."""
    return said_part(kind, found.done, found.period.quantity)


def pace(kind: Counted, found: Progress) -> str:
    """Return how a promise stands against the time that went by, in a sentence."""
    if found.trend is Trend.TO_COME:
        return _("Commence le %(day)s.", day=said_day(found.period.first))
    if found.trend is Trend.KEPT:
        return _("Promesse tenue.")
    left = said_amount(kind, found.left)
    if found.trend is Trend.MISSED:
        return _("La période est finie : il a manqué %(left)s.", left=left)
    elapsed = _("%(n)s\N{NO-BREAK SPACE}%% de la période écoulés", n=found.elapsed)
    if found.projected is None:
        return _("%(elapsed)s, reste %(left)s.", elapsed=elapsed, left=left)
    return _(
        "%(elapsed)s, reste %(left)s. À ce rythme : %(projected)s à la fin.",
        elapsed=elapsed,
        left=left,
        projected=said_amount(kind, found.projected),
    )


def filters(family: Family | None, words: str) -> str:
    """Return which things count, in words; empty when all do."""
    parts = [_(family.label)] if family else []
    return ", ".join([*parts, words] if words else parts)


VERBS: Final = {
    "create": N_("a commencé la convention"),
    "amend": N_("a commencé un avenant"),
    "correct-sheet": N_("a modifié la fiche"),
    "write": N_("a modifié le texte"),
    "promise": N_("a ajouté un engagement"),
    "correct-promise": N_("a modifié un engagement"),
    "drop-promise": N_("a retiré un engagement"),
    "submit": N_("a envoyé le texte en relecture"),
    "correct": N_("a demandé une correction"),
    "agree": N_("a donné son accord pour signer"),
    "rework": N_("a repris le texte"),
    "signature": N_("a signé"),
    "deposit": N_("a déposé un exemplaire signé"),
    "sign": N_("a enregistré la signature : plus rien ne change"),
    "start": N_("entrée en vigueur"),
    "renew": N_("reconduction tacite"),
    "expire": N_("arrivée à son terme"),
    "denounce": N_("a dénoncé la convention"),
    "terminate": N_("a résilié la convention"),
    "replace": N_("remplacée par une nouvelle convention"),
    "comment": N_("a écrit"),
    "hear": N_("a lu le message"),
    "settle": N_("a classé sans suite"),
    "drop": N_("a abandonné le projet"),
    "enter": N_("a noté une saisie"),
    "propose": N_("a proposé une saisie"),
    "confirm": N_("a confirmé une saisie"),
    "refuse": N_("a refusé une saisie"),
    "withdraw": N_("a retiré une saisie"),
    "arrange": N_("a écrit les modalités pratiques"),
    "accept": N_("a accepté les modalités pratiques"),
    "ask": N_("a demandé l’accord des personnes relais"),
}
_FACTS: Final = {
    "status": N_("État"),
    "kind": N_("Objet"),
    "title": N_("Titre"),
    "starts_on": N_("Début"),
    "ends_on": N_("Fin"),
    "notice": N_("Préavis"),
    "notice_unit": N_("Compté en"),
    "renewal_months": N_("Reconduction (mois)"),
    "renewals_most": N_("Reconductions au plus"),
    "replaces_id": N_("Remplace"),
    "articles": N_("Articles"),
    "words": N_("Mots"),
    "ref": N_("Référence"),
    "signed_on": N_("Signé le"),
    "sha256": N_("Empreinte"),
    "text_sha256": N_("Empreinte du texte"),
    "until": N_("Jusqu’au"),
    "side": N_("De qui"),
    "quantity": N_("Quantité"),
    "rhythm": N_("Rythme"),
    "source": N_("Mesure"),
    "family": N_("Famille"),
    "number": N_("Version"),
    "how": N_("Comment"),
    "day": N_("Jour"),
    "amount": N_("Quantité"),
}
_ENUMS: Final = (AgreementStatus, AgreementKind, Counted, Rhythm, Family)


def verb(word: str) -> str:
    """Return what somebody did, or the trail's own word."""
    return _(VERBS[word]) if word in VERBS else word


def label(name: str) -> str:
    """Return the name of a fact."""
    return _(_FACTS[name]) if name in _FACTS else name


def value(name: str, told: Any) -> str:
    """Return a fact as somebody reads it."""
    if told is None or told == "":
        return ""
    return _SAID.get(name, str)(told)


def _word(told: Any) -> str:
    for kind in _ENUMS:
        if told in {each.value for each in kind}:
            return _(kind(told).label)
    return str(told)


_SAID: Final[Mapping[str, Callable[[Any], str]]] = {
    "status": lambda told: _(AgreementStatus(told).label),
    "kind": _word,
    "rhythm": _word,
    "family": _word,
    "sha256": lambda told: f"{told[:12]}…",
    "text_sha256": lambda told: f"{told[:12]}…",
}
