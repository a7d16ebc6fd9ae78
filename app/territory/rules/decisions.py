"""From what was typed and what is known, one of three answers: found, ask, unknown.

Nothing is guessed in silence: a doubt is a question, a correction is said.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.base.core.text import N_, fold
from app.territory.rules import addresses
from app.territory.rules.places import (
    Ask,
    Choice,
    Decision,
    Found,
    Hit,
    Sentence,
    Town,
    Unknown,
    town_choice,
    town_place,
)
from app.territory.rules.readings import Kind, Reading

SURE = 80.0
"""Likeness from which a name of the territory is taken for a typing mistake."""
SURE_WITH_POSTCODE = 70.0
"""Lower when the postcode says the same."""
MARGIN = 5.0
"""How much the winner must look better than the next."""
OTHERS = 3
MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a text; `hits` is None when no geocoder answered."""

    named: tuple[Town, ...] = ()
    """Communes that bear the whole text's name."""
    begun: tuple[Town, ...] = ()
    """Communes of the territory whose longer name begins with the whole text."""
    ending: tuple[Town, ...] = ()
    """Communes whose name ends the text."""
    at_postcode: tuple[Town, ...] = ()
    alike: tuple[tuple[float, Town], ...] = ()
    """Communes whose name looks like the text, best first."""
    hits: tuple[Hit, ...] | None = None
    territory: frozenset[str] = field(default_factory=frozenset)


def decide(reading: Reading, facts: Facts) -> Decision:
    """Answer "Où ?" with a place, a question or the reason why neither."""
    match reading.kind:
        case Kind.EMPTY:
            return Unknown(Sentence(N_("Indiquez une commune, un code postal ou une adresse.")))
        case Kind.TOO_LONG:
            return Unknown(Sentence(N_("Ce texte est trop long : une commune suffit.")))
        case Kind.NONSENSE:
            return _unknown(reading)
        case Kind.POSTCODE:
            return _by_postcode(reading, facts)
        case Kind.NAME:
            return _by_name(reading, facts)
        case Kind.ADDRESS:
            return _by_address(reading, facts)


def needs_geocoder(reading: Reading, facts: Facts) -> bool:
    """Tell whether the communes alone cannot answer."""
    if reading.kind is Kind.ADDRESS:
        return not facts.named
    known = facts.named or facts.begun or _winner(reading, facts)
    return reading.kind is Kind.NAME and not known


def _by_postcode(reading: Reading, facts: Facts) -> Decision:
    towns = facts.at_postcode
    if not towns:
        return _unknown(reading)
    if len(towns) == 1:
        return Found(town_place(towns[0], postcode=reading.postcode))
    question = Sentence(
        N_("Plusieurs communes ont le code postal %(postcode)s : laquelle est la vôtre ?"),
        {"postcode": reading.postcode},
    )
    return _ask(question, _choices(towns, reading.postcode), most=len(towns))


def _by_name(reading: Reading, facts: Facts) -> Decision:
    if facts.named:
        return _by_exact_name(reading, facts)
    fitting = [town for town in facts.begun if _fits(town, reading)]
    if len(fitting) > 1:
        question = Sentence(N_("Plusieurs communes portent ce nom : laquelle est la vôtre ?"))
        return _ask(question, _choices(fitting, reading.postcode))
    winner = fitting[0] if fitting else _winner(reading, facts)
    if winner:
        said = Sentence(N_("Nous avons compris : %(place)s."), {"place": winner.label()})
        others = [] if fitting else _rivals(facts, winner)
        return Found(town_place(winner), said, _choices(others, None)[:OTHERS])
    return _by_place_name(reading, facts)


def _by_exact_name(reading: Reading, facts: Facts) -> Decision:
    fitting = [town for town in facts.named if _fits(town, reading)]
    hinted = bool(reading.department or facts.at_postcode)
    if not fitting and hinted:
        question = Sentence(N_("Le nom et le code ne vont pas ensemble : où êtes-vous ?"))
        return _ask(question, _choices([*facts.named, *facts.at_postcode], reading.postcode))
    homonyms = fitting or list(facts.named)
    inside = [town for town in homonyms if town.in_territory]
    if not (inside or hinted or reading.postcode):
        homonyms += facts.begun
    chosen = inside if len(inside) == 1 else homonyms
    if len(chosen) == 1:
        others = [town for town in facts.named if town != chosen[0]] if not hinted else []
        place = town_place(chosen[0], postcode=reading.postcode)
        return Found(place, None, _choices(others, None)[:OTHERS])
    question = Sentence(N_("Plusieurs communes portent ce nom : laquelle est la vôtre ?"))
    return _ask(question, _choices(homonyms, reading.postcode))


def _by_place_name(reading: Reading, facts: Facts) -> Decision:
    """Answer for a name no commune bears: a hamlet, a square, a bad spelling."""
    hit = addresses.best(reading, facts.hits or (), facts.ending)
    if hit and hit.insee in facts.territory:
        place = addresses.hit_place(hit, in_territory=True)
        said = Sentence(N_("Nous avons compris : %(place)s."), {"place": hit.label})
        return Found(place, said)
    inside = [town for town in facts.ending if town.in_territory]
    if len(inside) == 1 and not any(score >= SURE for score, _ in facts.alike):
        return _centre(inside[0])
    near = [town for _, town in facts.alike] or list(facts.at_postcode)
    found = addresses.hit_choices(facts.hits or (), facts.territory)
    if near or found:
        question = Sentence(N_("Nous ne connaissons pas ce nom. Est-ce l’un de ces lieux ?"))
        near.sort(key=lambda town: not town.in_territory)
        return _ask(question, (*_as_choices(near, None), *found))
    return _unknown(reading)


def _by_address(reading: Reading, facts: Facts) -> Decision:
    if facts.named:
        return _by_exact_name(reading, facts)
    towns = _towns_of_address(reading, facts)
    hit = addresses.best(reading, facts.hits or (), towns)
    if hit and not addresses.rivals(hit, reading, facts.hits or (), towns):
        inside = hit.insee in facts.territory
        if inside or addresses.names_its_town(reading, hit):
            return Found(addresses.hit_place(hit, in_territory=inside))
    found = addresses.hit_choices(facts.hits or (), facts.territory)
    if found:
        question = Sentence(N_("Nous ne sommes pas sûrs de cette adresse : laquelle est-ce ?"))
        return _ask(question, (*found, *_choices(towns, reading.postcode)))
    if len(towns) == 1 and (towns[0].in_territory or facts.at_postcode):
        return _centre(towns[0])
    if towns:
        question = Sentence(
            N_("Nous n’avons pas trouvé cette adresse. Dans quelle commune est-elle ?")
        )
        return _ask(question, _choices(towns, reading.postcode))
    return Unknown(
        Sentence(
            N_("Nous n’avons pas trouvé cette adresse : ajoutez la commune ou le code postal.")
        )
    )


def _towns_of_address(reading: Reading, facts: Facts) -> list[Town]:
    """Return the communes an address may lie in, those that its text names best first."""
    both = [town for town in facts.ending if _fits(town, reading)]
    inside = [town for town in both if town.in_territory]
    return inside or both or list(facts.at_postcode) or list(facts.ending)


def _centre(town: Town) -> Found:
    said = Sentence(
        N_("Adresse non vérifiée : nous partons du centre de %(commune)s."), {"commune": town.name}
    )
    return Found(town_place(town, approximate=True), said)


def _winner(reading: Reading, facts: Facts) -> Town | None:
    """Return the commune that was meant beyond doubt, typing mistakes aside."""
    fitting = [(score, town) for score, town in facts.alike if _fits(town, reading)]
    hinted = bool(facts.at_postcode or reading.department)
    inside = [(score, town) for score, town in fitting if town.in_territory or hinted]
    floor = SURE_WITH_POSTCODE if hinted else SURE
    if not inside or inside[0][0] < floor:
        return None
    best = inside[0][0]
    if len(inside) > 1 and best - inside[1][0] < MARGIN:
        return None
    outside = [score for score, town in fitting if town not in {one for _, one in inside}]
    return None if outside and outside[0] > best + MARGIN else inside[0][1]


def _rivals(facts: Facts, winner: Town) -> list[Town]:
    """Return the communes that look as much like the text as the winner does."""
    best = next(score for score, town in facts.alike if town == winner)
    return [town for score, town in facts.alike if town != winner and score > best - MARGIN]


def _fits(town: Town, reading: Reading) -> bool:
    """Tell whether a commune has the postcode and département that were typed, if any."""
    if reading.postcode:
        return reading.postcode in town.postcodes
    if reading.department:
        return reading.department in {town.department, fold(town.department_name)}
    return True


def _ask(question: Sentence, choices: Iterable[Choice], most: int = MOST_CHOICES) -> Ask:
    return Ask(question, tuple(dict.fromkeys(choices))[:most])


def _as_choices(towns: Iterable[Town], postcode: str | None) -> tuple[Choice, ...]:
    return tuple(town_choice(town, postcode) for town in towns)


def _choices(towns: Iterable[Town], postcode: str | None) -> tuple[Choice, ...]:
    """Return towns as choices: the territory first, then the most peopled."""
    ranked = sorted(towns, key=lambda town: (not town.in_territory, -town.population, town.insee))
    return tuple(dict.fromkeys(_as_choices(ranked, postcode)))


def _unknown(reading: Reading) -> Unknown:
    return Unknown(
        Sentence(
            N_("Nous ne connaissons pas « %(text)s ». Essayez un code postal, comme 45200."),
            {"text": reading.text[:60]},
        )
    )
