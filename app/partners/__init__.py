"""Partners: the register of the territory's structures.

It owns structures with their roles, sites, contacts, papers and members; what they could give,
and who introduced whom. What is done together (steps, agreements, visits) stands in the rooms
above, which hang their pages on a structure's head and their figures on `registry`.
"""
