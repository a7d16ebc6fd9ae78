"""The back office of the dictionary: find an object, correct it, try what the search answers."""
