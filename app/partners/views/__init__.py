"""The pages of a structure's own space."""
