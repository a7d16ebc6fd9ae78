"""Tables as people really send them: encodings, delimiters, quotes, cells that say yes or no."""
