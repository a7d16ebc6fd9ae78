"""The public pages of the search: home, results, objects."""
