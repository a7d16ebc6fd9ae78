"""Who enters the feasibility, and how an address names a family."""

from typing import Final

from app.base.core.errors import NotFound
from app.catalog.models import Family
from app.feasibility.models import Assumption

READERS: Final = ("admin", "direction", "partenariats")
"""Balances concern few people: not everybody who reads the register."""
BASE: Final = "/gestion/faisabilite"


def family_of(named: str) -> Family:
    """Return the family that an address names. Raises NotFound."""
    try:
        return Family(named)
    except ValueError:
        raise NotFound from None


def assumption_of(named: str) -> Assumption:
    """Return the assumption that an address names. Raises NotFound."""
    try:
        return Assumption(named)
    except ValueError:
        raise NotFound from None


def address(family: Family, *parts: str) -> str:
    """Return the address of a page of a family."""
    return "/".join((BASE, family.value, *parts))
