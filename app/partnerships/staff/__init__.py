"""The back office of the partnerships."""
