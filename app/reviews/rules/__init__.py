"""Figures of the partnerships: facts in, answer out."""
