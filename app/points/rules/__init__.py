"""What a place takes, from whom, and which few places take everything: facts in, answer out."""
