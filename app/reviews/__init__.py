"""Reviews: what the figures say of our partnerships.

Whom we lean on, what would stop with them, what one partner brought: read from what came in
(`partners.registry`), each figure opening its records. It changes nothing.
"""
