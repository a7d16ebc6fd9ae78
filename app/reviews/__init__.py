"""Reviews: what the figures say of our partnerships.

Whom we lean on, what would stop with them, what one partner brought in a year: read from what all
rooms record (`partners.registry`, agreements, exchanges), each figure opening its records. It owns
the texts that staff writes in a partner's review and the editions handed out, which are frozen; it
never changes a record that a figure counts.
"""
