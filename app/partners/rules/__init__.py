"""Decisions of the register: what a sheet must hold, what its words compare to."""

from app.partners.rules.sheets import OrganisationFacts, faults, folded

__all__ = ["OrganisationFacts", "faults", "folded"]
