"""Pickups: somebody asks us to come and fetch things, and we do or we say why not.

It owns the asks and their history. A household is known by a commune and, for a short time,
by one way to reach it; it never learns who receives the things.
"""
