"""Which family first, and why: verdicts and reasons in words."""

from dataclasses import dataclass, field
from enum import IntEnum

from app.base.core.text import N_
from app.catalog.models import Family
from app.feasibility.rules.answers import Answer, Unknown


class Verdict(IntEnum):
    """How the year of a family stands, the safest first."""

    SURE = 1
    LIKELY = 2
    SHORT = 3
    NEVER = 4
    UNKNOWN = 5

    @property
    def label(self) -> str:
        """Return the French words shown to people (a message id)."""
        return _LABELS[self]

    @property
    def tone(self) -> str:
        """Return how it looks."""
        return _TONES[self]


@dataclass(frozen=True)
class Known:
    """What is known of one family beside its answer: grams of a year, and how many of each."""

    family: Family
    answer: Answer | Unknown
    came_g: int = 0
    could_g: int = 0
    """What structures say that they could give in a year."""
    outlets: int = 0
    competitors: int = 0
    waiting: int = 0
    """How many requests wait for things of this family."""


@dataclass(frozen=True)
class Reason:
    """One sentence (a message id) with what fills it; `good` speaks for, `bad` against."""

    sentence: str
    values: dict[str, int] = field(default_factory=dict)
    tone: str = "plain"


def verdict(answer: Answer | Unknown) -> Verdict:
    """Return how the year stands over all that the assumptions leave open."""
    if isinstance(answer, Unknown):
        return Verdict.UNKNOWN
    if answer.worst.balance_cents >= 0:
        return Verdict.SURE
    if answer.base.balance_cents >= 0:
        return Verdict.LIKELY
    return Verdict.SHORT if answer.best.balance_cents >= 0 else Verdict.NEVER


def ranked(families: list[Known]) -> list[Known]:
    """Return families in the order in which to look at them: safest, then largest balance.

    Those that nobody can answer yet come last, what lacks least first; the family decides ties.
    """
    return sorted(families, key=_order)


def reasons(known: Known) -> list[Reason]:
    """Return what speaks for and against opening a family, figures first."""
    found = [Reason(_SENTENCES[verdict(known.answer)], tone=verdict(known.answer).tone)]
    if isinstance(known.answer, Answer):
        found += _of_answer(known, known.answer)
    else:
        missing = len(known.answer.missing)
        found.append(Reason(MISSING_ONE if missing == 1 else MISSING, {"n": missing}))
    if not known.outlets:
        found.append(Reason(NO_OUTLET, tone="bad"))
    if known.competitors:
        one = known.competitors == 1
        found.append(Reason(COMPETITOR if one else COMPETITORS, {"n": known.competitors}, "warn"))
    if known.waiting:
        one = known.waiting == 1
        found.append(Reason(WAITS if one else WAIT, {"n": known.waiting}, "good"))
    return found


def _of_answer(known: Known, answer: Answer) -> list[Reason]:
    found = []
    if not answer.assumed_volume:
        found.append(Reason(AS_MEASURED))
    elif answer.base.reused_g + answer.base.discarded_g > known.came_g + known.could_g:
        found.append(Reason(TOO_MUCH, tone="bad"))
    else:
        found.append(Reason(WITHIN, tone="good"))
    if answer.rate and answer.base.balance_cents < 0:
        found.append(Reason(NEEDS_RATE, {"percent": -(-answer.rate // 10)}, "warn"))
    return found


def _order(known: Known) -> tuple[int, int, str]:
    found = known.answer
    lead = len(found.missing) if isinstance(found, Unknown) else -found.base.balance_cents
    return (verdict(found).value, lead, known.family.value)


MISSING = N_("Il manque %(n)d réponses : trouvez-les avant de décider.")
MISSING_ONE = N_("Il manque une réponse : trouvez-la avant de décider.")
NO_OUTLET = N_("Personne n’est noté pour prendre ou acheter ce qui serait réemployé.")
COMPETITOR = N_("Un concurrent est noté : parlez-lui avant d’ouvrir.")
COMPETITORS = N_("%(n)d concurrents sont notés : parlez-leur avant d’ouvrir.")
WAITS = N_("Une demande attend des choses de cette famille.")
WAIT = N_("%(n)d demandes attendent des choses de cette famille.")
AS_MEASURED = N_("Le volume est celui qui est venu en douze mois : personne n’en suppose un autre.")
TOO_MUCH = N_(
    "Le volume supposé dépasse ce qui est venu et ce que les structures disent pouvoir donner."
)
WITHIN = N_("Ce qui est venu et le gisement estimé suffisent au volume supposé.")
NEEDS_RATE = N_("Les comptes s’équilibrent à partir de %(percent)d %% réemployés.")
_LABELS = {
    Verdict.SURE: N_("tient toujours"),
    Verdict.LIKELY: N_("tient de peu"),
    Verdict.SHORT: N_("ne tient pas encore"),
    Verdict.NEVER: N_("ne tient pas"),
    Verdict.UNKNOWN: N_("à compléter"),
}
_SENTENCES = {
    Verdict.SURE: N_("Même au plus bas des hypothèses, l’année couvre ses frais."),
    Verdict.LIKELY: N_("L’année couvre ses frais, mais pas au plus bas des hypothèses."),
    Verdict.SHORT: N_("L’année ne couvre ses frais qu’au plus haut des hypothèses."),
    Verdict.NEVER: N_("Même au plus haut des hypothèses, il faut un financement."),
    Verdict.UNKNOWN: N_("Aucun chiffre n’est donné tant qu’une réponse manque."),
}
_TONES = {
    Verdict.SURE: "good",
    Verdict.LIKELY: "warn",
    Verdict.SHORT: "warn",
    Verdict.NEVER: "bad",
    Verdict.UNKNOWN: "plain",
}
