"""Agreements: what was written with a structure, who signs it, and what each side promised.

It owns agreements with their amendments, articles, papers and events; commitments with their
dated entries; the practical arrangements and who accepted them. It never records what came in:
a promise is measured by what the other rooms lend to `partners.registry`.
"""
