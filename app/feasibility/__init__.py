"""Feasibility: which product family to open, by what the house records and the team assumes.

It owns the assumptions (each with its unit, source, day and author), the market, outlets and
competitors noted for a family, and the decisions taken. What came, what could come and who waits
it reads from the register. It never mixes a measured figure with an assumed one without saying so.
"""
