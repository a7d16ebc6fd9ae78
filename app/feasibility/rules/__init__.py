"""What the facts of a family answer: pure decisions, in integers."""
