"""The territory that is served: a setting of codes, and the communes it means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.base.core.errors import RuleBroken
from app.base.core.text import N_


@dataclass(frozen=True, slots=True)
class Territory:
    """The communes that are served; `lat`, `lon` are the mean of their centres, in degrees."""

    codes: tuple[str, ...]
    insee: frozenset[str]
    lat: float
    lon: float

    def __contains__(self, insee: str) -> bool:
        """Tell whether a commune is served."""
        return insee in self.insee


def codes_of(setting: str) -> tuple[str, ...]:
    """Return the codes a setting holds, in order, each once.

    Raises RuleBroken when there is none.
    """
    codes = tuple(dict.fromkeys(filter(None, (code.strip() for code in setting.split(",")))))
    if not codes:
        raise RuleBroken(
            N_(
                "REBOND_TERRITORY est vide : donnez des codes EPCI (9 chiffres) ou INSEE, par virgules."
            )
        )
    return codes


def members(codes: Iterable[str], epci_of: Mapping[str, str | None]) -> frozenset[str]:
    """Return the INSEE codes that EPCI or INSEE codes mean; `epci_of` maps INSEE to EPCI.

    Raises RuleBroken naming the first code that is neither.
    """
    found: set[str] = set()
    for code in codes:
        communes = {insee for insee, epci in epci_of.items() if code in {insee, epci}}
        if not communes:
            raise RuleBroken(
                N_(
                    "REBOND_TERRITORY : « %(code)s » n’est le code d’aucune commune ni d’aucun EPCI. "
                    "Donnez des codes EPCI (9 chiffres) ou INSEE (5 signes), séparés par des virgules."
                ),
                code=code[:40],
            )
        found |= communes
    return frozenset(found)
