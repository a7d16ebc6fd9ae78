"""The partners' rooms under load: their ground at 1 and 100 times, every page of theirs, timed."""
