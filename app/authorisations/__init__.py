"""Authorisations: what we, our carriers and our operators may do, until when, with its paper.

It owns the authorisations and warns before one ends; the public page shows ours. It decides
nothing about who carries what: the rooms that ship waste will ask it.
"""
