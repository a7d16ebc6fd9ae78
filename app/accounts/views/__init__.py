"""Pages of the person: signing in, links from letters, one's own account."""
