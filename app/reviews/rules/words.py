"""Words for a partner's communication: proposed from the figures, and what they may not say."""

import re
from dataclasses import dataclass
from typing import Final

from app.agreements.rules.promises import Trend
from app.base.core.errors import RuleBroken
from app.base.core.text import N_, fold
from app.reviews.rules.yearly import Line, Yearly

LIMITS: Final = {"word": 2000, "sentence": 300, "post": 1500, "paragraph": 3000}
AS_NEW: Final = N_(
    "« Comme neuf » ne s’écrit jamais d’un objet de seconde main : écrivez « d’occasion, testé »."
)
RECONDITIONED: Final = N_(
    "« Reconditionné » demande que chaque fonction soit testée et les données effacées, et rien de"
    " cela n’est enregistré ici pour ces objets. Écrivez « donné pour le réemploi »."
)
_FORBIDDEN: Final = (
    (re.compile(r"\bcomme (du )?neu(f|fs|ve|ves)\b"), AS_NEW),
    (re.compile(r"\breconditionnee?s?\b"), RECONDITIONED),
)
"""On folded words: accents, capitals, hyphens and line breaks hide nothing."""
NB: Final = "\N{NO-BREAK SPACE}"
TONNE_G: Final = 1_000_000
MOST_NAMED: Final = 3


@dataclass(frozen=True)
class Words:
    """A word from us, and three texts for the partner: a sentence, a post, a paragraph."""

    word: str = ""
    sentence: str = ""
    post: str = ""
    paragraph: str = ""


def fault(words: Words) -> RuleBroken | None:
    """Return what the texts may not say, beside the first text that says it."""
    for name, text in vars(words).items():
        for pattern, sentence in _FORBIDDEN:
            if pattern.search(fold(text)):
                return RuleBroken(sentence, field=name)
    return None


def proposed(figures: Yearly, house: str, territory: str) -> Words:
    """Return texts that say what the figures say and no more, in the partner's voice."""
    whole = figures.came.whole
    when = f"Depuis le début de {figures.year}" if figures.running else f"En {figures.year}"
    if not whole.units:
        nothing = f"Nous sommes partenaires de {house} pour le réemploi, {_there(territory)}."
        return Words(sentence=nothing, post=nothing, paragraph=nothing)
    gave = f"{when}, avec {house}, nous avons donné {said_mass(whole)} d’équipements"
    things = f"{_count(whole.units, 'objet', 'objets')}, {_named(figures.came.things)}"
    visits = _count(whole.visits, "passage", "passages")
    return Words(
        sentence=f"{gave} pour le réemploi.",
        post=(
            f"{gave} pour le réemploi : {things}. Chaque objet trié, c’est une chance de servir"
            f" encore, {_there(territory)}. Merci aux équipes qui ont préparé ces dons."
        ),
        paragraph=(
            f"{when}, nous avons poursuivi notre partenariat avec {house} pour le réemploi,"
            f" {_there(territory)}. En {visits}, {said_mass(whole)} d’équipements ont été remis à"
            f" ses équipes : {things}.{_kept(figures)} {_measured(whole)}"
        ),
    )


def completed(words: Words, offer: Words) -> Words:
    """Return the texts to show: each that nobody wrote is the one proposed."""
    return Words(
        words.word, *(_or(words, offer, name) for name in ("sentence", "post", "paragraph"))
    )


def own(words: Words, offer: Words) -> Words:
    """Return the texts to keep: one that equals what is proposed goes on following the figures."""
    return Words(
        words.word,
        *(
            "" if getattr(words, name) == getattr(offer, name) else getattr(words, name)
            for name in ("sentence", "post", "paragraph")
        ),
    )


def said_mass(line: Line) -> str:
    """Return a mass in words, "environ" before it as soon as some of it is estimated."""
    about = "environ " if line.estimated_g else ""
    return about + said_grams(line.mass_g)


def said_grams(mass_g: int) -> str:
    """Return "0,4 kg", "163 kg" or "1,25 tonne"."""
    if mass_g >= TONNE_G:
        tonnes = f"{mass_g / TONNE_G:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        return f"{tonnes}{NB}{'tonnes' if mass_g >= 2 * TONNE_G else 'tonne'}"
    if mass_g >= 10_000:  # noqa: PLR2004 - ten kilograms
        return f"{(mass_g + 500) // 1000}{NB}kg"
    return f"{mass_g / 1000:.1f}".replace(".", ",").removesuffix(",0") + f"{NB}kg"


def _named(things: tuple[Line, ...]) -> str:
    most = sorted(things, key=lambda line: (-line.units, line.key))[:MOST_NAMED]
    said = ", ".join(f"{line.key[:1].lower()}{line.key[1:]} ({line.units})" for line in most)
    return f"dont {said}" if len(things) > len(most) else said


def _kept(figures: Yearly) -> str:
    held = [each for each in figures.promises if each.trend is not Trend.TO_COME]
    done = [each for each in held if each.kept == each.periods]
    if not done:
        return ""
    if len(held) == 1:
        return " L’engagement de notre convention est tenu."
    return f" {len(done)} de nos {len(held)} engagements {'est tenu' if len(done) == 1 else 'sont tenus'}."


def _measured(line: Line) -> str:
    if not line.estimated_g:
        return "Les poids ont été relevés à chaque passage."
    if line.estimated_g == line.mass_g:
        return "Le poids est estimé d’après la liste des objets."
    return "Le poids est relevé au passage ou, à défaut, estimé d’après la liste des objets."


def _there(territory: str) -> str:
    return f"sur le territoire {territory}"


def _count(count: int, one: str, many: str) -> str:
    number = f"{count:,}".replace(",", NB)
    return f"{number}{NB}{one if count < 2 else many}"  # noqa: PLR2004 - plural


def _or(words: Words, offer: Words, name: str) -> str:
    return str(getattr(words, name) or getattr(offer, name))
