"""Synergies: what structures need and offer one another, and who could help whom nearby.

It owns the needs and offers in four fields, their state and their end, and says which fit.
"""
