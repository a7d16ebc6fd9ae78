"""The synergies in a structure's own space."""
