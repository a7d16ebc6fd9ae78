"""Pages outside of the back office: a structure's own space, and the secret link."""
