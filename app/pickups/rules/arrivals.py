"""What a visit brought in: pieces, and the grams that each kind of thing weighs in it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Taken:
    """One kind of thing that left with the van: how many, and what one piece weighs about."""

    units: int
    mass_g: int


def weighed(taken: Sequence[Taken], noted_g: int | None) -> list[int]:
    """Return the grams of each kind: the estimates, or what the van's scale read shared by them.

    The shares sum to what was read, to the gram: what rounding leaves goes to the largest rests.
    """
    estimates = [each.units * each.mass_g for each in taken]
    total = sum(estimates)
    if noted_g is None or not total:
        return estimates
    shares = [noted_g * each // total for each in estimates]
    rests = sorted(range(len(taken)), key=lambda n: (-(noted_g * estimates[n] % total), n))
    for n in rests[: noted_g - sum(shares)]:
        shares[n] += 1
    return shares
