"""How a search is read and answered: facts in, answer out."""
