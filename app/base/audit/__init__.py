"""The audit trail: who, when, what, before, after; chained by hash, it only grows.

It owns the trail's rows and heads. It never holds a household's name or address.
"""
